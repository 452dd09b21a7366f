// What mock mode answers to each question.
import type { IncomingMessage } from "node:http";
import { daysAhead, minutesAgo, uuid } from "./data/dice.ts";
import * as found from "./data/findings.ts";
import * as inventory from "./data/inventory.ts";
import { jobs, startJob } from "./data/jobs.ts";
import * as other from "./data/other.ts";
import * as tests from "./data/testruns.ts";
import { dropAll, tell } from "./mock-socket.ts";

export type Reply = { status: number; body?: unknown };
type Asked = { query: URLSearchParams; body: Record<string, unknown>; empty: boolean; id: string };
type Answer = (asked: Asked) => Reply;

const ok = (body: unknown): Reply => ({ status: 200, body });
const problem = (status: number, code: string, detail: string, hint: string): Reply => ({
  status,
  body: {
    type: `https://errors.invalid/${code}`,
    title: detail,
    status,
    detail,
    code,
    hint,
    error_id: uuid().slice(0, 13),
  },
});
const missing = () =>
  problem(
    404,
    "portal.not_found",
    "There is no such thing here.",
    "It may have been removed. Go back to the list.",
  );

function page(list: readonly unknown[], { query, empty }: Pick<Asked, "query" | "empty">): Reply {
  const rows = empty ? [] : list;
  const start = Number(query.get("cursor") ?? 0);
  const limit = Number(query.get("limit") ?? 50);
  const next = start + limit < rows.length ? String(start + limit) : null;
  return ok({ items: rows.slice(start, start + limit), next_cursor: next, total: rows.length });
}

const matches = (row: object, query: URLSearchParams, fields: string[]): boolean =>
  fields.every(
    field => !query.get(field) || String((row as Record<string, unknown>)[field]) === query.get(field),
  ) &&
  (!query.get("q") ||
    JSON.stringify(row)
      .toLowerCase()
      .includes((query.get("q") ?? "").toLowerCase()));

function job(kind: string, event: string): Reply {
  return {
    status: 202,
    body: startJob(
      kind,
      () => tell("jobs.changed"),
      () => tell(event),
    ),
  };
}

function waive({ id, body }: Asked): Reply {
  const finding = found.findings.find(each => each.id === id);
  if (!finding) return missing();
  finding.state = "waived";
  finding.waiver = {
    id: uuid(),
    owner: "Mira",
    reason: String(body.reason),
    category: String(body.category),
    expires_at: String(body.expires_at),
    created_at: new Date().toISOString(),
  };
  tell("findings.changed");
  return { status: 201, body: finding };
}

function unwaive({ id }: Asked): Reply {
  const finding = found.findings.find(each => each.id === id);
  if (!finding) return missing();
  finding.state = "open";
  finding.waiver = null;
  tell("findings.changed");
  return { status: 204 };
}

function createKey({ body }: Asked): Reply {
  const key = {
    ...(other.keys[0] as other.Key),
    id: uuid(),
    name: String(body.name),
    scopes: body.scopes as string[],
    created_at: new Date().toISOString(),
    last_used_at: null,
    expires_at: body.expires_in_days ? daysAhead(Number(body.expires_in_days)) : null,
  };
  other.keys.unshift(key);
  return { status: 201, body: { key, secret: `kz_${uuid().replaceAll("-", "")}` } };
}

const nothing = {
  ...inventory.summary(),
  kinds: {},
  total: 0,
  skipped: 0,
  scanned_at: null,
  repositories: 0,
};
const noFindings = {
  open: { critical: 0, warning: 0, info: 0 },
  waived: 0,
  resolved: 0,
  new_last_7_days: 0,
  resolved_last_7_days: 0,
};
const noTrends = { as_of: minutesAgo(0), series: [] };
const noList = { items: [], explanation: "There is nothing to rank.", as_of: minutesAgo(0) };

const home = ({ empty }: Asked): Reply =>
  ok({
    workspace: "local",
    repositories: empty ? [] : [inventory.repository],
    inventory: empty ? nothing : inventory.summary(),
    findings: empty ? noFindings : found.findingsSummary(),
    short_list: empty ? noList : found.shortList(),
    latest_run: empty ? null : tests.runs[0],
    health: empty ? { up: 0, down: 0, unknown: 0 } : { up: 3, down: 1, unknown: 1 },
    trends: empty ? noTrends : other.trends(),
    checklist: empty
      ? other.checklist.map(step => ({ ...step, done: false, hint: step.hint || "Use the button above." }))
      : other.checklist,
  });

