// Is everything up: each probe with its state and the reason for it, what is down first.
import { useTranslation } from "react-i18next";
import { useRead } from "../../api/read.ts";
import type { Probe, Probes as ProbesAnswer } from "../../api/types.ts";
import { useFormat } from "../../format/useFormat.ts";
import { JobButton } from "../../jobs/JobButton.tsx";
import { Ago } from "../../parts/Ago.tsx";
import { Answer } from "../../parts/Answer.tsx";
import { Box } from "../../parts/Box.tsx";
import { type Column, DataTable } from "../../parts/DataTable.tsx";
import { Empty } from "../../parts/Empty.tsx";
import { FileProblems } from "../../parts/FileProblems.tsx";
import { StateMark } from "../../parts/Mark.tsx";
import { PageHead } from "../../parts/PageHead.tsx";
import { RowLink } from "../../parts/RowLink.tsx";
import { Unknown } from "../../parts/Unknown.tsx";

const WORST: Record<string, number> = { down: 0, unknown: 1, up: 2 };
export const worstFirst = (a: Probe, b: Probe): number =>
  (WORST[a.state] ?? 1) - (WORST[b.state] ?? 1) || a.name.localeCompare(b.name);

function Summary({ answer }: { answer: ProbesAnswer }) {
  const { t } = useTranslation();
  const count = (state: string) => answer.probes.filter(probe => probe.state === state).length;
  if (answer.probes.length === 0) return t("probes.none");
  return t("probes.answer", { up: count("up"), down: count("down"), unknown: count("unknown") });
}

function useColumns(): Column<Probe>[] {
  const { t } = useTranslation();
  const format = useFormat();
  return [
    {
      key: "name",
      head: t("probes.column.name"),
      cell: probe => (
        <>
          <RowLink to="/probes/$name" params={{ name: probe.name }}>
            {probe.name}
          </RowLink>
          <br />
          <span className="quiet mono">
            {probe.kind} {probe.target}
          </span>
        </>
      ),
    },
    {
      key: "state",
      head: t("probes.column.state"),
      width: "130px",
      cell: probe => <StateMark state={probe.state} />,
    },
    { key: "reason", head: t("probes.column.reason"), cell: probe => probe.reason },
    {
      key: "latency",
      head: t("probes.column.latency"),
      width: "126px",
      align: "end",
      cell: probe =>
        probe.latency_ms === null ? <Unknown because={probe.reason} /> : format.span(probe.latency_ms / 1000),
    },
    {
      key: "availability",
      head: t("probes.column.availability"),
      width: "134px",
      align: "end",
      cell: probe =>
        probe.availability_24h === null ? (
          <Unknown because={t("probes.tooShort")} />
        ) : (
          format.percent(probe.availability_24h * 100, 2)
        ),
    },
    {
      key: "checked",
      head: t("probes.column.checked"),
      width: "130px",
      cell: probe => (probe.checked_at ? <Ago at={probe.checked_at} /> : t("common.never")),
    },
  ];
}

export function Probes() {
  const { t } = useTranslation();
  const columns = useColumns();
  const query = useRead("/api/v1/probes");
  return (
    <>
      <PageHead
        name={t("shell.nav.probes")}
        question={t("probes.question")}
        answer={query.data ? <Summary answer={query.data} /> : null}
        actions={<JobButton action="probes" />}
      />
      <Answer query={query}>
        {answer => (
          <>
            <FileProblems file={answer.file} problems={answer.problems} />
            {answer.probes.length === 0 ? (
              <Empty
                title={t("probes.emptyTitle")}
                text={t("probes.emptyText")}
                command="kaizen check health"
              />
            ) : (
              <Box>
                <DataTable
                  caption={t("probes.question")}
                  columns={columns}
                  rows={[...answer.probes].sort(worstFirst)}
                  rowKey={probe => probe.name}
                />
              </Box>
            )}
          </>
        )}
      </Answer>
    </>
  );
}
