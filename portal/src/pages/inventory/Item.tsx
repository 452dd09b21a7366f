// What is this: one item's facts, attributes and the open findings about it.
import { Link, useParams } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { useRead } from "../../api/read.ts";
import type { Item as ItemAnswer } from "../../api/types.ts";
import { Ago } from "../../parts/Ago.tsx";
import { Answer } from "../../parts/Answer.tsx";
import { BackLink } from "../../parts/BackLink.tsx";
import { Bones } from "../../parts/Bones.tsx";
import { Facts } from "../../parts/Facts.tsx";
import { StateMark } from "../../parts/Mark.tsx";
import { PageHead } from "../../parts/PageHead.tsx";
import { Panel } from "../../parts/Panel.tsx";
import { Place } from "../../parts/Place.tsx";
import { Split } from "../../parts/Split.tsx";
import { Attributes } from "./Attributes.tsx";
import classes from "./Inventory.module.css";
import { ItemFindings } from "./ItemFindings.tsx";
import { useKindName } from "./kinds.ts";
import { Owner, UsedBy } from "./Owner.tsx";

function Language({ language }: { language: string | null }) {
  const { t } = useTranslation();
  if (language === null) return t("common.none");
  return (
    <Link to="/inventory" search={{ language }}>
      {language}
    </Link>
  );
}

function ItemFacts({ item }: { item: ItemAnswer }) {
  const { t } = useTranslation();
  return (
    <Panel title={t("inventory.item.facts")}>
      <Facts
        facts={[
          [t("inventory.column.path"), <Place key="p" path={item.path} line={item.line} />],
          [t("inventory.item.repository"), item.repository],
          [t("inventory.column.language"), <Language key="g" language={item.language} />],
          [t("inventory.column.owner"), <Owner key="o" owner={item.owner} />],
          [t("inventory.column.usedBy"), <UsedBy key="u" usedBy={item.used_by} />],
          [t("inventory.item.firstSeen"), <Ago key="f" at={item.first_seen} />],
          [t("inventory.item.lastSeen"), <Ago key="l" at={item.last_seen} />],
          [t("inventory.filter.state"), <StateMark key="s" state={item.active ? "active" : "gone"} />],
        ]}
      />
      {item.active ? null : <p className={classes.gone}>{t("inventory.item.goneNote")}</p>}
    </Panel>
  );
}

export function Item() {
  const { t } = useTranslation();
  const { id } = useParams({ from: "/inventory/$id" });
  const kindName = useKindName();
  const query = useRead("/api/v1/inventory/items/{item_id}", { path: { item_id: id }, keep: false });
  const item = query.data;
  return (
    <>
      <PageHead
        name={item?.name ?? t("shell.nav.inventory")}
        back={
          <BackLink to="/inventory" search={item ? { kind: item.kind } : {}}>
            {t("inventory.item.back")}
          </BackLink>
        }
        question={item?.name ?? t("shell.nav.inventory")}
        answer={item ? kindName(item.kind) : null}
      />
      <Answer query={query} bones={<Bones rows={6} />}>
        {data => (
          <Split
            main={
              <>
                <ItemFindings itemId={data.id} />
                <Attributes attributes={data.attributes} />
              </>
            }
            side={<ItemFacts item={data} />}
          />
        )}
      </Answer>
    </>
  );
}
