// Who may use the API: keys with their scopes, last use and end.
import { Button } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useRead } from "../../api/read.ts";
import { useMayWrite } from "../../api/session.ts";
import type { Key } from "../../api/types.ts";
import { useFormat } from "../../format/useFormat.ts";
import { Ago } from "../../parts/Ago.tsx";
import { Answer } from "../../parts/Answer.tsx";
import { Box } from "../../parts/Box.tsx";
import { type Column, DataTable } from "../../parts/DataTable.tsx";
import { Empty } from "../../parts/Empty.tsx";
import { PageHead } from "../../parts/PageHead.tsx";
import { CreateKey } from "./CreateKey.tsx";
import classes from "./Keys.module.css";
import { RevokeKey } from "./RevokeKey.tsx";

export type KeyState = "active" | "expired" | "revoked";

export function keyState(key: Pick<Key, "revoked_at" | "expires_at">, now: number): KeyState {
  if (key.revoked_at !== null) return "revoked";
  return key.expires_at !== null && new Date(key.expires_at).getTime() <= now ? "expired" : "active";
}

function useColumns(onRevoke: (key: Key) => void): Column<Key>[] {
  const { t } = useTranslation();
  const format = useFormat();
  const mayWrite = useMayWrite();
  return [
    {
      key: "name",
      head: t("keys.column.name"),
      cell: key => (
        <>
          <span className={classes.name}>{key.name}</span>
          <br />
          <span className="quiet mono">{key.prefix}…</span>
        </>
      ),
    },
    { key: "scopes", head: t("keys.column.scopes"), width: "150px", cell: key => key.scopes.join(", ") },
    {
      key: "state",
      head: t("keys.column.state"),
      width: "130px",
      cell: key => t(`keys.state.${keyState(key, Date.now())}`),
    },
    {
      key: "used",
      head: t("keys.column.lastUsed"),
      width: "140px",
      cell: key => (key.last_used_at ? <Ago at={key.last_used_at} /> : t("common.never")),
    },
    {
      key: "expires",
      head: t("keys.column.expires"),
      width: "130px",
      cell: key => (key.expires_at ? format.day(key.expires_at) : t("common.never")),
    },
    {
      key: "created",
      head: t("keys.column.created"),
      width: "140px",
      deskOnly: true,
      cell: key => <Ago at={key.created_at} />,
    },
    {
      key: "revoke",
      head: t("keys.column.do"),
      width: "112px",
      align: "end",
      cell: key =>
        key.revoked_at === null ? (
          <Button
            size="compact-xs"
            variant="default"
            disabled={!mayWrite}
            aria-label={t("keys.revokeNamed", { name: key.name })}
            onClick={() => onRevoke(key)}
          >
            {t("keys.revoke")}
          </Button>
        ) : null,
    },
  ];
}

export function Keys() {
  const { t } = useTranslation();
  const mayWrite = useMayWrite();
  const [creating, setCreating] = useState(false);
  const [revoking, setRevoking] = useState<Key | null>(null);
  const columns = useColumns(setRevoking);
  const query = useRead("/api/v1/keys", { query: { limit: 200 } });
  const active = query.data?.items.filter(key => keyState(key, Date.now()) === "active").length;
  const create = (
    <Button size="xs" disabled={!mayWrite} onClick={() => setCreating(true)}>
      {t("keys.create")}
    </Button>
  );
  return (
    <>
      <PageHead
        name={t("shell.nav.keys")}
        question={t("keys.question")}
        answer={active === undefined ? null : t("keys.answer", { count: active })}
        actions={create}
      />
      <Answer query={query}>
        {page =>
          page.items.length === 0 ? (
            <Empty
              title={t("keys.emptyTitle")}
              text={t("keys.emptyText")}
              command="kaizen keys create ci --scope read"
            >
              {create}
            </Empty>
          ) : (
            <Box>
              <DataTable
                caption={t("keys.question")}
                columns={columns}
                rows={page.items}
                rowKey={key => key.id}
              />
            </Box>
          )
        }
      </Answer>
      <CreateKey open={creating} onClose={() => setCreating(false)} />
      <RevokeKey apiKey={revoking} onClose={() => setRevoking(null)} />
    </>
  );
}
