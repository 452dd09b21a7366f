import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { gatherer } from "../../src/live/flush.ts";
import { touchedBy, touches } from "../../src/live/touches.ts";

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

it("lets the first event through at once and the rest together a second later", () => {
  const delivered: string[][] = [];
  const gathered = gatherer(1_000, names => delivered.push([...names]));
  for (const name of ["a", "b", "b", "c"]) gathered.add(name);
  expect(delivered).toEqual([["a"]]);
  vi.advanceTimersByTime(999);
  expect(delivered.length).toBe(1);
  vi.advanceTimersByTime(1);
  expect(delivered).toEqual([["a"], ["b", "c"]]);
});

it("delivers at most once a second under a hundred events a second", () => {
  let deliveries = 0;
  const gathered = gatherer(1_000, () => {
    deliveries += 1;
  });
  for (let tick = 0; tick < 500; tick += 1) {
    gathered.add("x");
    vi.advanceTimersByTime(10);
  }
  expect(deliveries).toBeLessThanOrEqual(6);
});

it("forgets what waits when stopped", () => {
  const delivered: string[][] = [];
  const gathered = gatherer(1_000, names => delivered.push([...names]));
  gathered.add("a");
  gathered.add("b");
  gathered.stop();
  vi.advanceTimersByTime(5_000);
  expect(delivered).toEqual([["a"]]);
});

it.each([
  ["findings.changed", "/api/v1/findings", true],
  ["findings.changed", "/api/v1/findings/{finding_id}", true],
  ["findings.changed", "/api/v1/home", true],
  ["findings.changed", "/api/v1/keys", false],
  ["testruns.progress", "/api/v1/home", false],
  ["jobs.changed", "/api/v1/jobs/{id}", true],
  ["probes.changed", "/api/v1/probes/{name}/history", true],
])("%s makes %s old: %s", (event, path, expected) => {
  expect(touches(touchedBy([event]), path)).toBe(expected);
});
