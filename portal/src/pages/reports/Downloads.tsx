// The same reports as files, for a message or a ticket.
import { Fragment } from "react";
import { useTranslation } from "react-i18next";
import { Panel } from "../../parts/Panel.tsx";
import classes from "./Reports.module.css";

const REPORTS = ["issues", "trends"] as const;
const FORMATS = ["text", "markdown", "json"] as const;

export function Downloads() {
  const { t } = useTranslation();
  return (
    <div className={classes.below}>
      <Panel title={t("reports.downloads")}>
        <dl className={classes.links}>
          {REPORTS.map(report => (
            <Fragment key={report}>
              <dt>{t(`reports.names.${report}`)}</dt>
              <dd>
                {FORMATS.map(format => (
                  <a key={format} href={`/api/v1/reports/${report}?format=${format}`}>
                    {t(`reports.formats.${format}`)}
                    <span className="heard"> ({t(`reports.names.${report}`)})</span>
                  </a>
                ))}
              </dd>
            </Fragment>
          ))}
        </dl>
      </Panel>
    </div>
  );
}
