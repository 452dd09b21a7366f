// What the scan recorded about an item; lists of columns become a table, the rest named facts.
import { useTranslation } from "react-i18next";
import { DataTable } from "../../parts/DataTable.tsx";
import { Facts } from "../../parts/Facts.tsx";
import { Panel } from "../../parts/Panel.tsx";

type Columns = { name: string; type?: string; nullable?: boolean }[];

const isColumns = (value: unknown): value is Columns =>
  Array.isArray(value) &&
  value.length > 0 &&
  value.every(part => typeof part === "object" && part !== null && "name" in part);

function written(value: unknown, yes: string, no: string): string {
  if (typeof value === "boolean") return value ? yes : no;
  if (Array.isArray(value) && value.every(part => typeof part !== "object")) return value.join(", ");
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

function ColumnTable({ columns }: { columns: Columns }) {
  const { t } = useTranslation();
  return (
    <DataTable
      caption={t("inventory.attribute.columns")}
      rows={columns}
      rowKey={column => column.name}
      columns={[
        { key: "name", head: t("inventory.attribute.column"), cell: column => <code>{column.name}</code> },
        {
          key: "type",
          head: t("inventory.attribute.type"),
          cell: column => <code>{column.type ?? ""}</code>,
        },
        {
          key: "nullable",
          head: t("inventory.attribute.nullable"),
          width: "130px",
          cell: column =>
            column.nullable === undefined ? "" : column.nullable ? t("common.yes") : t("common.no"),
        },
      ]}
    />
  );
}

export function Attributes({ attributes }: { attributes: Record<string, unknown> }) {
  const { t } = useTranslation();
  const entries = Object.entries(attributes).filter(([, value]) => value !== null && value !== "");
  const columns = entries.find(([, value]) => isColumns(value))?.[1];
  const plain = entries.filter(([, value]) => !isColumns(value));
  return (
    <>
      {columns ? (
        <Panel title={t("inventory.attribute.columns")} flush>
          <ColumnTable columns={columns as Columns} />
        </Panel>
      ) : null}
      <Panel title={t("inventory.item.attributes")}>
        {plain.length === 0 ? (
          <p className="quiet">{t("inventory.item.noAttributes")}</p>
        ) : (
          <Facts
            facts={plain.map(([name, value]) => [name, written(value, t("common.yes"), t("common.no"))])}
          />
        )}
      </Panel>
    </>
  );
}
