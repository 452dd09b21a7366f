"""Runs ``go test`` on the packages of a suite; its events on standard output are the report."""

import re
import shutil

from kaizen.collect.testruns import go_json, gocover
from kaizen.collect.testruns.model import Coverage
from kaizen.collect.testruns.packages import package_of
from kaizen.collect.testruns.places import Places
from kaizen.collect.testruns.runners.measured import own_modules
from kaizen.collect.testruns.runners.plan import Ended, Findings, Missing, Order, Pace, Plan
from kaizen.collect.testruns.runners.scripts import version_of

EVENTS, PROFILE = "events.jsonl", "cover.out"

_END = re.compile(r'"Action":"(?:pass|fail|skip)".*"Test":"')


class Go:
    """One adapter; it keeps no state."""

    def plan(self, order: Order) -> Plan | Missing:
        go = shutil.which("go")
        if not go:
            return Missing(f"go is not on the PATH, and {order.suite.name} needs it: install Go")
        folder = package_of(order.suite)
        inside = order.suite.path.relative_to(folder).as_posix()
        packages = "./..." if inside == "." else f"./{inside}/..."
        covered = (f"-coverprofile={order.scratch / PROFILE}", "-coverpkg=./...") if order.coverage else ()
        argv = (go, "test", "-json", *covered, packages)
        return Plan(argv, folder, version_of(go, "version") or "go", spool=order.scratch / EVENTS)

    def follow(self, line: str, pace: Pace) -> None:
        pace.done += bool(_END.search(line))

    def read(self, order: Order, plan: Plan, ended: Ended) -> Findings:
        file = order.report(EVENTS)
        report = go_json.read(file) if file.path.stat().st_size else None
        return Findings(report, _coverage(order, plan), None, plan.notes)


def _coverage(order: Order, plan: Plan) -> Coverage | None:
    file = order.report(PROFILE)
    if not file.path.is_file():
        return None
    base = plan.folder.relative_to(order.suite.root).as_posix()
    module = gocover.module_path(plan.folder)
    return own_modules(gocover.read(file, Places(order.suite.root), module, "" if base == "." else base))
