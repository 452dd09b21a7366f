// Gathers events and lets them through together, at most once a second: the first at once, the rest in one go.

export function gatherer(pauseMs: number, deliver: (names: Set<string>) => void) {
  let waiting = new Set<string>();
  let timer: ReturnType<typeof setTimeout> | undefined;

  const flush = () => {
    timer = undefined;
    if (waiting.size === 0) return;
    const names = waiting;
    waiting = new Set();
    timer = setTimeout(flush, pauseMs);
    deliver(names);
  };

  return {
    add(name: string) {
      waiting.add(name);
      if (timer === undefined) flush();
    },
    stop() {
      clearTimeout(timer);
      timer = undefined;
      waiting.clear();
    },
  };
}
