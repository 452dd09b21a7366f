import { expect, it } from "vitest";
import { words } from "../../src/app/search.ts";

it.each([
  [
    { q: "order", kind: "table" },
    { q: "order", kind: "table" },
  ],
  [{ q: "", kind: undefined }, {}],
  [{ q: 42 }, { q: "42" }],
  [{ other: "x" }, {}],
])("%j is read as %j", (search, expected) => {
  expect(words("q", "kind")(search)).toEqual(expected);
});
