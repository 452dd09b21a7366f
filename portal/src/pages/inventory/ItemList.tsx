// The items themselves, fifty at a time.
import { useTranslation } from "react-i18next";
import { useRead } from "../../api/read.ts";
import type { Item, ReadQuery } from "../../api/types.ts";
import { JobButton } from "../../jobs/JobButton.tsx";
import { useSteadyRows } from "../../live/steady.ts";
import { Ago } from "../../parts/Ago.tsx";
import { Answer } from "../../parts/Answer.tsx";
import { Box } from "../../parts/Box.tsx";
import { type Column, DataTable } from "../../parts/DataTable.tsx";
import { Empty } from "../../parts/Empty.tsx";
import { type Choice, Filters } from "../../parts/Filters.tsx";
import { StateMark } from "../../parts/Mark.tsx";
import { Pager } from "../../parts/Pager.tsx";
import { Place } from "../../parts/Place.tsx";
import { RowLink } from "../../parts/RowLink.tsx";
import { SteadyBar } from "../../parts/SteadyBar.tsx";
import classes from "./Inventory.module.css";
import { KINDS, useKindName } from "./kinds.ts";
import { Owner } from "./Owner.tsx";

export type InventorySearch = {
  q?: string;
  kind?: string;
  owner?: string;
  language?: string;
  state?: string;
  sort?: string;
  cursor?: string;
  skipped?: string;
};

const SORTS = ["name", "kind", "path", "last_seen"] as const;
const ACTIVE: Record<string, boolean | undefined> = { active: true, gone: false };

function useColumns(): Column<Item>[] {
  const { t } = useTranslation();
  const kindName = useKindName();
  return [
    {
      key: "name",
      head: t("inventory.column.name"),
      cell: item => (
        <>
          <RowLink to="/inventory/$id" params={{ id: item.id }}>
            {item.name}
          </RowLink>
          {item.active ? null : (
            <span className={classes.note}>
              <StateMark state="gone" />
            </span>
          )}
          <br />
          <Place path={item.path} line={item.line} />
        </>
      ),
    },
    { key: "kind", head: t("inventory.column.kind"), width: "150px", cell: item => kindName(item.kind) },
    {
      key: "owner",
      head: t("inventory.column.owner"),
      width: "170px",
      cell: item => <Owner owner={item.owner} />,
    },
    {
      key: "lastSeen",
      head: t("inventory.column.lastSeen"),
      width: "140px",
      deskOnly: true,
      cell: item => <Ago at={item.last_seen} />,
    },
  ];
}

/** A filter that is set from elsewhere (an owner, a language) and can only be cleared here. */
const given = (name: string, label: string, value: string | undefined): Choice[] =>
  value === undefined ? [] : [{ name, label, value, options: [{ value, label: `${label}: ${value}` }] }];

function ItemFilters({ search }: { search: InventorySearch }) {
  const { t } = useTranslation();
  const kindName = useKindName();
  const dirty = Object.keys(search).length > 0;
  return (
    <Filters
      words={{ label: t("inventory.filter.q"), value: search.q }}
      dirty={dirty}
      choices={[
        {
          name: "kind",
          label: t("inventory.filter.kind"),
          value: search.kind,
          options: KINDS.map(kind => ({ value: kind, label: kindName(kind) })),
        },
        {
          name: "state",
          label: t("inventory.filter.state"),
          value: search.state,
          options: [
            { value: "active", label: t("inventory.filter.active") },
            { value: "gone", label: t("inventory.filter.gone") },
          ],
        },
        ...given("owner", t("inventory.filter.owner"), search.owner),
        ...given("language", t("inventory.filter.language"), search.language),
        {
          name: "sort",
          label: t("common.sort"),
          value: search.sort ?? "name",
          blank: false,
          options: SORTS.map(sort => ({
            value: sort,
            label: `${t("common.sort")}: ${t(`common.order.${sort}`)}`,
          })),
        },
      ]}
    />
  );
}

export function ItemList({ search }: { search: InventorySearch }) {
  const { t } = useTranslation();
  const columns = useColumns();
  const { state, skipped: _skipped, ...rest } = search;
  const query = useRead("/api/v1/inventory/items", {
    query: {
      ...rest,
      active: state ? ACTIVE[state] : undefined,
      limit: 50,
    } as ReadQuery<"/api/v1/inventory/items">,
  });
  const steady = useSteadyRows(query.data?.items, JSON.stringify(search), query.isPlaceholderData);
  const filtered = Boolean(search.q || search.kind || search.owner || search.language || search.state);
  return (
    <>
      <ItemFilters search={search} />
      <Answer query={query}>
        {page =>
          steady.rows.length === 0 ? (
            filtered ? (
              <Empty title={t("inventory.noMatchTitle")} text={t("inventory.noMatchText")} />
            ) : (
              <Empty
                title={t("inventory.emptyTitle")}
                text={t("inventory.emptyText")}
                command="kaizen discover"
              >
                <JobButton action="scan" primary />
              </Empty>
            )
          ) : (
            <Box>
              <SteadyBar arrived={steady.arrived} gone={steady.gone.size} onShow={steady.adopt} />
              <DataTable
                caption={t("inventory.question")}
                columns={columns}
                rows={steady.rows}
                rowKey={item => item.id}
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
