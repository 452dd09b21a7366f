// One shared clock for every relative time on the page: it ticks each half minute.
import { useSyncExternalStore } from "react";

let now = Date.now();
const hearers = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;

function subscribe(hear: () => void): () => void {
  hearers.add(hear);
  timer ??= setInterval(() => {
    now = Date.now();
    for (const each of hearers) each();
  }, 30_000);
  return () => {
    hearers.delete(hear);
    if (hearers.size === 0) {
      clearInterval(timer);
      timer = undefined;
    }
  };
}

function read(): number {
  if (timer === undefined) now = Math.max(now, Date.now() - (Date.now() % 1000));
  return now;
}

export const useNow = (): number => useSyncExternalStore(subscribe, read);
