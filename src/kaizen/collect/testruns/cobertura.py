"""Reads Cobertura XML: lines and branches per file, one entry for a file whatever classes share it."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from xml.parsers import expat

from kaizen.collect.testruns.clip import Capture
from kaizen.collect.testruns.markup import MAX_DEPTH, stream
from kaizen.collect.testruns.model import Coverage, ModuleCoverage, ReportFile
from kaizen.collect.testruns.numbers import count
from kaizen.collect.testruns.places import Places
from kaizen.kit.errors import KaizenError

MAX_LINES = 10_000_000
MAX_FILES = 200_000
_CONDITIONS = re.compile(r"\(([0-9]{1,6})/([0-9]{1,6})\)")


def read(file: ReportFile, places: Places) -> Coverage:
    """Coverage per file, from the lines themselves: the rates that a report states are never used.

    Raises KaizenError: report_format (another root element), report_broken, report_unsafe,
    report_encoding, report_deep, report_cases.
    """
    reader, repaired = stream(file, lambda: _Reader(file))
    warnings = [f"{repaired} characters were replaced"] if repaired else []
    return Coverage(tuple(reader.modules(places)), (*warnings, *reader.warnings()))


@dataclass(slots=True)
class _File:
    """Lines and branches of one file; a line that several classes list counts once."""

    lines: dict[int, bool] = field(default_factory=dict)
    branches: dict[int, tuple[int, int]] = field(default_factory=dict)


class _Reader:
    """The handlers; a class's own list of lines already holds those of its methods."""

    def __init__(self, file: ReportFile) -> None:
        self._file = file
        self._sources: list[str] = []
        self._source = Capture(4_000)
        self._files: dict[str, _File] = {}
        self._path: list[str] = []
        self._class: _File | None = None
        self._own: _File | None = None
        self._methods: _File | None = None
        self._branches = False
        self._lines = 0
        self._odd = 0

    def begin(self, parser: expat.XMLParserType) -> None:
        self._parser = parser

    def feed(self, chunk: bytes) -> None:
        self._parser.Parse(chunk, False)

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self._path.append(tag)
        if len(self._path) > MAX_DEPTH:
            raise KaizenError("testruns.report_deep", file=self._file.name, limit=MAX_DEPTH)
        if len(self._path) == 1:
            self._check_root(tag, attributes)
        elif tag == "line":
            self._line(attributes)
        elif tag == "class":
            self._own, self._methods = _File(), _File()
            if len(self._files) > MAX_FILES:
                raise KaizenError("testruns.report_cases", file=self._file.name, limit=MAX_FILES)
            self._class = self._files.setdefault(attributes.get("filename", "").strip() or "(unknown)", _File())
        elif tag == "source":
            self._source.clear()
            self._parser.CharacterDataHandler = self._source.add

    def end(self, tag: str) -> None:
        self._path.pop()
        if tag == "source":
            self._parser.CharacterDataHandler = None
            self._sources.append(self._source.text().strip())
        elif tag == "class" and self._class is not None and self._own is not None:
            _merge(self._class, self._own if self._own.lines else self._methods or _File())
            self._class = self._own = self._methods = None

    def _check_root(self, tag: str, attributes: dict[str, str]) -> None:
        if tag.rpartition(":")[2] != "coverage":
            raise KaizenError("testruns.report_format", file=self._file.name, found=f"XML with the root <{tag}>")
        if "clover" in attributes or "generated" in attributes:
            raise KaizenError("testruns.report_format", file=self._file.name, found="a Clover coverage report")
        if attributes.get("version") == "1" and "line-rate" not in attributes:
            raise KaizenError("testruns.report_format", file=self._file.name, found="a SonarQube coverage report")

    def _line(self, attributes: dict[str, str]) -> None:
        target = self._methods if "method" in self._path else self._own
        number, hits = count(attributes.get("number")), _hits(attributes.get("hits"))
        if target is None or number is None or hits is None:
            self._odd += 1
            return
        self._lines += 1
        if self._lines > MAX_LINES:
            raise KaizenError("testruns.report_cases", file=self._file.name, limit=MAX_LINES)
        target.lines[number] = target.lines.get(number, False) or hits > 0
        conditions = _CONDITIONS.search(attributes.get("condition-coverage", ""))
        if conditions:
            self._branches = True
            taken, total = int(conditions[1]), int(conditions[2])
            before = target.branches.get(number, (0, 0))
            target.branches[number] = (max(before[0], min(taken, total)), max(before[1], total))

    def modules(self, places: Places) -> Iterable[ModuleCoverage]:
        merged: dict[str, _File] = {}
        for name, found in self._files.items():
            _merge(merged.setdefault(places.module(name, self._sources), _File()), found)
        for module, found in sorted(merged.items()):
            yield ModuleCoverage(
                module=module,
                lines_covered=sum(found.lines.values()),
                lines_total=len(found.lines),
                branches_covered=sum(taken for taken, _ in found.branches.values()) if self._branches else None,
                branches_total=sum(total for _, total in found.branches.values()) if self._branches else None,
            )

    def warnings(self) -> Iterable[str]:
        if self._odd:
            yield f"{self._odd} lines without a number or a count of hits were left out"


def _hits(text: str | None) -> int | None:
    """Hits may exceed any integer column or be written as 1.0; negative ones are a tool's overflow."""
    try:
        return int(float(text or ""))
    except (ValueError, OverflowError):
        return None


def _merge(into: _File, other: _File) -> None:
    for number, hit in other.lines.items():
        into.lines[number] = into.lines.get(number, False) or hit
    for number, (taken, total) in other.branches.items():
        before = into.branches.get(number, (0, 0))
        into.branches[number] = (max(before[0], taken), max(before[1], total))
