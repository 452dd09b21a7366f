// Whether the drawer of jobs is open; any part of the page may open it.
import { useSyncExternalStore } from "react";

let open = false;
const hearers = new Set<() => void>();

function set(next: boolean): void {
  open = next;
  for (const hear of hearers) hear();
}

export const openJobs = (): void => set(true);
export const closeJobs = (): void => set(false);

export function useJobsOpen(): boolean {
  return useSyncExternalStore(
    hear => {
      hearers.add(hear);
      return () => hearers.delete(hear);
    },
    () => open,
  );
}
