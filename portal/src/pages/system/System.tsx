// Is Kaizen itself well: what it depends on, each with time and reason, and its jobs.
import { useTranslation } from "react-i18next";
import { useRead } from "../../api/read.ts";
import type { System as SystemAnswer } from "../../api/types.ts";
import { useFormat } from "../../format/useFormat.ts";
import { JobList } from "../../jobs/JobList.tsx";
import { Ago } from "../../parts/Ago.tsx";
import { Answer } from "../../parts/Answer.tsx";
import { Bones } from "../../parts/Bones.tsx";
import { type Fact, Facts } from "../../parts/Facts.tsx";
import { PageHead } from "../../parts/PageHead.tsx";
import { Panel } from "../../parts/Panel.tsx";
import { Split } from "../../parts/Split.tsx";
import { Dependencies } from "./Dependencies.tsx";

function Summary({ system }: { system: SystemAnswer }) {
  const { t } = useTranslation();
  const down =
    system.dependencies.filter(each => each.state === "down").length + (system.database.ok ? 0 : 1);
  return (
    <>
      {down > 0 ? t("system.answerDown", { count: down }) : t("system.answerUp")}{" "}
      <span className="quiet">
        {t("system.started")} <Ago at={system.started_at} />.
      </span>
    </>
  );
}

function SystemFacts({ system }: { system: SystemAnswer }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <Panel title={t("inventory.item.facts")}>
      <Facts
        facts={[
          [t("system.version"), system.version],
          [t("system.home"), <code key="h">{system.home}</code>],
          [t("system.events"), format.whole(system.events)],
          ...Object.entries(system.jobs).map(
            ([state, count]): Fact => [
              t("system.jobsIn", { state: t(`common.state.${state as "due"}`, state) }),
              format.whole(count),
            ],
          ),
          [t("system.endpoints"), <Endpoints key="e" />],
        ]}
      />
    </Panel>
  );
}

function Endpoints() {
  const { t } = useTranslation();
  return (
    <>
      <a href="/api/docs">{t("help.api")}</a>, <a href="/metrics">{t("help.metrics")}</a>,{" "}
      <a href="/readyz">/readyz</a>
    </>
  );
}

function RecentJobs() {
  const { t } = useTranslation();
  const query = useRead("/api/v1/jobs", { query: { limit: 50 }, every: 5000 });
  return (
    <Panel title={t("jobs.title")}>
      <Answer query={query} bones={<Bones rows={3} />}>
        {page =>
          page.items.length === 0 ? <p className="quiet">{t("jobs.empty")}</p> : <JobList jobs={page.items} />
        }
      </Answer>
    </Panel>
  );
}

export function System() {
  const { t } = useTranslation();
  const query = useRead("/api/v1/system", { every: 15_000 });
  return (
    <>
      <PageHead
        name={t("shell.nav.system")}
        question={t("system.question")}
        answer={query.data ? <Summary system={query.data} /> : null}
      />
      <Answer query={query}>
        {system => (
          <Split
            main={
              <>
                <Dependencies system={system} />
                <RecentJobs />
              </>
            }
            side={<SystemFacts system={system} />}
          />
        )}
      </Answer>
    </>
  );
}
