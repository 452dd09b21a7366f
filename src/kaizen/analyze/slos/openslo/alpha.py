"""OpenSLO v1alpha, read as the v1 document that says the same; what does not carry over is kept as a loss."""

from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal

from kaizen.analyze.slos.durations import Duration
from kaizen.analyze.slos.model import BudgetingMethod, Comparison, Window
from kaizen.analyze.slos.openslo.documents import (
    SLI,
    SLO,
    AlertPolicy,
    Document,
    Metadata,
    MetricSource,
    RatioMetric,
    Service,
    Target,
)
from kaizen.analyze.slos.openslo.fields import Fields
from kaizen.analyze.slos.openslo.metadata import description, metadata
from kaizen.analyze.slos.openslo.objectives import calendar_of, target_share

VERSION = "openslo/v1alpha"
UNITS = {"Day": "d", "Week": "w", "Month": "M", "Quarter": "Q", "Year": "Y"}
METHODS = (BudgetingMethod.OCCURRENCES, BudgetingMethod.TIMESLICES)


def document(fields: Fields) -> Document | None:
    """A Service or an SLO."""
    kind = fields.choice("kind", ("Service", "SLO"))
    head = metadata(fields)
    spec = fields.child("spec", required=kind == "SLO")
    fields.finish()
    if kind == "Service" or spec is None:
        told = description(spec) if spec else ""
        if spec:
            spec.finish()
        return Service(head, fields.place, told) if kind == "Service" else None
    found = _slo(fields, head, spec)
    spec.finish()
    return found


def _slo(fields: Fields, head: Metadata, spec: Fields) -> SLO | None:
    told, service = description(spec), spec.text("service")
    window = _window(spec)
    method = BudgetingMethod(spec.choice("budgetingMethod", METHODS) or BudgetingMethod.OCCURRENCES)
    name = f"{head.name}-indicator"
    indicator = _threshold(spec, name)
    entries = spec.children("objectives")
    ratios = [_ratio(entry) for entry in entries]
    targets = tuple(_target(entry, method, ratio) for entry, ratio in zip(entries, ratios, strict=True))
    if not entries and spec.has("objectives"):
        spec.problem("field_missing", "objectives")
    if any(ratios):
        indicator = _from_ratios(spec, ratios, name, indicator)
    elif indicator is None:
        spec.problem("one_of", None, first="indicator", second="objectives[].ratioMetrics")
    policies = _policies(spec)
    return SLO(head, fields.place, service, window, method, targets, indicator, "", policies, told)


def _window(spec: Fields) -> Window:
    entries = spec.children("timeWindows")
    if len(entries) != 1:
        if entries or spec.has("timeWindows"):
            spec.problem("windows_many", "timeWindows", count=len(entries))
        return Window(Duration(30, "d"))
    entry = entries[0]
    calendar, rolling = entry.child("calendar", required=False), entry.flag("isRolling")
    unit, count = entry.choice("unit", ("Second", *UNITS)), entry.number("count", required=True) or Decimal(1)
    if calendar is not None and rolling:
        entry.problem("excluded", "calendar", other="isRolling: true")
    if calendar is None and not rolling:
        entry.problem("window_kind", "isRolling" if entry.has("isRolling") else None)
    entry.finish()
    duration = _duration(entry, unit, count)
    if calendar is None and not duration.fixed:
        days = Duration(duration.minutes // 1440, "d")
        entry.lose("unit", f"a rolling window has a fixed length: {duration.words} became {days.words}")
        duration = days
    return Window(duration, calendar_of(calendar) if calendar else None)


def _duration(entry: Fields, unit: str, count: Decimal) -> Duration:
    minutes = unit == "Second" and count % 60 == 0
    whole = count if unit != "Second" else count / 60
    if whole != whole.to_integral_value() or not 1 <= whole <= 99_999 or (unit == "Second" and not minutes):
        allowed = "whole minutes" if unit == "Second" else "a whole number from 1"
        entry.problem("field_range", "count", given=count, allowed=allowed)
        whole = Decimal(1)
    return Duration(int(whole), UNITS.get(unit, "m"))


def _threshold(spec: Fields, name: str) -> SLI | None:
    outer = spec.child("indicator", required=False)
    if outer is None:
        return None
    inner = outer.child("thresholdMetric")
    outer.finish()
    source = _source(inner) if inner else None
    return None if source is None else SLI(Metadata(name), outer.place, threshold=source)


def _source(fields: Fields) -> MetricSource:
    type_, query_type, query = fields.text("source"), fields.text("queryType", required=False), fields.text("query")
    extra = fields.free("metadata")
    if query_type not in {"", "query"}:
        fields.lose("queryType", f"v1 knows no query types; {query_type} is kept in the metric source's spec")
        extra = {**extra, "queryType": query_type}
    fields.finish()
    return MetricSource(type_, "", {"query": query, **extra})


def _ratio(entry: Fields) -> RatioMetric | None:
    fields = entry.child("ratioMetrics", required=False)
    if fields is None:
        return None
    good, total = fields.child("good"), fields.child("total")
    counter = fields.flag("incremental") or fields.flag("counter") or False
    fields.finish()
    if good is None or total is None:
        return None
    return RatioMetric(counter, good=_source(good), total=_source(total))


def _from_ratios(spec: Fields, ratios: Iterable[RatioMetric | None], name: str, threshold: SLI | None) -> SLI | None:
    found = list(ratios)
    if threshold is not None:
        spec.problem("excluded", "indicator", other="objectives[].ratioMetrics")
    if any(ratio != found[0] for ratio in found):
        spec.problem("alpha_ratios", "objectives")
    return SLI(Metadata(name), spec.place, ratio=found[0])


def _target(entry: Fields, method: BudgetingMethod, ratio: RatioMetric | None) -> Target:
    op, value = entry.choice("op", tuple(Comparison), required=False), entry.number("value")
    if ratio is not None and value is not None:
        entry.lose("value", "a ratio has no threshold; the value was left out")
        value = None
    found = Target(
        entry.place,
        target_share(entry),
        entry.text("displayName", required=False),
        Comparison(op) if op else None,
        value,
        entry.number("timeSliceTarget", required=method is BudgetingMethod.TIMESLICES),
        entry.duration("timeSliceWindow", required=False, fixed=True, bare=True),
    )
    if method is BudgetingMethod.TIMESLICES and found.slice_window is None:
        entry.lose("timeSliceWindow", "v1alpha does not say how long a time slice is; one minute is taken")
        found = replace(found, slice_window=Duration(1, "m"))
    entry.finish()
    return found


def _policies(spec: Fields) -> tuple[AlertPolicy | str, ...]:
    found = [node.text for node, _ in spec.items("alertPolicies", required=False)]
    return tuple(name for name in found if name)
