"""Reads JUnit XML in its real variants as a stream, so that a report of any size costs little more than its cases."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from xml.parsers import expat

import msgspec

from kaizen.collect.testruns.building import MAX_CASES
from kaizen.collect.testruns.junit_case import MAX_OUTPUT, TEXTS, Row, Trouble, cases_of, row_of
from kaizen.collect.testruns.junit_lane import Lane
from kaizen.collect.testruns.markup import MAX_DEPTH, stream, utf8_decoder
from kaizen.collect.testruns.model import Case, Report, ReportFile, Totals
from kaizen.collect.testruns.numbers import count, seconds
from kaizen.kit.errors import KaizenError

ROOTS = frozenset({"testsuites", "testsuite", "testrun"})
MAX_SUITES = 200_000
BATCH = 2_000


def read(file: ReportFile) -> Report:
    """Cases, totals without cases, and declared times of one report.

    Raises KaizenError: report_format (another root element), report_broken, report_unsafe,
    report_encoding, report_deep, report_cases.
    """
    reader, repaired = stream(file, lambda: _Reader(file))
    return reader.report(repaired)


@dataclass(slots=True)
class _Suite:
    """A suite while it is open: what it declares, and what it was seen to hold, suites inside included."""

    tag: str
    name: str
    declared: Totals
    duration_s: float | None
    listed: int = 0
    counted: int = 0


class _Reader:
    """The handlers of one report; cases stay rows of text until a batch of them is full."""

    def __init__(self, file: ReportFile) -> None:
        self._file = file
        self._cases: list[Case] = []
        self._rows: list[Row] = []
        self._case: dict[str, str] | None = None
        self._open: list[_Suite] = [_Suite("", "", Totals(), None)]
        self._depth = 0
        self._trouble = Trouble()
        self._uncounted = Totals()
        self._suites = 0
        self._short = 0
        self._durations: list[float | None] = []
        self._whole_s: float | None = None
        self._started: datetime | None = None
        self._names: set[str] = set()
        self._lane = Lane(self._trouble)
        self._decode: Callable[[bytes], str] | None = None
        self._fed = self._fired = self._level = self._exact = False
        self._stride = 0

    def begin(self, parser: expat.XMLParserType) -> None:
        self._parser = parser

    def feed(self, chunk: bytes) -> None:
        """Passes a piece of the file to expat, except for the plain cases that the lane takes."""
        if not self._fed:
            self._fed = True
            self._decode = utf8_decoder(chunk)
        if self._decode is None:
            self._parser.Parse(chunk, False)
        else:
            self._walk(self._decode(chunk))
        self._trouble.shrink()
        if len(self._rows) >= BATCH:
            self._flush()

    def _walk(self, text: str) -> None:
        """Feeds expat in steps that end where a tag may end, so that it is certain where one did."""
        position, size, parse = 0, len(text), self._parser.Parse
        usual = self._lane.fits(text)
        while position < size:
            if self._level and usual:
                position = self._lane.run(text, position, self._rows)
            cut = self._step(text, position)
            self._fired = False
            parse(text[position:cut], False)
            position = cut
            self._level = self._fired and self._exact and self._case is None and self._in_suite()
            self._stride = 0 if self._fired else max(64, 2 * self._stride)

    def _step(self, text: str, position: int) -> int:
        """The end of the next piece. Where it is exact, a tag that expat reports can only have ended there.

        Inside a case that is its closing tag, elsewhere the next ``>``. Where many of those bring no tag
        (they stand in values or in output), the steps grow and are not exact.
        """
        if self._case is not None:
            self._exact = True
            closing = text.find("</testcase", position) + 11
            if closing > 10 and text[closing - 1 : closing] != ">":
                closing = text.find(">", closing) + 1
            return closing if closing > 10 else len(text)
        self._exact = not self._stride
        return text.find(">", position + self._stride) + 1 or len(text)

    def _in_suite(self) -> bool:
        return 0 < self._depth == len(self._open) - 1

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "testcase":
            if self._case is not None:
                raise KaizenError("testruns.report_deep", file=self._file.name, limit=MAX_DEPTH)
            self._lane.learn(attributes)
            self._case = attributes
        elif self._case is not None and tag in TEXTS:
            self._trouble.begin(tag, attributes)
            self._parser.CharacterDataHandler = self._trouble.pieces.append
        else:
            self._start_other(tag, attributes)

    def end(self, tag: str) -> None:
        if tag == "testcase" and self._case is not None:
            row = row_of(self._case)
            self._rows.append(self._trouble.row(row) if self._trouble.children else row)
            self._case = None
            self._fired = True
        elif self._case is not None and tag in TEXTS:
            self._parser.CharacterDataHandler = None
        else:
            self._end_other(tag)

    def _start_other(self, tag: str, attributes: dict[str, str]) -> None:
        local = tag.rpartition(":")[2]
        if local != tag and (local == "testcase" or local in TEXTS):
            return self.start(local, attributes)
        self._fired = True
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise KaizenError("testruns.report_deep", file=self._file.name, limit=MAX_DEPTH)
        if local in ROOTS:
            self._open_suite(local, attributes)
        elif self._depth == 1:
            raise KaizenError("testruns.report_format", file=self._file.name, found=f"XML with the root <{tag}>")
        return None

    def _end_other(self, tag: str) -> None:
        local = tag.rpartition(":")[2]
        if local != tag and (local == "testcase" or local in TEXTS):
            return self.end(local)
        self._fired = True
        self._depth -= 1
        if local in ROOTS:
            self._close_suite(local)
        return None

    def _flush(self) -> None:
        suite = self._open[-1]
        fresh = cases_of(self._rows, suite.name)
        self._rows.clear()
        self._cases += fresh
        suite.listed += len(fresh)
        if len(self._cases) > MAX_CASES:
            raise KaizenError("testruns.report_cases", file=self._file.name, limit=MAX_CASES)

    def _open_suite(self, tag: str, attributes: dict[str, str]) -> None:
        self._flush()
        name = (attributes.get("name") or "").strip() or self._open[-1].name
        self._open.append(_Suite(tag, name, _declared(attributes), seconds(attributes.get("time"))))
        if tag == "testsuite":
            self._suites += 1
            if self._suites > MAX_SUITES:
                raise KaizenError("testruns.report_cases", file=self._file.name, limit=MAX_SUITES)
            self._started = self._started or _instant(attributes.get("timestamp"))

    def _close_suite(self, tag: str) -> None:
        self._flush()
        suite, parent = self._open.pop(), self._open[-1]
        if not suite.listed and not suite.counted and suite.declared.total:
            suite.counted = suite.declared.total
            self._uncounted += suite.declared
        elif tag == "testsuite" and suite.declared.total > suite.listed + suite.counted:
            self._short += 1
        parent.listed += suite.listed
        parent.counted += suite.counted
        if tag != "testsuite":
            self._whole_s = suite.duration_s
        elif all(outer.tag != "testsuite" for outer in self._open):
            self._close_top(suite)

    def _close_top(self, suite: _Suite) -> None:
        self._names.add(suite.name)
        self._durations.append(suite.duration_s)

    def report(self, repaired: int) -> Report:
        self._flush()
        cases = self._cases
        if self._names == {"pytest"}:
            cases = [_from_one(case) for case in cases]
        return Report(
            cases=tuple(cases),
            uncounted=self._uncounted,
            known=len(cases) + self._uncounted.total,
            suites=self._suites,
            duration_s=self._duration(),
            started_at=self._started,
            warnings=tuple(self._warnings(repaired)),
        )

    def _duration(self) -> float | None:
        declared = [value for value in self._durations if value is not None]
        if declared and len(declared) == len(self._durations):
            return sum(declared)
        if self._whole_s is not None:
            return self._whole_s
        measured = [case.duration_s for case in self._cases if case.duration_s is not None]
        return sum(measured) if measured else None

    def _warnings(self, repaired: int) -> Iterator[str]:
        if repaired:
            yield f"{repaired} characters that XML forbids or the declared encoding lacks were replaced"
        if self._short:
            yield f"{self._short} suites state more cases than they list"
        if self._trouble.room < 0:
            yield f"output beyond {MAX_OUTPUT >> 20} MiB was left out"


def _declared(attributes: dict[str, str]) -> Totals:
    """The totals that a suite states; ``tests`` counts all of them, so what is left over has passed."""
    failed = count(attributes.get("failures")) or 0
    errors = count(attributes.get("errors")) or 0
    skipped = sum(count(attributes.get(key)) or 0 for key in ("skipped", "skip", "ignored", "disabled"))
    total = count(attributes.get("tests")) or 0
    return Totals(max(0, total - failed - errors - skipped), failed, errors, skipped)


def _instant(text: str | None) -> datetime | None:
    """The instant a timestamp names; None without a zone, because a guess could be hours off."""
    try:
        instant = datetime.fromisoformat((text or "").strip())
    except ValueError:
        return None
    return instant.astimezone(UTC) if instant.tzinfo else None


def _from_one(case: Case) -> Case:
    """pytest counts a file's lines from 0."""
    return case if case.line is None else msgspec.structs.replace(case, line=case.line + 1)
