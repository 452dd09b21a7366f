"""Runs Playwright as the project has it installed; browsers are never downloaded."""

import re

from kaizen.collect.testruns import playwright_json
from kaizen.collect.testruns.model import State, Verdict
from kaizen.collect.testruns.runners.plan import Ended, Findings, Missing, Order, Pace, Plan
from kaizen.collect.testruns.runners.scripts import tool_for

REPORT = "report.json"

_RUNNING = re.compile(r"Running (\d+) tests? using")
_TEST = re.compile(r"\s+(?:✓|✘|ok|x|-|±)\s+\d+ ")
_NO_BROWSER = "Executable doesn't exist"


class Playwright:
    """One adapter; it keeps no state."""

    def plan(self, order: Order) -> Plan | Missing:
        tool = tool_for(order.suite, "playwright", "@playwright/test")
        if isinstance(tool, Missing):
            return tool
        target = order.suite.path.relative_to(tool.folder).as_posix()
        argv = (*tool.command, "test", "--reporter=list,json")
        argv = argv if target == "." else (*argv, f"{re.escape(target)}/")
        file = str(order.scratch / REPORT)
        environment = {"PLAYWRIGHT_JSON_OUTPUT_NAME": file, "PLAYWRIGHT_JSON_OUTPUT_FILE": file}
        notes = ("coverage was not measured: Playwright drives a browser",) if order.coverage else ()
        return Plan(argv, tool.folder, f"playwright {tool.version}", environment, notes=notes)

    def follow(self, line: str, pace: Pace) -> None:
        if running := _RUNNING.search(line):
            pace.total = int(running[1])
        elif _TEST.match(line):
            pace.done += 1

    def read(self, order: Order, plan: Plan, ended: Ended) -> Findings:
        file = order.report(REPORT)
        report = playwright_json.read(file, order.suite.root) if file.path.is_file() else None
        if _NO_BROWSER in ended.output:
            reason = "the browser that Playwright needs is not installed: run npx playwright install there"
            return Findings(report, verdict=Verdict(State.NOT_MEASURED, reason), warnings=plan.notes)
        return Findings(report, warnings=plan.notes)
