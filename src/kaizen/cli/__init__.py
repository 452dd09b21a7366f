"""The terminal as a door: each concept is a group, the everyday verbs are shortcuts to its commands."""

from kaizen.cli.lazy import LazyGroup

__all__ = ["root"]

LOOP = {
    "up": ("kaizen.cli.up:up", "Turn the loop over a repository, then serve the portal."),
    "discover": ("kaizen.cli.inventory:discover", "Find everything a repository consists of, from evidence."),
    "test": ("kaizen.cli.testruns:test", "Run the test suites that exist, or import their reports."),
    "check": ("kaizen.cli.shortcuts:check", "Check standards or health; exits 1 when the check says no."),
    "report": ("kaizen.cli.shortcuts:report", "Write a report of issues or trends."),
    "serve": ("kaizen.cli.serve:serve", "Serve the portal and the API."),
}
CONCEPTS = {
    "inventory": ("kaizen.cli.inventory:inventory", "Services, routes, tables, jobs and what else was discovered."),
    "testruns": ("kaizen.cli.testruns:testruns", "Runs of tests, their cases, flaky and slow ones, coverage."),
    "probes": ("kaizen.cli.probes:probes", "Health checks of what the system depends on."),
    "findings": ("kaizen.cli.findings:findings", "Everything detected that is not as it should be; waivers."),
    "standards": ("kaizen.cli.standards:standards", "The rules of standards.yaml."),
    "slos": ("kaizen.cli.slos:slos", "Service level objectives, judged from files of minutes."),
    "improvements": ("kaizen.cli.improvements:improvements", "What to improve first, and why."),
    "keys": ("kaizen.cli.keys:keys", "API keys and sign-in links."),
    "audit": ("kaizen.cli.audit:audit", "Who changed what."),
    "jobs": ("kaizen.cli.jobs:jobs", "Background work: what is due, running and done."),
    "db": ("kaizen.cli.database:db", "The state database and its migrations."),
}

root = LazyGroup(
    "kaizen",
    commands={**LOOP, **CONCEPTS},
    sections={"Every day": list(LOOP), "Concepts": list(CONCEPTS)},
    help="Kaizen keeps one list of what to improve next, ranked by evidence.",
)
