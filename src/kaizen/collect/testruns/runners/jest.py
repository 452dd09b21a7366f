"""Runs jest as the project has it installed; it measures coverage by itself."""

import re

from kaizen.collect.testruns import jest_json
from kaizen.collect.testruns.runners.plan import Ended, Findings, Missing, Order, Pace, Plan
from kaizen.collect.testruns.runners.scripts import tool_for
from kaizen.collect.testruns.runners.vitest import COVERAGE, REPORT, read_lcov

_TEST = re.compile(r"\s+[✓✕○✎]\s")


class Jest:
    """One adapter; it keeps no state."""

    def plan(self, order: Order) -> Plan | Missing:
        tool = tool_for(order.suite, "jest")
        if isinstance(tool, Missing):
            return tool
        target = order.suite.path.relative_to(tool.folder).as_posix()
        written = f"--outputFile={order.scratch / REPORT}"
        argv = (*tool.command, "--ci", "--verbose", "--json", written, "--testLocationInResults")
        if order.coverage:
            folder = f"--coverageDirectory={order.scratch / COVERAGE}"
            argv = (*argv, "--coverage", "--coverageReporters=lcovonly", folder)
        if target != ".":
            argv = (
                *argv,
                "--testPathPatterns" if _renamed(tool.version) else "--testPathPattern",
                f"{re.escape(target)}/",
            )
        return Plan(argv, tool.folder, f"jest {tool.version}")

    def follow(self, line: str, pace: Pace) -> None:
        pace.done += bool(_TEST.match(line))

    def read(self, order: Order, plan: Plan, ended: Ended) -> Findings:
        file = order.report(REPORT)
        report = jest_json.read(file, order.suite.root) if file.path.is_file() else None
        return Findings(report, read_lcov(order, plan, COVERAGE), None, plan.notes)


def _renamed(version: str) -> bool:
    """jest 30 calls the option by another name."""
    major = version.partition(".")[0]
    return major.isdigit() and int(major) >= 30
