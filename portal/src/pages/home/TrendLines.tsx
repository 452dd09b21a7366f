// Whether things get better: one thin line per measure, with the server's own word for its direction.
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { Trends } from "../../api/types.ts";
import { StateMark } from "../../parts/Mark.tsx";
import { Panel } from "../../parts/Panel.tsx";
import { Trace } from "../../parts/Trace.tsx";
import { Unknown } from "../../parts/Unknown.tsx";
import { useMeasure } from "../../parts/useMeasure.ts";
import classes from "./TrendLines.module.css";

const SHOWN = 4;
const TONES: Record<string, "good" | "bad"> = { improving: "good", degrading: "bad" };

export function TrendLines({ trends }: { trends: Trends }) {
  const { t } = useTranslation();
  const measure = useMeasure();
  return (
    <Panel title={t("home.trends")} aside={<Link to="/reports">{t("shell.nav.reports")}</Link>}>
      {trends.series.length === 0 ? <p className="quiet">{t("home.trendsNone")}</p> : null}
      <ul className={classes.lines}>
        {trends.series.slice(0, SHOWN).map(series => (
          <li key={series.name} className={classes.line} title={series.reason}>
            <span className={classes.title}>
              {measure.title(series)}
              <span className={classes.state}>
                <StateMark state={series.state} />
              </span>
            </span>
            <Trace points={series.points} width={112} tone={TONES[series.state] ?? "plain"} />
            <span className={classes.latest}>
              {series.latest === null ? (
                <Unknown because={series.reason} />
              ) : (
                measure.value(series, series.latest)
              )}
            </span>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
