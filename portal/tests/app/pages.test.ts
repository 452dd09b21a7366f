import { expect, it } from "vitest";
import { PAGES } from "../../src/app/pages.ts";
import { router } from "../../src/app/router.tsx";
import { TOUR_STEPS } from "../../src/app/tour.ts";
import { en } from "../../src/i18n/en/index.ts";

const entries = PAGES.flatMap(group => group.pages);

it("gives every page in the navigation a route, and a key of its own", () => {
  for (const entry of entries) expect(Object.keys(router.routesByPath), entry.name).toContain(entry.to);
  expect(new Set(entries.map(entry => entry.key)).size).toBe(entries.length);
});

it("uses the page's name as its address", () => {
  for (const entry of entries) expect(entry.to).toBe(entry.name === "home" ? "/" : `/${entry.name}`);
});

it("has words for each of at most six steps of the tour", () => {
  expect(TOUR_STEPS.length).toBeLessThanOrEqual(6);
  for (const step of TOUR_STEPS) expect(en.tour[step].text).not.toBe("");
});
