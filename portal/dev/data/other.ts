// Standards, probes, trends, keys, audit and the system of the made-up shop.
import { daysAhead, minutesAgo, pick, roll, uuid } from "./dice.ts";
import { findings, findingsSummary, RULES } from "./findings.ts";

export const ruleView = (rule: (typeof RULES)[number]) => {
  const open = findings.filter(f => f.rule === rule.id && f.state === "open").length;
  return {
    id: rule.id,
    title: rule.title,
    kind: rule.kind,
    severity: rule.severity,
    scope: ["services/**"],
    state: open > 0 ? "fail" : "pass",
    open,
    checked: 412,
    reason: open > 0 ? `${open} of 412 places break it.` : "412 places checked.",
    docs: null,
  };
};

export const standards = () => ({
  file: "standards.yaml",
  problems: [] as string[],
  checked_at: minutesAgo(4),
  rules: [
    ...RULES.map(ruleView),
    {
      id: "coverage-critical",
      title: "Critical paths are covered to 90 %",
      kind: "coverage",
      severity: "warning",
      scope: ["services/billing/**"],
      state: "unknown",
      open: null,
      checked: null,
      reason: "No coverage was measured for these paths yet. Run the tests with coverage.",
      docs: null,
    },
    {
      id: "readme",
      title: "Every service has a README",
      kind: "files",
      severity: "info",
      scope: ["services/*"],
      state: "pass",
      open: 0,
      checked: 6,
      reason: "6 places checked.",
      docs: null,
    },
  ],
});

const probe = (
  name: string,
  kind: string,
  target: string,
  state: string,
  reason: string,
  extra: object = {},
) => ({
  name,
  kind,
  target,
  interval_s: 60,
  state,
  reason,
  checked_at: minutesAgo(1),
  latency_ms: state === "up" ? 12 + roll() * 60 : null,
  depends_on: [] as string[],
  availability_24h: state === "unknown" ? null : 0.9987,
  since: minutesAgo(900),
  ...extra,
});

export const probes = [
  probe("checkout", "http", "http://127.0.0.1:8001/healthz", "down", "Connection refused.", {
    depends_on: ["database"],
    availability_24h: 0.914,
    since: minutesAgo(17),
  }),
  probe("nightly-export", "heartbeat", "nightly-export", "unknown", "No heartbeat has arrived yet.", {
    checked_at: null,
    since: null,
  }),
  probe("database", "sql", "postgresql://shop@127.0.0.1/shop", "up", "Answered select 1."),
  probe("cache", "redis", "redis://127.0.0.1:6379", "up", "Answered PING."),
  probe("shop-api", "http", "http://127.0.0.1:8000/healthz", "up", "Status 200."),
];

export const probeHistory = Array.from({ length: 48 }, (_, n) => ({
  at: minutesAgo((48 - n) * 30),
  state: n > 44 ? "down" : n === 20 ? "unknown" : "up",
  latency_ms: n > 44 || n === 20 ? null : 20 + roll() * 40,
  reason: n > 44 ? "Connection refused." : n === 20 ? "Kaizen was not running." : "Status 200.",
}));

const points = (from: number, to: number, count = 24) =>
  Array.from({ length: count }, (_, n) => ({
    at: minutesAgo((count - n) * 1440),
    value:
      Math.round((from + ((to - from) * n) / count + (roll() - 0.5) * Math.abs(from - to) * 0.25) * 10) / 10,
  }));

export const trends = () => ({
  as_of: minutesAgo(4),
  series: [
    {
      name: "findings_open",
      title: "Open findings",
      unit: "",
      better: "lower",
      state: "improving",
      reason: "From 310 to 233 in 24 days.",
      latest: 233,
      points: points(310, 233),
    },
    {
      name: "coverage",
      title: "Coverage",
      unit: "%",
      better: "higher",
      state: "stable",
      reason: "Between 85.9 and 86.6 in 24 days.",
      latest: 86.3,
      points: points(85.9, 86.4),
    },
    {
      name: "failures",
      title: "Failed tests",
      unit: "",
      better: "lower",
      state: "degrading",
      reason: "From 1 to 4 a day in 24 days.",
      latest: 4,
      points: points(1, 4),
    },
    {
      name: "skipped",
      title: "Files not understood",
      unit: "",
      better: "lower",
      state: "unknown",
      reason: "One scan only; a trend needs at least 8.",
      latest: null,
      points: [] as { at: string; value: number }[],
    },
  ],
});

