"""What is questionable about objectives and their alerts before any data is seen, or with the traffic they had."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from kaizen.analyze.slos.burn import share_spent, slots_in, threshold_ratio
from kaizen.analyze.slos.durations import of_minutes
from kaizen.analyze.slos.exact import percent, words
from kaizen.analyze.slos.meters import Meter, meter_of
from kaizen.analyze.slos.model import AlertRule, BudgetingMethod, Objective
from kaizen.analyze.slos.openslo.documents import AlertPolicy, Place
from kaizen.analyze.slos.openslo.resolving import Resolved
from kaizen.analyze.slos.slices import Slices
from kaizen.kit.errors import KaizenError

NOISE = Fraction(1, 100)
LATE = {"page": Fraction(6, 100)}
LATE_ELSE = Fraction(12, 100)


class Weight(StrEnum):
    """An error makes the check say no; a warning does not."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Problem:
    """Something to put right: where, what, and how."""

    file: str
    line: int | None
    field: str
    rule: str
    severity: Weight
    message: str
    fix: str


def problem_of(error: KaizenError) -> Problem:
    """A problem met while a file was read."""
    file, line, field = (error.values.get(name) for name in ("file", "line", "field"))
    return Problem(
        file=str(file or ""),
        line=line if isinstance(line, int) else None,
        field=str(field or ""),
        rule=error.code.removeprefix("slos."),
        severity=Weight.ERROR,
        message=error.sentence().removeprefix(f"{file}, line {line}: "),
        fix=error.hint(),
    )


def lint(resolved: Iterable[Resolved], slices: Slices | None = None) -> tuple[Problem, ...]:
    """Every problem of the objectives, in the order of the files; with slices also alerts of too little traffic."""
    found = [problem for each in resolved for problem in _of_objective(each, slices)]
    return tuple(sorted(found, key=lambda each: (each.file, each.line or 0)))


def _of_objective(resolved: Resolved, slices: Slices | None) -> Iterator[Problem]:
    objective = resolved.objective
    place = resolved.targets[0].place
    yield from _window(resolved)
    yield from _target(objective, place, resolved)
    seen: dict[tuple[object, ...], str] = {}
    for rule in objective.alerts:
        where = _place(resolved, rule)
        yield from _alert(objective, rule, where)
        key = (rule.severity, rule.threshold, rule.long, rule.short, rule.after, rule.comparison)
        if key in seen:
            yield _problem(
                where, "alerts", "duplicate", f"{rule.name} fires exactly when {seen[key]} does", "Remove one."
            )
        seen.setdefault(key, rule.name)
    if objective.allowed and not objective.members:
        yield from _traffic(resolved, slices)


def _window(resolved: Resolved) -> Iterator[Problem]:
    window, place = resolved.objective.window, resolved.slo.place
    if window.duration.minutes < 1440:
        bigger = f"{window.duration.count}M" if window.duration.unit == "m" else "1d or more"
        message = f"the window is {window.duration.words}; the letter m means minutes and M months"
        yield _problem(
            place, "spec.timeWindow[0].duration", "window_short", message, f"Write {bigger}, if that is meant."
        )
    slot = resolved.objective.slice_minutes
    if window.duration.minutes < slot:
        message = f"a time slice of {of_minutes(slot).words} does not fit into the window"
        yield _problem(
            place, "spec.timeWindow[0].duration", "slice_long", message, "Make time slices shorter.", Weight.ERROR
        )


def _target(objective: Objective, place: Place, resolved: Resolved) -> Iterator[Problem]:
    if objective.target == 0:
        message = "a target of 0 is met by everything, so nothing ever spends its budget"
        yield _problem(place, "target", "no_budget", message, "Set a target that can be missed.", Weight.ERROR)
    if objective.target == 1 and resolved.slo.policies:
        message = "a target of 100 % has no budget to burn, so its alert policies never apply; any loss alerts at once"
        fix = "Remove the policies, or lower the target."
        yield _problem(place, "alertPolicies", "no_budget", message, fix, Weight.ERROR)
    if not objective.alerts and objective.window.duration.minutes >= 1440:
        message = f"nothing alerts when the budget of {objective.name} burns"
        yield _problem(place, "alertPolicies", "no_alerts", message, "Remove kaizen/alerts: none, or add a policy.")


