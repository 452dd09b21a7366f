// The four things the portal can start, and how.
import { client } from "../api/client.ts";
import type { Job } from "../api/types.ts";

export type ActionName = "scan" | "standards" | "tests" | "probes";

async function started(answer: Promise<{ data?: unknown }>): Promise<Job> {
  return (await answer).data as Job;
}

export const ACTIONS: Record<ActionName, () => Promise<Job>> = {
  scan: () => started(client.POST("/api/v1/inventory/scans", { body: { path: null } })),
  standards: () => started(client.POST("/api/v1/standards/checks")),
  tests: () => started(client.POST("/api/v1/testruns", { body: { scope: "all" } })),
  probes: () => started(client.POST("/api/v1/probes/checks", { body: {} })),
};

export const FINISHED: ReadonlySet<string> = new Set(["done", "failed", "cancelled"]);
