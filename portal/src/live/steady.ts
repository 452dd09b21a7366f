// Holds the order of a list while live answers change beneath it: rows are patched, arrivals wait to be asked for.
import { useState } from "react";

type Row = { id: string };
export type Steady<T> = {
  rows: T[];
  arrived: number;
  gone: ReadonlySet<string>;
  adopt: () => void;
};

export function compare<T extends Row>(shown: T[], fresh: T[]): Omit<Steady<T>, "adopt"> {
  const byId = new Map(fresh.map(row => [row.id, row]));
  const ids = new Set(shown.map(row => row.id));
  return {
    rows: shown.map(row => byId.get(row.id) ?? row),
    arrived: fresh.filter(row => !ids.has(row.id)).length,
    gone: new Set(shown.filter(row => !byId.has(row.id)).map(row => row.id)),
  };
}

/** `question` names filters and page: a changed question takes the new rows at once. */
export function useSteadyRows<T extends Row>(
  fresh: T[] | undefined,
  question: string,
  pending: boolean,
): Steady<T> {
  const [held, setHeld] = useState<{ question: string; rows: T[] } | null>(null);
  const settled = fresh !== undefined && !pending;
  if (
    settled &&
    (held === null || held.question !== question || (held.rows.length === 0 && fresh.length > 0))
  ) {
    setHeld({ question, rows: fresh });
  }
  const adopt = () => fresh && setHeld({ question, rows: fresh });
  const shown = held?.rows ?? fresh ?? [];
  if (!settled || held === null || held.question !== question) {
    return { rows: shown, arrived: 0, gone: new Set(), adopt };
  }
  return { ...compare(shown, fresh), adopt };
}
