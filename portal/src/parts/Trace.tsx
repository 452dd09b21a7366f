// A run of measured values as a thin line with its last point; drawn by hand, described by its caption elsewhere.

export type TracePoint = { at: string; value: number };
type Props = { points: TracePoint[]; width?: number; height?: number; tone?: "good" | "bad" | "plain" };

const PAD = 4;

/** Corner points of the line in the box, oldest first; a flat run lies in the middle. */
export function trace(points: TracePoint[], width: number, height: number): [number, number][] {
  const times = points.map(point => new Date(point.at).getTime());
  const values = points.map(point => point.value);
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const [start, end] = [Math.min(...times), Math.max(...times)];
  return points.map((point, index) => {
    const along =
      end > start
        ? ((times[index] ?? start) - start) / (end - start)
        : index / Math.max(1, points.length - 1);
    const up = high > low ? (point.value - low) / (high - low) : 0.5;
    return [PAD + along * (width - 2 * PAD), height - PAD - up * (height - 2 * PAD)];
  });
}

const TONES = { good: "var(--moss)", bad: "var(--shu)", plain: "var(--ai)" };

export function Trace({ points, width = 132, height = 34, tone = "plain" }: Props) {
  const corners = trace(points, width, height);
  const last = corners.at(-1);
  const line = corners.map(([x, y]) => `${x.toFixed(1)} ${y.toFixed(1)}`).join("L");
  return (
    <svg
      viewBox={`0 0 ${width} ${height}`}
      width={width}
      height={height}
      aria-hidden="true"
      focusable="false"
    >
      {corners.length > 1 ? (
        <path d={`M${line}`} fill="none" stroke={TONES[tone]} strokeWidth="1.5" strokeLinejoin="round" />
      ) : null}
      {last ? <circle cx={last[0]} cy={last[1]} r="2.5" fill={TONES[tone]} /> : null}
    </svg>
  );
}
