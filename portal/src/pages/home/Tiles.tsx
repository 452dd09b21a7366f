// Four figures, each a way to its page; what was never measured says so.
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { Home } from "../../api/types.ts";
import { useFormat } from "../../format/useFormat.ts";
import { SeverityMark, StateMark } from "../../parts/Mark.tsx";
import { checked } from "./checked.ts";
import classes from "./Tiles.module.css";

type TileProps = {
  to: "/inventory" | "/findings" | "/testruns" | "/probes";
  name: string;
  figure: ReactNode;
  children: ReactNode;
};

function Tile({ to, name, figure, children }: TileProps) {
  return (
    <Link to={to} className={classes.tile}>
      <span className={classes.name}>{name}</span>
      <span className={classes.figure}>{figure}</span>
      <span className={classes.note}>{children}</span>
    </Link>
  );
}

function InventoryTile({ inventory }: { inventory: Home["inventory"] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const fresh = Object.values(inventory.kinds).reduce((sum, kind) => sum + kind.new, 0);
  const tellFresh = fresh > 0 && fresh < inventory.total; // the first scan finds everything new
  const scanned = inventory.scanned_at !== null;
  return (
    <Tile
      to="/inventory"
      name={t("home.tiles.inventory")}
      figure={scanned ? format.whole(inventory.total) : <span className={classes.none}>—</span>}
    >
      {scanned
        ? [
            t("home.tiles.inventoryNote", { count: inventory.repositories }),
            tellFresh ? t("home.tiles.inventoryNew", { new: format.whole(fresh) }) : "",
          ]
            .filter(Boolean)
            .join(", ")
        : t("home.tiles.inventoryNone")}
    </Tile>
  );
}

function FindingsTile({ findings, known }: { findings: Home["findings"]; known: boolean }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { critical, warning, info } = findings.open;
  const worst = critical > 0 ? "critical" : warning > 0 ? "warning" : "info";
  const open = critical + warning + info;
  return (
    <Tile
      to="/findings"
      name={t("home.tiles.findings")}
      figure={
        known || open > 0 ? (
          <>
            {format.whole(open)} {open > 0 ? <SeverityMark severity={worst} bare /> : null}
          </>
        ) : (
          <span className={classes.none}>—</span>
        )
      }
    >
      {known || open > 0
        ? t("home.tiles.findingsNote", {
            new: format.whole(findings.new_last_7_days),
            resolved: format.whole(findings.resolved_last_7_days),
          })
        : t("home.tiles.findingsNone")}
    </Tile>
  );
}

function TestsTile({ run }: { run: Home["latest_run"] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const counted = run?.total != null && run.passed != null;
  return (
    <Tile
      to="/testruns"
      name={t("home.tiles.tests")}
      figure={
        run && counted ? (
          t("home.tiles.testsPassed", {
            passed: format.whole(run.passed ?? 0),
            total: format.whole(run.total ?? 0),
          })
        ) : (
          <span className={classes.none}>—</span>
        )
      }
    >
      {run ? <StateMark state={run.state} /> : t("home.tiles.testsNone")}
      {run && !counted && run.reason ? <span> {run.reason}</span> : null}
    </Tile>
  );
}

function HealthTile({ health }: { health: Home["health"] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const total = health.up + health.down + health.unknown;
  const state = health.down > 0 ? "down" : health.unknown > 0 ? "unknown" : "up";
  return (
    <Tile
      to="/probes"
      name={t("home.tiles.health")}
      figure={
        total > 0 ? (
          <>
            {t("home.tiles.healthUp", { up: format.whole(health.up), total: format.whole(total) })}{" "}
            <StateMark state={state} bare />
          </>
        ) : (
          <span className={classes.none}>—</span>
        )
      }
    >
      {total > 0
        ? t("home.tiles.healthNote", {
            down: format.whole(health.down),
            unknown: format.whole(health.unknown),
          })
        : t("home.tiles.healthNone")}
    </Tile>
  );
}

export function Tiles({ home }: { home: Home }) {
  const { t } = useTranslation();
  return (
    <section className={classes.tiles} aria-label={t("home.tiles.label")} data-tour="tiles">
      <FindingsTile findings={home.findings} known={checked(home)} />
      <HealthTile health={home.health} />
      <TestsTile run={home.latest_run} />
      <InventoryTile inventory={home.inventory} />
    </section>
  );
}
