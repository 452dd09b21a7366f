import { describe, expect, it } from "vitest";
import { endOfDay, validDay } from "../../src/pages/findings/WaiverForm.tsx";
import { keyState } from "../../src/pages/keys/Keys.tsx";
import { worstFirst as worstProbe } from "../../src/pages/probes/Probes.tsx";
import { worstFirst as worstRule } from "../../src/pages/standards/Standards.tsx";

const NOW = new Date(2026, 2, 10, 12).getTime();

describe("the last day of a waiver", () => {
  it.each([
    ["2026-03-10", false],
    ["2026-03-09", false],
    ["2026-03-11", true],
    ["2027-03-10", true],
    ["2027-03-12", false],
    ["", false],
  ])("%s is accepted: %s", (day, expected) => {
    expect(validDay(day, NOW)).toBe(expected);
  });

  it("ends where the reader is, not in Greenwich", () => {
    expect(new Date(endOfDay("2026-03-11")).getHours()).toBe(23);
  });
});

describe("a key", () => {
  it.each([
    [{ revoked_at: null, expires_at: null }, "active"],
    [{ revoked_at: null, expires_at: "2026-03-09T00:00:00Z" }, "expired"],
    [{ revoked_at: "2026-03-01T00:00:00Z", expires_at: null }, "revoked"],
  ] as const)("%j is %s", (key, expected) => {
    expect(keyState(key, NOW)).toBe(expected);
  });
});

describe("worst first", () => {
  it("puts what is down before what is unknown before what is up", () => {
    const probe = (name: string, state: string) => ({ name, state }) as Parameters<typeof worstProbe>[0];
    const sorted = [probe("a", "up"), probe("b", "unknown"), probe("c", "down")].sort(worstProbe);
    expect(sorted.map(each => each.name).join("")).toBe("cba");
  });

  it("puts broken critical standards before broken notes, and unknown before kept", () => {
    const rule = (id: string, state: string, severity: string) =>
      ({ id, state, severity, open: 1 }) as Parameters<typeof worstRule>[0];
    const sorted = [
      rule("a", "pass", "critical"),
      rule("b", "unknown", "info"),
      rule("c", "fail", "info"),
      rule("d", "fail", "critical"),
    ].sort(worstRule);
    expect(sorted.map(each => each.id).join("")).toBe("dcba");
  });
});
