// Starts a job; while it runs the button is its progress.
import { Button } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { asProblem } from "../api/problem.ts";
import { useRead } from "../api/read.ts";
import { useMayWrite } from "../api/session.ts";
import { useFormat } from "../format/useFormat.ts";
import { Icon } from "../parts/Icon.tsx";
import { notify } from "../parts/notices.ts";
import { useProblemWords } from "../parts/ProblemNote.tsx";
import { ACTIONS, type ActionName } from "./actions.ts";
import { openJobs } from "./drawer.ts";
import { useWatched, watch } from "./watched.ts";

type Props = { action: ActionName; primary?: boolean };

function Progress({ id }: { id: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { data: job } = useRead("/api/v1/jobs/{job_id}", { path: { job_id: id }, keep: false });
  const progress = job?.progress;
  const share = progress?.total ? Math.min(1, progress.done / progress.total) : null;
  const left = progress?.seconds_left;
  return (
    <>
      {share === null
        ? t(job?.state === "due" ? "common.state.due" : "common.state.running")
        : format.percent(share * 100, 0)}
      {typeof left === "number" ? ` · ${t("jobs.left", { span: format.span(left) })}` : ""}
    </>
  );
}

export function JobButton({ action, primary }: Props) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const mayWrite = useMayWrite();
  const problemWords = useProblemWords();
  const running = useWatched()[action];
  const start = useMutation({
    mutationFn: ACTIONS[action],
    onSuccess: job => {
      watch(action, job.id);
      void queries.invalidateQueries({ queryKey: ["/api/v1/jobs"] });
      notify({
        tone: "plain",
        text: t("jobs.noticeStarted", { what: t(`jobs.names.${action}`) }),
        action: { label: t("jobs.follow"), run: openJobs },
      });
    },
    onError: error => {
      const { sentence, hint } = problemWords(asProblem(error));
      notify({ tone: "bad", text: [sentence, hint].filter(Boolean).join(" ") });
    },
  });
  return (
    <Button
      size="xs"
      variant={primary ? "filled" : "default"}
      leftSection={<Icon name={running ? "jobs" : "run"} size={14} />}
      loading={start.isPending}
      disabled={!mayWrite}
      title={mayWrite ? undefined : t("jobs.viewer")}
      onClick={() => (running ? openJobs() : start.mutate())}
      data-job={action}
    >
      {running ? <Progress id={running} /> : t(`jobs.actions.${action}`)}
    </Button>
  );
}
