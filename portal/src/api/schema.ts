// The API as the portal sees it, in the shape openapi-typescript gives; written by hand until the server describes itself.

type Json<T> = { content: { "application/json": T } };
type Path<P> = [P] extends [never] ? { path?: never } : { path: P };
type Read<Q, R, P = never> = {
  parameters: { query?: Q } & Path<P>;
  responses: { 200: Json<R> };
};
type Write<B, R, P = never> = {
  parameters: Path<P>;
  requestBody: Json<B>;
  responses: { 200: Json<R> };
};
type Remove<P = never> = { parameters: Path<P>; responses: { 204: { content?: never } } };
type Page<T> = { items: T[]; next_cursor: string | null; total: number };
type Paging = { cursor?: string; limit?: number };


type Session = {
  person: { id: string; name: string; role: string } | null;
  key: { id: string; name: string } | null;
  workspace: { id: string; name: string };
  csrf_token: string | null;
  version: string;
};
type Key = {
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
type AuditEntry = {
  id: string;
  at: string;
  actor: string;
  action: string;
  subject: string;
  details: Record<string, unknown>;
  door: string;
};
type Repository = {
  id: string;
  name: string;
  path: string;
  remote: string | null;
  commit: string | null;
  scanned_at: string | null;
  files: number | null;
  skipped: number | null;
  items: number | null;
};
type InventorySummary = {
  kinds: Record<string, { active: number; gone: number; new: number }>;
  total: number;
  skipped: number;
  scanned_at: string | null;
  repositories: number;
};
type Item = {
  id: string;
  repository_id: string;
  repository: string;
  kind: string;
  name: string;
  path: string;
  line: number | null;
  language: string | null;
  owner: string | null;
  attributes: Record<string, unknown>;
  first_seen: string;
  last_seen: string;
  active: boolean;
  used_by: string[] | null;
};
type FindingsSummary = {
  open: { critical: number; warning: number; info: number };
  waived: number;
  resolved: number;
  new_last_7_days: number;
  resolved_last_7_days: number;
};
type Finding = {
  id: string;
  rule: string;
  title: string;
  severity: string;
  state: string;
  path: string;
  line: number | null;
  item_id: string | null;
  message: string;
  evidence: string;
  suggestion: string;
  docs: string | null;
  first_detected: string;
  last_detected: string;
  resolved_at: string | null;
  times_reopened: number;
  waiver: {
    id: string;
    owner: string;
    reason: string;
    category: "false_positive" | "accepted_risk" | "planned";
    expires_at: string;
    created_at: string;
  } | null;
};
type FindingDetail = Finding & { history: { at: string; event: string; note: string }[] };
type RuleRecord = {
  rule: string;
  open: number;
  waived: number;
  resolved: number;
  false_positives: number;
  false_positive_rate: number | null;
};
type Rule = {
  id: string;
  title: string;
  kind: string;
  severity: string;
  scope: string[];
  state: string;
  open: number | null;
  checked: number | null;
  reason: string;
  docs: string | null;
};
type RuleDetail = Rule & {
  why: string;
  fix: string;
  examples: { bad: string; good: string } | null;
  exceptions: { path: string; reason: string; expires: string | null }[];
};
type Run = {
  id: string;
  suite: string;
  runner: string;
  source: string;
  state: string;
  reason: string | null;
  started_at: string;
  duration_s: number | null;
  total: number | null;
  passed: number | null;
  failed: number | null;
  errors: number | null;
  skipped: number | null;
  coverage: { lines_covered: number; lines_total: number; percent: number | null } | null;
  commit: string | null;
  from_cache: boolean;
  execution_rate: number | null;
};
type Case = {
  id: string;
  suite: string;
  name: string;
  file: string | null;
  line: number | null;
  outcome: string;
  duration_s: number | null;
  message: string | null;
  output: string | null;
};
type ModuleCoverage = {
  module: string;
  lines_covered: number;
  lines_total: number;
  percent: number | null;
  threshold: number;
  below: boolean;
};
type Flaky = { suite: string; name: string; runs: number; flips: number; last_failed_at: string; last_outcome: string };
type Slow = { suite: string; name: string; runs: number; median_s: number; max_s: number };
type ShortList = {
  items: {
    rank: number;
    key: string;
    title: string;
    severity: string;
    reason: string;
    findings: number;
    reach: { items: number; files: number; of_items: number };
    oldest_at: string;
    evidence: { finding_id: string; path: string; line: number | null; message: string }[];
    suggestion: string;
  }[];
  explanation: string;
  as_of: string;
};
type Probe = {
  name: string;
  kind: string;
  target: string;
  interval_s: number;
  state: string;
  reason: string;
  checked_at: string | null;
  latency_ms: number | null;
  depends_on: string[];
  availability_24h: number | null;
  since: string | null;
};
type Trends = {
  as_of: string;
  series: {
    name: string;
    title: string;
    unit: string;
    better: string | null;
    state: string;
    reason: string;
    latest: number | null;
    points: { at: string; value: number }[];
  }[];
};
type Job = {
  id: string;
  kind: string;
  state: string;
  progress: { step: string; done: number; total: number | null; seconds_left: number | null } | null;
  created_at: string;
  started_at: string | null;
  finished_at: string | null;
  error: Record<string, unknown> | null;
  result: Record<string, unknown> | null;
};

export interface paths {
  "/api/v1/session": {
    get: Read<never, Session>;
    post: Write<{ token: string }, Session>;
    delete: Remove;
  };
  "/api/v1/keys": {
    get: Read<Paging, Page<Key>>;
    post: Write<
      { name: string; scopes: ("read" | "write" | "admin")[]; expires_in_days: number | null },
      { key: Key; secret: string }
    >;
  };
  "/api/v1/keys/{key_id}": { delete: Remove<{ key_id: string }> };
  "/api/v1/audit": { get: Read<Paging & { actor?: string; action?: string }, Page<AuditEntry>> };
  "/api/v1/inventory/repositories": { get: Read<Paging, Page<Repository>> };
  "/api/v1/inventory/scans": { post: Write<{ path: string | null }, Job> };
  "/api/v1/inventory/summary": { get: Read<never, InventorySummary> };
  "/api/v1/inventory/items": {
    get: Read<
      Paging & {
        kind?: string;
        q?: string;
        owner?: string;
        language?: string;
        active?: boolean;
        repository_id?: string;
        sort?: string;
      },
      Page<Item>
    >;
  };
  "/api/v1/inventory/items/{item_id}": { get: Read<never, Item, { item_id: string }> };
  "/api/v1/inventory/skipped": {
    get: Read<Paging & { repository_id?: string }, Page<{ path: string; reason: string }>>;
  };
  "/api/v1/findings/summary": { get: Read<never, FindingsSummary> };
  "/api/v1/findings": {
    get: Read<
      Paging & {
        state?: string;
        severity?: string;
        rule?: string;
        path?: string;
        item_id?: string;
        q?: string;
        sort?: string;
      },
      Page<Finding>
    >;
  };
  "/api/v1/findings/{finding_id}": { get: Read<never, FindingDetail, { finding_id: string }> };
  "/api/v1/findings/{finding_id}/waiver": {
    post: Write<{ reason: string; expires_at: string; category: "false_positive" | "accepted_risk" | "planned" }, Finding, { finding_id: string }>;
    delete: Remove<{ finding_id: string }>;
  };
  "/api/v1/findings/rules": { get: Read<Paging, Page<RuleRecord>> };
  "/api/v1/standards": {
    get: Read<never, { file: string | null; problems: string[]; checked_at: string | null; rules: Rule[] }>;
  };
  "/api/v1/standards/{rule}": { get: Read<never, RuleDetail, { rule: string }> };
  "/api/v1/standards/checks": { post: Write<Record<string, never>, Job> };
  "/api/v1/testruns": {
    get: Read<Paging, Page<Run>>;
    post: Write<{ scope: string }, Job>;
  };
  "/api/v1/testruns/{run_id}": { get: Read<never, Run, { run_id: string }> };
  "/api/v1/testruns/{run_id}/cases": {
    get: Read<Paging & { outcome?: string; q?: string }, Page<Case>, { run_id: string }>;
  };
  "/api/v1/testruns/{run_id}/coverage": { get: Read<Paging, Page<ModuleCoverage>, { run_id: string }> };
  "/api/v1/testruns/flaky": { get: Read<Paging, Page<Flaky>> };
  "/api/v1/testruns/slowest": { get: Read<Paging, Page<Slow>> };
  "/api/v1/improvements/short-list": { get: Read<{ limit?: number }, ShortList> };
  "/api/v1/probes": {
    get: Read<never, { file: string | null; problems: string[]; probes: Probe[] }>;
  };
  "/api/v1/probes/{name}/history": {
    get: Read<
      { hours?: number },
      { points: { at: string; state: string; latency_ms: number | null; reason: string }[] },
      { name: string }
    >;
  };
  "/api/v1/probes/checks": { post: Write<Record<string, never>, Job> };
  "/api/v1/reports/trends": { get: Read<{ format?: string }, Trends> };
  "/api/v1/reports/issues": {
    get: Read<
      { format?: string },
      {
        as_of: string;
        repository: string | null;
        totals: FindingsSummary;
        groups: {
          severity: string;
          rule: string;
          title: string;
          open: number;
          oldest_at: string;
          places: { path: string; line: number | null; message: string }[];
        }[];
      }
    >;
  };
  "/api/v1/home": {
    get: Read<
      never,
      {
        workspace: string;
        repositories: Repository[];
        inventory: InventorySummary;
        findings: FindingsSummary;
        short_list: ShortList;
        latest_run: Run | null;
        health: { up: number; down: number; unknown: number };
        trends: Trends;
        checklist: { id: string; title: string; done: boolean; hint: string }[];
      }
    >;
  };
  "/api/v1/system": {
    get: Read<
      never,
      {
        version: string;
        started_at: string;
        home: string;
        database: { kind: string; ok: boolean; latency_ms: number | null; reason: string | null };
        dependencies: { name: string; state: string; latency_ms: number | null; reason: string | null }[];
        jobs: Record<string, number>;
        events: number;
      }
    >;
  };
  "/api/v1/jobs": { get: Read<Paging, Page<Job>> };
  "/api/v1/jobs/{job_id}": { get: Read<never, Job, { job_id: string }> };
  "/api/v1/jobs/{job_id}/cancel": { post: { parameters: { path: { job_id: string } }; responses: { 202: Json<Job> } } };
}
