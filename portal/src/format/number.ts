// Numbers as the reader's language writes them.

export const whole = (language: string, value: number): string =>
  new Intl.NumberFormat(language).format(value);

export const decimal = (language: string, value: number, digits = 1): string =>
  new Intl.NumberFormat(language, { maximumFractionDigits: digits }).format(value);

/** `value` in 0..100. */
export const percent = (language: string, value: number, digits = 1): string =>
  new Intl.NumberFormat(language, { style: "percent", maximumFractionDigits: digits }).format(value / 100);
