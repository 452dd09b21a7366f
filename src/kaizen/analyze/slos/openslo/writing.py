"""Documents as OpenSLO v1: one YAML text, fields in the order of the specification, nothing that is empty."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

import yaml

from kaizen.analyze.slos.model import Window
from kaizen.analyze.slos.openslo.documents import (
    SLI,
    SLO,
    AlertCondition,
    AlertNotificationTarget,
    AlertPolicy,
    DataSource,
    Document,
    Metadata,
    MetricSource,
    RatioMetric,
    Target,
)
from kaizen.analyze.slos.openslo.reading import VERSION

Mapped = dict[str, Any]


class _Dumper(yaml.SafeDumper):
    """Writes decimals exactly, never with aliases."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def _number(dumper: yaml.SafeDumper, value: Decimal) -> yaml.ScalarNode:
    text = format(value, "f")
    return dumper.represent_scalar("tag:yaml.org,2002:float" if "." in text else "tag:yaml.org,2002:int", text)


_Dumper.add_representer(Decimal, _number)


def write_documents(documents: Iterable[Document]) -> str:
    """The documents as one YAML stream."""
    plain = [_document(document) for document in documents]
    return yaml.dump_all(plain, Dumper=_Dumper, sort_keys=False, allow_unicode=True, explicit_start=True, width=1000)


def _document(document: Document, *, inline: bool = False) -> Mapped:
    kind = type(document).__name__
    head: Mapped = {} if inline and kind == "SLI" else {"kind": kind}
    if not inline:
        head = {"apiVersion": VERSION, **head}
    return {**head, "metadata": _metadata(document.metadata), "spec": _spec(document)}


def _spec(document: Document) -> Mapped:
    if isinstance(document, SLO):
        return _slo(document)
    if isinstance(document, SLI):
        return _sli(document)
    if isinstance(document, AlertPolicy):
        return _policy(document)
    if isinstance(document, AlertCondition):
        return _condition(document)
    told = _kept(description=document.description)
    if isinstance(document, AlertNotificationTarget):
        told["target"] = document.target
    if isinstance(document, DataSource):
        told |= _kept(type=document.type, connectionDetails=document.connection)
    return told


def _metadata(metadata: Metadata) -> Mapped:
    labels = {key: values[0] if len(values) == 1 else list(values) for key, values in metadata.labels.items()}
    return _kept(
        name=metadata.name,
        displayName=metadata.display_name,
        labels=labels,
        annotations=dict(metadata.annotations),
    )


def _sli(sli: SLI) -> Mapped:
    return _kept(
        description=sli.description,
        ratioMetric=_ratio(sli.ratio) if sli.ratio else None,
        thresholdMetric=_metric(sli.threshold),
    )


def _ratio(ratio: RatioMetric) -> Mapped:
    return _kept(
        counter=None if ratio.raw else ratio.counter,
        good=_metric(ratio.good),
        bad=_metric(ratio.bad),
        total=_metric(ratio.total),
        rawType=ratio.raw_type,
        raw=_metric(ratio.raw),
    )


def _metric(source: MetricSource | None) -> Mapped | None:
    if source is None:
        return None
    return {"metricSource": _kept(metricSourceRef=source.ref, type=source.type, spec=dict(source.spec))}


def _condition(condition: AlertCondition) -> Mapped:
    inner = _kept(
        kind="burnrate",
        op=str(condition.op),
        threshold=condition.threshold,
        lookbackWindow=str(condition.lookback),
        alertAfter=str(condition.after) if condition.after else None,
    )
    return _kept(description=condition.description, severity=condition.severity, condition=inner)


def _policy(policy: AlertPolicy) -> Mapped:
    condition = _document(policy.condition, inline=True) if policy.condition else {"conditionRef": policy.condition_ref}
    targets = [
        {"targetRef": target} if isinstance(target, str) else _document(target, inline=True)
        for target in policy.targets
    ]
    return _kept(
        description=policy.description,
        alertWhenBreaching=policy.when_breaching,
        alertWhenResolved=policy.when_resolved,
        alertWhenNoData=policy.when_no_data,
        conditions=[condition],
        notificationTargets=targets,
    )


def _slo(slo: SLO) -> Mapped:
    policies = [
        {"alertPolicyRef": policy} if isinstance(policy, str) else _document(policy, inline=True)
        for policy in slo.policies
    ]
    return _kept(
        description=slo.description,
        service=slo.service,
        indicator=_document(slo.indicator, inline=True) if slo.indicator else None,
        indicatorRef=slo.indicator_ref,
        timeWindow=[_window(slo.window)],
        budgetingMethod=str(slo.method),
        objectives=[_target(target) for target in slo.targets],
        alertPolicies=policies,
    )


def _window(window: Window) -> Mapped:
    if window.calendar is None:
        return {"duration": str(window.duration), "isRolling": True}
    start = window.calendar.start.strftime("%Y-%m-%d %H:%M:%S")
    calendar = {"startTime": start, "timeZone": window.calendar.zone}
    return {"duration": str(window.duration), "calendar": calendar, "isRolling": False}


def _target(target: Target) -> Mapped:
    return _kept(
        displayName=target.display_name,
        op=str(target.op) if target.op else None,
        value=target.value,
        target=target.target,
        timeSliceTarget=target.slice_target,
        timeSliceWindow=str(target.slice_window) if target.slice_window else None,
        indicator=_document(target.indicator, inline=True) if target.indicator else None,
        indicatorRef=target.indicator_ref,
        compositeWeight=target.weight,
    )


def _kept(**values: Any) -> Mapped:
    """The values that say something."""
    empty: tuple[object, ...] = (None, "", [], {})
    return {key: value for key, value in values.items() if isinstance(value, bool | Decimal) or value not in empty}
