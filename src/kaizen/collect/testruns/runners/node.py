"""Runs ``node --test`` on the test files of a suite; coverage where this Node can write it as LCOV."""

import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import msgspec

from kaizen.collect.testruns import junit
from kaizen.collect.testruns.model import Report, ReportFile, Suite
from kaizen.collect.testruns.packages import files_below, package_of
from kaizen.collect.testruns.places import Places
from kaizen.collect.testruns.runners.plan import Ended, Findings, Missing, Order, Pace, Plan
from kaizen.collect.testruns.runners.scripts import version_of
from kaizen.collect.testruns.runners.vitest import read_lcov

REPORT = "report.xml"
OLDEST, WITH_LCOV, WITH_TYPES = (20, 0), (20, 11), (22, 18)
LONGEST_COMMAND = 100_000

_TEST_NAME = re.compile(r"(?:.*[._-]test|test(?:-.*)?)\.[cm]?js")
_TYPED_NAME = re.compile(r"(?:.*[._-]test|test(?:-.*)?)\.[cm]?ts")
_CASE = re.compile(r"\s*(?:not )?ok \d+")
_SUBTEST = re.compile(r"\s*# Subtest:")


class Node:
    """One adapter; it keeps no state."""

    def plan(self, order: Order) -> Plan | Missing:
        node = shutil.which("node")
        said = version_of(node) if node else None
        if not node or not said:
            return Missing(f"Node.js is not on the PATH, and {order.suite.name} needs it: install Node.js 20 or later")
        version = _numbers(said)
        if version < OLDEST:
            return Missing(f"Node.js {said} has no test runner that can write a report: install Node.js 20 or later")
        folder = package_of(order.suite)
        files = [file.relative_to(folder).as_posix() for file in test_files(order.suite, typed=version >= WITH_TYPES)]
        if not files:
            return Missing(f"{order.suite.name} holds no file that node --test would run")
        if sum(map(len, files)) > LONGEST_COMMAND:
            return Missing(f"{order.suite.name} holds {len(files)} test files, too many for one command")
        options, notes = _coverage(order, version)
        reporters = (*_reporter("tap", "stdout"), *_reporter("junit", str(order.scratch / REPORT)))
        return Plan((node, "--test", *reporters, *options, *files), folder, f"Node.js {said}", notes=notes)

    def follow(self, line: str, pace: Pace) -> None:
        pace.done += bool(_CASE.match(line))

    def read(self, order: Order, plan: Plan, ended: Ended) -> Findings:
        file = order.report(REPORT)
        report = _placed(junit.read(file), order.suite) if _is_there(file) else None
        return Findings(report, read_lcov(order, plan, "coverage"), None, plan.notes)


def test_files(suite: Suite, *, typed: bool) -> Iterator[Path]:
    """The files that node itself would take for tests: by their names, and all scripts in a folder named ``test``."""
    for file in files_below(suite.path):
        named = _TEST_NAME.fullmatch(file.name) or (typed and _TYPED_NAME.fullmatch(file.name))
        inside = "test" in file.relative_to(suite.root).parent.parts and file.suffix in {".js", ".cjs", ".mjs"}
        if named or inside:
            yield file


def _coverage(order: Order, version: tuple[int, int]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    if not order.coverage:
        return (), ()
    if version < WITH_LCOV:
        return (), ("coverage was not measured: Node.js writes it from 20.11 on",)
    (order.scratch / "coverage").mkdir(exist_ok=True)
    written = _reporter("lcov", str(order.scratch / "coverage" / "lcov.info"))
    return ("--experimental-test-coverage", *written), ()


def _reporter(name: str, destination: str) -> tuple[str, str]:
    return f"--test-reporter={name}", f"--test-reporter-destination={destination}"


def _numbers(version: str) -> tuple[int, int]:
    found = re.match(r"v?(\d+)\.(\d+)", version)
    return (int(found[1]), int(found[2])) if found else (0, 0)


def _is_there(file: ReportFile) -> bool:
    return file.path.is_file() and file.path.stat().st_size > 0


def _placed(report: Report, suite: Suite) -> Report:
    """The report with files relative to the repository."""
    places = Places(suite.root)
    cases = (
        msgspec.structs.replace(case, file=places.module(case.file)) if case.file else case for case in report.cases
    )
    return replace(report, cases=tuple(cases))
