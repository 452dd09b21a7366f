// The drawer of jobs, reachable from every page.
import { useTranslation } from "react-i18next";
import { useRead } from "../api/read.ts";
import { Answer } from "../parts/Answer.tsx";
import { Bones } from "../parts/Bones.tsx";
import { Dialog } from "../parts/Dialog.tsx";
import { Empty } from "../parts/Empty.tsx";
import { FINISHED } from "./actions.ts";
import { closeJobs, useJobsOpen } from "./drawer.ts";
import { JobButton } from "./JobButton.tsx";
import { JobList } from "./JobList.tsx";

function Jobs() {
  const { t } = useTranslation();
  const query = useRead("/api/v1/jobs", { query: { limit: 30 }, every: 2000 });
  return (
    <Answer query={query} bones={<Bones rows={4} />}>
      {page =>
        page.items.length === 0 ? (
          <Empty bare title={t("jobs.empty")} text={t("jobs.emptyText")}>
            <JobButton action="scan" />
          </Empty>
        ) : (
          <JobList jobs={page.items} />
        )
      }
    </Answer>
  );
}

export function useRunningJobs(): number {
  const { data } = useRead("/api/v1/jobs", { query: { limit: 30 } });
  return data?.items.filter(job => !FINISHED.has(job.state)).length ?? 0;
}

export function JobDrawer() {
  const { t } = useTranslation();
  const open = useJobsOpen();
  return (
    <Dialog title={t("jobs.title")} open={open} onClose={closeJobs} side="right">
      <Jobs />
    </Dialog>
  );
}
