// Lets the signed-in through to the pages; everybody else is told how to get in.
import { Outlet, useMatches } from "@tanstack/react-router";
import { lazy, Suspense, useEffect } from "react";
import { queries } from "../api/read.ts";
import { useSession } from "../api/session.ts";
import { LiveProvider } from "../live/live.tsx";
import { Shell } from "./Shell.tsx";

const SignInHelp = lazy(async () => ({
  default: (await import("../pages/sign-in/SignInHelp.tsx")).SignInHelp,
}));

/** An answer "401" to any question means that the session has ended meanwhile. */
function useSessionEnd(): void {
  useEffect(
    () =>
      queries.getQueryCache().subscribe(({ query, type }) => {
        const error = query.state.error as { status?: number } | null;
        const aboutSession = query.queryKey[0] === "/api/v1/session";
        if (
          type === "updated" &&
          error?.status === 401 &&
          !aboutSession &&
          query.state.fetchStatus === "idle"
        ) {
          void queries.invalidateQueries({ queryKey: ["/api/v1/session"] });
        }
      }),
    [],
  );
}

function SignedIn() {
  const session = useSession();
  useSessionEnd();
  if (session.error?.status === 401) {
    return (
      <Suspense>
        <SignInHelp />
      </Suspense>
    );
  }
  return (
    <LiveProvider open={session.data !== undefined}>
      <Shell session={session.data} />
    </LiveProvider>
  );
}

export function Gate() {
  // The matches, not the address: the address changes first, and the old page must not mount a second time.
  const signingIn = useMatches({ select: matches => matches.some(match => match.routeId === "/sign-in") });
  if (!signingIn) return <SignedIn />;
  return (
    <Suspense>
      <Outlet />
    </Suspense>
  );
}
