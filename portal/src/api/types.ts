// The nouns of the API, read off its paths so that they survive any renaming of the server's schemas.
import type { paths } from "./schema.ts";

type Answer<T> = T extends { responses: infer R } ? R[keyof R & (200 | 201 | 202)] : never;
type Body<T> = T extends { content: { "application/json": infer B } } ? B : never;
export type ReadPath = {
  [P in keyof paths]: paths[P] extends { get: { responses: unknown } } ? P : never;
}[keyof paths];
export type ReadResult<P extends ReadPath> = paths[P] extends { get: infer G } ? Body<Answer<G>> : never;
export type ReadQuery<P extends ReadPath> = paths[P] extends { get: { parameters: { query?: infer Q } } }
  ? Q
  : never;
type ItemOf<P extends ReadPath> = ReadResult<P> extends { items: (infer I)[] } ? I : never;

export type Session = ReadResult<"/api/v1/session">;
export type Key = ItemOf<"/api/v1/keys">;
export type AuditEntry = ItemOf<"/api/v1/audit">;
export type Repository = ItemOf<"/api/v1/inventory/repositories">;
export type InventorySummary = ReadResult<"/api/v1/inventory/summary">;
export type Item = ItemOf<"/api/v1/inventory/items">;
export type Skipped = ItemOf<"/api/v1/inventory/skipped">;
export type FindingsSummary = ReadResult<"/api/v1/findings/summary">;
export type Finding = ItemOf<"/api/v1/findings">;
export type FindingDetail = ReadResult<"/api/v1/findings/{finding_id}">;
export type RuleRecord = ItemOf<"/api/v1/findings/rules">;
export type Standards = ReadResult<"/api/v1/standards">;
export type Rule = Standards["rules"][number];
export type RuleDetail = ReadResult<"/api/v1/standards/{rule}">;
export type Run = ItemOf<"/api/v1/testruns">;
export type Case = ItemOf<"/api/v1/testruns/{run_id}/cases">;
export type ModuleCoverage = ItemOf<"/api/v1/testruns/{run_id}/coverage">;
export type Flaky = ItemOf<"/api/v1/testruns/flaky">;
export type Slow = ItemOf<"/api/v1/testruns/slowest">;
export type ShortList = ReadResult<"/api/v1/improvements/short-list">;
export type Improvement = ShortList["items"][number];
export type Probes = ReadResult<"/api/v1/probes">;
export type Probe = Probes["probes"][number];
export type ProbePoint = ReadResult<"/api/v1/probes/{name}/history">["points"][number];
export type Trends = ReadResult<"/api/v1/reports/trends">;
export type Series = Trends["series"][number];
export type IssueReport = ReadResult<"/api/v1/reports/issues">;
export type Home = ReadResult<"/api/v1/home">;
export type System = ReadResult<"/api/v1/system">;
export type Job = ReadResult<"/api/v1/jobs/{job_id}">;
