"""SLO documents of OpenSLO v1: window, budgeting method and objectives."""

from decimal import Decimal

from kaizen.analyze.slos.durations import Duration
from kaizen.analyze.slos.model import BudgetingMethod, Calendar, Comparison, Window
from kaizen.analyze.slos.openslo.documents import SLI, SLO, AlertPolicy, Target
from kaizen.analyze.slos.openslo.fields import Fields
from kaizen.analyze.slos.openslo.indicators import sli
from kaizen.analyze.slos.openslo.metadata import description, metadata
from kaizen.analyze.slos.openslo.policies import policy_or_ref

DEFAULT_WINDOW = Window(Duration(30, "d"))


def slo(fields: Fields) -> SLO | None:
    """An SLO document; None where it lacks what nothing works without."""
    head = metadata(fields)
    spec = fields.child("spec")
    fields.finish()
    if spec is None:
        return None
    told, service = description(spec), spec.text("service")
    indicator, ref = indicator_of(spec, f"{head.name}-indicator")
    window = _window(spec)
    method = BudgetingMethod(spec.choice("budgetingMethod", tuple(BudgetingMethod)) or BudgetingMethod.OCCURRENCES)
    targets = _targets(spec, method, head.name)
    policies = _policies(spec)
    spec.finish()
    found = SLO(head, fields.place, service, window, method, targets, indicator, ref, policies, told)
    check_shape(spec, found)
    return found


def check_shape(spec: Fields, found: SLO) -> None:
    """That indicators stand in the SLO or in every objective, and that thresholds have their value."""
    inside = [bool(target.indicator or target.indicator_ref) for target in found.targets]
    outside = bool(found.indicator or found.indicator_ref)
    if outside and any(inside):
        spec.problem("indicator_twice", "indicator" if found.indicator else "indicatorRef")
    elif any(inside) and not all(inside):
        spec.problem("indicator_some", "objectives", count=inside.count(False))
    elif not outside and not any(inside):
        spec.problem("one_of", None, first="indicator", second="indicatorRef")
    if found.indicator and found.indicator.threshold and len(found.targets) > 1:
        spec.problem("threshold_many", "objectives", count=len(found.targets))


def indicator_of(fields: Fields, default_name: str) -> tuple[SLI | None, str]:
    """An indicator given or named."""
    if fields.has("indicator") and fields.has("indicatorRef"):
        fields.problem("excluded", "indicatorRef", other="indicator")
    inner = fields.child("indicator", required=False)
    return (sli(inner, default_name) if inner else None), fields.text("indicatorRef", required=False)


def _window(spec: Fields) -> Window:
    entries = spec.children("timeWindow", required=False)
    if not entries:
        spec.lose("timeWindow", "no time window is given; 30 days rolling are taken")
        return DEFAULT_WINDOW
    if len(entries) > 1:
        spec.problem("windows_many", "timeWindow", count=len(entries))
    entry = entries[0]
    calendar, rolling = entry.child("calendar", required=False), entry.flag("isRolling")
    if calendar is not None and rolling:
        entry.problem("excluded", "calendar", other="isRolling: true")
    if calendar is None and not rolling:
        entry.problem("window_kind", "isRolling" if entry.has("isRolling") else None)
    duration = entry.duration("duration", fixed=calendar is None)
    entry.finish()
    return Window(duration or Duration(30, "d"), calendar_of(calendar) if calendar else None)


def calendar_of(fields: Fields) -> Calendar | None:
    """Where calendar windows begin."""
    start, zone = fields.moment("startTime"), fields.zone("timeZone")
    fields.finish()
    return None if start is None else Calendar(start, zone)


def _targets(spec: Fields, method: BudgetingMethod, name: str) -> tuple[Target, ...]:
    entries = spec.children("objectives")
    if not entries and spec.has("objectives"):
        spec.problem("field_missing", "objectives")
    return tuple(_target(entry, method, f"{name}-{number}") for number, entry in enumerate(entries, 1))


def _target(entry: Fields, method: BudgetingMethod, name: str) -> Target:
    op = entry.choice("op", tuple(Comparison), required=False)
    indicator, ref = indicator_of(entry, name)
    weight = entry.number("compositeWeight")
    if weight is not None and weight <= 0:
        entry.problem("field_range", "compositeWeight", given=weight, allowed="above 0")
    slice_target, slice_window = _slices(entry, method)
    found = Target(
        entry.place,
        target_share(entry),
        entry.text("displayName", required=False),
        Comparison(op) if op else None,
        entry.number("value"),
        slice_target,
        slice_window,
        indicator,
        ref,
        weight,
    )
    entry.finish()
    return found


def target_share(entry: Fields) -> Decimal:
    """The target as a share; 1 (durability) goes beyond OpenSLO, which stops short of it."""
    share, percent = entry.number("target"), entry.number("targetPercent")
    if (share is None) == (percent is None):
        if not entry.has("target") or entry.has("targetPercent"):
            entry.problem("one_of", None, first="target", second="targetPercent")
        return Decimal(0)
    if share is not None:
        if not 0 <= share <= 1:
            entry.problem("target_range", "target", given=share, percent=share)
        return share
    if percent is not None and not 0 <= percent <= 100:
        entry.problem("field_range", "targetPercent", given=percent, allowed="from 0 to 100")
    return (percent or Decimal(0)).scaleb(-2)


def _slices(entry: Fields, method: BudgetingMethod) -> tuple[Decimal | None, Duration | None]:
    sliced = method is not BudgetingMethod.OCCURRENCES
    share = entry.number("timeSliceTarget", required=method is BudgetingMethod.TIMESLICES)
    if share is not None and not 0 <= share <= 1:
        entry.problem("target_range", "timeSliceTarget", given=share, percent=share)
    return share, entry.duration("timeSliceWindow", required=sliced, fixed=True, bare=True)


def _policies(spec: Fields) -> tuple[AlertPolicy | str, ...]:
    found: list[AlertPolicy | str] = []
    for node, path in spec.items("alertPolicies", required=False):
        found.append(node.text if node.text else policy_or_ref(Fields(node, path, spec.reading)))
    return tuple(found)
