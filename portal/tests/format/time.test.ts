import { describe, expect, it } from "vitest";
import { ago, exact, span, zoneName } from "../../src/format/time.ts";

const NOW = Date.parse("2026-03-10T12:00:00Z");
const plain = (text: string) => text.replace(/[\u00a0\u202f]/g, " ");

describe("ago", () => {
  it.each([
    ["2026-03-10T11:59:55Z", "now"],
    ["2026-03-10T11:59:15Z", "45 seconds ago"],
    ["2026-03-10T11:56:00Z", "4 minutes ago"],
    ["2026-03-10T09:00:00Z", "3 hours ago"],
    ["2026-03-09T11:00:00Z", "yesterday"],
    ["2026-03-13T12:00:00Z", "in 3 days"],
    ["2025-03-10T12:00:00Z", "last year"],
  ])("%s is said as %s", (instant, words) => {
    expect(ago("en", instant, NOW)).toBe(words);
  });

  it("declines in Russian", () => {
    expect(ago("ru", "2026-03-10T11:58:00Z", NOW)).toBe("2 минуты назад");
    expect(ago("ru", "2026-03-10T11:55:00Z", NOW)).toBe("5 минут назад");
  });
});

describe("span", () => {
  it.each([
    [0.0004, "0.4 ms"],
    [0.12, "120 ms"],
    [1.25, "1.3 sec"],
    [42, "42 sec"],
    [60, "1 min"],
    [200, "3 min 20 sec"],
    [7500, "2 hr 5 min"],
    [90_000, "1 day 1 hr"],
  ])("%d seconds are %s", (seconds, words) => {
    expect(plain(span("en", seconds))).toBe(words);
  });

  it("uses the reader's units", () => {
    expect(plain(span("ru", 200))).toBe("3 мин 20 с");
  });
});

describe("an exact time", () => {
  it("names its zone", () => {
    expect(exact("en", "2026-03-10T12:00:00Z")).toMatch(/2026.*(UTC|GMT|[A-Z]{3,4})/);
    expect(zoneName("en")).toContain(Intl.DateTimeFormat().resolvedOptions().timeZone);
  });
});
