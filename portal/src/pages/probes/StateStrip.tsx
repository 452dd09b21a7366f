// Up, down and unknown over time: one bar a check, told apart by height as well as colour.
import { useTranslation } from "react-i18next";
import type { ProbePoint } from "../../api/types.ts";
import { useFormat } from "../../format/useFormat.ts";
import { DataTable } from "../../parts/DataTable.tsx";
import { Figure } from "../../parts/Figure.tsx";
import { StateMark } from "../../parts/Mark.tsx";
import { Unknown } from "../../parts/Unknown.tsx";
import classes from "./StateStrip.module.css";

const MOST_BARS = 96;

/** At most `most` bars; a bar that stands for several checks shows the worst of them. */
export function bars(points: ProbePoint[], most: number): ProbePoint[] {
  const size = Math.ceil(points.length / most);
  if (size <= 1) return points;
  const rank: Record<string, number> = { down: 0, unknown: 1, up: 2 };
  return Array.from({ length: Math.ceil(points.length / size) }, (_, index) =>
    points
      .slice(index * size, (index + 1) * size)
      .reduce((worst, point) => ((rank[point.state] ?? 1) < (rank[worst.state] ?? 1) ? point : worst)),
  );
}

export function StateStrip({ points }: { points: ProbePoint[] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const count = (state: string) => points.filter(point => point.state === state).length;
  const caption = t("probes.stripCaption", {
    up: count("up"),
    down: count("down"),
    unknown: count("unknown"),
  });
  const first = points[0];
  return (
    <Figure
      caption={caption}
      chart={
        <div>
          <div className={classes.strip} role="img" aria-label={caption}>
            {bars(points, MOST_BARS).map(point => (
              <span
                key={point.at}
                className={classes.bar}
                data-state={point.state}
                title={`${format.clockTime(point.at)} · ${t(`common.state.${point.state as "up"}`)} · ${point.reason}`}
              />
            ))}
          </div>
          <div className={classes.ends} aria-hidden="true">
            <span>{first ? format.clockTime(first.at) : ""}</span>
            <span>{t("probes.now")}</span>
          </div>
        </div>
      }
      table={
        <DataTable
          caption={caption}
          rows={[...points].reverse()}
          rowKey={point => point.at}
          columns={[
            {
              key: "at",
              head: t("common.chart.when"),
              width: "150px",
              cell: point => format.clockTime(point.at),
            },
            {
              key: "state",
              head: t("probes.column.state"),
              width: "140px",
              cell: point => <StateMark state={point.state} />,
            },
            {
              key: "latency",
              head: t("probes.column.latency"),
              width: "110px",
              align: "end",
              cell: point =>
                point.latency_ms === null ? (
                  <Unknown because={point.reason} />
                ) : (
                  format.span(point.latency_ms / 1000)
                ),
            },
            { key: "reason", head: t("probes.column.reason"), cell: point => point.reason },
          ]}
        />
      }
    />
  );
}
