// Findings against a handful of standards.
import { below, daysAhead, minutesAgo, pick, roll, uuid } from "./dice.ts";
import { items } from "./inventory.ts";

export type Waiver = {
  id: string;
  owner: string;
  reason: string;
  category: string;
  expires_at: string;
  created_at: string;
};

export const RULES = [
  {
    id: "timeouts-on-calls",
    title: "Outgoing calls have a timeout",
    severity: "critical",
    kind: "pattern",
    message: "httpx.get is called without a timeout",
    suggestion: "Pass timeout=5.0, or use the shared client in services/common/http.py.",
    evidence:
      'def fetch_rates(currency: str) -> dict:\n    response = httpx.get(f"{RATES_URL}/{currency}")\n    return response.json()',
  },
  {
    id: "workspace-column",
    title: "Every table belongs to a workspace",
    severity: "critical",
    kind: "columns",
    message: "Table has no column workspace_id",
    suggestion: "Add workspace_id uuid not null references workspaces(id) in a migration.",
    evidence: "create table public.voucher_stock3 (\n  id uuid primary key,\n  code text not null\n);",
  },
  {
    id: "no-print",
    title: "No print in services",
    severity: "warning",
    kind: "pattern",
    message: "print is called in a service",
    suggestion: "Use the module's logger.",
    evidence: '    print("parcel", parcel.id, parcel.state)',
  },
  {
    id: "route-size",
    title: "A handler has at most 60 lines",
    severity: "warning",
    kind: "size",
    message: "confirm_order has 148 lines",
    suggestion: "Move the pricing steps into rules.",
    evidence: "async def confirm_order(order_id: UUID, body: ConfirmBody) -> OrderView:\n    ...",
  },
  {
    id: "documented-public",
    title: "Public names are documented",
    severity: "info",
    kind: "docs",
    message: "recount_stock has no docstring",
    suggestion: "Say in one sentence what it does and what it raises.",
    evidence: "def recount_stock(shelf: Shelf) -> int:",
  },
];

export const findings = Array.from({ length: 268 }, (_, n) => {
  const rule = RULES[Math.min(RULES.length - 1, Math.floor(roll() * roll() * 8))] as (typeof RULES)[number];
  const item = pick(items.slice(0, 900));
  const state = n % 17 === 0 ? "waived" : n % 9 === 0 ? "resolved" : "open";
  const waiver: Waiver | null =
    state === "waived"
      ? {
          id: uuid(),
          owner: "Mira",
          reason: "Replaced with the new courier client in March.",
          category: "planned",
          expires_at: daysAhead(41),
          created_at: minutesAgo(9000),
        }
      : null;
  return {
    id: uuid(),
    rule: rule.id,
    title: rule.title,
    severity: rule.severity,
    state,
    path: item.path.endsWith(".sql")
      ? item.path
      : `services/${pick(["checkout", "warehouse", "billing"])}/${pick(["routes", "tasks", "clients"])}/${pick(["orders", "rates", "parcels", "refunds"])}.py`,
    line: 1 + below(400),
    item_id: item.id,
    message: rule.message,
    evidence: rule.evidence,
    suggestion: rule.suggestion,
    docs: null,
    first_detected: minutesAgo(below(90_000)),
    last_detected: minutesAgo(4),
    resolved_at: state === "resolved" ? minutesAgo(below(9000)) : null,
    times_reopened: n % 31 === 0 ? 2 : 0,
    waiver,
  };
});

export const history = (finding: (typeof findings)[number]) => [
  { at: finding.first_detected, event: "detected", note: `${finding.path}:${finding.line}` },
  { at: minutesAgo(3000), event: "moved", note: "12 lines down, same text" },
  ...(finding.waiver
    ? [{ at: finding.waiver.created_at, event: "waived", note: finding.waiver.reason }]
    : []),
];

export function findingsSummary() {
  const open = { critical: 0, warning: 0, info: 0 };
  for (const finding of findings) if (finding.state === "open") open[finding.severity as "info"] += 1;
  const count = (state: string) => findings.filter(finding => finding.state === state).length;
  return {
    open,
    waived: count("waived"),
    resolved: count("resolved"),
    new_last_7_days: 9,
    resolved_last_7_days: 21,
  };
}

const RANK: Record<string, number> = { critical: 0, warning: 1, info: 2 };
export const worstFirst = (a: { severity: string }, b: { severity: string }) =>
  (RANK[a.severity] ?? 3) - (RANK[b.severity] ?? 3);

export function shortList() {
  const shown = RULES.slice(0, 3).map((rule, index) => {
    const open = findings.filter(finding => finding.rule === rule.id && finding.state === "open");
    const touched = new Set(open.map(finding => finding.item_id)).size;
    return {
      rank: index + 1,
      key: rule.id,
      title: rule.title,
      severity: rule.severity,
      reason: `${open.length} places in ${new Set(open.map(f => f.path)).size} files; the oldest has been open for 62 days and it touches three of the six services.`,
      findings: open.length,
      reach: { items: touched, files: new Set(open.map(f => f.path)).size, of_items: 10_000 },
      oldest_at: open.map(f => f.first_detected).sort()[0] ?? minutesAgo(5),
      evidence: open
        .slice(0, 3)
        .map(f => ({ finding_id: f.id, path: f.path, line: f.line, message: f.message })),
      suggestion: rule.suggestion,
    };
  });
  return {
    items: shown,
    explanation:
      "Ranked by severity first, then by the share of the inventory touched, then by age. Waived findings do not count.",
    as_of: minutesAgo(4),
  };
}
