// The words: English travels with the page, Russian is fetched when chosen; the choice is remembered.
import i18next from "i18next";
import { initReactI18next } from "react-i18next";
import { en } from "./en/index.ts";

export const LANGUAGES = { en: "English", ru: "Русский" } as const;
export type Language = keyof typeof LANGUAGES;
const REMEMBERED = "kaizen-language";

const isLanguage = (value: string): value is Language => value in LANGUAGES;

async function load(language: Language): Promise<void> {
  if (i18next.hasResourceBundle(language, "translation")) return;
  const { ru } = await import("./ru/index.ts");
  i18next.addResourceBundle("ru", "translation", ru);
}

/** The boot script has already chosen: it set `<html lang>` from the memory or the browser. */
export async function startWords(): Promise<void> {
  const chosen = isLanguage(document.documentElement.lang) ? document.documentElement.lang : "en";
  await i18next.use(initReactI18next).init({
    lng: "en",
    fallbackLng: "en",
    resources: { en: { translation: en } },
    interpolation: { escapeValue: false },
    returnNull: false,
  });
  if (chosen !== "en") await speak(chosen);
}

export async function speak(language: Language): Promise<void> {
  await load(language);
  await i18next.changeLanguage(language);
  document.documentElement.lang = language;
}

export async function choose(language: Language): Promise<void> {
  await speak(language);
  try {
    localStorage.setItem(REMEMBERED, language);
  } catch {
    // storage is blocked: the choice lasts until the page is closed
  }
}