def _alert(objective: Objective, rule: AlertRule, place: Place) -> Iterator[Problem]:
    if rule.any_loss:
        return
    ratio = threshold_ratio(rule.threshold, objective.allowed)
    if ratio >= 1 and not objective.members:
        message = (
            f"{rule.name} cannot fire: a burn rate of {words(rule.threshold)} needs more than {percent(ratio)} bad, "
            f"and with a target of {percent(objective.target)} the burn rate is at most {words(1 / objective.allowed)}"
        )
        weight = Weight.WARNING if objective.default_alerts else Weight.ERROR
        yield _problem(place, "threshold", "unreachable", message, "Lower the threshold, or raise the target.", weight)
    if rule.long > objective.window.duration.minutes:
        message = f"{rule.name} looks back {of_minutes(rule.long).words}, longer than the objective's own window"
        yield _problem(place, "lookbackWindow", "window_long", message, "Shorten lookbackWindow.", Weight.ERROR)
    if rule.short is not None and rule.short >= rule.long:
        message = f"the short window of {rule.name} is not shorter than its look-back window"
        yield _problem(place, "kaizen/short-window", "window_pair", message, "Use about a twelfth of it.")
    yield from _sensitivity(objective, rule, place)


def _sensitivity(objective: Objective, rule: AlertRule, place: Place) -> Iterator[Problem]:
    period = objective.window.duration.minutes
    share, most = share_spent(rule.threshold, period, rule.long), LATE.get(rule.severity, LATE_ELSE)
    pair = f"{words(rule.threshold)} over {of_minutes(rule.long)}"
    told = f"{rule.name} fires when {percent(share, 3)} of the budget is spent ({pair})"
    if rule.threshold < Fraction(9, 10):
        message = f"{rule.name} fires at a burn rate of {words(rule.threshold)}, at which the budget lasts the window"
        yield _problem(place, "threshold", "noise", message, "Raise the threshold to 1 or more.")
    elif share < NOISE:
        usual = words(Fraction(2, 100) * period / rule.long)
        fix = f"Raise the threshold to {usual} (2 % of the budget), or look back longer."
        yield _problem(place, "threshold", "noise", f"{told}, which is noise", fix)
    elif share > most and not objective.default_alerts:
        fix = f"Lower the threshold to {words(most * period / rule.long)}; the usual factors hold for 30 days."
        yield _problem(place, "threshold", "late", f"{told}, which is late", fix)


def _traffic(resolved: Resolved, slices: Slices | None) -> Iterator[Problem]:
    """Alerts that a single bad unit sets off, at the usual traffic or because time slices are coarse."""
    objective = resolved.objective
    sliced = objective.method is not BudgetingMethod.OCCURRENCES
    if slices is None and not sliced:
        return
    meter = None if slices is None else meter_of(slices, objective)
    for rule in objective.alerts:
        if rule.any_loss or rule.minimum_bad > 1 or rule.when_no_data:
            continue
        units = Fraction(slots_in(rule.long, objective.slice_minutes)) if sliced else _usual(meter, rule.long)
        if units and 1 / units / objective.allowed > rule.threshold:
            unit = "time slice" if sliced else "event"
            message = f"{rule.name} looks back on {words(units)} {unit}s, so a single bad {unit} sets it off"
            fix = "Set kaizen/minimum-bad on the condition, look back longer, or lower the target."
            yield _problem(_place(resolved, rule), "lookbackWindow", "low_traffic", message, fix)


def _usual(meter: Meter | None, minutes: int) -> Fraction:
    """Units that a window of so many minutes holds on average."""
    part = meter.single if meter else None
    if part is None or not part.ledger.slots:
        return Fraction(0)
    first, end = part.ledger.slots[0], part.ledger.slots[-1] + 1
    return Fraction(part.ledger.sums(first, end)[1] * minutes, (end - first) * part.ledger.slot)


def _place(resolved: Resolved, rule: AlertRule) -> Place:
    """Where an alert is declared; default alerts belong to their objective."""
    policies = [policy for policy in resolved.slo.policies if isinstance(policy, AlertPolicy)]
    found = next((policy for policy in policies if policy.metadata.name == rule.name), None)
    if found is None or resolved.objective.default_alerts:
        return resolved.targets[0].place
    return found.condition.place if found.condition else found.place


def _problem(  # noqa: PLR0917 - the parts of one problem, in the order it has them
    place: Place, field: str, rule: str, message: str, fix: str, weight: Weight = Weight.WARNING
) -> Problem:
    return Problem(place.file, place.line, field, rule, weight, f"{message}.", fix)
