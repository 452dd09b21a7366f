// The one way to the server: language, write protection and errors are added here.

import i18next from "i18next";
import createClient, { type Middleware } from "openapi-fetch";
import { Problem, readProblem, UNREACHABLE } from "./problem.ts";
import type { paths } from "./schema.ts";

let csrfToken: string | null = null;

export function rememberCsrfToken(token: string | null): void {
  csrfToken = token;
}

/** 128 random bits; randomUUID would be missing on a plain-HTTP address in the local network. */
function newKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), byte =>
    byte.toString(16).padStart(2, "0"),
  ).join("");
}

async function bodyOf(response: Response): Promise<unknown> {
  try {
    return await response.json();
  } catch {
    return null; // a proxy's error page: the status is all there is to tell
  }
}

const manners: Middleware = {
  onRequest({ request }) {
    request.headers.set("Accept-Language", i18next.language);
    if (request.method === "GET") return request;
    if (csrfToken) request.headers.set("X-CSRF-Token", csrfToken);
    if (request.method === "POST") request.headers.set("Idempotency-Key", newKey());
    return request;
  },
  async onResponse({ response }) {
    if (!response.ok) throw readProblem(response.status, await bodyOf(response));
  },
  onError({ error }) {
    if (error instanceof Problem || (error instanceof DOMException && error.name === "AbortError"))
      return error;
    return new Problem("", { code: UNREACHABLE });
  },
};

export const client = createClient<paths>({ baseUrl: location.origin, credentials: "same-origin" });
client.use(manners);

/** Sends files as a form; the browser writes the boundary itself. */
export async function sendFiles(path: "/api/v1/testruns/imports", files: File[]): Promise<unknown> {
  const form = new FormData();
  for (const file of files) form.append("files", file);
  const headers = new Headers({ "Accept-Language": i18next.language, "Idempotency-Key": newKey() });
  if (csrfToken) headers.set("X-CSRF-Token", csrfToken);
  let response: Response;
  try {
    response = await fetch(path, { method: "POST", body: form, headers, credentials: "same-origin" });
  } catch {
    throw new Problem("", { code: UNREACHABLE });
  }
  if (!response.ok) throw readProblem(response.status, await bodyOf(response));
  return response.json();
}
