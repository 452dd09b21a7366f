import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { LiveSocket, type LiveState, pauseBefore } from "../../src/live/socket.ts";

class Line {
  static opened: Line[] = [];
  static readonly OPEN = 1;
  readyState = 0;
  onmessage: ((message: { data: string }) => void) | null = null;
  onclose: (() => void) | null = null;
  constructor(readonly address: string) {
    Line.opened.push(this);
  }
  say(event: object) {
    this.readyState = Line.OPEN;
    this.onmessage?.({ data: JSON.stringify(event) });
  }
  close() {}
}

const last = () => Line.opened.at(-1) as Line;
let states: LiveState["kind"][];
let heard: number[];
let lost: number;
let socket: LiveSocket;

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal("WebSocket", Line);
  Line.opened = [];
  [states, heard, lost] = [[], [], 0];
  socket = new LiveSocket("ws://here/live", {
    onEvent: event => heard.push(event.position),
    onState: state => states.push(state.kind),
    onLost: () => {
      lost += 1;
    },
  });
  socket.start();
});

afterEach(() => {
  socket.stop();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe("the live line", () => {
  it("begins without a position and is live once the server says so", () => {
    expect(last().address).toBe("ws://here/live");
    last().say({ name: "live.ready", position: 7 });
    expect(states).toEqual(["connecting", "live"]);
  });

  it("asks after a drop for what came after the last event it heard", () => {
    last().say({ name: "live.ready", position: 7 });
    last().say({ name: "findings.changed", position: 9 });
    last().onclose?.();
    expect(states.at(-1)).toBe("waiting");
    vi.advanceTimersByTime(1_000);
    expect(last().address).toBe("ws://here/live?after=9");
    expect(heard).toEqual([9]);
  });

  it("asks from where it came in when nothing was heard before the drop", () => {
    last().say({ name: "live.ready", position: 7 });
    last().onclose?.();
    vi.advanceTimersByTime(1_000);
    expect(last().address).toBe("ws://here/live?after=7");
  });

  it("keeps its place when the server is ahead, so that missed events still come", () => {
    last().say({ name: "live.ready", position: 7 });
    last().onclose?.();
    vi.advanceTimersByTime(1_000);
    last().say({ name: "live.ready", position: 12 });
    last().onclose?.();
    vi.advanceTimersByTime(1_000);
    expect(last().address).toBe("ws://here/live?after=7");
    expect(lost).toBe(0);
  });

  it("says that all is lost when the server's history is shorter than ours", () => {
    last().say({ name: "live.ready", position: 50 });
    last().onclose?.();
    vi.advanceTimersByTime(1_000);
    last().say({ name: "live.ready", position: 3 });
    expect(lost).toBe(1);
  });

  it("waits longer after each failure and at once when asked", () => {
    last().onclose?.();
    const before = Line.opened.length;
    socket.retryNow();
    expect(Line.opened.length).toBe(before + 1);
  });

  it("stays closed once stopped", () => {
    const line = last();
    socket.stop();
    line.onclose?.();
    vi.advanceTimersByTime(60_000);
    expect(Line.opened.length).toBe(1);
  });
});

describe("the pause before a try", () => {
  it.each([
    [1, 0.5, 500],
    [2, 0.5, 1_000],
    [5, 0.5, 8_000],
    [20, 0.5, 15_000],
    [1, 0, 375],
    [1, 1, 625],
  ])("number %i with chance %d is %i ms", (attempt, chance, expected) => {
    expect(pauseBefore(attempt, chance)).toBe(expected);
  });
});