const session = {
  person: { id: uuid(), name: "Mira", role: "owner" },
  key: null,
  workspace: { id: uuid(), name: "corner-shop" },
  csrf_token: "mock",
  version: "0.1.0",
};

const ROUTES: [string, RegExp, Answer][] = [
  ["GET", /^session$/, () => ok(session)],
  [
    "POST",
    /^session$/,
    ({ body }) =>
      body.token === "used"
        ? problem(
            401,
            "access.link_used",
            "This sign-in link has been used.",
            "Ask for a new one with kaizen keys sign-in-link.",
          )
        : ok(session),
  ],
  ["DELETE", /^session$/, () => ({ status: 204 })],
  ["GET", /^home$/, home],
  ["GET", /^inventory\/summary$/, ({ empty }) => ok(empty ? nothing : inventory.summary())],
  [
    "GET",
    /^inventory\/items$/,
    asked =>
      page(
        inventory.items
          .filter(item => matches(item, asked.query, ["kind", "owner", "language", "active"]))
          .sort((a, b) =>
            asked.query.get("sort") === "kind" ? a.kind.localeCompare(b.kind) : a.name.localeCompare(b.name),
          ),
        asked,
      ),
  ],
  [
    "GET",
    /^inventory\/items\/([\w-]+)$/,
    ({ id }) => {
      const item = inventory.items.find(each => each.id === id);
      return item ? ok(item) : missing();
    },
  ],
  ["GET", /^inventory\/skipped$/, asked => page(inventory.skipped, asked)],
  ["GET", /^inventory\/repositories$/, asked => page([inventory.repository], asked)],
  ["POST", /^inventory\/scans$/, () => job("inventory.scan", "inventory.scanned")],
  ["GET", /^findings\/summary$/, ({ empty }) => ok(empty ? noFindings : found.findingsSummary())],
  [
    "GET",
    /^findings\/rules$/,
    asked =>
      page(
        found.RULES.map(rule => ({
          rule: rule.id,
          open: found.findings.filter(f => f.rule === rule.id && f.state === "open").length,
          waived: 2,
          resolved: 5,
          false_positives: 0,
          false_positive_rate: rule.id === "no-print" ? 0.04 : null,
        })),
        asked,
      ),
  ],
  [
    "GET",
    /^findings$/,
    asked =>
      page(
        found.findings
          .filter(f => matches(f, asked.query, ["state", "severity", "rule", "path", "item_id"]))
          .sort(found.worstFirst),
        asked,
      ),
  ],
  [
    "GET",
    /^findings\/([\w-]+)$/,
    ({ id }) => {
      const finding = found.findings.find(each => each.id === id);
      return finding ? ok({ ...finding, history: found.history(finding) }) : missing();
    },
  ],
  ["POST", /^findings\/([\w-]+)\/waiver$/, waive],
  ["DELETE", /^findings\/([\w-]+)\/waiver$/, unwaive],
  [
    "GET",
    /^standards$/,
    ({ empty }) => ok(empty ? { file: null, problems: [], checked_at: null, rules: [] } : other.standards()),
  ],
  ["POST", /^standards\/checks$/, () => job("standards.check", "standards.checked")],
  [
    "GET",
    /^standards\/([\w-]+)$/,
    ({ id }) => {
      const rule = other.standards().rules.find(each => each.id === id);
      return rule
        ? ok({
            ...rule,
            why: "A call without a timeout holds its worker until the other side answers; one slow partner stopped the checkout for 40 minutes.",
            fix: "Pass timeout= in seconds, or use the shared client.",
            examples: { bad: "httpx.get(url)", good: "httpx.get(url, timeout=5.0)" },
            exceptions: [
              {
                path: "services/billing/legacy/**",
                reason: "Goes away with the old ledger.",
                expires: daysAhead(50),
              },
            ],
          })
        : missing();
    },
  ],
  ["GET", /^testruns$/, asked => page(tests.runs, asked)],
  ["POST", /^testruns$/, () => job("testruns.run", "testruns.finished")],
  ["POST", /^testruns\/imports$/, asked => ({ ...page(tests.runs.slice(0, 1), asked), status: 201 })],
  ["GET", /^testruns\/flaky$/, asked => page(tests.flaky, asked)],
  ["GET", /^testruns\/slowest$/, asked => page(tests.slowest, asked)],
  [
    "GET",
    /^testruns\/([\w-]+)$/,
    ({ id }) => {
      const run = tests.runs.find(each => each.id === id);
      return run ? ok(run) : missing();
    },
  ],
  [
    "GET",
    /^testruns\/([\w-]+)\/cases$/,
    asked =>
      page(
        tests.cases.filter(each => matches(each, asked.query, ["outcome"])),
        asked,
      ),
  ],
  ["GET", /^testruns\/([\w-]+)\/coverage$/, asked => page(tests.coverage, asked)],
  ["GET", /^improvements\/short-list$/, ({ empty }) => ok(empty ? noList : found.shortList())],
  [
    "GET",
    /^probes$/,
    ({ empty }) =>
      ok(
        empty
          ? { file: null, problems: [], probes: [] }
          : { file: "kaizen.yaml", problems: [], probes: other.probes },
      ),
  ],
  ["POST", /^probes\/checks$/, () => job("probes.check", "probes.changed")],
  ["GET", /^probes\/([\w-]+)\/history$/, () => ok({ points: other.probeHistory })],
  ["GET", /^reports\/trends$/, ({ empty }) => ok(empty ? noTrends : other.trends())],
  ["GET", /^reports\/issues$/, () => ok(other.issues())],
  ["GET", /^keys$/, asked => page(other.keys, asked)],
  ["POST", /^keys$/, createKey],
  [
    "DELETE",
    /^keys\/([\w-]+)$/,
    ({ id }) => {
      const key = other.keys.find(each => each.id === id);
      if (key) key.revoked_at = new Date().toISOString();
      return { status: 204 };
    },
  ],
  [
    "GET",
    /^audit$/,
    asked =>
      page(
        other.audit.filter(entry => matches(entry, asked.query, ["actor", "action"])),
        asked,
      ),
  ],
  ["GET", /^system$/, () => ok(other.system)],
  ["GET", /^jobs$/, asked => page(jobs, asked)],
  [
    "GET",
    /^jobs\/([\w-]+)$/,
    ({ id }) => {
      const found = jobs.find(each => each.id === id);
      return found ? ok(found) : missing();
    },
  ],
  [
    "POST",
    /^jobs\/([\w-]+)\/cancel$/,
    ({ id }) => {
      const found = jobs.find(each => each.id === id);
      if (found) found.state = "cancelled";
      return { status: 202, body: found };
    },
  ],
  [
    "POST",
    /^mock\/drop$/,
    () => {
      dropAll();
      return ok({});
    },
  ],
  [
    "POST",
    /^mock\/finding$/,
    () => {
      found.findings.unshift({
        ...(found.findings[1] as (typeof found.findings)[number]),
        id: uuid(),
        severity: "critical",
        state: "open",
        message: "A new finding arrived",
      });
      tell("findings.changed");
      return ok({});
    },
  ],
];

export function answer(request: IncomingMessage, body: Record<string, unknown>, mood: string): Reply {
  const url = new URL(request.url ?? "/", "http://mock");
  const path = url.pathname.replace("/api/v1/", "");
  if (mood === "signed-out" && !(path === "session" && request.method === "POST")) {
    return problem(
      401,
      "access.not_signed_in",
      "You are not signed in.",
      "Open a one-time link: kaizen keys sign-in-link.",
    );
  }
  if (mood === "error" && path !== "session") {
    return problem(
      503,
      "storage.unavailable",
      "The database does not answer.",
      "Check that PostgreSQL runs at the address in KAIZEN_DATABASE_URL; Kaizen reconnects by itself.",
    );
  }
  for (const [method, pattern, reply] of ROUTES) {
    const match = method === request.method ? pattern.exec(path) : null;
    if (match) return reply({ query: url.searchParams, body, empty: mood === "empty", id: match[1] ?? "" });
  }
  return missing();
}
