// The jobs this page has started and still follows, by what was asked for.
import { useSyncExternalStore } from "react";
import type { ActionName } from "./actions.ts";

export type Watched = Readonly<Partial<Record<ActionName, string>>>;
let watched: Watched = {};
const hearers = new Set<() => void>();

export function watch(action: ActionName, jobId: string | undefined): void {
  watched = { ...watched, [action]: jobId };
  for (const hear of hearers) hear();
}

export function useWatched(): Watched {
  return useSyncExternalStore(
    hear => {
      hearers.add(hear);
      return () => hearers.delete(hear);
    },
    () => watched,
  );
}
