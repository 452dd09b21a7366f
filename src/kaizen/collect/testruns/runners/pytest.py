"""Runs pytest with the project's own Python; coverage where pytest-cov or coverage is installed there."""

import re
from pathlib import Path

from kaizen.collect.testruns import junit
from kaizen.collect.testruns.model import State, Verdict
from kaizen.collect.testruns.packages import package_of
from kaizen.collect.testruns.runners.interpreters import Interpreter, interpreter_for, not_installed
from kaizen.collect.testruns.runners.plan import Ended, Findings, Missing, Order, Pace, Plan
from kaizen.collect.testruns.runners.python_coverage import (
    COVERAGE,
    DATA,
    coverage_steps,
    default_source,
    measures_already,
    read_coverage,
)

REPORT = "junit.xml"

_COLLECTED = re.compile(r"collected (\d+) items?|\d+ workers? \[(\d+) items?\]")
_COUNT = re.compile(r"\[ *(\d+)/(\d+)\]$")
_TELLING = re.compile(r"^(?:E {2,}|ERROR: |\S+: error: )(\S.*)$", re.MULTILINE)
_PERCENT = re.compile(r"\[ *(\d+)%\]")


class Pytest:
    """One adapter; it keeps no state."""

    def plan(self, order: Order) -> Plan | Missing:
        found = interpreter_for(order.suite, "pytest", "pytest-cov", "coverage")
        if isinstance(found, Missing):
            return found
        if "pytest" not in found.found:
            return not_installed(order.suite, found, "pytest")
        folder = package_of(order.suite)
        options = (
            *("-v", "-o", "console_output_style=count", "-o", "junit_family=xunit1"),
            f"--junitxml={order.scratch / REPORT}",
        )
        target = order.suite.path.relative_to(folder).as_posix()
        return _with_coverage(order, found, folder, (*options, target))

    def follow(self, line: str, pace: Pace) -> None:
        line = line.rstrip()
        if collected := _COLLECTED.search(line):
            pace.total = int(collected[1] or collected[2])
        elif counted := _COUNT.search(line):
            pace.done, pace.total = int(counted[1]), int(counted[2])
        elif (share := _PERCENT.search(line)) and pace.total:
            pace.done = pace.total * min(100, int(share[1])) // 100

    def read(self, order: Order, plan: Plan, ended: Ended) -> Findings:
        file = order.report(REPORT)
        report = junit.read(file) if file.path.is_file() else None
        return Findings(report, read_coverage(order, plan.folder), _verdict(ended), plan.notes)


def _with_coverage(order: Order, found: Interpreter, folder: Path, options: tuple[str, ...]) -> Plan:
    python, data = str(found.path), str(order.scratch / DATA)
    version = f"pytest {found.found['pytest']}, Python {found.version}"
    plain = (python, "-m", "pytest", *options)
    written = order.scratch / COVERAGE
    if not order.coverage:
        return Plan(plain, folder, version, found.environment)
    if "pytest-cov" in found.found:
        extra = (f"--cov-report=json:{written}", *(() if measures_already(folder) else ("--cov",)))
        return Plan((*plain, *extra), folder, version, {**found.environment, "COVERAGE_FILE": data})
    if "coverage" not in found.found:
        note = "coverage was not measured: neither pytest-cov nor coverage is installed for this suite"
        return Plan(plain, folder, version, found.environment, notes=(note,))
    measured = (python, "-m", "coverage", "run", f"--data-file={data}", *default_source(folder), *plain[1:])
    return Plan(measured, folder, version, found.environment, after=coverage_steps(python, data, written))


def _verdict(ended: Ended) -> Verdict | None:
    """pytest's own exit codes, where they say more than the cases do."""
    meanings = {
        2: (State.ERROR, "pytest stopped before the end: it was interrupted, or files could not be collected"),
        3: (State.ERROR, "pytest met an internal error"),
        4: (State.ERROR, "pytest was called wrongly: the project's own configuration may contradict itself"),
        5: (State.NOT_MEASURED, "pytest found no cases"),
    }
    found = meanings.get(ended.code) if ended.code is not None else None
    if found is None:
        return None
    state, reason = found
    said = _TELLING.findall(ended.output) if state is State.ERROR else []
    return Verdict(state, f"{reason} ({said[-1].strip()[:300]})" if said else reason)
