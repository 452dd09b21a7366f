"""Reads TAP as pg_prove prints it with --verbose: files one after another, a line for each test."""

import re
from collections.abc import Iterable

from kaizen.collect.testruns import building
from kaizen.collect.testruns.clip import Capture
from kaizen.collect.testruns.model import Case, Outcome, Report, ReportFile
from kaizen.kit.errors import KaizenError

LONGEST = 1 << 16

_FILE = re.compile(r"(\S.*?\.(?:sql|pg|t|s)) \.{2,}\s*(.*)")
_PLAN = re.compile(r"1\.\.([0-9]{1,7})\s*(?:#.*)?")
_RESULT = re.compile(r"(not )?ok\b\s*([0-9]+)?\s*(?:- )?(.*?)(?:\s*#\s*(SKIP|TODO)\b\s*(.*))?", re.IGNORECASE)
_LOST = re.compile(r"#?\s*(?:Looks like you planned ([0-9]+) tests? but ran ([0-9]+)|Bail out!\s*(.*))", re.IGNORECASE)


def read(file: ReportFile) -> Report:
    """Cases of a file of TAP; bytes that are no UTF-8 are replaced."""
    with file.path.open(encoding="utf-8-sig", errors="replace") as stream:
        return read_lines(iter(lambda: stream.readline(LONGEST), ""))


def read_lines(lines: Iterable[str]) -> Report:
    """Cases by file; a file that ran fewer tests than it planned, or bailed out, has an error of its own."""
    reader = _Reader()
    for line in lines:
        reader.take(line.rstrip("\r\n"))
    return reader.report()


def is_result(line: str) -> bool:
    """True for a line that tells how one test ended."""
    return line.startswith(("ok ", "not ok ")) and _RESULT.fullmatch(line) is not None


def planned(line: str) -> int:
    """The number of tests that a plan line announces, or 0."""
    found = _PLAN.fullmatch(line)
    return int(found[1]) if found else 0


class _Reader:
    """Comments after a failed test explain it, so a case is finished only when the next one starts."""

    def __init__(self) -> None:
        self._cases: list[Case] = []
        self._file = "(tap)"
        self._open: tuple[str, Outcome, str] | None = None
        self._notes = Capture()
        self._plan = self._ran = 0
        self._known = 0
        self._files = 0

    def take(self, line: str) -> None:
        if file := _FILE.fullmatch(line):
            self._finish_file()
            self._file, self._files = file[1], self._files + 1
            line = file[2]
        if plan := _PLAN.fullmatch(line):
            self._plan = int(plan[1])
            self._known += self._plan
        elif is_result(line):
            self._finish()
            self._start(line)
        elif lost := _LOST.match(line):
            self._finish()
            if lost[3] is not None:
                self._open = ("(bail out)", Outcome.ERROR, lost[3])
        elif line.startswith("#") or (self._open and line.startswith(("psql:", "ERROR"))):
            self._notes.add(line.removeprefix("#").strip() + "\n")

    def _start(self, line: str) -> None:
        found = _RESULT.fullmatch(line)
        if found is None:
            return
        self._ran += 1
        outcome = Outcome.FAILED if found[1] else Outcome.PASSED
        if found[4]:
            outcome = Outcome.SKIPPED
        self._open = (found[3].strip() or f"test {found[2] or self._ran}", outcome, found[5] or "")

    def _finish(self) -> None:
        if self._open is not None:
            name, outcome, message = self._open
            output = None if outcome is Outcome.PASSED else self._notes.text()
            self._cases.append(
                building.case(self._file, name, outcome, file=self._file, message=message, output=output)
            )
            if len(self._cases) > building.MAX_CASES:
                raise KaizenError("testruns.report_cases", file="The report", limit=building.MAX_CASES)
        self._open = None
        self._notes.clear()

    def _finish_file(self) -> None:
        self._finish()
        if self._ran < self._plan:
            message = f"planned {self._plan} tests but ran {self._ran}"
            self._cases.append(
                building.case(self._file, "(the file itself)", Outcome.ERROR, file=self._file, message=message)
            )
        self._plan = self._ran = 0

    def report(self) -> Report:
        self._finish_file()
        return building.report(self._cases, suites=self._files, known=self._known)
