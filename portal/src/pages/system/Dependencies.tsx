// What Kaizen stands on: state, time to answer and the reason.
import { useTranslation } from "react-i18next";
import type { System } from "../../api/types.ts";
import { useFormat } from "../../format/useFormat.ts";
import { DataTable } from "../../parts/DataTable.tsx";
import { StateMark } from "../../parts/Mark.tsx";
import { Panel } from "../../parts/Panel.tsx";
import { Unknown } from "../../parts/Unknown.tsx";

const WORST: Record<string, number> = { down: 0, unknown: 1, up: 2 };

export function Dependencies({ system }: { system: System }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { database } = system;
  const rows = [
    {
      name: t("system.database", { kind: database.kind }),
      state: database.ok ? "up" : "down",
      latency_ms: database.latency_ms,
      reason: database.reason,
    },
    ...system.dependencies.filter(each => each.name !== "database"),
  ].sort((a, b) => (WORST[a.state] ?? 1) - (WORST[b.state] ?? 1));
  return (
    <Panel title={t("system.dependencies")} flush>
      <DataTable
        caption={t("system.dependencies")}
        rows={rows}
        rowKey={row => row.name}
        columns={[
          { key: "name", head: t("system.column.name"), width: "170px", cell: row => row.name },
          {
            key: "state",
            head: t("system.column.state"),
            width: "130px",
            cell: row => <StateMark state={row.state} />,
          },
          {
            key: "latency",
            head: t("system.column.latency"),
            width: "126px",
            align: "end",
            cell: row =>
              row.latency_ms === null ? <Unknown because={row.reason} /> : format.span(row.latency_ms / 1000),
          },
          { key: "reason", head: t("system.column.reason"), cell: row => row.reason },
        ]}
      />
    </Panel>
  );
}
