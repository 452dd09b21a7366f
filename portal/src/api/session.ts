// Who is signed in, and the token that lets this page write.
import { useEffect } from "react";
import { rememberCsrfToken } from "./client.ts";
import { useRead } from "./read.ts";

export function useSession() {
  const session = useRead("/api/v1/session");
  const token = session.data?.csrf_token ?? null;
  useEffect(() => rememberCsrfToken(token), [token]);
  return session;
}

export function useMayWrite(): boolean {
  const { data } = useSession();
  return data?.person?.role !== "viewer";
}
