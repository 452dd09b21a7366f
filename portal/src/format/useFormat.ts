// The formatters, bound to the language in use.
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { decimal, percent, whole } from "./number.ts";
import { ago, clockTime, day, exact, span, zoneName } from "./time.ts";

export function useFormat() {
  const { i18n } = useTranslation();
  const language = i18n.language;
  return useMemo(
    () => ({
      whole: (value: number) => whole(language, value),
      decimal: (value: number, digits?: number) => decimal(language, value, digits),
      percent: (value: number, digits?: number) => percent(language, value, digits),
      exact: (instant: string) => exact(language, instant),
      day: (instant: string) => day(language, instant),
      clockTime: (instant: string) => clockTime(language, instant),
      ago: (instant: string, now: number) => ago(language, instant, now),
      span: (seconds: number) => span(language, seconds),
      list: (words: string[]) => new Intl.ListFormat(language, { type: "conjunction" }).format(words),
      zone: () => zoneName(language),
    }),
    [language],
  );
}
