// A list of like things: a dense table on a desk, stacked cards on a phone; the first link of a row opens it.
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import classes from "./DataTable.module.css";

export type Column<T> = {
  key: string;
  head: string;
  cell: (row: T) => ReactNode;
  /** CSS width on a desk. */
  width?: string;
  align?: "end";
  /** Left out on phones. */
  deskOnly?: boolean;
};

type Props<T> = {
  caption: string;
  columns: Column<T>[];
  rows: T[];
  rowKey: (row: T) => string;
  gone?: ReadonlySet<string>;
};

export function DataTable<T>({ caption, columns, rows, rowKey, gone }: Props<T>) {
  const { t } = useTranslation();
  return (
    <table className={classes.table}>
      <caption className="heard">{caption}</caption>
      <colgroup>
        {columns.map(column => (
          <col key={column.key} style={{ width: column.width }} />
        ))}
      </colgroup>
      <thead>
        <tr>
          {columns.map(column => (
            <th key={column.key} scope="col" data-align={column.align}>
              {column.head}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map(row => {
          const key = rowKey(row);
          const left = gone?.has(key) ?? false;
          return (
            <tr key={key} data-gone={left || undefined}>
              {columns.map((column, index) => (
                <td
                  key={column.key}
                  data-label={column.head}
                  data-align={column.align}
                  data-desk={column.deskOnly || undefined}
                >
                  {column.cell(row)}
                  {left && index === 0 ? <span className="heard"> ({t("common.rowGone")})</span> : null}
                </td>
              ))}
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
