import { expect, it } from "vitest";
import { decimal, percent, whole } from "../../src/format/number.ts";

const plain = (text: string) => text.replace(/[\u00a0\u202f]/g, " ");

it.each([
  ["en", "10,000", "86.3%", "1.5"],
  ["ru", "10 000", "86,3 %", "1,5"],
])("%s writes its own separators", (language, thousands, share, half) => {
  expect(plain(whole(language, 10_000))).toBe(thousands);
  expect(plain(percent(language, 86.34))).toBe(share);
  expect(decimal(language, 1.5)).toBe(half);
});
