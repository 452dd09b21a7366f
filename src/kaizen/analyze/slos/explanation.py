"""One sentence that says how an objective stands and why: counts, spend, what fires, how long is left."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from fractions import Fraction
from typing import TYPE_CHECKING

from kaizen.analyze.slos.budget import Spending
from kaizen.analyze.slos.exact import percent, words
from kaizen.analyze.slos.model import BudgetingMethod, Comparison, Objective, State
from kaizen.analyze.slos.views import AlertState, Evidence

if TYPE_CHECKING:
    from kaizen.analyze.slos.alerts import Watch

BEYOND = {Comparison.GT: "above", Comparison.GTE: "at or above", Comparison.LT: "below", Comparison.LTE: "at or below"}
LEAD = {State.HEALTHY: "Healthy", State.AT_RISK: "At risk", State.EXHAUSTED: "Exhausted"}
STALE = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the sentence is about."""

    objective: Objective
    spending: Spending
    alerts: tuple[AlertState, ...]
    exhaustion: datetime | None
    state: State
    evidence: Evidence


def explain(verdict: Verdict) -> str:
    """The sentence."""
    objective, spending, evidence = verdict.objective, verdict.spending, verdict.evidence
    if verdict.state is State.UNKNOWN:
        return f"Unknown: no data for {objective.name} {_window(objective)}, of which {_passed(evidence)}."
    clauses = [_measured(objective, spending), _spent(spending, objective), _firing(verdict.alerts)]
    clauses += [_ending(verdict), _gaps(evidence)]
    return f"{LEAD[verdict.state]}: {'; '.join(clause for clause in clauses if clause)}."


def reason(watch: "Watch", end: int, long: Fraction | None, short: Fraction | None, *, firing: bool) -> str:
    """Why an alert fires or does not."""
    rule = watch.rule
    if rule.any_loss:
        return "something was lost" if firing else "nothing was lost"
    if not watch.breaching(end) and firing:
        return "no data in its window"
    rates = f"burn rate {_rate(long)} in the long window"
    if rule.short is not None:
        rates += f", {_rate(short)} in the short one"
    beyond = f"{BEYOND[rule.comparison]} {words(rule.threshold)}"
    if firing:
        return f"{rates}: {beyond}"
    if watch.breaching(end):
        return f"{rates}: {beyond}, but not for {rule.after} minutes yet"
    bad = watch.meter.bad_events(end - watch.long, end)
    reached = all(
        rate is not None and rule.comparison.holds(rate, rule.threshold) for rate in _needed(watch, long, short)
    )
    if reached and bad < rule.minimum_bad:
        return f"{rates}, but only {bad} bad events, fewer than {rule.minimum_bad}"
    return f"{rates}: not {'both ' if rule.short is not None else ''}{beyond}"


def _needed(watch: "Watch", long: Fraction | None, short: Fraction | None) -> tuple[Fraction | None, ...]:
    return (long,) if watch.rule.short is None else (long, short)


def _rate(rate: Fraction | None) -> str:
    return "unknown" if rate is None else words(rate)


def _window(objective: Objective) -> str:
    length = objective.window.duration.words
    return f"in the last {length}" if objective.window.rolling else f"in this window of {length}"


def _passed(evidence: Evidence) -> str:
    return f"{evidence.minutes:,} minutes have passed" if evidence.minutes else "nothing has passed yet"


def _measured(objective: Objective, spending: Spending) -> str:
    target = f"target {percent(objective.target)}"
    if objective.unit == "shares":
        return f"{objective.name} is made of {len(objective.members)} members, {target}, {_window(objective)}"
    share = percent(1 - spending.spent / spending.known)
    what = "events" if objective.method is BudgetingMethod.OCCURRENCES else "time slices"
    return f"{share} of {words(spending.known, 28)} {what} were good {_window(objective)}, {target}"


def _spent(spending: Spending, objective: Objective) -> str:
    if objective.unit == "shares":
        return f"{percent(spending.spent, 4)} of the budget is spent"
    bad = f"{words(spending.spent)} bad {objective.unit}"
    if not spending.total:
        return f"{bad}, where none is allowed" if spending.spent else "nothing was lost"
    share = percent(spending.spent / spending.total, 4)
    return f"{bad} of {words(spending.total)} that the budget allows are spent ({share})"


def _firing(alerts: tuple[AlertState, ...]) -> str:
    firing = [f"{alert.name} fires since {_when(alert.since)} ({alert.reason})" for alert in alerts if alert.firing]
    return ", ".join(firing) if firing else "no alert fires"


def _ending(verdict: Verdict) -> str:
    exhaustion, evidence = verdict.exhaustion, verdict.evidence
    if exhaustion is None:
        return ""
    if verdict.state is State.EXHAUSTED:
        return f"the budget was used up at {_when(exhaustion)}"
    pace = f" of the last {evidence.pace.window}" if evidence.pace else ""
    return f"at the pace{pace} the budget ends in {_left(exhaustion - evidence.at)}, at {_when(exhaustion)}"


def _gaps(evidence: Evidence) -> str:
    known = Fraction(evidence.minutes_with_data, evidence.minutes) if evidence.minutes else Fraction(1)
    told = f"{percent(known, 3)} of the minutes have data" if known < 1 else ""
    if evidence.last_data and evidence.at - evidence.last_data > STALE:
        told += f", none since {_when(evidence.last_data)}"
    return told


def _when(moment: datetime | None) -> str:
    return "?" if moment is None else moment.strftime("%Y-%m-%d %H:%M UTC")


def _left(left: timedelta) -> str:
    minutes = int(left.total_seconds() // 60)
    if minutes >= 2 * 1440:
        return f"{minutes // 1440} days"
    return f"{minutes // 60} h {minutes % 60} min" if minutes >= 60 else f"{minutes} min"
