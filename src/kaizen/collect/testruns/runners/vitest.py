"""Runs vitest as the project has it installed; coverage where one of its providers is there too."""

import re

from kaizen.collect.testruns import jest_json, lcov
from kaizen.collect.testruns.model import Coverage
from kaizen.collect.testruns.places import Places
from kaizen.collect.testruns.runners.measured import own_modules
from kaizen.collect.testruns.runners.plan import Ended, Findings, Missing, Order, Pace, Plan
from kaizen.collect.testruns.runners.scripts import has_package, tool_for

REPORT, COVERAGE = "report.json", "coverage"
PROVIDERS = ("@vitest/coverage-v8", "@vitest/coverage-istanbul")

_FILE = re.compile(r"\s*[✓✗×❯↓]\s+(?:\S+\s+)?\S+\.[cm]?[jt]sx?\s+\((\d+) tests?")


class Vitest:
    """One adapter; it keeps no state."""

    def plan(self, order: Order) -> Plan | Missing:
        tool = tool_for(order.suite, "vitest")
        if isinstance(tool, Missing):
            return tool
        target = order.suite.path.relative_to(tool.folder).as_posix()
        report = f"--outputFile.json={order.scratch / REPORT}"
        argv = (*tool.command, "run", "--reporter=default", "--reporter=json", report)
        notes: tuple[str, ...] = ()
        if order.coverage and has_package(order.suite, *PROVIDERS):
            reports = f"--coverage.reportsDirectory={order.scratch / COVERAGE}"
            argv = (*argv, "--coverage.enabled", "--coverage.reportOnFailure", "--coverage.reporter=lcovonly", reports)
        elif order.coverage:
            notes = (
                "coverage was not measured: neither @vitest/coverage-v8 nor @vitest/coverage-istanbul is installed",
            )
        argv = argv if target == "." else (*argv, "--dir", target)
        return Plan(argv, tool.folder, f"vitest {tool.version}", notes=notes)

    def follow(self, line: str, pace: Pace) -> None:
        if finished := _FILE.match(line):
            pace.done += int(finished[1])

    def read(self, order: Order, plan: Plan, ended: Ended) -> Findings:
        file = order.report(REPORT)
        report = jest_json.read(file, order.suite.root) if file.path.is_file() else None
        return Findings(report, read_lcov(order, plan, COVERAGE), None, plan.notes)


def read_lcov(order: Order, plan: Plan, folder: str) -> Coverage | None:
    """Coverage that a tool wrote as lcov.info with paths relative to where it ran, or None."""
    file = order.report(f"{folder}/lcov.info")
    if not file.path.is_file():
        return None
    base = plan.folder.relative_to(order.suite.root).as_posix()
    return own_modules(lcov.read(file, Places(order.suite.root), "" if base == "." else base))
