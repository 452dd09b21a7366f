// What went wrong with a request, as the server says it (problem details), or as the network did.

export class Problem extends Error {
  readonly status: number | null;
  readonly code: string;
  readonly hint: string | null;
  readonly errorId: string | null;

  constructor(sentence: string, parts: { status?: number; code: string; hint?: string; errorId?: string }) {
    super(sentence);
    this.name = "Problem";
    this.status = parts.status ?? null;
    this.code = parts.code;
    this.hint = parts.hint ?? null;
    this.errorId = parts.errorId ?? null;
  }

  /** True where asking again may help: the server or the way to it failed, not the question. */
  get passing(): boolean {
    return this.status === null || this.status >= 500 || this.status === 429;
  }
}

export const UNREACHABLE = "portal.unreachable";
export const UNREADABLE = "portal.unreadable";

const text = (value: unknown): string | undefined => (typeof value === "string" ? value : undefined);

/** Reads an error body; a body that is not problem details still gives a sentence with the status. */
export function readProblem(status: number, body: unknown): Problem {
  const fields = typeof body === "object" && body !== null ? (body as Record<string, unknown>) : {};
  const sentence = text(fields.detail) ?? text(fields.title) ?? "";
  return new Problem(sentence, {
    status,
    code: text(fields.code) ?? UNREADABLE,
    hint: text(fields.hint),
    errorId: text(fields.error_id),
  });
}

export function asProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  return new Problem("", { code: UNREACHABLE });
}
