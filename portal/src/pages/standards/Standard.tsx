// Why a rule exists, how it is kept, and where it may be broken.
import { Link, useParams } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { useRead } from "../../api/read.ts";
import type { RuleDetail } from "../../api/types.ts";
import { useFormat } from "../../format/useFormat.ts";
import { Answer } from "../../parts/Answer.tsx";
import { BackLink } from "../../parts/BackLink.tsx";
import { Bones } from "../../parts/Bones.tsx";
import { DataTable } from "../../parts/DataTable.tsx";
import { Facts } from "../../parts/Facts.tsx";
import { SeverityMark, StateMark } from "../../parts/Mark.tsx";
import { PageHead } from "../../parts/PageHead.tsx";
import { Panel } from "../../parts/Panel.tsx";
import { Place } from "../../parts/Place.tsx";
import { Split } from "../../parts/Split.tsx";
import { Unknown } from "../../parts/Unknown.tsx";
import classes from "./Standard.module.css";

function Example({ title, code }: { title: string; code: string | undefined }) {
  if (!code) return null;
  return (
    <div>
      <h3 className={classes.exampleTitle}>{title}</h3>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling excerpt must be reachable by keyboard */}
      <pre className={classes.code} tabIndex={0}>
        {code}
      </pre>
    </div>
  );
}

function Exceptions({ rule }: { rule: RuleDetail }) {
  const { t } = useTranslation();
  const format = useFormat();
  if (rule.exceptions.length === 0) return <p className="quiet">{t("standards.noExceptions")}</p>;
  return (
    <DataTable
      caption={t("standards.exceptions")}
      rows={rule.exceptions}
      rowKey={exception => exception.path}
      columns={[
        {
          key: "path",
          head: t("standards.exception.path"),
          cell: exception => <Place path={exception.path} />,
        },
        { key: "reason", head: t("standards.exception.reason"), cell: exception => exception.reason },
        {
          key: "expires",
          head: t("standards.exception.expires"),
          width: "130px",
          cell: exception => (exception.expires ? format.day(exception.expires) : t("common.never")),
        },
      ]}
    />
  );
}

function Body({ rule }: { rule: RuleDetail }) {
  const { t } = useTranslation();
  return (
    <>
      <Panel title={t("standards.why")}>
        <p>{rule.why}</p>
      </Panel>
      <Panel title={t("standards.fix")}>
        <p>{rule.fix}</p>
        <div className={classes.examples}>
          <Example title={t("standards.bad")} code={rule.examples?.bad} />
          <Example title={t("standards.good")} code={rule.examples?.good} />
        </div>
      </Panel>
      <Panel title={t("standards.exceptions")} flush={rule.exceptions.length > 0}>
        <Exceptions rule={rule} />
      </Panel>
    </>
  );
}

function RuleFacts({ rule }: { rule: RuleDetail }) {
  const { t } = useTranslation();
  const format = useFormat();
  const number = (value: number | null) =>
    value === null ? <Unknown because={rule.reason} /> : format.whole(value);
  return (
    <Panel title={t("inventory.item.facts")}>
      <Facts
        facts={[
          [t("standards.column.state"), <StateMark key="s" state={rule.state} />],
          [t("standards.column.severity"), <SeverityMark key="v" severity={rule.severity} />],
          [t("standards.kind"), rule.kind],
          [t("standards.scope"), rule.scope.length > 0 ? rule.scope.join(", ") : t("standards.everywhere")],
          [t("standards.column.open"), number(rule.open)],
          [t("standards.checkedPlaces"), number(rule.checked)],
        ]}
      />
      <p className={classes.reason}>{rule.reason}</p>
      <Link to="/findings" search={{ rule: rule.id }}>
        {t("standards.seeFindings")}
      </Link>
    </Panel>
  );
}

export function Standard() {
  const { t } = useTranslation();
  const { rule } = useParams({ from: "/standards/$rule" });
  const query = useRead("/api/v1/standards/{rule}", { path: { rule }, keep: false });
  return (
    <>
      <PageHead
        name={query.data?.title ?? rule}
        back={<BackLink to="/standards">{t("shell.nav.standards")}</BackLink>}
        question={query.data?.title ?? rule}
        answer={<code>{rule}</code>}
      />
      <Answer query={query} bones={<Bones rows={6} />}>
        {data => <Split main={<Body rule={data} />} side={<RuleFacts rule={data} />} />}
      </Answer>
    </>
  );
}
