"""When the budget will be used up if the present pace goes on, with old errors ageing out of a rolling window."""

from dataclasses import dataclass
from fractions import Fraction

from kaizen.analyze.slos.ledger import Ledger
from kaizen.analyze.slos.meters import Meter, Part
from kaizen.analyze.slos.model import BudgetingMethod, NoData, Objective
from kaizen.analyze.slos.search import first_beyond, first_crossing, first_step


@dataclass(frozen=True, slots=True)
class Stretch:
    """The objective's window in slots: ``[start, now)`` has passed, ``[now, end)`` of a calendar window is to come."""

    start: int
    now: int
    end: int
    rolling: bool

    @property
    def horizon(self) -> int:
        """How many slots a forecast looks ahead: one whole rolling window, or to the end of a calendar window."""
        return self.now - self.start if self.rolling else self.end - self.now


@dataclass(frozen=True, slots=True)
class Projection:
    """A part carried on at the pace of its last ``pace`` slots; amounts are in units times ``pace``."""

    ledger: Ledger
    allowed: Fraction
    stretch: Stretch
    future_known: bool
    pace: int
    bad_pace: int
    known_pace: int
    bad: int
    known: int

    def spent_and_budget(self, ahead: int) -> tuple[int, Fraction]:
        """Spent and total budget ``ahead`` slots from now."""
        aged_bad, aged_known = self._aged(0, ahead)
        bad = (self.bad - aged_bad) * self.pace + self.bad_pace * ahead
        if self.future_known:
            return bad, self.allowed * self.pace * (self.known + self.stretch.horizon * self.ledger.scale)
        return bad, self.allowed * ((self.known - aged_known) * self.pace + self.known_pace * ahead)

    def excess(self, ahead: int) -> Fraction:
        """Spent beyond the budget, negative while some is left."""
        spent, budget = self.spent_and_budget(ahead)
        return spent - budget

    def ceiling(self, low: int, high: int) -> Fraction:
        """No excess in ``(low, high]`` is larger."""
        growth = self.bad_pace - (0 if self.future_known else self.allowed * self.known_pace)
        _, aged_known = self._aged(low, high)
        aged = 0 if self.future_known else self.allowed * aged_known * self.pace
        return self.excess(low) + max(growth, Fraction(0)) * (high - low) + aged

    def _aged(self, low: int, high: int) -> tuple[int, int]:
        if not self.stretch.rolling or high <= low:
            return 0, 0
        start = self.stretch.start
        bad, known, _ = self.ledger.sums(start + low, start + high)
        return bad, known


def projection_of(part: Part, objective: Objective, stretch: Stretch, pace: int) -> Projection:
    """The part carried on at the pace of its last ``pace`` slots, or of those since its first data."""
    ledger = part.ledger
    if ledger.first is not None and ledger.filled is NoData.UNKNOWN:
        pace = max(1, min(pace, stretch.now - ledger.first))
    bad_pace, known_pace, _ = ledger.sums(stretch.now - pace, stretch.now)
    bad, known, _ = ledger.sums(stretch.start, stretch.now)
    future = not stretch.rolling and objective.method is not BudgetingMethod.OCCURRENCES
    return Projection(ledger, part.allowed, stretch, future, pace, bad_pace, known_pace, bad, known)


def exhausts_in(meter: Meter, objective: Objective, stretch: Stretch, pace: int) -> Fraction | None:
    """In how many slots from now the budget will be used up, or None; it must not be used up yet."""
    if objective.allowed == 0 or stretch.horizon <= 0:
        return None
    projections = [projection_of(part, objective, stretch, pace) for part in meter.parts]
    if not any(each.known_pace for each in projections) or not any(each.bad or each.bad_pace for each in projections):
        return None
    if len(projections) == 1:
        only = projections[0]
        found = first_crossing(only.excess, only.ceiling, 0, stretch.horizon)
        return None if found is None else _between(only.excess(found - 1), only.excess(found), found)

    def excess(ahead: int) -> Fraction:
        shares = zip(meter.parts, (each.spent_and_budget(ahead) for each in projections), strict=True)
        return sum((part.weight * spent / budget for part, (spent, budget) in shares if budget), Fraction(-1))

    found = first_step(excess, stretch.horizon, max(1, 60 // meter.slot))
    return None if found is None else _between(excess(found - 1), excess(found), found)


def exhausted_at(meter: Meter, stretch: Stretch, budgets: dict[str, Fraction]) -> int | None:
    """The end of the slot in the window whose bad units used up the budget that the whole window has (be it none)."""

    if not any(budgets.values()):
        part = meter.parts[0]
        return first_beyond(lambda end: part.ledger.sums(stretch.start, end)[0], stretch.start, stretch.now, 1)

    def spent(end: int) -> Fraction:
        return sum(
            (
                part.weight * part.ledger.units(part.ledger.sums(stretch.start, end)[0]) / budgets[part.name]
                for part in meter.parts
                if budgets[part.name]
            ),
            Fraction(0),
        )

    return first_beyond(spent, stretch.start, stretch.now, Fraction(1))


def _between(before: Fraction, after: Fraction, found: int) -> Fraction:
    """Where a straight line from the slot before reaches 0."""
    return Fraction(found) if before >= 0 or after <= before else found - 1 + before / (before - after)
