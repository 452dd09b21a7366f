// Severities and states as shape plus word plus colour, so that none of the three is needed alone.
import { useTranslation } from "react-i18next";
import classes from "./Mark.module.css";

type Tone = "bad" | "warn" | "note" | "good" | "plain";
type Shape = "diamond" | "triangle" | "dot" | "check" | "cross" | "dash" | "question" | "turn";

const SEVERITIES: Record<string, [Tone, Shape]> = {
  critical: ["bad", "diamond"],
  warning: ["warn", "triangle"],
  info: ["note", "dot"],
};

const STATES: Record<string, [Tone, Shape]> = {
  open: ["warn", "dot"],
  waived: ["plain", "dash"],
  resolved: ["good", "check"],
  pass: ["good", "check"],
  fail: ["bad", "cross"],
  unknown: ["plain", "question"],
  up: ["good", "check"],
  down: ["bad", "cross"],
  running: ["note", "turn"],
  due: ["plain", "turn"],
  done: ["good", "check"],
  passed: ["good", "check"],
  failed: ["bad", "cross"],
  error: ["bad", "cross"],
  skipped: ["plain", "dash"],
  not_measured: ["plain", "question"],
  cancelled: ["plain", "dash"],
  improving: ["good", "check"],
  degrading: ["bad", "cross"],
  stable: ["plain", "dash"],
  active: ["good", "dot"],
  gone: ["plain", "dash"],
};

const SHAPES: Record<Shape, string> = {
  diamond: "M6 .8 11.2 6 6 11.2.8 6z",
  triangle: "M6 1.2 11.3 10.8H.7z",
  dot: "M6 2.5a3.5 3.5 0 1 1 0 7 3.5 3.5 0 0 1 0-7z",
  check: "M1.8 6.3 4.8 9.3 10.3 2.8",
  cross: "M2.3 2.3l7.4 7.4M9.7 2.3 2.3 9.7",
  dash: "M2 6h8",
  question: "M4 4.2a2 2 0 1 1 2.7 1.9c-.5.2-.7.6-.7 1.2M6 9.8v.01",
  turn: "M6 1.8a4.2 4.2 0 1 1-4 3",
};
const FILLED: ReadonlySet<Shape> = new Set(["diamond", "triangle", "dot"]);

function Drawn({ tone, shape, word, bare }: { tone: Tone; shape: Shape; word: string; bare?: boolean }) {
  const filled = FILLED.has(shape);
  return (
    <span className={classes.mark} data-tone={tone} title={bare ? word : undefined}>
      <svg
        className={classes.shape}
        viewBox="0 0 12 12"
        width="11"
        height="11"
        aria-hidden="true"
        fill={filled ? "currentColor" : "none"}
        stroke={filled ? "none" : "currentColor"}
        strokeWidth="1.8"
        strokeLinecap="round"
        strokeLinejoin="round"
      >
        <path d={SHAPES[shape]} />
      </svg>
      <span className={bare ? "heard" : classes.word}>{word}</span>
    </span>
  );
}

export function SeverityMark({ severity, bare }: { severity: string; bare?: boolean }) {
  const { t } = useTranslation();
  const [tone, shape] = SEVERITIES[severity] ?? ["plain", "dot"];
  return (
    <Drawn
      tone={tone}
      shape={shape}
      word={t(`common.severity.${severity as "info"}`, severity)}
      bare={bare}
    />
  );
}

export function StateMark({ state, bare }: { state: string; bare?: boolean }) {
  const { t } = useTranslation();
  const [tone, shape] = STATES[state] ?? ["plain", "question"];
  return <Drawn tone={tone} shape={shape} word={t(`common.state.${state as "open"}`, state)} bare={bare} />;
}
