"""The one function that judges an objective: slices, objective and time in, everything that is said about it out."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from fractions import Fraction

from kaizen.analyze.slos.alerts import Watch
from kaizen.analyze.slos.budget import Spending, part_spending, spending_of, state_of
from kaizen.analyze.slos.burn import slots_in
from kaizen.analyze.slos.durations import of_minutes
from kaizen.analyze.slos.evidence import evidence_of, minutes_with_data
from kaizen.analyze.slos.exact import told, told_or_none
from kaizen.analyze.slos.explanation import Verdict, explain, reason
from kaizen.analyze.slos.forecast import Stretch, exhausted_at, exhausts_in
from kaizen.analyze.slos.meters import Meter, meter_of
from kaizen.analyze.slos.model import BudgetingMethod, NoData, Objective
from kaizen.analyze.slos.slices import Slices
from kaizen.analyze.slos.views import AlertState, Burn, Evaluation, Pace
from kaizen.analyze.slos.windows import Bounds, bounds_of, instant


@dataclass(frozen=True, slots=True)
class Reckoning:
    """An objective's window at an instant, and what was spent in it."""

    meter: Meter
    objective: Objective
    at: datetime
    bounds: Bounds
    stretch: Stretch
    parts: list[Spending]
    spending: Spending

    def burn(self, minutes: int) -> Fraction | None:
        """The burn rate over the last so many minutes."""
        return self.meter.burn(self.stretch.now - slots_in(minutes, self.meter.slot), self.stretch.now)


def evaluate(slices: Slices | Mapping[str, Slices], objective: Objective, at: datetime) -> Evaluation:
    """How the objective stands at ``at`` (an aware datetime); slices that begin before it count.

    A composite objective takes its members' slices by name. Raises KaizenError slos.slices_members where they differ.
    """
    given = [slices] if isinstance(slices, Slices) else list(slices.values())
    notes = tuple(note for each in given for note in each.notes)
    return judge(meter_of(slices, objective), objective, at, notes)


def judge(meter: Meter, objective: Objective, at: datetime, notes: tuple[str, ...] = ()) -> Evaluation:
    """Like ``evaluate``, on a meter made before."""
    here = reckon(meter, objective, at.astimezone(UTC))
    spending = here.spending
    alerts = tuple(_alert(here, Watch(rule, meter, objective)) for rule in objective.alerts)
    exhaustion, pace = _exhaustion(here, alerts)
    state = state_of(spending, firing=any(each.firing for each in alerts), exhausts=exhaustion is not None)
    good, bad, total = _events(here)
    evidence = evidence_of(meter, objective, here.at, here.bounds, here.stretch, here.parts, pace=pace, notes=notes)
    return Evaluation(
        indicator=told_or_none(_indicator(here)),
        target=objective.target,
        window=str(objective.window.duration),
        good=good,
        bad=bad,
        total=total,
        coverage=told_or_none(_coverage(here)),
        budget=spending.view(),
        burn=_burn_rates(here),
        alerts=alerts,
        exhaustion=exhaustion,
        state=state,
        explanation=explain(Verdict(objective, spending, alerts, exhaustion, state, evidence)),
        evidence=evidence,
    )


def reckon(meter: Meter, objective: Objective, at: datetime) -> Reckoning:
    """The window at an instant in UTC, and what was spent in it."""
    bounds = bounds_of(objective.window, at)
    stretch = _stretch(bounds, meter.slot, rolling=objective.window.rolling)
    parts = [part_spending(part, objective, stretch) for part in meter.parts]
    return Reckoning(meter, objective, at, bounds, stretch, parts, spending_of(meter, parts))