export const issues = () => ({
  as_of: minutesAgo(4),
  repository: "corner-shop",
  totals: findingsSummary(),
  groups: RULES.map(rule => ({
    severity: rule.severity,
    rule: rule.id,
    title: rule.title,
    open: findings.filter(f => f.rule === rule.id && f.state === "open").length,
    oldest_at: minutesAgo(80_000),
    places: findings
      .filter(f => f.rule === rule.id && f.state === "open")
      .slice(0, 5)
      .map(f => ({ path: f.path, line: f.line, message: f.message })),
  })),
});

export type Key = {
  id: string;
  name: string;
  prefix: string;
  scopes: string[];
  role: string;
  created_at: string;
  created_by: string | null;
  last_used_at: string | null;
  expires_at: string | null;
  revoked_at: string | null;
};

export const keys: Key[] = [
  {
    id: uuid(),
    name: "ci",
    prefix: "kz_4f1c",
    scopes: ["read", "write"],
    role: "editor",
    created_at: minutesAgo(40_000),
    created_by: "Mira",
    last_used_at: minutesAgo(22),
    expires_at: daysAhead(60),
    revoked_at: null,
  },
  {
    id: uuid(),
    name: "dashboard",
    prefix: "kz_91aa",
    scopes: ["read"],
    role: "viewer",
    created_at: minutesAgo(90_000),
    created_by: "Mira",
    last_used_at: null,
    expires_at: null,
    revoked_at: null,
  },
  {
    id: uuid(),
    name: "old laptop",
    prefix: "kz_07be",
    scopes: ["admin"],
    role: "owner",
    created_at: minutesAgo(190_000),
    created_by: "Mira",
    last_used_at: minutesAgo(120_000),
    expires_at: null,
    revoked_at: minutesAgo(100_000),
  },
];

export const audit = Array.from({ length: 130 }, (_, n) => ({
  id: uuid(),
  at: minutesAgo(3 + n * 47),
  actor: pick(["Mira", "key ci", "clock"]),
  action: pick([
    "inventory.scan",
    "findings.waive",
    "keys.create",
    "keys.revoke",
    "standards.check",
    "testruns.import",
  ]),
  subject: pick(["corner-shop", "timeouts-on-calls", "ci", "services/checkout/tests"]),
  details: { commit: "4e96ad86" },
  door: pick(["cli", "api", "jobs"]),
}));

export const system = {
  version: "0.1.0",
  started_at: minutesAgo(412),
  home: "/root/.local/share/kaizen",
  database: { kind: "sqlite", ok: true, latency_ms: 0.4, reason: "Answered select 1." },
  dependencies: [
    {
      name: "redis",
      state: "unknown",
      latency_ms: null,
      reason: "Not configured; the cache lives in the process.",
    },
    { name: "git", state: "up", latency_ms: 6.2, reason: "git 2.39.5" },
    { name: "portal", state: "up", latency_ms: 0.1, reason: "Built from the sources at hand." },
  ],
  jobs: { due: 0, leased: 0, failed: 1 },
  events: 4182,
};

export const checklist = [
  { id: "discover", title: "Read the repository", done: true, hint: "" },
  { id: "check", title: "Check the standards", done: true, hint: "" },
  { id: "tests", title: "Run the tests once", done: true, hint: "" },
  {
    id: "probes",
    title: "List what must be up",
    done: false,
    hint: "Write kaizen.yaml with a probe for each service.",
  },
  {
    id: "keys",
    title: "Give your pipeline a key",
    done: false,
    hint: "Create a key with the scopes read and write.",
  },
];
