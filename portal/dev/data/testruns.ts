// Test runs with cases, coverage, flaky and slow ones.
import { below, minutesAgo, pick, roll, uuid } from "./dice.ts";

const SUITES = [
  "services/checkout/tests",
  "services/warehouse/tests",
  "services/billing/tests",
  "packages/web",
  "supabase/tests",
];

export const runs = Array.from({ length: 74 }, (_, n) => {
  const measured = n % 11 !== 4;
  const failed = measured && n % 5 === 0 ? 1 + below(4) : 0;
  const total = 180 + below(90);
  const suite = SUITES[n % SUITES.length] as string;
  return {
    id: uuid(),
    suite,
    runner: suite === "packages/web" ? "vitest" : "pytest",
    source: n % 13 === 2 ? "import" : "run",
    state: measured ? (failed > 0 ? "failed" : "passed") : "not_measured",
    reason: measured ? null : "pgTAP is not installed: pg_prove was not found on PATH.",
    started_at: minutesAgo(12 + n * 190),
    duration_s: measured ? 8 + roll() * 60 : null,
    total: measured ? total : null,
    passed: measured ? total - failed - 3 : null,
    failed: measured ? failed : null,
    errors: measured ? 0 : null,
    skipped: measured ? 3 : null,
    coverage: measured && n % 3 !== 1 ? { lines_covered: 8123, lines_total: 9410, percent: 86.3 } : null,
    commit: "4e96ad86",
    from_cache: n % 6 === 3,
    execution_rate: measured ? 0.98 : null,
  };
});

const NAMES = [
  "an order without lines is refused",
  "a refund never exceeds what was paid",
  "parcels are counted once",
  "prices round half up",
  "a voucher works once",
];

export const cases = Array.from({ length: 212 }, (_, n) => {
  const outcome = n < 2 ? "failed" : n === 2 ? "error" : n < 6 ? "skipped" : "passed";
  return {
    id: uuid(),
    suite: SUITES[0] as string,
    name: `test_orders.py::test_rules[${NAMES[n % NAMES.length]} ${n}]`,
    file: "services/checkout/tests/test_orders.py",
    line: 10 + n,
    outcome,
    duration_s: roll() * roll() * 3,
    message:
      outcome === "failed"
        ? "assert 1199 == 1200"
        : outcome === "error"
          ? "fixture 'courier' raised ConnectionError"
          : outcome === "skipped"
            ? "needs PostgreSQL"
            : null,
    output:
      outcome === "failed"
        ? "    def test_rules(case):\n        total = price(case.lines)\n>       assert total == case.total\nE       assert 1199 == 1200\n\ntests/test_orders.py:31: AssertionError"
        : null,
  };
});

export const coverage = Array.from({ length: 34 }, (_, n) => {
  const percent = n === 33 ? null : Math.min(100, 52 + n * 1.7);
  return {
    module: `services/checkout/${pick(["rules", "routes", "clients", "tasks"])}/${pick(["orders", "rates", "vouchers"])}_${n}.py`,
    lines_covered: Math.round((percent ?? 0) * 1.2),
    lines_total: 120,
    percent,
    threshold: 80,
    below: percent !== null && percent < 80,
  };
});

export const flaky = NAMES.slice(0, 3).map((name, n) => ({
  suite: SUITES[n] as string,
  name,
  runs: 40 - n,
  flips: 7 - n * 2,
  last_failed_at: minutesAgo(300 + n * 4000),
  last_outcome: n === 0 ? "failed" : "passed",
}));
export const slowest = NAMES.map((name, n) => ({
  suite: SUITES[n % 3] as string,
  name,
  runs: 30,
  median_s: 9.4 / (n + 1),
  max_s: 14.9 / (n + 1),
}));
