"""Runs unittest with the project's own Python through a small program that writes each result as JSON."""

import re
from collections.abc import Iterator
from pathlib import Path

import msgspec

from kaizen.collect.testruns import building
from kaizen.collect.testruns.model import Case, Outcome, Report, ReportFile
from kaizen.collect.testruns.packages import package_of
from kaizen.collect.testruns.places import Places
from kaizen.collect.testruns.runners.interpreters import Interpreter, interpreter_for
from kaizen.collect.testruns.runners.plan import Ended, Findings, Missing, Order, Pace, Plan
from kaizen.collect.testruns.runners.python_coverage import (
    COVERAGE,
    DATA,
    coverage_steps,
    default_source,
    read_coverage,
)

REPORT = "unittest.jsonl"
PROGRAM = Path(__file__).parent / "inside" / "unittest_report.py"
LONGEST = 1 << 20

_COLLECTED = re.compile(r"collected (\d+) items")
_ENDED = re.compile(r"\.\.\. (?:ok|FAIL|ERROR|skipped .*|expected failure|unexpected success)$")


class _Line(msgspec.Struct):
    group: str
    name: str
    outcome: Outcome
    file: str | None = None
    output: str = ""
    seconds: float | None = None


class Unittest:
    """One adapter; it keeps no state."""

    def plan(self, order: Order) -> Plan | Missing:
        found = interpreter_for(order.suite, "coverage")
        if isinstance(found, Missing):
            return found
        folder = package_of(order.suite)
        target = order.suite.path.relative_to(folder).as_posix()
        program = (str(PROGRAM), str(order.scratch / REPORT), target, _top(order.suite.path, folder))
        return _with_coverage(order, found, folder, program)

    def follow(self, line: str, pace: Pace) -> None:
        if collected := _COLLECTED.fullmatch(line.strip()):
            pace.total = int(collected[1])
        elif _ENDED.search(line.rstrip()):
            pace.done += 1

    def read(self, order: Order, plan: Plan, ended: Ended) -> Findings:
        file = order.report(REPORT)
        report = read_report(file, order.suite.root) if file.path.is_file() else None
        return Findings(report, read_coverage(order, plan.folder), None, plan.notes)


def _top(suite: Path, folder: Path) -> str:
    """The folder that modules are named from: the package's where every folder on the way is importable."""
    way = [suite, *(above for above in suite.parents if folder in above.parents)]
    importable = all((place / "__init__.py").is_file() for place in way)
    return "." if suite == folder or importable else suite.relative_to(folder).as_posix()


def _with_coverage(order: Order, found: Interpreter, folder: Path, program: tuple[str, ...]) -> Plan:
    python, version = str(found.path), f"unittest, Python {found.version}"
    if not order.coverage:
        return Plan((python, *program), folder, version, found.environment)
    if "coverage" not in found.found:
        note = "coverage was not measured: coverage is not installed for this suite"
        return Plan((python, *program), folder, version, found.environment, notes=(note,))
    data = str(order.scratch / DATA)
    measured = (python, "-m", "coverage", "run", f"--data-file={data}", *default_source(folder), *program)
    after = coverage_steps(python, data, order.scratch / COVERAGE)
    return Plan(measured, folder, version, found.environment, after=after)


def read_report(file: ReportFile, root: Path) -> Report:
    """Cases in the order in which they ended; a last line that breaks off, as after a crash, is left out."""
    return building.report(_cases(file, Places(root)))


def _cases(file: ReportFile, places: Places) -> Iterator[Case]:
    decoder = msgspec.json.Decoder(_Line)
    with file.path.open("rb") as stream:
        for text in iter(lambda: stream.readline(LONGEST), b""):
            try:
                line = decoder.decode(text)
            except msgspec.MsgspecError:
                continue
            place = places.module(line.file) if line.file else None
            last = line.output.strip().rpartition("\n")[2]
            yield building.case(
                line.group,
                line.name,
                line.outcome,
                file=place,
                seconds=line.seconds,
                message=last,
                output=line.output if line.outcome is not Outcome.SKIPPED else None,
            )
