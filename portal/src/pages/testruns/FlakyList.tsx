// Cases that change their mind without a change in the code.
import { useTranslation } from "react-i18next";
import { useRead } from "../../api/read.ts";
import { useFormat } from "../../format/useFormat.ts";
import { Ago } from "../../parts/Ago.tsx";
import { Answer } from "../../parts/Answer.tsx";
import { Box } from "../../parts/Box.tsx";
import { DataTable } from "../../parts/DataTable.tsx";
import { Empty } from "../../parts/Empty.tsx";
import { StateMark } from "../../parts/Mark.tsx";
import { CaseName } from "./CaseName.tsx";

export function FlakyList() {
  const { t } = useTranslation();
  const format = useFormat();
  const query = useRead("/api/v1/testruns/flaky", { query: { limit: 50 } });
  return (
    <Answer query={query}>
      {page =>
        page.items.length === 0 ? (
          <Empty
            title={t("testruns.flakyEmptyTitle")}
            text={t("testruns.flakyEmptyText")}
            command="kaizen test"
          />
        ) : (
          <Box>
            <DataTable
              caption={t("testruns.views.flaky")}
              rows={page.items}
              rowKey={flaky => `${flaky.suite} ${flaky.name}`}
              columns={[
                { key: "name", head: t("testruns.column.case"), cell: flaky => <CaseName {...flaky} /> },
                {
                  key: "flips",
                  head: t("testruns.column.flips"),
                  width: "170px",
                  align: "end",
                  cell: flaky =>
                    t("testruns.flipsOf", {
                      flips: format.whole(flaky.flips),
                      runs: format.whole(flaky.runs),
                    }),
                },
                {
                  key: "last",
                  head: t("testruns.column.lastOutcome"),
                  width: "160px",
                  cell: flaky => <StateMark state={flaky.last_outcome} />,
                },
                {
                  key: "failed",
                  head: t("testruns.column.lastFailed"),
                  width: "150px",
                  cell: flaky =>
                    flaky.last_failed_at ? <Ago at={flaky.last_failed_at} /> : t("common.never"),
                },
              ]}
            />
          </Box>
        )
      }
    </Answer>
  );
}
