// Ten thousand items of a made-up shop, and its repositories.
import { below, minutesAgo, pick, roll, uuid } from "./dice.ts";

const NOUNS = [
  "order",
  "invoice",
  "parcel",
  "refund",
  "customer",
  "basket",
  "voucher",
  "price",
  "stock",
  "supplier",
  "courier",
  "return",
];
const VERBS = [
  "create",
  "list",
  "cancel",
  "confirm",
  "sync",
  "export",
  "recount",
  "notify",
  "archive",
  "validate",
];
const SERVICES = ["shop-api", "checkout", "warehouse", "billing", "notify", "admin-web"];
const OWNERS = ["@team-checkout", "@team-warehouse", "@team-billing", "@platform", null];

type Draft = { name: string; path: string; language: string | null; attributes: Record<string, unknown> };

const columns = () =>
  ["id uuid", "created_at timestamptz", "workspace_id uuid", "name text", "total_minor bigint"].map(text => {
    const [name, type] = text.split(" ") as [string, string];
    return { name, type, nullable: name === "name" };
  });

const MAKE: Record<string, (n: number) => Draft> = {
  service: n => ({
    name: SERVICES[n % SERVICES.length] as string,
    path: `services/${SERVICES[n % SERVICES.length]}/app.py`,
    language: "python",
    attributes: { framework: "fastapi", container: "Dockerfile", ports: [8000 + n], external: n > 4 },
  }),
  route: n => {
    const noun = pick(NOUNS);
    const method = pick(["GET", "POST", "PUT", "DELETE", "PATCH"]);
    return {
      name: `${method} /api/v2/${noun}s/${pick(["", "{id}", "{id}/lines", "export", "search"])}${n % 7 === 0 ? n : ""}`,
      path: `services/${pick(SERVICES)}/routes/${noun}s.py`,
      language: "python",
      attributes: { handler: `${pick(VERBS)}_${noun}`, method, service: pick(SERVICES) },
    };
  },
  task: n => ({
    name: `${pick(VERBS)}_${pick(NOUNS)}_${n}`,
    path: `services/${pick(SERVICES)}/tasks.py`,
    language: "python",
    attributes: { queue: pick(["default", "slow", "mail"]), runner: "celery" },
  }),
  schedule: n => ({
    name: `nightly_${pick(VERBS)}_${n}`,
    path: "services/warehouse/beat.py",
    language: "python",
    attributes: { cron: "0 3 * * *" },
  }),
  workflow: n => ({
    name: ["test", "release", "nightly", "lint"][n % 4] as string,
    path: `.github/workflows/${["test", "release", "nightly", "lint"][n % 4]}.yml`,
    language: "yaml",
    attributes: { on: ["push", "pull_request"] },
  }),
  job: n => ({
    name: `${pick(["test.yml", "release.yml"])}/${pick(["unit", "build", "publish", "e2e"])}-${n}`,
    path: ".github/workflows/test.yml",
    language: "yaml",
    attributes: { runs_on: "ubuntu-24.04" },
  }),
  script: n => ({
    name: `packages/web:${pick(["build", "test", "lint", "dev"])}${n}`,
    path: "packages/web/package.json",
    language: "json",
    attributes: { command: "vite build" },
  }),
  table: n => ({
    name: `public.${pick(NOUNS)}_${pick(NOUNS)}${n}`,
    path: `supabase/migrations/2025${String(n).padStart(4, "0")}_init.sql`,
    language: "sql",
    attributes: { columns: columns(), primary_key: "id", row_security: roll() > 0.5 },
  }),
  view: n => ({
    name: `reporting.${pick(NOUNS)}_by_day${n}`,
    path: "supabase/migrations/20250301_views.sql",
    language: "sql",
    attributes: {},
  }),
  sql_function: n => ({
    name: `public.${pick(VERBS)}_${pick(NOUNS)}${n}(uuid, integer)`,
    path: "supabase/migrations/20250302_functions.sql",
    language: "sql",
    attributes: { language: "plpgsql", security: "definer" },
  }),
  trigger: n => ({
    name: `public.${pick(NOUNS)}.touch_${n}`,
    path: "supabase/migrations/20250303_triggers.sql",
    language: "sql",
    attributes: { timing: "before update" },
  }),
  edge_function: n => ({
    name: `${pick(VERBS)}-${pick(NOUNS)}${n}`,
    path: `supabase/functions/${pick(VERBS)}/index.ts`,
    language: "typescript",
    attributes: {},
  }),
  test_suite: n => ({
    name: `services/${SERVICES[n % SERVICES.length]}/tests`,
    path: `services/${SERVICES[n % SERVICES.length]}/tests`,
    language: "python",
    attributes: { runner: "pytest", cases: below(400) },
  }),
};

const COUNTS: Record<string, number> = {
  service: 6,
  route: 6200,
  task: 420,
  schedule: 18,
  workflow: 4,
  job: 31,
  script: 64,
  table: 1240,
  view: 88,
  sql_function: 1650,
  trigger: 240,
  edge_function: 33,
  test_suite: 6,
};

export const repository = {
  id: uuid(),
  name: "corner-shop",
  path: "/srv/corner-shop",
  remote: "git@example.org:shop/corner-shop.git",
  commit: "4e96ad86",
  scanned_at: minutesAgo(4),
  files: 18_412,
  skipped: 12,
  items: 10_000,
};

export const items = Object.entries(COUNTS).flatMap(([kind, count]) =>
  Array.from({ length: count }, (_, n) => {
    const made = (MAKE[kind] as (n: number) => Draft)(n);
    return {
      id: uuid(),
      repository_id: repository.id,
      repository: repository.name,
      kind,
      ...made,
      line: made.path.endsWith("tests") ? null : 1 + below(600),
      owner: pick(OWNERS),
      first_seen: minutesAgo(below(200_000)),
      last_seen: minutesAgo(4),
      active: roll() > 0.02,
      used_by: null as string[] | null,
    };
  }),
);

export const skipped = Array.from({ length: 12 }, (_, n) => ({
  path: `services/${pick(SERVICES)}/legacy/${pick(NOUNS)}_${n}.py`,
  reason: pick(["Line 14: the string is never closed.", "The file is not UTF-8 text.", "Larger than 2 MB."]),
}));

export function summary() {
  const kinds: Record<string, { active: number; gone: number; new: number }> = {};
  for (const item of items) {
    kinds[item.kind] ??= { active: 0, gone: 0, new: 0 };
    const count = kinds[item.kind] as { active: number; gone: number; new: number };
    if (item.active) count.active += 1;
    else count.gone += 1;
  }
  if (kinds.route) kinds.route.new = 14;
  if (kinds.table) kinds.table.new = 2;
  return {
    kinds,
    total: items.filter(item => item.active).length,
    skipped: skipped.length,
    scanned_at: repository.scanned_at,
    repositories: 1,
  };
}
