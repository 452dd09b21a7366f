// Why a job failed, read from what it left behind.
import type { Job } from "../api/types.ts";

export type JobError = { sentence: string; hint: string; code: string };

export function jobError(job: Job): JobError | null {
  if (job.error === null) return null;
  const fields: Record<string, unknown> = job.error;
  const text = (name: string) => (typeof fields[name] === "string" ? fields[name] : "");
  return { sentence: text("sentence"), hint: text("hint"), code: text("code") };
}
