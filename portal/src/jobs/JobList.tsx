// Jobs, the running ones first, each with its step, how far it is and the time left.
import { Button } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { client } from "../api/client.ts";
import type { Job } from "../api/types.ts";
import { useFormat } from "../format/useFormat.ts";
import { Ago } from "../parts/Ago.tsx";
import { StateMark } from "../parts/Mark.tsx";
import { FINISHED } from "./actions.ts";
import classes from "./JobList.module.css";
import { jobError } from "./jobError.ts";

function ProgressBar({ job }: { job: Job }) {
  const { t } = useTranslation();
  const format = useFormat();
  const progress = job.progress;
  const total = progress?.total ?? null;
  return (
    <>
      <progress
        className={classes.bar}
        aria-label={job.kind}
        {...(total ? { max: total, value: progress?.done ?? 0 } : {})}
      />
      <p className={classes.step}>
        <span>{progress?.step ?? t("common.state.due")}</span>
        <span>
          {progress && total
            ? t("jobs.doneOf", { done: format.whole(progress.done), total: format.whole(total) })
            : null}
        </span>
        <span>
          {typeof progress?.seconds_left === "number"
            ? t("jobs.left", { span: format.span(progress.seconds_left) })
            : t("jobs.leftUnknown")}
        </span>
      </p>
    </>
  );
}

function CancelJob({ id }: { id: string }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const cancel = useMutation({
    mutationFn: () => client.POST("/api/v1/jobs/{job_id}/cancel", { params: { path: { job_id: id } } }),
    onSettled: () => queries.invalidateQueries({ queryKey: ["/api/v1/jobs"] }),
  });
  return (
    <Button size="compact-xs" variant="subtle" onClick={() => cancel.mutate()} disabled={!cancel.isIdle}>
      {cancel.isIdle ? t("jobs.cancel") : t("jobs.cancelled")}
    </Button>
  );
}

export function JobEntry({ job }: { job: Job }) {
  const { t } = useTranslation();
  const finished = FINISHED.has(job.state);
  const error = jobError(job);
  return (
    <li className={classes.job}>
      <div className={classes.line}>
        <code className={classes.kind}>{job.kind}</code>
        <StateMark state={job.state} />
        {finished ? null : <CancelJob id={job.id} />}
      </div>
      {finished ? (
        <p className={classes.step}>{job.finished_at ? <Ago at={job.finished_at} /> : null}</p>
      ) : (
        <ProgressBar job={job} />
      )}
      {error ? (
        <p className={classes.error}>
          {error.sentence} {error.hint} <code>{error.code}</code>
        </p>
      ) : null}
      {job.state === "due" ? <span className="heard">{t("common.state.due")}</span> : null}
    </li>
  );
}

export function JobList({ jobs }: { jobs: Job[] }) {
  const { t } = useTranslation();
  const running = jobs.filter(job => !FINISHED.has(job.state));
  const earlier = jobs.filter(job => FINISHED.has(job.state));
  return (
    <>
      {running.length > 0 ? <h3 className={classes.group}>{t("jobs.running")}</h3> : null}
      <ul>
        {running.map(job => (
          <JobEntry key={job.id} job={job} />
        ))}
      </ul>
      {earlier.length > 0 ? <h3 className={classes.group}>{t("jobs.earlier")}</h3> : null}
      <ul>
        {earlier.map(job => (
          <JobEntry key={job.id} job={job} />
        ))}
      </ul>
    </>
  );
}
