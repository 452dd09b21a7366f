// The measures whose history is too short to draw: the latest value, and what is missing for a trend.
import { useTranslation } from "react-i18next";
import type { Series } from "../../api/types.ts";
import { DataTable } from "../../parts/DataTable.tsx";
import { Panel } from "../../parts/Panel.tsx";
import { Unknown } from "../../parts/Unknown.tsx";
import { useMeasure } from "../../parts/useMeasure.ts";
import classes from "./Reports.module.css";

export function TooShort({ series }: { series: Series[] }) {
  const { t } = useTranslation();
  const measure = useMeasure();
  if (series.length === 0) return null;
  return (
    <div className={classes.below}>
      <Panel title={t("reports.tooShort")} flush>
        <DataTable
          caption={t("reports.tooShort")}
          rows={series}
          rowKey={each => each.name}
          columns={[
            {
              key: "title",
              head: t("reports.column.measure"),
              width: "240px",
              cell: each => measure.title(each),
            },
            {
              key: "latest",
              head: t("reports.column.latest"),
              width: "150px",
              align: "end",
              cell: each =>
                each.latest === null ? <Unknown because={each.reason} /> : measure.value(each, each.latest),
            },
            { key: "reason", head: t("reports.column.reason"), cell: each => each.reason },
          ]}
        />
      </Panel>
    </div>
  );
}
