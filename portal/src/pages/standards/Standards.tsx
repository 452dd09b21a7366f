// Which promises do we keep: every rule with its verdict, broken ones first.
import { useTranslation } from "react-i18next";
import { useRead } from "../../api/read.ts";
import type { Rule, Standards as StandardsAnswer } from "../../api/types.ts";
import { useFormat } from "../../format/useFormat.ts";
import { JobButton } from "../../jobs/JobButton.tsx";
import { Ago } from "../../parts/Ago.tsx";
import { Answer } from "../../parts/Answer.tsx";
import { Box } from "../../parts/Box.tsx";
import { type Column, DataTable } from "../../parts/DataTable.tsx";
import { Empty } from "../../parts/Empty.tsx";
import { FileProblems } from "../../parts/FileProblems.tsx";
import { SeverityMark, StateMark } from "../../parts/Mark.tsx";
import { PageHead } from "../../parts/PageHead.tsx";
import { RowLink } from "../../parts/RowLink.tsx";
import { Unknown } from "../../parts/Unknown.tsx";

const WORST: Record<string, number> = { fail: 0, unknown: 1, waived: 2, pass: 3 };
const GRAVE: Record<string, number> = { critical: 0, warning: 1, info: 2 };

export function worstFirst(a: Rule, b: Rule): number {
  const byState = (WORST[a.state] ?? 1) - (WORST[b.state] ?? 1);
  return byState || (GRAVE[a.severity] ?? 3) - (GRAVE[b.severity] ?? 3) || (b.open ?? 0) - (a.open ?? 0);
}

function Summary({ standards }: { standards: StandardsAnswer }) {
  const { t } = useTranslation();
  const count = (state: string) => standards.rules.filter(rule => rule.state === state).length;
  if (standards.checked_at === null) return t("standards.notChecked");
  return (
    <>
      {t("standards.answer", { fail: count("fail"), pass: count("pass"), unknown: count("unknown") })}{" "}
      <span className="quiet">
        {t("standards.checked")} <Ago at={standards.checked_at} />.
      </span>
    </>
  );
}

function useColumns(): Column<Rule>[] {
  const { t } = useTranslation();
  const format = useFormat();
  return [
    {
      key: "rule",
      head: t("standards.column.rule"),
      cell: rule => (
        <>
          <RowLink to="/standards/$rule" params={{ rule: rule.id }}>
            {rule.title}
          </RowLink>
          <br />
          <span className="quiet">{rule.reason}</span>
        </>
      ),
    },
    {
      key: "state",
      head: t("standards.column.state"),
      width: "140px",
      cell: rule => <StateMark state={rule.state} />,
    },
    {
      key: "severity",
      head: t("standards.column.severity"),
      width: "130px",
      cell: rule => <SeverityMark severity={rule.severity} />,
    },
    {
      key: "open",
      head: t("standards.column.open"),
      width: "120px",
      align: "end",
      cell: rule => (rule.open === null ? <Unknown because={rule.reason} /> : format.whole(rule.open)),
    },
  ];
}

export function Standards() {
  const { t } = useTranslation();
  const columns = useColumns();
  const query = useRead("/api/v1/standards");
  return (
    <>
      <PageHead
        name={t("shell.nav.standards")}
        question={t("standards.question")}
        answer={query.data ? <Summary standards={query.data} /> : null}
        actions={<JobButton action="standards" />}
      />
      <Answer query={query}>
        {standards => (
          <>
            <FileProblems file={standards.file} problems={standards.problems} />
            {standards.rules.length === 0 ? (
              <Empty
                title={t("standards.emptyTitle")}
                text={t("standards.emptyText")}
                command="kaizen check standards"
              >
                <JobButton action="standards" />
              </Empty>
            ) : (
              <Box>
                <DataTable
                  caption={t("standards.question")}
                  columns={columns}
                  rows={[...standards.rules].sort(worstFirst)}
                  rowKey={rule => rule.id}
                />
              </Box>
            )}
          </>
        )}
      </Answer>
    </>
  );
}
