// Joins the live line to the cached answers, and tells the pages how the line is.
import { useQueryClient } from "@tanstack/react-query";
import { createContext, type ReactNode, useContext, useEffect, useMemo, useRef, useState } from "react";
import { gatherer } from "./flush.ts";
import { LiveSocket, type LiveState } from "./socket.ts";
import { touchedBy, touches } from "./touches.ts";

const ONE_FLUSH_MS = 1_000;

type Live = { state: LiveState; retryNow: () => void };
const LiveContext = createContext<Live>({ state: { kind: "connecting" }, retryNow: () => undefined });

export const useLive = (): Live => useContext(LiveContext);

function address(): string {
  return `${location.protocol === "https:" ? "wss" : "ws"}://${location.host}/api/v1/live`;
}

/** `open` only when someone is signed in: before that the line would be refused again and again. */
export function LiveProvider({ open, children }: { open: boolean; children: ReactNode }) {
  const queries = useQueryClient();
  const [state, setState] = useState<LiveState>({ kind: "connecting" });
  const socket = useRef<LiveSocket | null>(null);

  useEffect(() => {
    if (!open) return;
    const gathered = gatherer(ONE_FLUSH_MS, names => {
      const paths = touchedBy(names);
      void queries.invalidateQueries({ predicate: query => touches(paths, query.queryKey[0]) });
    });
    const line = new LiveSocket(address(), {
      onEvent: event => gathered.add(event.name),
      onState: setState,
      onLost: () => void queries.invalidateQueries(),
    });
    socket.current = line;
    line.start();
    return () => {
      line.stop();
      gathered.stop();
    };
  }, [queries, open]);

  const live = useMemo(() => ({ state, retryNow: () => socket.current?.retryNow() }), [state]);
  return <LiveContext.Provider value={live}>{children}</LiveContext.Provider>;
}
