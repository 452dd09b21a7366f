import { act, renderHook } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { useSteadyRows } from "../../src/live/steady.ts";

type Row = { id: string; text: string };
const row = (id: string, text = id): Row => ({ id, text });
type Props = { fresh: Row[] | undefined; question: string; pending: boolean };
const render = (fresh: Row[] | undefined, question = "open") =>
  renderHook(({ fresh, question, pending }: Props) => useSteadyRows(fresh, question, pending), {
    initialProps: { fresh, question, pending: false },
  });
const ids = (rows: Row[]) => rows.map(each => each.id).join("");

describe("a list that changes beneath the reader", () => {
  it("patches rows in place and never reorders them", () => {
    const list = render([row("a"), row("b")]);
    list.rerender({ fresh: [row("b", "changed"), row("a")], question: "open", pending: false });
    expect(ids(list.result.current.rows)).toBe("ab");
    expect(list.result.current.rows[1]?.text).toBe("changed");
  });

  it("counts what arrived and marks what left, until the reader asks", () => {
    const list = render([row("a"), row("b")]);
    list.rerender({ fresh: [row("n"), row("a")], question: "open", pending: false });
    expect(list.result.current.arrived).toBe(1);
    expect([...list.result.current.gone]).toEqual(["b"]);
    act(() => list.result.current.adopt());
    expect(ids(list.result.current.rows)).toBe("na");
    expect(list.result.current.arrived).toBe(0);
  });

  it("takes a changed question's rows at once, but not the old ones that stand in meanwhile", () => {
    const list = render([row("a")]);
    list.rerender({ fresh: [row("a")], question: "waived", pending: true });
    expect(ids(list.result.current.rows)).toBe("a");
    list.rerender({ fresh: [row("x")], question: "waived", pending: false });
    expect(ids(list.result.current.rows)).toBe("x");
  });

  it("fills an empty list without asking", () => {
    const list = render([]);
    list.rerender({ fresh: [row("a")], question: "open", pending: false });
    expect(ids(list.result.current.rows)).toBe("a");
  });
});
