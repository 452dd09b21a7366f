// Coverage by module against its threshold.
import { useTranslation } from "react-i18next";
import { useRead } from "../../api/read.ts";
import { useFormat } from "../../format/useFormat.ts";
import { Answer } from "../../parts/Answer.tsx";
import { Box } from "../../parts/Box.tsx";
import { DataTable } from "../../parts/DataTable.tsx";
import { Empty } from "../../parts/Empty.tsx";
import { StateMark } from "../../parts/Mark.tsx";
import { type PageAt, Pager } from "../../parts/Pager.tsx";
import { Place } from "../../parts/Place.tsx";
import { Unknown } from "../../parts/Unknown.tsx";
import classes from "./TestRun.module.css";

function Percent({ percent, below }: { percent: number | null; below: boolean }) {
  const { t } = useTranslation();
  const format = useFormat();
  if (percent === null) return <Unknown because={t("testruns.noCoverage")} />;
  return (
    <>
      <span className={classes.meter} data-below={below || undefined} aria-hidden="true">
        <span style={{ width: `${percent}%` }} />
      </span>
      {format.percent(percent)}
    </>
  );
}

export function CoverageList({ id, search }: { id: string; search: PageAt }) {
  const { t } = useTranslation();
  const format = useFormat();
  const query = useRead("/api/v1/testruns/{run_id}/coverage", {
    path: { run_id: id },
    query: { cursor: search.cursor, limit: 50 },
  });
  return (
    <Answer query={query}>
      {page =>
        page.items.length === 0 ? (
          <Empty
            title={t("testruns.noCoverageTitle")}
            text={t("testruns.noCoverage")}
            command="kaizen test coverage"
          />
        ) : (
          <Box>
            <DataTable
              caption={t("testruns.column.coverage")}
              rows={page.items}
              rowKey={module => module.module}
              columns={[
                {
                  key: "module",
                  head: t("testruns.column.module"),
                  cell: module => <Place path={module.module} />,
                },
                {
                  key: "percent",
                  head: t("testruns.column.coverage"),
                  width: "180px",
                  align: "end",
                  cell: module => <Percent percent={module.percent} below={module.below} />,
                },
                {
                  key: "threshold",
                  head: t("testruns.column.threshold"),
                  width: "120px",
                  align: "end",
                  cell: module => format.percent(module.threshold),
                },
                {
                  key: "below",
                  head: t("testruns.column.state"),
                  width: "130px",
                  cell: module => (
                    <StateMark state={module.percent === null ? "unknown" : module.below ? "fail" : "pass"} />
                  ),
                },
              ]}
            />
            <Pager at={search} shown={page.items.length} total={page.total} next={page.next_cursor} />
          </Box>
        )
      }
    </Answer>
  );
}
