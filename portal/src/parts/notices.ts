// Short messages of what just happened, with at most one thing to do about it.
import { useSyncExternalStore } from "react";

export type Notice = {
  id: number;
  text: string;
  tone: "good" | "bad" | "plain";
  action?: { label: string; run: () => void };
};

const SHOWN_MS = { plain: 5_000, good: 9_000 };
let notices: readonly Notice[] = [];
let last = 0;
const hearers = new Set<() => void>();

function change(next: readonly Notice[]): void {
  notices = next;
  for (const hear of hearers) hear();
}

export function dismiss(id: number): void {
  change(notices.filter(notice => notice.id !== id));
}

/** A bad notice stays until it is dismissed. */
export function notify(notice: Omit<Notice, "id">): void {
  last += 1;
  const id = last;
  change([...notices.slice(-2), { ...notice, id }]);
  if (notice.tone !== "bad") setTimeout(() => dismiss(id), SHOWN_MS[notice.tone]);
}

export function useNotices(): readonly Notice[] {
  return useSyncExternalStore(
    hear => {
      hearers.add(hear);
      return () => hearers.delete(hear);
    },
    () => notices,
  );
}
