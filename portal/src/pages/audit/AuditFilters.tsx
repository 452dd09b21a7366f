// The filters over the audit log: exact names, as the log writes them.
import { useTranslation } from "react-i18next";
import { useRead } from "../../api/read.ts";
import { Filters } from "../../parts/Filters.tsx";

type Search = { actor?: string; action?: string };

export function AuditFilters({ search }: { search: Search }) {
  const { t } = useTranslation();
  const { data } = useRead("/api/v1/audit", { query: { limit: 200 } });
  const seen = (field: "actor" | "action") => {
    const values = new Set(data?.items.map(entry => entry[field]));
    const chosen = search[field];
    if (chosen) values.add(chosen);
    return [...values].sort().map(value => ({ value, label: value }));
  };
  return (
    <Filters
      dirty={Boolean(search.actor || search.action)}
      choices={[
        { name: "actor", label: t("audit.column.actor"), value: search.actor, options: seen("actor") },
        { name: "action", label: t("audit.column.action"), value: search.action, options: seen("action") },
      ]}
    />
  );
}
