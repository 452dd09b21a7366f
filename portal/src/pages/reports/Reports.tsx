// Are we improving: one figure per measure with the server's verdict, and the issue report to take away.
import { useTranslation } from "react-i18next";
import { useRead } from "../../api/read.ts";
import type { Series, Trends } from "../../api/types.ts";
import { useFormat } from "../../format/useFormat.ts";
import { JobButton } from "../../jobs/JobButton.tsx";
import { Answer } from "../../parts/Answer.tsx";
import { DataTable } from "../../parts/DataTable.tsx";
import { Empty } from "../../parts/Empty.tsx";
import { Figure } from "../../parts/Figure.tsx";
import { LineChart } from "../../parts/LineChart.tsx";
import { StateMark } from "../../parts/Mark.tsx";
import { PageHead } from "../../parts/PageHead.tsx";
import { Panel } from "../../parts/Panel.tsx";
import { Unknown } from "../../parts/Unknown.tsx";
import { useMeasure } from "../../parts/useMeasure.ts";
import { Downloads } from "./Downloads.tsx";
import classes from "./Reports.module.css";
import { TooShort } from "./TooShort.tsx";

const WORST: Record<string, number> = { degrading: 0, unknown: 1, stable: 2, improving: 3 };
const TONES: Record<string, "good" | "bad"> = { improving: "good", degrading: "bad" };

function Summary({ trends }: { trends: Trends }) {
  const { t } = useTranslation();
  const count = (state: string) => trends.series.filter(series => series.state === state).length;
  if (trends.series.length === 0) return t("reports.none");
  return t("reports.answer", {
    improving: count("improving"),
    degrading: count("degrading"),
    stable: count("stable"),
    unknown: count("unknown"),
  });
}

function Measure({ series }: { series: Series }) {
  const { t } = useTranslation();
  const format = useFormat();
  const measure = useMeasure();
  const title = measure.title(series);
  const worded = (value: number) => measure.value(series, value);
  return (
    <Panel title={title} aside={<StateMark state={series.state} />}>
      <p className={classes.latest}>
        {series.latest === null ? <Unknown because={series.reason} /> : worded(series.latest)}
        {series.better ? (
          <span className={classes.better}>{t(`reports.better.${series.better as "lower"}`)}</span>
        ) : null}
      </p>
      <Figure
        caption={series.reason}
        chart={
          <LineChart
            points={series.points}
            write={worded}
            tone={TONES[series.state] ?? "plain"}
            label={`${title}. ${series.reason}`}
          />
        }
        table={
          <DataTable
            caption={title}
            rows={[...series.points].reverse()}
            rowKey={point => point.at}
            columns={[
              { key: "at", head: t("common.chart.when"), cell: point => format.clockTime(point.at) },
              {
                key: "value",
                head: t("common.chart.value"),
                align: "end",
                cell: point => worded(point.value),
              },
            ]}
          />
        }
      />
    </Panel>
  );
}

const hasRun = (series: Series): boolean => series.points.length > 1;

const drawn = (all: Series[]): Series[] =>
  all.filter(hasRun).sort((a, b) => (WORST[a.state] ?? 1) - (WORST[b.state] ?? 1));

export function Reports() {
  const { t } = useTranslation();
  const query = useRead("/api/v1/reports/trends");
  return (
    <>
      <PageHead
        name={t("shell.nav.reports")}
        question={t("home.trends")}
        answer={query.data ? <Summary trends={query.data} /> : null}
      />
      <Answer query={query}>
        {trends =>
          trends.series.length === 0 ? (
            <Empty
              title={t("reports.emptyTitle")}
              text={t("reports.emptyText")}
              command="kaizen report trends"
            >
              <JobButton action="scan" />
            </Empty>
          ) : (
            <>
              <div className={classes.measures}>
                {drawn(trends.series).map(series => (
                  <Measure key={series.name} series={series} />
                ))}
              </div>
              <TooShort series={trends.series.filter(each => !hasRun(each))} />
            </>
          )
        }
      </Answer>
      <Downloads />
    </>
  );
}
