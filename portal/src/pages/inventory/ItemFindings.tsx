// The open findings about one item.
import { useTranslation } from "react-i18next";
import { useRead } from "../../api/read.ts";
import { Answer } from "../../parts/Answer.tsx";
import { Bones } from "../../parts/Bones.tsx";
import { DataTable } from "../../parts/DataTable.tsx";
import { SeverityMark } from "../../parts/Mark.tsx";
import { Panel } from "../../parts/Panel.tsx";
import { RowLink } from "../../parts/RowLink.tsx";

export function ItemFindings({ itemId }: { itemId: string }) {
  const { t } = useTranslation();
  const query = useRead("/api/v1/findings", {
    query: { item_id: itemId, state: "open", limit: 50 },
    keep: false,
  });
  return (
    <Panel title={t("inventory.item.findings")} flush={(query.data?.total ?? 0) > 0}>
      <Answer query={query} bones={<Bones rows={3} />}>
        {page =>
          page.items.length === 0 ? (
            <p className="quiet">{t("inventory.item.noFindings")}</p>
          ) : (
            <DataTable
              caption={t("inventory.item.findings")}
              rows={page.items}
              rowKey={finding => finding.id}
              columns={[
                {
                  key: "what",
                  head: t("findings.column.what"),
                  cell: finding => (
                    <RowLink to="/findings/$id" params={{ id: finding.id }}>
                      {finding.message}
                    </RowLink>
                  ),
                },
                {
                  key: "severity",
                  head: t("findings.column.severity"),
                  width: "116px",
                  cell: finding => <SeverityMark severity={finding.severity} />,
                },
              ]}
            />
          )
        }
      </Answer>
    </Panel>
  );
}
