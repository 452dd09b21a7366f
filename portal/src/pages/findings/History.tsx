// What happened to a finding, newest first.
import { useTranslation } from "react-i18next";
import type { FindingDetail } from "../../api/types.ts";
import { Ago } from "../../parts/Ago.tsx";
import { Panel } from "../../parts/Panel.tsx";
import classes from "./Finding.module.css";

export function History({ events }: { events: FindingDetail["history"] }) {
  const { t } = useTranslation();
  const newestFirst = [...events].sort((a, b) => b.at.localeCompare(a.at));
  return (
    <Panel title={t("findings.detail.history")}>
      {newestFirst.length === 0 ? <p className="quiet">{t("findings.detail.noHistory")}</p> : null}
      <ol className={classes.events}>
        {newestFirst.map(event => (
          <li key={`${event.at} ${event.event}`} className={classes.event}>
            <span className={classes.what}>
              {t(`findings.detail.event.${event.event as "detected"}`, event.event)}
            </span>
            <span className={classes.when}>
              <Ago at={event.at} />
            </span>
            {event.note ? <p className="quiet">{event.note}</p> : null}
          </li>
        ))}
      </ol>
    </Panel>
  );
}
