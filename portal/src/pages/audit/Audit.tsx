// Who changed what: every write, newest first.
import { useSearch } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { useRead } from "../../api/read.ts";
import type { AuditEntry } from "../../api/types.ts";
import { useSteadyRows } from "../../live/steady.ts";
import { Ago } from "../../parts/Ago.tsx";
import { Answer } from "../../parts/Answer.tsx";
import { Box } from "../../parts/Box.tsx";
import { type Column, DataTable } from "../../parts/DataTable.tsx";
import { Empty } from "../../parts/Empty.tsx";
import { PageHead } from "../../parts/PageHead.tsx";
import { Pager } from "../../parts/Pager.tsx";
import { SteadyBar } from "../../parts/SteadyBar.tsx";
import { AuditFilters } from "./AuditFilters.tsx";

function useColumns(): Column<AuditEntry>[] {
  const { t } = useTranslation();
  const told = (details: AuditEntry["details"]) =>
    Object.entries(details)
      .map(([name, value]) => `${name}: ${typeof value === "object" ? JSON.stringify(value) : String(value)}`)
      .join(", ");
  return [
    {
      key: "action",
      head: t("audit.column.action"),
      cell: entry => (
        <>
          <code>{entry.action}</code> {entry.subject}
          <br />
          <span className="quiet">{told(entry.details)}</span>
        </>
      ),
    },
    { key: "actor", head: t("audit.column.actor"), width: "190px", cell: entry => entry.actor },
    {
      key: "door",
      head: t("audit.column.door"),
      width: "150px",
      cell: entry => t(`audit.door.${entry.door as "cli"}`, entry.door),
    },
    { key: "at", head: t("audit.column.at"), width: "150px", cell: entry => <Ago at={entry.at} /> },
  ];
}

export function Audit() {
  const { t } = useTranslation();
  const columns = useColumns();
  const search = useSearch({ from: "/audit" });
  const query = useRead("/api/v1/audit", {
    query: { actor: search.actor, action: search.action, cursor: search.cursor, limit: 50 },
  });
  const steady = useSteadyRows(query.data?.items, JSON.stringify(search), query.isPlaceholderData);
  const filtered = Boolean(search.actor || search.action);
  return (
    <>
      <PageHead
        name={t("shell.nav.audit")}
        question={t("audit.question")}
        answer={query.data ? t("audit.answer", { count: query.data.total }) : null}
      />
      <AuditFilters search={search} />
      <Answer query={query}>
        {page =>
          steady.rows.length === 0 ? (
            <Empty
              title={filtered ? t("audit.noMatchTitle") : t("audit.emptyTitle")}
              text={filtered ? t("audit.noMatchText") : t("audit.emptyText")}
            />
          ) : (
            <Box>
              <SteadyBar arrived={steady.arrived} gone={steady.gone.size} onShow={steady.adopt} />
              <DataTable
                caption={t("audit.question")}
                columns={columns}
                rows={steady.rows}
                rowKey={entry => entry.id}
                gone={steady.gone}
              />
              <Pager at={search} shown={steady.rows.length} total={page.total} next={page.next_cursor} />
            </Box>
          )
        }
      </Answer>
    </>
  );
}
