"""Alert policies, conditions and notification targets of OpenSLO v1."""

from kaizen.analyze.slos.durations import Duration
from kaizen.analyze.slos.model import Comparison
from kaizen.analyze.slos.openslo.documents import AlertCondition, AlertNotificationTarget, AlertPolicy
from kaizen.analyze.slos.openslo.fields import Fields
from kaizen.analyze.slos.openslo.metadata import SHORT_WINDOW, description, metadata


def policy(fields: Fields) -> AlertPolicy | None:
    """An alert policy, in a file of its own or inside an SLO."""
    head = metadata(fields)
    spec = fields.child("spec")
    _inline(fields, "AlertPolicy")
    if spec is None:
        return None
    told = description(spec)
    names = ("alertWhenBreaching", "alertWhenResolved", "alertWhenNoData")
    breaching, resolved, no_data = (spec.flag(name) for name in names)
    conditions = spec.children("conditions")
    if len(conditions) > 1:
        spec.problem("conditions_many", "conditions", count=len(conditions), annotation=SHORT_WINDOW)
    found, ref = _condition_or_ref(conditions[0]) if conditions else (None, "")
    targets = tuple(_target_or_ref(each) for each in spec.children("notificationTargets", required=False))
    spec.finish()
    return AlertPolicy(head, fields.place, found, ref, targets, breaching, resolved, no_data, told)


def condition(fields: Fields) -> AlertCondition | None:
    """An alert condition, in a file of its own or inside a policy."""
    head = metadata(fields)
    spec = fields.child("spec")
    _inline(fields, "AlertCondition")
    if spec is None:
        return None
    told = description(spec)
    severity = spec.text("severity")
    inner = spec.child("condition")
    spec.finish()
    if inner is None:
        return None
    inner.choice("kind", ("burnrate",), required=False)
    op = inner.choice("op", tuple(Comparison))
    threshold = inner.number("threshold", required=True)
    lookback = inner.duration("lookbackWindow", fixed=True)
    after = _after(inner)
    inner.finish()
    if op in (Comparison.LT, Comparison.LTE):
        inner.problem("alert_inverted", "op", op=op, threshold=threshold, meant="gt" if op == "lt" else "gte")
    if threshold is not None and threshold <= 0:
        inner.problem("field_range", "threshold", given=threshold, allowed="above 0")
    if not op or threshold is None or lookback is None:
        return None
    return AlertCondition(head, fields.place, severity, Comparison(op), threshold, lookback, after, told)


def notification_target(fields: Fields) -> AlertNotificationTarget | None:
    """Whom an alert tells."""
    head = metadata(fields)
    spec = fields.child("spec")
    _inline(fields, "AlertNotificationTarget")
    if spec is None:
        return None
    told, target = description(spec), spec.text("target")
    spec.finish()
    return AlertNotificationTarget(head, fields.place, target, told)


def policy_or_ref(fields: Fields) -> AlertPolicy | str:
    """An entry of an SLO's alert policies."""
    if fields.has("alertPolicyRef"):
        ref = fields.text("alertPolicyRef")
        fields.finish()
        return ref
    return policy(fields) or ""


def _condition_or_ref(fields: Fields) -> tuple[AlertCondition | None, str]:
    if fields.has("conditionRef"):
        ref = fields.text("conditionRef")
        fields.has("operator")
        fields.finish()
        return None, ref
    return condition(fields), ""


def _target_or_ref(fields: Fields) -> AlertNotificationTarget | str:
    if fields.has("targetRef"):
        ref = fields.text("targetRef")
        fields.finish()
        return ref
    return notification_target(fields) or ""


def _inline(fields: Fields, kind: str) -> None:
    fields.has("apiVersion")
    fields.choice("kind", (kind,), required=False)
    fields.finish()


def _after(inner: Fields) -> Duration | None:
    """``alertAfter``; 0m is the same as leaving it out."""
    if inner.has("alertAfter") and inner.fields["alertAfter"].text in {"0m", "0"}:
        return None
    return inner.duration("alertAfter", required=False, fixed=True)
