// One finding: where, the evidence, what to do, its history, and its waiver.
import { Link, useParams } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { useRead } from "../../api/read.ts";
import type { FindingDetail } from "../../api/types.ts";
import { Ago } from "../../parts/Ago.tsx";
import { Answer } from "../../parts/Answer.tsx";
import { BackLink } from "../../parts/BackLink.tsx";
import { Bones } from "../../parts/Bones.tsx";
import { type Fact, Facts } from "../../parts/Facts.tsx";
import { SeverityMark, StateMark } from "../../parts/Mark.tsx";
import { PageHead } from "../../parts/PageHead.tsx";
import { Panel } from "../../parts/Panel.tsx";
import { Place } from "../../parts/Place.tsx";
import { Split } from "../../parts/Split.tsx";
import classes from "./Finding.module.css";
import { History } from "./History.tsx";
import { Waiver } from "./Waiver.tsx";

function FindingFacts({ finding }: { finding: FindingDetail }) {
  const { t } = useTranslation();
  const facts: Fact[] = [
    [t("findings.column.severity"), <SeverityMark key="v" severity={finding.severity} />],
    [t("findings.column.state"), <StateMark key="s" state={finding.state} />],
    [
      t("findings.detail.rule"),
      <Link key="r" to="/findings" search={{ rule: finding.rule }}>
        {finding.rule}
      </Link>,
    ],
    [t("findings.detail.first"), <Ago key="f" at={finding.first_detected} />],
    [t("findings.detail.last"), <Ago key="l" at={finding.last_detected} />],
  ];
  if (finding.resolved_at)
    facts.push([t("findings.detail.resolved"), <Ago key="d" at={finding.resolved_at} />]);
  if (finding.times_reopened > 0) {
    facts.push([
      t("findings.detail.event.reopened"),
      t("findings.detail.reopened", { count: finding.times_reopened }),
    ]);
  }
  if (finding.item_id) {
    facts.push([
      t("findings.detail.item"),
      <Link key="i" to="/inventory/$id" params={{ id: finding.item_id }}>
        {t("findings.detail.openItem")}
      </Link>,
    ]);
  }
  return (
    <Panel title={t("inventory.item.facts")}>
      <Facts facts={facts} />
    </Panel>
  );
}

function Body({ finding }: { finding: FindingDetail }) {
  const { t } = useTranslation();
  return (
    <>
      <Panel title={t("findings.detail.evidence")} aside={<Place path={finding.path} line={finding.line} />}>
        {finding.evidence ? (
          // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling excerpt must be reachable by keyboard
          <pre className={classes.evidence} tabIndex={0}>
            {finding.evidence}
          </pre>
        ) : (
          <p className="quiet">{t("findings.detail.noEvidence")}</p>
        )}
      </Panel>
      <Panel title={t("findings.detail.suggestion")}>
        <p>{finding.suggestion}</p>
        {finding.docs ? (
          <p className={classes.docs}>
            <a href={finding.docs} target="_blank" rel="noreferrer">
              {t("findings.detail.docs")}
            </a>
          </p>
        ) : null}
      </Panel>
      <History events={finding.history} />
    </>
  );
}

export function Finding() {
  const { t } = useTranslation();
  const { id } = useParams({ from: "/findings/$id" });
  const query = useRead("/api/v1/findings/{finding_id}", { path: { finding_id: id }, keep: false });
  const finding = query.data;
  return (
    <>
      <PageHead
        name={finding?.title ?? t("shell.nav.findings")}
        back={<BackLink to="/findings">{t("findings.detail.back")}</BackLink>}
        question={finding?.title ?? t("shell.nav.findings")}
        answer={finding?.message}
      />
      <Answer query={query} bones={<Bones rows={6} />}>
        {data => (
          <Split
            main={<Body finding={data} />}
            side={
              <>
                <FindingFacts finding={data} />
                <Waiver finding={data} />
              </>
            }
          />
        )}
      </Answer>
    </>
  );
}
