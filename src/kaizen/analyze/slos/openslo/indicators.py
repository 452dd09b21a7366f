"""Service level indicators of OpenSLO v1: ratios, ratios made elsewhere, and values against a threshold."""

from kaizen.analyze.slos.openslo.documents import SLI, MetricSource, RatioMetric
from kaizen.analyze.slos.openslo.fields import Fields
from kaizen.analyze.slos.openslo.metadata import description, metadata


def sli(fields: Fields, default_name: str = "") -> SLI | None:
    """An SLI document, or one inside an SLO, which may leave name, version and kind out."""
    head = metadata(fields, default_name)
    if default_name:
        fields.has("apiVersion")
        fields.choice("kind", ("SLI",), required=False)
    spec = fields.child("spec")
    fields.finish()
    if spec is None:
        return None
    told = description(spec)
    if spec.has("ratioMetric") == spec.has("thresholdMetric"):
        spec.problem("one_of", None, first="ratioMetric", second="thresholdMetric")
        return None
    inner = spec.child("ratioMetric", required=False)
    ratio = _ratio(inner) if inner else None
    threshold = _metric(spec, "thresholdMetric")
    spec.finish()
    return SLI(head, fields.place, told, ratio, threshold)


def _ratio(fields: Fields) -> RatioMetric:
    counter = fields.flag("counter") or False
    parts = {name: _metric(fields, name) for name in ("good", "bad", "total", "raw")}
    if fields.has("raw"):
        raw_type = fields.choice("rawType", ("success", "failure"))
        for name in ("good", "bad", "total"):
            if fields.has(name):
                fields.problem("excluded", name, other="raw")
    else:
        raw_type = ""
        if fields.has("rawType"):
            fields.problem("excluded", "rawType", other="good, bad or total")
        if fields.has("good") == fields.has("bad"):
            fields.problem("one_of", None, first="good", second="bad")
        if not fields.has("total"):
            fields.problem("field_missing", "total")
    fields.finish()
    return RatioMetric(counter, parts["good"], parts["bad"], parts["total"], parts["raw"], raw_type)


def _metric(fields: Fields, key: str) -> MetricSource | None:
    outer = fields.child(key, required=False)
    if outer is None:
        return None
    inner = outer.child("metricSource")
    outer.finish()
    if inner is None:
        return None
    source = MetricSource(
        inner.text("type", required=False), inner.text("metricSourceRef", required=False), inner.free("spec")
    )
    if not source.type and not source.ref:
        inner.problem("one_of", None, first="type", second="metricSourceRef")
    if not source.spec:
        inner.problem("field_missing", "spec")
    inner.finish()
    return source
