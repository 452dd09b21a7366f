// Follows the started jobs to their end and says how they ended.
import { useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { useRead } from "../api/read.ts";
import { notify } from "../parts/notices.ts";
import { type ActionName, FINISHED } from "./actions.ts";
import { jobError } from "./jobError.ts";
import { useWatched, watch } from "./watched.ts";

function Follow({ action, id }: { action: ActionName; id: string }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const { data: job, error } = useRead("/api/v1/jobs/{job_id}", {
    path: { job_id: id },
    every: 1000,
    keep: false,
  });
  const lost = error?.status === 404;
  useEffect(() => {
    if (lost) watch(action, undefined);
    if (!job || !FINISHED.has(job.state)) return;
    watch(action, undefined);
    const what = t(`jobs.names.${action}`);
    if (job.state === "failed") {
      const error = jobError(job);
      const why = [error?.sentence, error?.hint].filter(Boolean).join(" ");
      notify({ tone: "bad", text: t("jobs.noticeFailed", { what, why }) });
    } else if (job.state === "done") {
      notify({ tone: "good", text: t("jobs.noticeDone", { what }) });
    }
    void queries.invalidateQueries();
  }, [job, lost, action, t, queries]);
  return null;
}

export function JobWatcher() {
  const watched = useWatched();
  return Object.entries(watched).map(([action, id]) =>
    id ? <Follow key={id} action={action as ActionName} id={id} /> : null,
  );
}
