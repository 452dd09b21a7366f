// Instants and spans in words of the reader's language; every absolute time can name its zone.

export const zoneName = (language: string, at: Date = new Date()): string => {
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const short = new Intl.DateTimeFormat(language, { timeZoneName: "short" })
    .formatToParts(at)
    .find(part => part.type === "timeZoneName")?.value;
  return short && short !== zone ? `${zone}, ${short}` : zone;
};

export function exact(language: string, instant: string): string {
  return new Intl.DateTimeFormat(language, {
    year: "numeric",
    month: "short",
    day: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
    timeZoneName: "short",
  }).format(new Date(instant));
}

export function day(language: string, instant: string): string {
  return new Intl.DateTimeFormat(language, { year: "numeric", month: "short", day: "numeric" }).format(
    new Date(instant),
  );
}

export function clockTime(language: string, instant: string): string {
  return new Intl.DateTimeFormat(language, {
    day: "numeric",
    month: "short",
    hour: "2-digit",
    minute: "2-digit",
  }).format(new Date(instant));
}

const STEPS: readonly [Intl.RelativeTimeFormatUnit, number][] = [
  ["year", 31_536_000],
  ["month", 2_592_000],
  ["week", 604_800],
  ["day", 86_400],
  ["hour", 3_600],
  ["minute", 60],
  ["second", 1],
];

/** "4 minutes ago", "in 3 days"; under ten seconds "now". */
export function ago(language: string, instant: string, now: number): string {
  const seconds = Math.round((new Date(instant).getTime() - now) / 1000);
  const words = new Intl.RelativeTimeFormat(language, { numeric: "auto" });
  if (Math.abs(seconds) < 10) return words.format(0, "second");
  const [unit, size] = STEPS.find(([, length]) => Math.abs(seconds) >= length) ?? ["second", 1];
  return words.format(Math.trunc(seconds / size), unit);
}

type SpanUnit = "millisecond" | "second" | "minute" | "hour" | "day";

/** A length of time in its two largest useful units: "820 ms", "12.4 s", "3 min 20 s", "2 hr 5 min". */
export function span(language: string, seconds: number): string {
  const part = (value: number, unit: SpanUnit, digits = 0) =>
    new Intl.NumberFormat(language, {
      style: "unit",
      unit,
      unitDisplay: "short",
      maximumFractionDigits: digits,
    }).format(value);
  if (seconds < 1) return part(seconds * 1000, "millisecond", seconds < 0.01 ? 1 : 0);
  if (seconds < 60) return part(seconds, "second", seconds < 10 ? 1 : 0);
  const [large, small, size]: [SpanUnit, SpanUnit, number] =
    seconds < 3600
      ? ["minute", "second", 60]
      : seconds < 86_400
        ? ["hour", "minute", 3600]
        : ["day", "hour", 86_400];
  const whole = Math.floor(seconds / size);
  const smallSize = { minute: 1, hour: 60, day: 3600 }[large as "minute" | "hour" | "day"];
  const rest = Math.floor((seconds - whole * size) / smallSize);
  return rest > 0 ? `${part(whole, large)} ${part(rest, small)}` : part(whole, large);
}
