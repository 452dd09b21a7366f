import { render } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { SeverityMark, StateMark } from "../../src/parts/Mark.tsx";
import { Unknown } from "../../src/parts/Unknown.tsx";

const shapeOf = (element: HTMLElement) => element.querySelector("path")?.getAttribute("d");
const toneOf = (element: HTMLElement) => element.querySelector("[data-tone]")?.getAttribute("data-tone");

describe("marks", () => {
  it.each(["critical", "warning", "info"])("%s has a word beside its colour", severity => {
    const { container } = render(<SeverityMark severity={severity} />);
    expect(container.textContent?.toLowerCase()).toBe(severity);
  });

  it("tell severities apart by shape alone", () => {
    const shapes = ["critical", "warning", "info"].map(each =>
      shapeOf(render(<SeverityMark severity={each} />).container),
    );
    expect(new Set(shapes).size).toBe(3);
  });

  it.each(["unknown", "not_measured", "something-new"])("%s is never green", state => {
    expect(toneOf(render(<StateMark state={state} />).container)).toBe("plain");
  });

  it("keep the word for screen readers when only the shape is drawn", () => {
    expect(render(<StateMark state="down" bare />).container.textContent).toBe("Down");
  });
});

it("a missing value is the word unknown with its cause", () => {
  const { container } = render(<Unknown because="No scan yet." />);
  expect(container.textContent).toBe("unknown: No scan yet.");
});
