// The runs, newest first.
import { useTranslation } from "react-i18next";
import { useRead } from "../../api/read.ts";
import type { Run } from "../../api/types.ts";
import { useFormat } from "../../format/useFormat.ts";
import { JobButton } from "../../jobs/JobButton.tsx";
import { useSteadyRows } from "../../live/steady.ts";
import { Ago } from "../../parts/Ago.tsx";
import { Answer } from "../../parts/Answer.tsx";
import { Box } from "../../parts/Box.tsx";
import { type Column, DataTable } from "../../parts/DataTable.tsx";
import { Empty } from "../../parts/Empty.tsx";
import { StateMark } from "../../parts/Mark.tsx";
import { type PageAt, Pager } from "../../parts/Pager.tsx";
import { RowLink } from "../../parts/RowLink.tsx";
import { SteadyBar } from "../../parts/SteadyBar.tsx";
import { Unknown } from "../../parts/Unknown.tsx";

function useColumns(): Column<Run>[] {
  const { t } = useTranslation();
  const format = useFormat();
  return [
    {
      key: "suite",
      head: t("testruns.column.suite"),
      cell: run => (
        <>
          <RowLink to="/testruns/$id" params={{ id: run.id }}>
            {run.suite}
          </RowLink>
          <br />
          <span className="quiet">
            {[
              run.runner,
              t(`testruns.source.${run.source as "run"}`, run.source),
              run.from_cache ? t("testruns.cached") : "",
            ]
              .filter(Boolean)
              .join(" · ")}
          </span>
        </>
      ),
    },
    {
      key: "state",
      head: t("testruns.column.state"),
      width: "150px",
      cell: run => (
        <span title={run.reason ?? undefined}>
          <StateMark state={run.state} />
        </span>
      ),
    },
    {
      key: "passed",
      head: t("testruns.column.passed"),
      width: "130px",
      align: "end",
      cell: run =>
        run.passed === null || run.total === null ? (
          <Unknown because={run.reason} />
        ) : (
          t("home.tiles.testsPassed", { passed: format.whole(run.passed), total: format.whole(run.total) })
        ),
    },
    {
      key: "coverage",
      head: t("testruns.column.coverage"),
      width: "116px",
      align: "end",
      cell: run =>
        run.coverage?.percent == null ? (
          <Unknown because={run.reason ?? t("testruns.noCoverage")} />
        ) : (
          format.percent(run.coverage.percent)
        ),
    },
    {
      key: "duration",
      head: t("testruns.column.duration"),
      width: "132px",
      align: "end",
      cell: run => (run.duration_s === null ? <Unknown because={run.reason} /> : format.span(run.duration_s)),
    },
    {
      key: "started",
      head: t("testruns.column.started"),
      width: "136px",
      cell: run => <Ago at={run.started_at} />,
    },
  ];
}

export function RunList({ search }: { search: PageAt }) {
  const { t } = useTranslation();
  const columns = useColumns();
  const query = useRead("/api/v1/testruns", { query: { cursor: search.cursor, limit: 50 } });
  const steady = useSteadyRows(query.data?.items, search.cursor ?? "", query.isPlaceholderData);
  return (
    <Answer query={query}>
      {page =>
        steady.rows.length === 0 ? (
          <Empty title={t("testruns.emptyTitle")} text={t("testruns.emptyText")} command="kaizen test">
            <JobButton action="tests" primary />
          </Empty>
        ) : (
          <Box>
            <SteadyBar arrived={steady.arrived} gone={steady.gone.size} onShow={steady.adopt} />
            <DataTable
              caption={t("testruns.views.runs")}
              columns={columns}
              rows={steady.rows}
              rowKey={run => run.id}
              gone={steady.gone}
            />
            <Pager at={search} shown={steady.rows.length} total={page.total} next={page.next_cursor} />
          </Box>
        )
      }
    </Answer>
  );
}
