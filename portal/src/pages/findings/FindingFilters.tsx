// The filters over the findings.
import { useTranslation } from "react-i18next";
import { useRead } from "../../api/read.ts";
import { Filters } from "../../parts/Filters.tsx";
import type { FindingSearch } from "./FindingList.tsx";

const SEVERITIES = ["critical", "warning", "info"] as const;
const STATES = ["open", "waived", "resolved"] as const;
const SORTS = ["severity", "last_detected", "rule", "path"] as const;

export function FindingFilters({ search }: { search: FindingSearch }) {
  const { t } = useTranslation();
  const { data: rules } = useRead("/api/v1/findings/rules", { query: { limit: 200 } });
  const known = rules?.items.map(record => record.rule) ?? [];
  const listed = search.rule && !known.includes(search.rule) ? [search.rule, ...known] : known;
  const sortWord = t("common.sort");
  return (
    <Filters
      words={{ label: t("findings.filter.q"), value: search.q }}
      dirty={Object.keys(search).length > 0}
      choices={[
        {
          name: "severity",
          label: t("findings.filter.severity"),
          value: search.severity,
          options: SEVERITIES.map(value => ({ value, label: t(`common.severity.${value}`) })),
        },
        {
          name: "state",
          label: t("findings.filter.state"),
          value: search.state ?? "open",
          blank: false,
          options: [
            ...STATES.map(value => ({ value, label: t(`common.state.${value}`) })),
            { value: "all", label: `${t("findings.filter.state")}: ${t("common.all")}` },
          ],
        },
        {
          name: "rule",
          label: t("findings.filter.rule"),
          value: search.rule,
          options: listed.map(rule => ({ value: rule, label: rule })),
        },
        {
          name: "sort",
          label: sortWord,
          value: search.sort ?? "severity",
          blank: false,
          options: SORTS.map(sort => ({ value: sort, label: `${sortWord}: ${t(`common.order.${sort}`)}` })),
        },
      ]}
    />
  );
}