def _stretch(bounds: Bounds, slot: int, *, rolling: bool) -> Stretch:
    """The window in slots that are over; a rolling one keeps its whole number of slots."""
    now = bounds.now // slot
    if rolling:
        return Stretch(now - slots_in(bounds.end - bounds.start, slot), now, now, rolling)
    start = slots_in(bounds.start, slot)
    return Stretch(start, max(now, start), max(bounds.end // slot, start), rolling)


def _burn_rates(here: Reckoning) -> tuple[Burn, ...]:
    """The burn rate over every window of the alerts, shortest first, then over the objective's own window."""
    rules = [rule for rule in here.objective.alerts if not rule.any_loss]
    lengths = sorted({length for rule in rules for length in (rule.short, rule.long) if length is not None})
    duration = here.objective.window.duration
    rates = [(str(of_minutes(length)), here.burn(length)) for length in lengths if length != duration.minutes]
    whole = (str(duration), here.meter.burn(here.stretch.start, here.stretch.now))
    return tuple(Burn(window, told_or_none(rate)) for window, rate in (*rates, whole))


def _alert(here: Reckoning, watch: Watch) -> AlertState:
    rule, end = watch.rule, here.stretch.now
    since = watch.since(end)
    long = here.burn(rule.long)
    short = None if rule.short is None else here.burn(rule.short)
    return AlertState(
        name=rule.name,
        severity=rule.severity,
        firing=since is not None,
        since=None if since is None else min(instant(since * here.meter.slot), here.at),
        threshold=told(rule.threshold),
        long=str(here.objective.window.duration if rule.any_loss else of_minutes(rule.long)),
        short=None if rule.short is None else str(of_minutes(rule.short)),
        long_rate=told_or_none(long),
        short_rate=told_or_none(short),
        reason=reason(watch, end, long, short, firing=since is not None),
    )


def _exhaustion(here: Reckoning, alerts: tuple[AlertState, ...]) -> tuple[datetime | None, Pace | None]:
    """When the budget is or was used up; and the pace, where a forecast was made."""
    slot = here.meter.slot
    if here.spending.exhausted:
        budgets = {part.name: each.total for part, each in zip(here.meter.parts, here.parts, strict=True)}
        found = exhausted_at(here.meter, here.stretch, budgets)
        return (None if found is None else min(instant(found * slot), here.at)), None
    length = _pace_minutes(here.objective, alerts)
    pace = Pace(str(of_minutes(length)), told_or_none(here.burn(length)))
    ahead = (
        exhausts_in(here.meter, here.objective, here.stretch, slots_in(length, slot)) if here.spending.known else None
    )
    if ahead is None:
        return None, pace
    seconds = -(-ahead.numerator * slot * 60 // ahead.denominator)
    return max(instant(here.stretch.now * slot) + timedelta(seconds=seconds), here.at), pace


def _pace_minutes(objective: Objective, alerts: tuple[AlertState, ...]) -> int:
    """The window whose pace a forecast carries on: the shortest of an alert that fires, else a tenth of the period."""
    firing = {alert.name for alert in alerts if alert.firing}
    rules = [rule for rule in objective.alerts if rule.name in firing and not rule.any_loss]
    lengths = [rule.long if rule.short is None else rule.short for rule in rules]
    return max(min(lengths, default=objective.window.duration.minutes // 10), objective.slice_minutes)


def _indicator(here: Reckoning) -> Fraction | None:
    """The good share; of a weighted composite, the share at which a plain objective would have burnt as much."""
    spending = here.spending
    if not spending.known:
        return None
    if here.meter.single is not None:
        return 1 - spending.spent / spending.known
    return 1 - spending.spent * here.objective.allowed


def _events(here: Reckoning) -> tuple[int, int, int]:
    """Good, bad and all events in the window; empty minutes count where the objective declares them an event."""
    start, now = here.stretch.start, here.stretch.now
    if here.objective.method is BudgetingMethod.OCCURRENCES:
        sums = [part.ledger.sums(start, now) for part in here.meter.parts]
        bad, total = sum(each[0] for each in sums), sum(each[1] for each in sums)
    else:
        counts = [part.ledger.counts(start, now) for part in here.meter.parts]
        bad, total = sum(each[0] for each in counts), sum(each[1] for each in counts)
    return total - bad, bad, total


def _coverage(here: Reckoning) -> Fraction | None:
    """The share of the window's minutes so far that have data; of a composite, that of the member with the least."""
    minutes = here.bounds.now - here.bounds.start
    if minutes <= 0:
        return None
    if here.objective.no_data is not NoData.UNKNOWN:
        return Fraction(1)
    return Fraction(minutes_with_data(here.meter, here.bounds), minutes)
