// The cases of a run, failures first, with message and output where they failed.
import { useTranslation } from "react-i18next";
import { useRead } from "../../api/read.ts";
import type { Case, Run } from "../../api/types.ts";
import { useFormat } from "../../format/useFormat.ts";
import { Answer } from "../../parts/Answer.tsx";
import { Box } from "../../parts/Box.tsx";
import { DataTable } from "../../parts/DataTable.tsx";
import { Empty } from "../../parts/Empty.tsx";
import { Filters } from "../../parts/Filters.tsx";
import { StateMark } from "../../parts/Mark.tsx";
import { type PageAt, Pager } from "../../parts/Pager.tsx";
import { Place } from "../../parts/Place.tsx";
import { Unknown } from "../../parts/Unknown.tsx";
import classes from "./TestRun.module.css";

const OUTCOMES = ["failed", "error", "skipped", "passed"] as const;
type Outcome = (typeof OUTCOMES)[number];

function Told({ test }: { test: Case }) {
  const { t } = useTranslation();
  const failed = test.outcome === "failed" || test.outcome === "error";
  return (
    <div>
      <span className={classes.case}>{test.name}</span>
      {test.file ? (
        <>
          <br />
          <Place path={test.file} line={test.line} />
        </>
      ) : null}
      {test.message ? <p className={failed ? classes.message : classes.plain}>{test.message}</p> : null}
      {test.output ? (
        <details className={classes.more} open={failed}>
          <summary>{t("testruns.output")}</summary>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling output must be reachable by keyboard */}
          <pre className={classes.output} tabIndex={0}>
            {test.output}
          </pre>
        </details>
      ) : null}
    </div>
  );
}

type Search = PageAt & { outcome?: string; q?: string };

export function CaseList({ run, search }: { run: Run; search: Search }) {
  const { t } = useTranslation();
  const format = useFormat();
  const query = useRead("/api/v1/testruns/{run_id}/cases", {
    path: { run_id: run.id },
    query: {
      outcome: search.outcome as Outcome | undefined,
      q: search.q,
      cursor: search.cursor,
      limit: 50,
    },
  });
  return (
    <>
      <Filters
        words={{ label: t("testruns.findCase"), value: search.q }}
        dirty={Boolean(search.q || search.outcome)}
        choices={[
          {
            name: "outcome",
            label: t("testruns.column.outcome"),
            value: search.outcome,
            options: OUTCOMES.map(value => ({ value, label: t(`common.state.${value}`) })),
          },
        ]}
      />
      <Answer query={query}>
        {page =>
          page.items.length === 0 ? (
            <Empty title={t("testruns.noCases")} text={run.reason ?? t("testruns.noCasesText")} />
          ) : (
            <Box>
              <DataTable
                caption={t("testruns.cases")}
                rows={page.items}
                rowKey={test => test.id}
                columns={[
                  { key: "case", head: t("testruns.column.case"), cell: test => <Told test={test} /> },
                  {
                    key: "outcome",
                    head: t("testruns.column.outcome"),
                    width: "140px",
                    cell: test => <StateMark state={test.outcome} />,
                  },
                  {
                    key: "duration",
                    head: t("testruns.column.duration"),
                    width: "110px",
                    align: "end",
                    cell: test =>
                      test.duration_s === null ? (
                        <Unknown because={t("testruns.noDuration")} />
                      ) : (
                        format.span(test.duration_s)
                      ),
                  },
                ]}
              />
              <Pager at={search} shown={page.items.length} total={page.total} next={page.next_cursor} />
            </Box>
          )
        }
      </Answer>
    </>
  );
}
