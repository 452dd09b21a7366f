import { describe, expect, it } from "vitest";
import { en } from "../../src/i18n/en/index.ts";
import { ru } from "../../src/i18n/ru/index.ts";

type Tree = { [key: string]: string | Tree };
const PLURAL = /_(zero|one|two|few|many|other)$/;

function flat(tree: Tree, prefix = ""): Map<string, string> {
  const found = new Map<string, string>();
  for (const [key, value] of Object.entries(tree)) {
    if (typeof value === "string") found.set(prefix + key, value);
    else for (const [inner, text] of flat(value, `${prefix}${key}.`)) found.set(inner, text);
  }
  return found;
}

const english = flat(en);
const russian = flat(ru);
const bases = (words: Map<string, string>) =>
  [...new Set([...words.keys()].map(key => key.replace(PLURAL, "")))].sort();
const plurals = (words: Map<string, string>) =>
  [...new Set([...words.keys()].filter(key => PLURAL.test(key)).map(key => key.replace(PLURAL, "")))].sort();
const holes = (text: string) => [...text.matchAll(/\{\{(\w+)\}\}/g)].map(match => match[1]).sort();

describe("the two catalogues", () => {
  it("have the same keys", () => {
    expect(bases(russian)).toEqual(bases(english));
  });

  it("count the same things", () => {
    expect(plurals(russian)).toEqual(plurals(english));
  });

  it.each(plurals(english))("%s has every plural form of both languages", base => {
    for (const form of new Intl.PluralRules("en").resolvedOptions().pluralCategories) {
      expect(english.has(`${base}_${form}`), `${base}_${form} in English`).toBe(true);
    }
    for (const form of new Intl.PluralRules("ru").resolvedOptions().pluralCategories) {
      expect(russian.has(`${base}_${form}`), `${base}_${form} in Russian`).toBe(true);
    }
  });

  it("fill the same holes, the number apart, which a plural form may leave out", () => {
    for (const [key, text] of russian) {
      const twin = english.get(key) ?? english.get(key.replace(PLURAL, "_other")) ?? "";
      const withoutCount = (names: (string | undefined)[]) => names.filter(name => name !== "count");
      expect(withoutCount(holes(text)), key).toEqual(withoutCount(holes(twin)));
    }
  });

  it("leave no word empty and translate every sentence", () => {
    const shared = new Set([
      "Kaizen",
      "Markdown",
      "JSON",
      "JUnit XML, coverage.py JSON, Cobertura XML, LCOV",
    ]);
    for (const [key, text] of russian) {
      expect(text.trim(), key).not.toBe("");
      const words = text.replace(/\{\{\w+\}\}|[·]/g, "").trim();
      if (!shared.has(words))
        expect(/[a-z]/i.test(words) && !/[а-яё]/i.test(words), `${key}: ${text}`).toBe(false);
    }
  });

  it("hold no word that no page says", () => {
    const sources = import.meta.glob<string>("../../src/**/*.{ts,tsx}", {
      query: "?raw",
      import: "default",
      eager: true,
    });
    const code = Object.values(sources).join("\n");
    const patterns = [...code.matchAll(/[`"]([a-z][\w-]*(?:\.(?:\w+|\$\{[^}]*\}))+)[`"]/g)].map(
      match =>
        new RegExp(
          `^${(match[1] ?? "")
            .replace(/\$\{[^}]*\}/g, "[^.]+")
            .replace(/\./g, "\\.")
            .replaceAll("[^\\.]", "[^.]")}$`,
        ),
    );
    const unsaid = bases(english).filter(key => !patterns.some(pattern => pattern.test(key)));
    expect(unsaid).toEqual([]);
  });
});
