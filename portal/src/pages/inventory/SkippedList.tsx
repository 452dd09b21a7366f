// The files that were not understood, each with the reason.
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { useRead } from "../../api/read.ts";
import { Answer } from "../../parts/Answer.tsx";
import { DataTable } from "../../parts/DataTable.tsx";
import { Empty } from "../../parts/Empty.tsx";
import { type PageAt, Pager } from "../../parts/Pager.tsx";
import { Panel } from "../../parts/Panel.tsx";
import { Place } from "../../parts/Place.tsx";

export function SkippedList({ search }: { search: PageAt }) {
  const { t } = useTranslation();
  const query = useRead("/api/v1/inventory/skipped", { query: { cursor: search.cursor, limit: 50 } });
  return (
    <Panel
      title={t("inventory.skippedTitle")}
      aside={
        <Link to="/inventory" search={{}}>
          {t("shell.nav.inventory")}
        </Link>
      }
      flush
    >
      <Answer query={query}>
        {page =>
          page.items.length === 0 ? (
            <Empty title={t("inventory.skippedEmpty")} text="" />
          ) : (
            <>
              <DataTable
                caption={t("inventory.skippedTitle")}
                rows={page.items}
                rowKey={file => file.path}
                columns={[
                  { key: "path", head: t("inventory.column.path"), cell: file => <Place path={file.path} /> },
                  { key: "reason", head: t("inventory.column.reason"), cell: file => file.reason },
                ]}
              />
              <Pager at={search} shown={page.items.length} total={page.total} next={page.next_cursor} />
            </>
          )
        }
      </Answer>
    </Panel>
  );
}
