// The cases that take longest, by their median over the runs.
import { useTranslation } from "react-i18next";
import { useRead } from "../../api/read.ts";
import { useFormat } from "../../format/useFormat.ts";
import { Answer } from "../../parts/Answer.tsx";
import { Box } from "../../parts/Box.tsx";
import { DataTable } from "../../parts/DataTable.tsx";
import { Empty } from "../../parts/Empty.tsx";
import { CaseName } from "./CaseName.tsx";

export function SlowestList() {
  const { t } = useTranslation();
  const format = useFormat();
  const query = useRead("/api/v1/testruns/slowest", { query: { limit: 50 } });
  return (
    <Answer query={query}>
      {page =>
        page.items.length === 0 ? (
          <Empty
            title={t("testruns.slowEmptyTitle")}
            text={t("testruns.slowEmptyText")}
            command="kaizen test"
          />
        ) : (
          <Box>
            <DataTable
              caption={t("testruns.views.slowest")}
              rows={page.items}
              rowKey={slow => `${slow.suite} ${slow.name}`}
              columns={[
                { key: "name", head: t("testruns.column.case"), cell: slow => <CaseName {...slow} /> },
                {
                  key: "median",
                  head: t("testruns.column.median"),
                  width: "140px",
                  align: "end",
                  cell: slow => format.span(slow.median_s),
                },
                {
                  key: "max",
                  head: t("testruns.column.max"),
                  width: "140px",
                  align: "end",
                  cell: slow => format.span(slow.max_s),
                },
                {
                  key: "runs",
                  head: t("testruns.column.runs"),
                  width: "100px",
                  align: "end",
                  cell: slow => format.whole(slow.runs),
                },
              ]}
            />
          </Box>
        )
      }
    </Answer>
  );
}
