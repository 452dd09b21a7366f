// How each rule has done: open, waived, resolved, and how often it was wrong.
import { useTranslation } from "react-i18next";
import { useRead } from "../../api/read.ts";
import type { RuleRecord } from "../../api/types.ts";
import { useFormat } from "../../format/useFormat.ts";
import { Answer } from "../../parts/Answer.tsx";
import { Box } from "../../parts/Box.tsx";
import { type Column, DataTable } from "../../parts/DataTable.tsx";
import { Empty } from "../../parts/Empty.tsx";
import { RowLink } from "../../parts/RowLink.tsx";
import { Unknown } from "../../parts/Unknown.tsx";

function useColumns(): Column<RuleRecord>[] {
  const { t } = useTranslation();
  const format = useFormat();
  const count = (key: "open" | "waived" | "resolved"): Column<RuleRecord> => ({
    key,
    head: t(`findings.rulesColumn.${key}`),
    width: "104px",
    align: "end",
    cell: record => format.whole(record[key]),
  });
  return [
    {
      key: "rule",
      head: t("findings.rulesColumn.rule"),
      cell: record => (
        <RowLink to="/findings" search={{ rule: record.rule }}>
          {record.rule}
        </RowLink>
      ),
    },
    count("open"),
    count("waived"),
    count("resolved"),
    {
      key: "false",
      head: t("findings.rulesColumn.false"),
      width: "140px",
      align: "end",
      cell: record =>
        record.false_positive_rate === null ? (
          <Unknown because={t("findings.falseUnknown")} />
        ) : (
          format.percent(record.false_positive_rate * 100)
        ),
    },
  ];
}

export function RuleRecords() {
  const { t } = useTranslation();
  const columns = useColumns();
  const query = useRead("/api/v1/findings/rules", { query: { limit: 200 } });
  return (
    <Answer query={query}>
      {page =>
        page.items.length === 0 ? (
          <Empty
            title={t("findings.emptyTitle")}
            text={t("findings.emptyText")}
            command="kaizen check standards"
          />
        ) : (
          <Box>
            <DataTable
              caption={t("findings.rules")}
              columns={columns}
              rows={page.items}
              rowKey={record => record.rule}
            />
          </Box>
        )
      }
    </Answer>
  );
}
