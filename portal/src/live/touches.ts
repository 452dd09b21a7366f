// Which answers an event makes old: event name to the paths whose cached answers are asked again.

const EVERYWHERE = ["/api/v1/home", "/api/v1/audit"];

const TOUCHED: Record<string, readonly string[]> = {
  "inventory.scanned": ["/api/v1/inventory", "/api/v1/findings", "/api/v1/reports", "/api/v1/improvements"],
  "findings.changed": ["/api/v1/findings", "/api/v1/standards", "/api/v1/reports", "/api/v1/improvements"],
  "standards.checked": ["/api/v1/standards", "/api/v1/findings", "/api/v1/reports"],
  "testruns.finished": ["/api/v1/testruns", "/api/v1/reports", "/api/v1/inventory"],
  "testruns.progress": ["/api/v1/testruns", "/api/v1/jobs"],
  "probes.changed": ["/api/v1/probes", "/api/v1/reports"],
  "keys.changed": ["/api/v1/keys"],
  "jobs.changed": ["/api/v1/jobs", "/api/v1/system"],
};

export function touchedBy(names: Iterable<string>): Set<string> {
  const paths = new Set<string>();
  for (const name of names) {
    for (const path of TOUCHED[name] ?? []) paths.add(path);
    if (name !== "testruns.progress" && name !== "jobs.changed")
      for (const path of EVERYWHERE) paths.add(path);
  }
  return paths;
}

export const touches = (paths: Set<string>, key: unknown): boolean =>
  typeof key === "string" && [...paths].some(path => key === path || key.startsWith(`${path}/`));
