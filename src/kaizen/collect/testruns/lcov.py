"""Reads LCOV tracefiles: several records of one file are one file, and totals come from the lines."""

from array import array
from collections.abc import Iterator
from dataclasses import dataclass, field

from kaizen.collect.testruns.model import Coverage, ModuleCoverage, ReportFile
from kaizen.collect.testruns.places import Places
from kaizen.kit.errors import KaizenError

MAX_LINES = 20_000_000
MAX_FILE_LINES = 1_000_000
MAX_FILES = 200_000
LONGEST = 1 << 16


def read(file: ReportFile, places: Places, base: str = "") -> Coverage:
    """Coverage per file. ``LF``/``LH`` count only where a record lists no lines; functions are not counted.
    ``base`` is the folder that relative names start from, relative to the repository.

    Raises KaizenError: report_broken (a record that breaks off, a line that is no number), report_cases.
    """
    reader = _Reader(file)
    with file.path.open("rb") as stream:
        for number, line in enumerate(iter(lambda: stream.readline(LONGEST), b""), 1):
            reader.take(number, line)
    reader.finish()
    return Coverage(tuple(reader.modules(places, base)), tuple(reader.warnings()))


@dataclass(slots=True)
class _File:
    """One file's lines between records: sorted numbers, because a dictionary of every file would not fit."""

    seen: "array[int]" = field(default_factory=lambda: array("I"))
    covered: "array[int]" = field(default_factory=lambda: array("I"))
    branches: dict[bytes, bool] = field(default_factory=dict)
    stated: tuple[int, int] = (0, 0)


class _Reader:
    """Takes line after line; ``_lines`` and ``_branches`` hold the open record."""

    def __init__(self, file: ReportFile) -> None:
        self._file = file
        self._files: dict[str, _File] = {}
        self._name: str | None = None
        self._lines: dict[int, int] = {}
        self._branches: dict[bytes, bool] = {}
        self._found = self._hit = 0
        self._any_branches = False
        self._at = 0
        self._count = 0
        self._negative = 0

    def take(self, number: int, line: bytes) -> None:
        self._at = number
        if line.startswith(b"DA:"):
            self._line(line[3:])
        elif line.startswith(b"BRDA:"):
            self._branch(line[5:].strip())
        elif line.startswith(b"SF:"):
            self._open(line[3:].decode("utf-8", "replace").strip())
        elif line.startswith(b"end_of_record"):
            self._close()
        elif line.startswith((b"LF:", b"LH:")):
            self._state(line)

    def _open(self, name: str) -> None:
        if self._name is not None:
            self._broken("a record starts inside another")
        self._name = name or "(unknown)"

    def _line(self, text: bytes) -> None:
        parts = text.split(b",")
        try:
            number, hits = int(parts[0]), int(float(parts[1]))
        except (ValueError, IndexError, OverflowError):
            self._broken("a DA entry is not line,hits")
        if self._name is None or not 0 <= number < 2**32:
            self._broken("a DA entry outside of a record or of any file")
        self._negative += hits < 0
        self._lines[number] = self._lines.get(number, 0) + max(0, hits)
        if len(self._lines) > MAX_FILE_LINES:
            raise self._too_many(MAX_FILE_LINES)

    def _branch(self, text: bytes) -> None:
        where, _, taken = text.rpartition(b",")
        if self._name is None or where.count(b",") < 2:
            self._broken("a BRDA entry is not line,block,branch,taken")
        self._any_branches = True
        self._branches[where] = self._branches.get(where, False) or taken not in {b"-", b"0"}
        if len(self._branches) > MAX_FILE_LINES:
            raise self._too_many(MAX_FILE_LINES)

    def _state(self, line: bytes) -> None:
        stated = line[3:].strip()
        value = int(stated) if stated.isdigit() and len(stated) < 10 else 0
        if line.startswith(b"LF:"):
            self._found = value
        else:
            self._hit = value

    def _close(self) -> None:
        if self._name is None:
            self._broken("end_of_record without a record")
        into = self._files.setdefault(self._name or "", _File())
        seen, covered = set(into.seen), set(into.covered)
        self._count -= len(seen)
        seen |= self._lines.keys()
        covered |= {number for number, hits in self._lines.items() if hits}
        into.seen, into.covered = array("I", sorted(seen)), array("I", sorted(covered))
        for where, taken in self._branches.items():
            into.branches[where] = into.branches.get(where, False) or taken
        into.stated = max(into.stated, (self._found, min(self._hit, self._found)))
        self._count += len(seen) + len(self._branches)
        if self._count > MAX_LINES:
            raise self._too_many(MAX_LINES)
        if len(self._files) > MAX_FILES:
            raise self._too_many(MAX_FILES)
        self._name, self._found, self._hit = None, 0, 0
        self._lines.clear()
        self._branches.clear()

    def _too_many(self, limit: int) -> KaizenError:
        return KaizenError("testruns.report_cases", file=self._file.name, limit=limit)

    def finish(self) -> None:
        if self._name is not None:
            self._broken("the last record has no end_of_record")

    def _broken(self, detail: str) -> None:
        raise KaizenError("testruns.report_broken", file=self._file.name, line=self._at, column=1, detail=detail)

    def modules(self, places: Places, base: str) -> Iterator[ModuleCoverage]:
        merged: dict[str, _File] = {}
        for name, found in self._files.items():
            module = places.module(name, [base])
            merged[module] = _both(merged[module], found) if module in merged else found
        for module, found in sorted(merged.items()):
            total, covered = (len(found.seen), len(found.covered)) if found.seen else found.stated
            yield ModuleCoverage(
                module=module,
                lines_covered=covered,
                lines_total=total,
                branches_covered=sum(found.branches.values()) if self._any_branches else None,
                branches_total=len(found.branches) if self._any_branches else None,
            )

    def warnings(self) -> Iterator[str]:
        if self._negative:
            yield f"{self._negative} negative counts of hits were read as 0"


def _both(one: _File, other: _File) -> _File:
    branches = dict(one.branches)
    for where, taken in other.branches.items():
        branches[where] = branches.get(where, False) or taken
    return _File(
        array("I", sorted({*one.seen, *other.seen})),
        array("I", sorted({*one.covered, *other.covered})),
        branches,
        max(one.stated, other.stated),
    )
