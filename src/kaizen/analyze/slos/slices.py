"""Minute slices: how many events of a minute were good, bad and all, for minutes that had any; and their CSV."""

import csv
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from kaizen.analyze.slos.windows import EPOCH, minute_of
from kaizen.kit.errors import KaizenError

COLUMNS = ("minute", "good", "bad", "total")
ROW_LIMIT = 5_000_000
COUNT_LIMIT = 10**15
WHOLE = re.compile(r"([0-9]{1,15})(\.0{1,15})?")
EPOCH_SECONDS = re.compile(r"[0-9]{9,11}")


@dataclass(frozen=True, slots=True)
class Slices:
    """Columns of equal length, minutes ascending and different; rows without events are left out.

    ``notes`` tells what was put right while they were read.
    """

    minutes: tuple[int, ...] = ()
    bad: tuple[int, ...] = ()
    total: tuple[int, ...] = ()
    notes: tuple[str, ...] = ()

    def shifted(self, minutes: int) -> "Slices":
        """The same slices, so many minutes later."""
        return Slices(tuple(each + minutes for each in self.minutes), self.bad, self.total, self.notes)


def slices_of(counts: Mapping[int, tuple[int, int]], notes: Iterable[str] = ()) -> Slices:
    """Slices from ``{minute: (bad, total)}``; minutes without events are left out."""
    kept = sorted((minute, bad, total) for minute, (bad, total) in counts.items() if total)
    minutes, bad, total = tuple(zip(*kept, strict=True)) or ((), (), ())
    return Slices(minutes, bad, total, tuple(notes))


def read_slices(text: str, file: str) -> Slices:
    """Slices from CSV text with the columns minute, good, bad and total, in any order of columns and rows.

    ``minute`` is an ISO 8601 time (UTC where it names no zone) or seconds since 1970, and must begin a minute.
    A missing row or a total of 0 is no data. Rows in which good and bad exceed the total keep their bad events and
    lose good ones; that, a missing zone and repeated equal rows are told in ``notes``. Raises KaizenError
    slos.slices_* with the line for anything else.
    """
    rows = csv.reader(text.removeprefix("\ufeff").splitlines(), strict=True)
    return _Reading(file).slices(rows)


class _Reading:
    """One file while it is read."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.counts: dict[int, tuple[int, int]] = {}
        self.lines: dict[int, int] = {}
        self.clamped: list[int] = []
        self.without_zone = self.repeated = 0

    def slices(self, rows: "Iterator[list[str]]") -> Slices:
        """All rows."""
        try:
            order = self._order(next(rows, []))
            for line, row in enumerate(rows, start=2):
                if row:
                    self._row(row, order, line)
        except csv.Error as error:
            raise KaizenError("slos.slices_csv", file=self.file, detail=error) from error
        return slices_of(self.counts, self._notes())

    def _order(self, header: list[str]) -> tuple[int, int, int, int]:
        names = [name.strip().lower() for name in header]
        if sorted(names) != sorted(COLUMNS):
            found = ", ".join(names) or "nothing"
            raise KaizenError("slos.slices_columns", file=self.file, columns=",".join(COLUMNS), found=found)
        minute, good, bad, total = (names.index(column) for column in COLUMNS)
        return minute, good, bad, total

    def _row(self, row: list[str], order: tuple[int, int, int, int], line: int) -> None:
        if len(row) != len(COLUMNS):
            raise KaizenError("slos.slices_row", file=self.file, line=line, count=len(row), columns=len(COLUMNS))
        minute = self._minute(row[order[0]].strip(), line)
        good, bad, total = (self._count(row[order[at]].strip(), COLUMNS[at], line) for at in (1, 2, 3))
        counted = self._adding_up(good, bad, total, line)
        if minute in self.counts:
            self._again(minute, counted, line)
            return
        self.counts[minute] = counted
        self.lines[minute] = line
        if len(self.counts) > ROW_LIMIT:
            raise KaizenError("slos.slices_many", file=self.file, limit=ROW_LIMIT)

    def _minute(self, text: str, line: int) -> int:
        if EPOCH_SECONDS.fullmatch(text):
            seconds = int(text)
        else:
            try:
                moment = datetime.fromisoformat(text)
            except ValueError as error:
                raise KaizenError("slos.slices_minute", file=self.file, line=line, given=text[:40]) from error
            if moment.tzinfo is None:
                self.without_zone += 1
                moment = moment.replace(tzinfo=UTC)
            if moment < EPOCH or moment.microsecond:
                raise KaizenError("slos.slices_minute", file=self.file, line=line, given=text[:40])
            seconds = minute_of(moment) * 60 if not moment.second else 1
        if seconds % 60:
            raise KaizenError("slos.slices_between", file=self.file, line=line, given=text[:40])
        return seconds // 60

    def _count(self, text: str, column: str, line: int) -> int:
        match = WHOLE.fullmatch(text)
        if match is None:
            code = "slos.slices_negative" if re.fullmatch(r"-[0-9]+(\.[0-9]+)?", text) else "slos.slices_count"
            raise KaizenError(code, file=self.file, line=line, column=column, given=text[:40])
        return int(match[1])

    def _adding_up(self, good: int, bad: int, total: int, line: int) -> tuple[int, int]:
        if good + bad < total:
            raise KaizenError("slos.slices_sum", file=self.file, line=line, good=good, bad=bad, total=total)
        if good + bad > total:
            self.clamped.append(line)
        return min(bad, total), total

    def _again(self, minute: int, counted: tuple[int, int], line: int) -> None:
        if self.counts[minute] != counted:
            raise KaizenError("slos.slices_twice", file=self.file, line=line, first=self.lines[minute])
        self.repeated += 1

    def _notes(self) -> Iterator[str]:
        if self.clamped:
            where = ", ".join(str(line) for line in self.clamped[:5]) + (", ..." if len(self.clamped) > 5 else "")
            yield (
                f"{len(self.clamped)} rows of {self.file} hold more good and bad events than there were in total; "
                f"good was cut to fit (lines {where})"
            )
        if self.without_zone:
            yield f"{self.without_zone} rows of {self.file} name no time zone and were taken as UTC"
        if self.repeated:
            yield f"{self.repeated} rows of {self.file} repeat an earlier one and were counted once"
