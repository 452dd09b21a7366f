"""What a verdict rests on: the window, how much of it has data, slices, members and the pace of the forecast."""

from datetime import datetime
from fractions import Fraction

from kaizen.analyze.slos.budget import Spending
from kaizen.analyze.slos.exact import told
from kaizen.analyze.slos.forecast import Stretch
from kaizen.analyze.slos.meters import Meter
from kaizen.analyze.slos.model import BudgetingMethod, Objective
from kaizen.analyze.slos.views import VERSION, Evidence, MemberShare, Pace, Period, SliceCounts
from kaizen.analyze.slos.windows import Bounds, instant


def evidence_of(  # noqa: PLR0917 - the parts of one reckoning, in the order it has them
    meter: Meter,
    objective: Objective,
    at: datetime,
    bounds: Bounds,
    stretch: Stretch,
    parts: list[Spending],
    *,
    pace: Pace | None,
    notes: tuple[str, ...],
) -> Evidence:
    """The evidence of a verdict."""
    last = meter.last_minute_before(bounds.now)
    return Evidence(
        version=VERSION,
        slo=objective.slo,
        objective=objective.name,
        service=objective.service,
        at=at,
        method=objective.method,
        unit=objective.unit,
        no_data=objective.no_data,
        period=Period(instant(bounds.start), instant(bounds.end), objective.window.rolling),
        minutes=bounds.now - bounds.start,
        minutes_with_data=minutes_with_data(meter, bounds),
        last_data=None if last is None else instant(last),
        slices=_slices(objective, parts),
        pace=pace,
        members=_members(meter, objective, bounds, stretch, parts),
        notes=notes,
    )


def minutes_with_data(meter: Meter, bounds: Bounds) -> int:
    """Minutes of the window so far that have data; of a composite, those of the member with the fewest."""
    return min(part.ledger.minutes_between(bounds.start, bounds.now) for part in meter.parts)


def _slices(objective: Objective, parts: list[Spending]) -> SliceCounts | None:
    if objective.method is not BudgetingMethod.TIMESLICES:
        return None
    known, bad = int(parts[0].known), int(parts[0].spent)
    return SliceCounts(known - bad, bad, known)


def _members(
    meter: Meter, objective: Objective, bounds: Bounds, stretch: Stretch, parts: list[Spending]
) -> tuple[MemberShare, ...]:
    if meter.single is not None:
        return ()
    shares = []
    for member, part, spending in zip(objective.members, meter.parts, parts, strict=True):
        bad, total = part.ledger.counts(stretch.start, stretch.now)
        minutes = part.ledger.minutes_between(bounds.start, bounds.now)
        covered = told(Fraction(minutes, bounds.now - bounds.start)) if bounds.now > bounds.start else None
        spent = told(part.weight * spending.spent / spending.total) if spending.total else None
        shares.append(MemberShare(member.name, member.weight, member.target, total - bad, bad, total, covered, spent))
    return tuple(shares)
