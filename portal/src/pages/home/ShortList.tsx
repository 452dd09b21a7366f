// The few things most worth improving: rank, reason, evidence, what to do, and one way on.
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { Improvement, ShortList as ShortListAnswer } from "../../api/types.ts";
import { useFormat } from "../../format/useFormat.ts";
import { JobButton } from "../../jobs/JobButton.tsx";
import { Ago } from "../../parts/Ago.tsx";
import { Empty } from "../../parts/Empty.tsx";
import { SeverityMark } from "../../parts/Mark.tsx";
import { Panel } from "../../parts/Panel.tsx";
import { Place } from "../../parts/Place.tsx";
import { RowLink } from "../../parts/RowLink.tsx";
import classes from "./ShortList.module.css";

const SHOWN_EVIDENCE = 3;

function Evidence({ improvement }: { improvement: Improvement }) {
  const { t } = useTranslation();
  const more = improvement.findings - SHOWN_EVIDENCE;
  return (
    <ul className={classes.evidence} aria-label={t("home.evidence")}>
      {improvement.evidence.slice(0, SHOWN_EVIDENCE).map(piece => (
        <li key={piece.finding_id}>
          <Link to="/findings/$id" params={{ id: piece.finding_id }} className={classes.piece}>
            <Place path={piece.path} line={piece.line} />
            <span className={classes.message}>{piece.message}</span>
          </Link>
        </li>
      ))}
      {more > 0 ? <li className={classes.more}>{t("common.more", { count: more })}</li> : null}
    </ul>
  );
}

function Entry({ improvement }: { improvement: Improvement }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { reach } = improvement;
  return (
    <li className={classes.entry}>
      <span className={classes.rank} data-severity={improvement.severity} aria-hidden="true">
        {improvement.rank}
      </span>
      <div className={classes.body}>
        <h3 className={classes.title}>{improvement.title}</h3>
        <p className={classes.facts}>
          <SeverityMark severity={improvement.severity} />
          <span>{t("home.findings", { count: improvement.findings })}</span>
          <span>
            {reach.items > 0
              ? t("home.reach", { count: reach.items, of: format.whole(reach.of_items) })
              : t("home.files", { count: reach.files })}
          </span>
          <span>
            {t("home.oldest", { when: "" })}
            <Ago at={improvement.oldest_at} />
          </span>
        </p>
        <p className={classes.reason}>{improvement.reason}</p>
        <Evidence improvement={improvement} />
        <p className={classes.do}>
          <span className={classes.doWord}>{t("home.do")}</span> {improvement.suggestion}
        </p>
        <RowLink to="/findings" search={{ rule: improvement.key }} className={classes.all}>
          {t("home.seeFindings", { count: improvement.findings })}
        </RowLink>
      </div>
    </li>
  );
}

export function ShortList({ list, scanned }: { list: ShortListAnswer; scanned: boolean }) {
  const { t } = useTranslation();
  return (
    <Panel title={t("home.shortList")} tour="list" flush>
      {list.items.length > 0 ? (
        <>
          <ol className={classes.list}>
            {list.items.map(improvement => (
              <Entry key={improvement.key} improvement={improvement} />
            ))}
          </ol>
          <details className={classes.why}>
            <summary>{t("home.why")}</summary>
            <p>{list.explanation}</p>
          </details>
        </>
      ) : (
        <div className={classes.empty}>
          {scanned ? (
            <Empty
              bare
              title={t("home.emptyTitle")}
              text={t("home.emptyText")}
              command="kaizen check standards"
            >
              <JobButton action="standards" />
            </Empty>
          ) : (
            <Empty bare title={t("home.noScanTitle")} text={t("home.noScanText")} command="kaizen discover">
              <JobButton action="scan" primary />
            </Empty>
          )}
        </div>
      )}
    </Panel>
  );
}
