// How a measured series is named and its values are written; what the portal does not know keeps the server's words.
import { useTranslation } from "react-i18next";
import type { Series } from "../api/types.ts";
import { useFormat } from "../format/useFormat.ts";

export function useMeasure(): {
  title: (series: Series) => string;
  value: (series: Series, value: number) => string;
} {
  const { t } = useTranslation();
  const format = useFormat();
  return {
    title: series => t(`reports.measures.${series.name as "coverage"}`, series.title),
    // Whatever is counted stands in the title already; only a share needs its sign.
    value: (series, value) => (series.unit === "%" ? format.percent(value) : format.decimal(value)),
  };
}
