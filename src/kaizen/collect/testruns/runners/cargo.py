"""Runs ``cargo test`` and reads what it prints; stable Rust writes no report."""

import re
import shutil

from kaizen.collect.testruns import libtest
from kaizen.collect.testruns.model import State, Verdict
from kaizen.collect.testruns.packages import package_of
from kaizen.collect.testruns.runners.plan import Ended, Findings, Missing, Order, Pace, Plan
from kaizen.collect.testruns.runners.scripts import version_of

OUTPUT = "output.txt"
LONGEST = 1 << 16

_NOT_COMPILED = re.compile(r"^error(?:\[E\d+\])?: .*", re.MULTILINE)


class Cargo:
    """One adapter; it keeps no state."""

    def plan(self, order: Order) -> Plan | Missing:
        cargo = shutil.which("cargo")
        if not cargo:
            return Missing(f"cargo is not on the PATH, and {order.suite.name} needs it: install Rust")
        notes = ("coverage was not measured: stable Rust has no report of it",) if order.coverage else ()
        environment = {"CARGO_TERM_COLOR": "never", "CARGO_TERM_PROGRESS_WHEN": "never"}
        argv = (cargo, "test", "--no-fail-fast")
        folder = package_of(order.suite)
        spool = order.scratch / OUTPUT
        return Plan(argv, folder, version_of(cargo) or "cargo", environment, spool=spool, merged=True, notes=notes)

    def follow(self, line: str, pace: Pace) -> None:
        if more := libtest.announced(line):
            pace.total = (pace.total or 0) + more
        elif libtest.is_result(line):
            pace.done += 1

    def read(self, order: Order, plan: Plan, ended: Ended) -> Findings:
        file = order.report(OUTPUT)
        with file.path.open(encoding="utf-8", errors="replace") as stream:
            report = libtest.read_lines(iter(lambda: stream.readline(LONGEST), ""))
        failed = _NOT_COMPILED.search(ended.output) if ended.code == 101 and not report.cases else None
        verdict = Verdict(State.ERROR, f"the tests could not be built: {failed[0][:300]}") if failed else None
        return Findings(report, verdict=verdict, warnings=plan.notes)
