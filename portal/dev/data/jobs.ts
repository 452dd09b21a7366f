// Jobs that really move: each goes from due over running to done within some seconds.
import { minutesAgo, uuid } from "./dice.ts";

export type Job = {
  id: string;
  kind: string;
  state: string;
  progress: { step: string; done: number; total: number | null; seconds_left: number | null } | null;
  created_at: string;
  started_at: string | null;
  finished_at: string | null;
  error: { code: string; sentence: string; hint: string } | null;
  result: Record<string, unknown> | null;
};

export const jobs: Job[] = [
  {
    id: uuid(),
    kind: "testruns.run",
    state: "failed",
    progress: null,
    created_at: minutesAgo(52),
    started_at: minutesAgo(52),
    finished_at: minutesAgo(51),
    error: {
      code: "testruns.no_runner",
      sentence: "No runner was found for supabase/tests.",
      hint: "Install pgTAP's pg_prove, or import a report.",
    },
    result: null,
  },
  {
    id: uuid(),
    kind: "inventory.scan",
    state: "done",
    progress: null,
    created_at: minutesAgo(5),
    started_at: minutesAgo(5),
    finished_at: minutesAgo(4),
    error: null,
    result: { items: 10_000 },
  },
];

const STEPS = 20;

export function startJob(kind: string, changed: (job: Job) => void, finished: () => void): Job {
  const job: Job = {
    id: uuid(),
    kind,
    state: "due",
    progress: null,
    created_at: new Date().toISOString(),
    started_at: null,
    finished_at: null,
    error: null,
    result: null,
  };
  jobs.unshift(job);
  let done = 0;
  const timer = setInterval(() => {
    if (job.state === "cancelled") return clearInterval(timer);
    done += 1;
    job.started_at ??= new Date().toISOString();
    job.state = done > STEPS ? "done" : "running";
    job.progress = {
      step: done < 12 ? "Reading files" : "Comparing with the last scan",
      done: done * 900,
      total: STEPS * 900,
      seconds_left: (STEPS - done) * 0.5,
    };
    if (job.state === "done") {
      job.finished_at = new Date().toISOString();
      job.progress = null;
      clearInterval(timer);
      finished();
    }
    changed(job);
  }, 500);
  return job;
}
