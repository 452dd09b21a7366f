"""Running sums over an objective's slices, so that any window is two look-ups, whatever its length."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import accumulate

from kaizen.analyze.slos.model import BudgetingMethod, NoData, Objective
from kaizen.analyze.slos.slices import Slices

SHARE = 10**40
"""Units in one slice of RatioTimeslices: its bad share is kept to 40 decimal places, rounded down."""
ROUND = 10**10
"""Sums of such shares are rounded to this many of those units, so that three thirds are one."""


@dataclass(slots=True)
class Ledger:
    """Running sums by slot: a minute, or a time slice numbered by ``minute // slot``.

    ``bad`` and ``known`` are in budget units times ``scale`` (events, slices, or shares of slices); ``events`` are bad
    events, for the guard against alerts over next to nothing; ``totals`` are all events; ``minutes`` are those with
    data. Slots without data stand in no column; with ``filled`` each counts as one unit, good or bad as declared.
    """

    slot: int
    scale: int
    filled: NoData
    slots: Sequence[int]
    bad: list[int] = field(repr=False)
    known: list[int] = field(repr=False)
    events: list[int] = field(repr=False)
    totals: list[int] = field(repr=False)
    minutes: Sequence[int] = field(repr=False)

    def sums(self, first: int, end: int) -> tuple[int, int, int]:
        """Bad units, known units and bad events of slots ``[first, end)``."""
        low, high = bisect_left(self.slots, first), bisect_left(self.slots, end)
        bad, known = self.bad[high] - self.bad[low], self.known[high] - self.known[low]
        events = self.events[high] - self.events[low]
        if self.filled is not NoData.UNKNOWN:
            empty = max(end - first, 0) - (high - low)
            known += empty * self.scale
            if self.filled is NoData.BAD:
                bad += empty * self.scale
                events += empty
        if self.scale > 1:
            bad = (bad + ROUND // 2) // ROUND * ROUND
        return bad, known, events

    def counts(self, first: int, end: int) -> tuple[int, int]:
        """Bad events and all events of slots ``[first, end)``, as they were measured."""
        low, high = bisect_left(self.slots, first), bisect_left(self.slots, end)
        return self.events[high] - self.events[low], self.totals[high] - self.totals[low]

    def minutes_between(self, first: int, end: int) -> int:
        """How many of the minutes ``[first, end)`` have data."""
        return bisect_left(self.minutes, end) - bisect_left(self.minutes, first)

    def units(self, amount: int) -> Fraction:
        """An amount of this ledger in budget units."""
        return Fraction(amount, self.scale)

    @property
    def first(self) -> int | None:
        """The first slot with data."""
        return self.slots[0] if self.slots else None

    def last_minute_before(self, end: int) -> int | None:
        """The last minute with data before ``end``."""
        at = bisect_left(self.minutes, end)
        return self.minutes[at - 1] if at else None


@dataclass(frozen=True, slots=True)
class Columns:
    """One entry per slot with data: what ``Ledger`` holds running sums of."""

    slots: Sequence[int]
    bad: Sequence[int]
    known: Sequence[int]
    events: Sequence[int]
    totals: Sequence[int]


def ledger_of(slices: Slices, objective: Objective) -> Ledger:
    """The ledger of a plain objective (not a composite one)."""
    return summed(columns_of(slices, objective), objective, slices.minutes)


def columns_of(slices: Slices, objective: Objective) -> Columns:
    """What a plain objective counts of its slices."""
    if objective.method is BudgetingMethod.OCCURRENCES:
        return Columns(slices.minutes, slices.bad, slices.total, slices.bad, slices.total)
    slots, bad, total = _grouped(slices, objective.slice_minutes)
    scale = scale_of(objective)
    if objective.method is BudgetingMethod.TIMESLICES:
        least = Fraction(objective.slice_target if objective.slice_target is not None else objective.target)
        missing = [int(not _good(b, t, least)) for b, t in zip(bad, total, strict=True)]
    else:
        missing = [b * scale // t for b, t in zip(bad, total, strict=True)]
    return Columns(slots, missing, [scale] * len(slots), bad, total)


def scale_of(objective: Objective) -> int:
    """How many units of a ledger make one unit of the budget."""
    return SHARE if objective.method is BudgetingMethod.RATIO_TIMESLICES else 1


def summed(columns: Columns, objective: Objective, minutes: Sequence[int]) -> Ledger:
    """The ledger of columns."""
    bad, known, events, totals = (
        list(accumulate(column, initial=0)) for column in (columns.bad, columns.known, columns.events, columns.totals)
    )
    filled, scale = objective.no_data, scale_of(objective)
    return Ledger(objective.slice_minutes, scale, filled, columns.slots, bad, known, events, totals, minutes)


def _grouped(slices: Slices, slot: int) -> tuple[Sequence[int], Sequence[int], Sequence[int]]:
    if slot == 1:
        return slices.minutes, slices.bad, slices.total
    slots: list[int] = []
    bad: list[int] = []
    total: list[int] = []
    for minute, b, t in zip(slices.minutes, slices.bad, slices.total, strict=True):
        if not slots or slots[-1] != minute // slot:
            slots.append(minute // slot)
            bad.append(0)
            total.append(0)
        bad[-1] += b
        total[-1] += t
    return slots, bad, total


def _good(bad: int, total: int, least: Fraction) -> bool:
    return (total - bad) * least.denominator >= least.numerator * total
