import { describe, expect, it } from "vitest";
import { asProblem, Problem, readProblem, UNREACHABLE, UNREADABLE } from "../../src/api/problem.ts";

describe("an error body", () => {
  it("gives sentence, hint, code and id", () => {
    const problem = readProblem(409, {
      detail: "It changed.",
      hint: "Reload.",
      code: "keys.stale",
      error_id: "e1",
    });
    expect(problem).toMatchObject({
      message: "It changed.",
      hint: "Reload.",
      code: "keys.stale",
      errorId: "e1",
      status: 409,
    });
  });

  it.each([[null], ["<html>"], [{ detail: 7 }]])("that says nothing (%j) still has its status", body => {
    expect(readProblem(502, body)).toMatchObject({ message: "", status: 502, code: UNREADABLE, hint: null });
  });
});

describe("asking again may help", () => {
  it.each([
    [503, true],
    [429, true],
    [404, false],
    [401, false],
  ])("after status %i: %s", (status, expected) => {
    expect(readProblem(status, {}).passing).toBe(expected);
  });

  it("after the network failed", () => {
    expect(asProblem(new TypeError("Failed to fetch"))).toMatchObject({ code: UNREACHABLE, passing: true });
  });
});

it("keeps a problem as it is", () => {
  const problem = new Problem("No.", { code: "x.y" });
  expect(asProblem(problem)).toBe(problem);
});
