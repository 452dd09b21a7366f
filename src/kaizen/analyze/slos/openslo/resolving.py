"""From OpenSLO documents to objectives that can be judged: references followed, default alerts put in."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import TypeVar

from kaizen.analyze.slos.defaults import MINIMUM_BAD, any_loss_alert, default_alerts, scaled_alerts
from kaizen.analyze.slos.durations import parse
from kaizen.analyze.slos.model import AlertRule, BudgetingMethod, Member, NoData, Objective
from kaizen.analyze.slos.openslo import metadata as ours
from kaizen.analyze.slos.openslo.documents import (
    SLI,
    SLO,
    AlertCondition,
    AlertPolicy,
    Document,
    Metadata,
    Place,
    Target,
)
from kaizen.kit.errors import KaizenError

Named = TypeVar("Named", SLI, SLO, AlertPolicy, AlertCondition)


@dataclass(frozen=True, slots=True)
class Resolved:
    """An objective with the documents it comes from; ``indicators`` has one entry, or one per member of a composite."""

    objective: Objective
    slo: SLO
    targets: tuple[Target, ...]
    indicators: tuple[SLI, ...]


def resolve(documents: Iterable[Document]) -> tuple[tuple[Resolved, ...], tuple[KaizenError, ...]]:
    """Every objective of the documents, and every reference or value that does not hold."""
    library = _Library(list(documents))
    found: list[Resolved] = []
    for slo in library.all(SLO):
        before = len(library.problems)
        objectives = _objectives(slo, library)
        if len(library.problems) == before:
            found += objectives
    return tuple(found), tuple(library.problems)


class _Library:
    """The documents by kind and name, and the problems met while they are put together."""

    def __init__(self, documents: list[Document]) -> None:
        self.documents = documents
        self.problems: list[KaizenError] = []
        self._unambiguous(SLI)
        self._unambiguous(SLO)
        self._unambiguous(AlertPolicy)
        self._unambiguous(AlertCondition)

    def all(self, kind: type[Named]) -> Iterator[Named]:
        """All documents of a kind."""
        return (document for document in self.documents if isinstance(document, kind))

    def named(self, kind: type[Named], name: str, place: Place, field: str) -> Named | None:
        """The document of that name, or None and a problem."""
        found = next((document for document in self.all(kind) if document.metadata.name == name), None)
        if found is None:
            self.problem("reference_missing", place, field, kind=kind.__name__, name=name)
        return found

    def problem(self, code: str, place: Place, field: str, **values: object) -> None:
        """Keeps a problem."""
        self.problems.append(KaizenError(f"slos.{code}", file=place.file, line=place.line, field=field, **values))

    def _unambiguous(self, kind: type[Named]) -> None:
        first: dict[str, Place] = {}
        for document in self.all(kind):
            name, place = document.metadata.name, document.place
            if name in first:
                there = f"{first[name].file}, line {first[name].line}"
                self.problem("name_twice", place, "metadata.name", kind=kind.__name__, name=name, there=there)
            first.setdefault(name, place)


def _objectives(slo: SLO, library: _Library) -> list[Resolved]:
    indicators = [_indicator(slo, target, library) for target in slo.targets]
    if any(indicator is None for indicator in indicators):
        return []
    found = tuple(indicator for indicator in indicators if indicator is not None)
    for target, indicator in zip(slo.targets, found, strict=True):
        _check_threshold(target, indicator, library)
    rules = _declared(slo, library)
    if slo.composite:
        objective = _composite(slo, found, rules, library)
        return [Resolved(objective, slo, slo.targets, found)]
    names = _names(slo)
    return [
        Resolved(_plain(slo, target, name, rules), slo, (target,), (indicator,))
        for target, name, indicator in zip(slo.targets, names, found, strict=True)
    ]


def _indicator(slo: SLO, target: Target, library: _Library) -> SLI | None:
    given, ref, place = slo.indicator, slo.indicator_ref, slo.place
    if slo.composite:
        given, ref, place = target.indicator, target.indicator_ref, target.place
    return given or library.named(SLI, ref, place, "indicatorRef")


def _check_threshold(target: Target, indicator: SLI, library: _Library) -> None:
    if indicator.threshold is None:
        return
    for field, value in (("op", target.op), ("value", target.value)):
        if value is None:
            library.problem("threshold_missing", target.place, f"spec.objectives[].{field}")


def _names(slo: SLO) -> list[str]:
    """An objective is called like its SLO if it is the only one, else by its display name or its number."""
    if len(slo.targets) == 1:
        return [slo.metadata.name]
    given = [target.display_name for target in slo.targets]
    return [
        name if name and given.count(name) == 1 else f"{slo.metadata.name}-{number}"
        for number, name in enumerate(given, 1)
    ]


def _plain(slo: SLO, target: Target, name: str, rules: tuple[AlertRule, ...] | None) -> Objective:
    return Objective(
        slo=slo.metadata.name,
        name=name,
        service=slo.service,
        target=target.target,
        window=slo.window,
        method=slo.method,
        slice_minutes=_slice_minutes(slo, target),
        slice_target=target.slice_target,
        no_data=_no_data(slo.metadata),
        alerts=_alerts(slo, target.target, rules),
        default_alerts=rules is None,
        comparison=target.op,
        value=target.value,
    )


def _composite(
    slo: SLO, indicators: tuple[SLI, ...], rules: tuple[AlertRule, ...] | None, library: _Library
) -> Objective:
    strictest = max(target.target for target in slo.targets)
    names = _member_names(slo, indicators)
    for target in slo.targets:
        if target.target == 1 and slo.method is BudgetingMethod.OCCURRENCES:
            library.problem("member_lossless", target.place, "target")
        if _slice_minutes(slo, target) != _slice_minutes(slo, slo.targets[0]):
            library.problem("member_slices", target.place, "timeSliceWindow")
    return Objective(
        slo=slo.metadata.name,
        name=slo.metadata.name,
        service=slo.service,
        target=strictest,
        window=slo.window,
        method=slo.method,
        slice_minutes=_slice_minutes(slo, slo.targets[0]),
        no_data=_no_data(slo.metadata),
        alerts=_alerts(slo, strictest, rules),
        default_alerts=rules is None,
        members=tuple(
            Member(name, target.target, target.weight or Decimal(1), target.slice_target)
            for name, target in zip(names, slo.targets, strict=True)
        ),
    )


def _member_names(slo: SLO, indicators: tuple[SLI, ...]) -> list[str]:
    given = [target.display_name or sli.metadata.name for target, sli in zip(slo.targets, indicators, strict=True)]
    return [name if given.count(name) == 1 else f"{name}-{number}" for number, name in enumerate(given, 1)]


def _slice_minutes(slo: SLO, target: Target) -> int:
    if slo.method is BudgetingMethod.OCCURRENCES or target.slice_window is None:
        return 1
    return target.slice_window.minutes


def _no_data(metadata: Metadata) -> NoData:
    return NoData(metadata.annotations.get(ours.NO_DATA, NoData.UNKNOWN))


def _alerts(slo: SLO, target: Decimal, declared: tuple[AlertRule, ...] | None) -> tuple[AlertRule, ...]:
    period = slo.window.duration.minutes
    wanted = slo.metadata.annotations.get(ours.ALERTS)
    if wanted == "none":
        return ()
    if target == 1:
        return (any_loss_alert(period),)
    least = slo.metadata.annotations.get(ours.MINIMUM_BAD)
    made = scaled_alerts if wanted == "scaled" else default_alerts
    return declared if declared is not None else made(period, target, int(least) if least else MINIMUM_BAD)


def _declared(slo: SLO, library: _Library) -> tuple[AlertRule, ...] | None:
    """The alert rules that the SLO declares, or None where it declares none."""
    rules: list[AlertRule] = []
    for entry in slo.policies:
        policy = library.named(AlertPolicy, entry, slo.place, "alertPolicyRef") if isinstance(entry, str) else entry
        if policy is None:
            continue
        condition = policy.condition or library.named(
            AlertCondition, policy.condition_ref, policy.place, "conditionRef"
        )
        if condition is not None:
            rules.append(_rule(policy, condition))
    return tuple(rules) if slo.policies else None


def _rule(policy: AlertPolicy, condition: AlertCondition) -> AlertRule:
    annotations = condition.metadata.annotations
    short = parse(annotations.get(ours.SHORT_WINDOW, ""))
    return AlertRule(
        name=policy.metadata.name,
        severity=condition.severity,
        threshold=Fraction(condition.threshold),
        long=condition.lookback.minutes,
        short=short.minutes if short else None,
        after=condition.after.minutes if condition.after else 0,
        comparison=condition.op,
        minimum_bad=int(annotations.get(ours.MINIMUM_BAD, "0")),
        when_breaching=policy.when_breaching is not False,
        when_no_data=bool(policy.when_no_data),
        when_resolved=bool(policy.when_resolved),
    )
