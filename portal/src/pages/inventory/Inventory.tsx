// What do we own: everything found in the code, filtered and paged by the server.
import { Link, useSearch } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { useRead } from "../../api/read.ts";
import type { InventorySummary } from "../../api/types.ts";
import { useFormat } from "../../format/useFormat.ts";
import { JobButton } from "../../jobs/JobButton.tsx";
import { Ago } from "../../parts/Ago.tsx";
import { PageHead } from "../../parts/PageHead.tsx";
import classes from "./Inventory.module.css";
import { ItemList } from "./ItemList.tsx";
import { KindStrip } from "./KindStrip.tsx";
import { SkippedList } from "./SkippedList.tsx";

function Summary({ summary }: { summary: InventorySummary }) {
  const { t } = useTranslation();
  const format = useFormat();
  if (summary.scanned_at === null) return t("inventory.notScanned");
  return (
    <>
      {t("inventory.items", { count: summary.total, shown: format.whole(summary.total) })},{" "}
      {t("inventory.repositories", { count: summary.repositories })}.{" "}
      <span className="quiet">
        {t("home.scanned")} <Ago at={summary.scanned_at} />.
      </span>{" "}
      {summary.skipped > 0 ? (
        <Link to="/inventory" search={{ view: "skipped" }}>
          {t("inventory.skipped", { count: summary.skipped })}
        </Link>
      ) : null}
    </>
  );
}

export function Inventory() {
  const { t } = useTranslation();
  const search = useSearch({ from: "/inventory" });
  const summary = useRead("/api/v1/inventory/summary");
  return (
    <>
      <PageHead
        name={t("shell.nav.inventory")}
        question={t("inventory.question")}
        answer={summary.data ? <Summary summary={summary.data} /> : null}
        actions={<JobButton action="scan" />}
      />
      {search.view === "skipped" ? (
        <SkippedList search={search} />
      ) : (
        <>
          {summary.data && summary.data.scanned_at !== null ? (
            <KindStrip kinds={summary.data.kinds} chosen={search.kind} />
          ) : (
            <div className={classes.stripSpace} />
          )}
          <ItemList search={search} />
        </>
      )}
    </>
  );
}
