// One run: what failed and why, then every case, then the coverage.
import { Link, useParams, useSearch } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { useRead } from "../../api/read.ts";
import type { Run } from "../../api/types.ts";
import { useFormat } from "../../format/useFormat.ts";
import { Ago } from "../../parts/Ago.tsx";
import { Answer } from "../../parts/Answer.tsx";
import { BackLink } from "../../parts/BackLink.tsx";
import { Bones } from "../../parts/Bones.tsx";
import { Facts } from "../../parts/Facts.tsx";
import { StateMark } from "../../parts/Mark.tsx";
import { PageHead } from "../../parts/PageHead.tsx";
import { Panel } from "../../parts/Panel.tsx";
import { Split } from "../../parts/Split.tsx";
import { Tabs } from "../../parts/Tabs.tsx";
import { Unknown } from "../../parts/Unknown.tsx";
import { CaseList } from "./CaseList.tsx";
import { CoverageList } from "./CoverageList.tsx";
import classes from "./TestRun.module.css";

function RunFacts({ run }: { run: Run }) {
  const { t } = useTranslation();
  const format = useFormat();
  const number = (value: number | null) =>
    value === null ? <Unknown because={run.reason} /> : format.whole(value);
  return (
    <Panel title={t("inventory.item.facts")}>
      <Facts
        facts={[
          [t("testruns.column.state"), <StateMark key="s" state={run.state} />],
          [t("testruns.column.runner"), run.runner],
          [t("testruns.column.started"), <Ago key="a" at={run.started_at} />],
          [
            t("testruns.column.duration"),
            run.duration_s === null ? <Unknown key="d" because={run.reason} /> : format.span(run.duration_s),
          ],
          [t("common.state.passed"), number(run.passed)],
          [t("common.state.failed"), number(run.failed)],
          [t("common.state.error"), number(run.errors)],
          [t("common.state.skipped"), number(run.skipped)],
          [
            t("testruns.column.coverage"),
            run.coverage?.percent == null ? (
              <Unknown key="c" because={run.reason ?? t("testruns.noCoverage")} />
            ) : (
              format.percent(run.coverage.percent)
            ),
          ],
          [
            t("testruns.column.commit"),
            run.commit ? <code key="m">{run.commit.slice(0, 12)}</code> : t("common.none"),
          ],
          [t("testruns.column.cached"), run.from_cache ? t("common.yes") : t("common.no")],
        ]}
      />
    </Panel>
  );
}

export function TestRun() {
  const { t } = useTranslation();
  const { id } = useParams({ from: "/testruns/$id" });
  const search = useSearch({ from: "/testruns/$id" });
  const coverage = search.view === "coverage";
  const query = useRead("/api/v1/testruns/{run_id}", { path: { run_id: id }, keep: false });
  return (
    <>
      <PageHead
        name={query.data?.suite ?? t("shell.nav.testruns")}
        back={<BackLink to="/testruns">{t("shell.nav.testruns")}</BackLink>}
        question={query.data?.suite ?? t("shell.nav.testruns")}
        answer={query.data ? (query.data.reason ?? <StateMark state={query.data.state} />) : null}
      />
      <Answer query={query} bones={<Bones rows={6} />}>
        {run => (
          <Split
            main={
              <div className={classes.list}>
                <Tabs label={run.suite}>
                  <Link
                    to="/testruns/$id"
                    params={{ id }}
                    search={{}}
                    aria-current={coverage ? undefined : "page"}
                  >
                    {t("testruns.cases")}
                  </Link>
                  <Link
                    to="/testruns/$id"
                    params={{ id }}
                    search={{ view: "coverage" }}
                    aria-current={coverage ? "page" : undefined}
                  >
                    {t("testruns.column.coverage")}
                  </Link>
                </Tabs>
                {coverage ? <CoverageList id={id} search={search} /> : <CaseList run={run} search={search} />}
              </div>
            }
            side={<RunFacts run={run} />}
          />
        )}
      </Answer>
    </>
  );
}
