// A measured run over time with its ends named: lowest and highest value, first and last day.
import { useFormat } from "../format/useFormat.ts";
import classes from "./LineChart.module.css";
import { type TracePoint, trace } from "./Trace.tsx";

const WIDTH = 520;
const HEIGHT = 150;
const TONES = { good: "var(--moss)", bad: "var(--shu)", plain: "var(--ai)" };
type Props = {
  points: TracePoint[];
  write: (value: number) => string;
  tone: "good" | "bad" | "plain";
  label: string;
};

export function LineChart({ points, write, tone, label }: Props) {
  const format = useFormat();
  const first = points[0];
  const last = points.at(-1);
  if (!first || !last) return null;
  const corners = trace(points, WIDTH, HEIGHT);
  const values = points.map(point => point.value);
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const end = corners.at(-1) ?? [0, 0];
  return (
    <div className={classes.chart}>
      <div className={classes.scale} aria-hidden="true">
        <span>{write(high)}</span>
        {high > low ? <span>{write(low)}</span> : null}
      </div>
      <svg
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={label}
        className={classes.plot}
      >
        <line x1="0" x2={WIDTH} y1="4" y2="4" className={classes.rule} />
        <line x1="0" x2={WIDTH} y1={HEIGHT - 4} y2={HEIGHT - 4} className={classes.rule} />
        <path
          d={`M${corners.map(([x, y]) => `${x.toFixed(1)} ${y.toFixed(1)}`).join("L")}`}
          fill="none"
          stroke={TONES[tone]}
          strokeWidth="1.8"
          strokeLinejoin="round"
          vectorEffect="non-scaling-stroke"
        />
        <path
          d={`M${end[0]} ${end[1]}h.01`}
          stroke={TONES[tone]}
          strokeWidth="7"
          strokeLinecap="round"
          vectorEffect="non-scaling-stroke"
        />
      </svg>
      <div className={classes.ends} aria-hidden="true">
        <span>{format.day(first.at)}</span>
        <span>{format.day(last.at)}</span>
      </div>
    </div>
  );
}
