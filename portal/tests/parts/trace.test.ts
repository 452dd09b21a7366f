import { expect, it } from "vitest";
import { bars } from "../../src/pages/probes/StateStrip.tsx";
import { trace } from "../../src/parts/Trace.tsx";

const at = (day: number) => `2026-03-${String(day).padStart(2, "0")}T00:00:00Z`;

it("draws the highest value at the top and time from left to right", () => {
  const corners = trace(
    [
      { at: at(1), value: 1 },
      { at: at(2), value: 3 },
      { at: at(5), value: 2 },
    ],
    108,
    28,
  );
  expect(corners).toEqual([
    [4, 24],
    [29, 4],
    [104, 14],
  ]);
});

it("lays a run without change in the middle instead of at zero", () => {
  const corners = trace(
    [
      { at: at(1), value: 7 },
      { at: at(2), value: 7 },
    ],
    100,
    20,
  );
  expect(corners.map(([, y]) => y)).toEqual([10, 10]);
});

it("draws one point without dividing by nothing", () => {
  expect(trace([{ at: at(1), value: 7 }], 100, 20)).toEqual([[4, 10]]);
});

it("lets a bar that stands for several checks show the worst of them", () => {
  const states = ["up", "down", "up", "unknown", "up", "up"] as const;
  const points = states.map((state, index) => ({ at: at(index + 1), state, latency_ms: null, reason: "" }));
  expect(bars(points, 3).map(bar => bar.state)).toEqual(["down", "unknown", "up"]);
  expect(bars(points, 96)).toBe(points);
});
