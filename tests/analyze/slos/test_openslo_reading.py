"""OpenSLO files: what is read, and for everything wrong the line, the field and the fix."""

from decimal import Decimal
from fractions import Fraction
from textwrap import dedent

import pytest

from kaizen.analyze.slos import BudgetingMethod, NoData, read_documents, resolve
from kaizen.analyze.slos.model import Comparison
from kaizen.analyze.slos.openslo.documents import DataSource, Service

SLO = """\
apiVersion: openslo/v1
kind: SLO
metadata:
  name: web
  annotations: {}
spec:
  service: shop
  indicator:
    metadata:
      name: ratio
    spec:
      ratioMetric:
        counter: true
        good:
          metricSource: {type: Prometheus, spec: {query: good}}
        total:
          metricSource: {type: Prometheus, spec: {query: total}}
  timeWindow:
    - duration: 30d
      isRolling: true
  budgetingMethod: Occurrences
  objectives:
    - target: 0.999
"""
POLICY = """\
  alertPolicies:
    - kind: AlertPolicy
      metadata: {name: burns}
      spec:
        conditions:
          - kind: AlertCondition
            metadata: {name: fast, annotations: {kaizen/short-window: 5m, kaizen/minimum-bad: "20"}}
            spec:
              severity: page
              condition: {kind: burnrate, op: gt, threshold: 14.4, lookbackWindow: 1h, alertAfter: 2m}
        notificationTargets: []
"""
CALENDAR = "    - duration: 1M\n      calendar: {startTime: 2026-01-01 00:00:00, timeZone: Europe/Berlin}\n"
ROLLING = "    - duration: 30d\n      isRolling: true\n"
THRESHOLD = "      thresholdMetric:\n        metricSource: {type: Prometheus, spec: {query: latency}}\n"
RATIO = SLO[SLO.index("      ratioMetric:") : SLO.index("  timeWindow:")]


def problems(text: str) -> list[str]:
    read = read_documents(text.encode(), "f.yaml")
    _, unresolved = resolve(read.documents)
    return [str(problem) for problem in (*read.problems, *unresolved)]


def test_a_plain_slo_becomes_an_objective() -> None:
    found, unresolved = resolve(read_documents(SLO.encode(), "f.yaml").documents)
    objective = found[0].objective

    assert unresolved == ()
    assert (objective.slo, objective.name, objective.service, objective.target) == (
        "web",
        "web",
        "shop",
        Decimal("0.999"),
    )
    assert (str(objective.window.duration), objective.window.rolling) == ("30d", True)
    assert [rule.name for rule in objective.alerts] == ["page-fast", "page-slow", "ticket-fast", "ticket-slow"]
    assert (objective.no_data, objective.default_alerts) == (NoData.UNKNOWN, True)


def test_policies_replace_the_default_alerts() -> None:
    rule = resolve(read_documents((SLO + POLICY).encode(), "f.yaml").documents)[0][0].objective.alerts[0]

    assert (rule.name, rule.severity, rule.threshold, rule.long, rule.short) == (
        "burns",
        "page",
        Fraction("14.4"),
        60,
        5,
    )
    assert (rule.after, rule.minimum_bad, rule.comparison, rule.when_breaching) == (2, 20, Comparison.GT, True)


def test_references_are_followed_across_documents_and_lists() -> None:
    text = SLO.replace("  indicator:\n    metadata:\n      name: ratio\n    spec:\n" + RATIO, "  indicatorRef: ratio\n")
    text += "  alertPolicies:\n    - alertPolicyRef: burns\n---\n"
    text += dedent("""\
        - apiVersion: openslo/v1
          kind: SLI
          metadata: {name: ratio}
          spec:
            ratioMetric:
              rawType: failure
              raw: {metricSource: {type: Prometheus, spec: {query: errors}}}
        - apiVersion: openslo/v1
          kind: AlertPolicy
          metadata: {name: burns}
          spec:
            alertWhenNoData: true
            conditions: [{conditionRef: fast}]
            notificationTargets: [{targetRef: nobody}]
        - apiVersion: openslo/v1
          kind: AlertCondition
          metadata: {name: fast}
          spec: {severity: page, condition: {op: gte, threshold: 6, lookbackWindow: 6h, alertAfter: 0m}}
        """)
    found, unresolved = resolve(read_documents(text.encode(), "f.yaml").documents)

    assert unresolved == ()
    assert found[0].indicators[0].ratio is not None
    assert found[0].indicators[0].ratio.raw_type == "failure"
    assert (found[0].objective.alerts[0].when_no_data, found[0].objective.alerts[0].after) == (True, 0)


def test_calendar_time_slices_and_per_cent() -> None:
    text = SLO.replace(ROLLING, CALENDAR).replace("Occurrences", "Timeslices")
    text = text.replace("target: 0.999", "targetPercent: 99.95\n      timeSliceTarget: 0.9\n      timeSliceWindow: 5")
    objective = resolve(read_documents(text.encode(), "f.yaml").documents)[0][0].objective

    assert (objective.method, objective.slice_minutes) == (BudgetingMethod.TIMESLICES, 5)
    assert (objective.target, objective.slice_target) == (Decimal("0.9995"), Decimal("0.9"))
    assert objective.window.calendar is not None
    assert objective.window.calendar.zone == "Europe/Berlin"


@pytest.mark.parametrize(
    ("op", "good", "bad"),
    [("lt", "499.9", "500"), ("lte", "500", "500.1"), ("gt", "500.1", "500"), ("gte", "500", "499")],
)
def test_a_threshold_tells_good_values_from_bad_ones(op: str, good: str, bad: str) -> None:
    text = SLO.replace(RATIO, THRESHOLD).replace("target: 0.999", f"target: 0.999\n      op: {op}\n      value: 500")
    objective = resolve(read_documents(text.encode(), "f.yaml").documents)[0][0].objective

    assert objective.is_good(Decimal(good))
    assert not objective.is_good(Decimal(bad))
    assert not objective.is_good(Decimal("nan"))


def test_several_targets_are_several_objectives() -> None:
    text = SLO + "    - displayName: SLA\n      target: 0.99\n"
    found, _ = resolve(read_documents(text.encode(), "f.yaml").documents)

    assert [(each.objective.name, each.objective.target) for each in found] == [
        ("web-1", Decimal("0.999")),
        ("SLA", Decimal("0.99")),
    ]


def test_objectives_with_indicators_of_their_own_are_one_composite() -> None:
    indicator = SLO[SLO.index("  indicator:") : SLO.index("  timeWindow:")]
    inner = "\n".join("    " + line for line in indicator.splitlines())
    text = SLO.replace(indicator, "").replace("    - target: 0.999\n", "")
    text += f"    - displayName: search\n      target: 0.99\n{inner}\n"
    second = inner.replace("ratio", "paid", 1)
    text += f"    - displayName: pay\n      target: 0.995\n      compositeWeight: 0.5\n{second}\n"
    found, unresolved = resolve(read_documents(text.encode(), "f.yaml").documents)

    assert unresolved == ()
    assert [(each.name, each.target, each.weight) for each in found[0].objective.members] == [
        ("search", Decimal("0.99"), Decimal(1)),
        ("pay", Decimal("0.995"), Decimal("0.5")),
    ]
    assert found[0].objective.target == Decimal("0.995")


ANNOTATED = [
    pytest.param("{kaizen/no-data: good}", NoData.GOOD, 4, id="a policy for missing data"),
    pytest.param("{kaizen/alerts: none}", NoData.UNKNOWN, 0, id="no alerts"),
    pytest.param("{kaizen/alerts: scaled, other.example/x: y}", NoData.UNKNOWN, 5, id="scaled alerts"),
]


@pytest.mark.parametrize(("annotations", "no_data", "alerts"), ANNOTATED)
def test_annotations_of_kaizen_are_followed(annotations: str, no_data: NoData, alerts: int) -> None:
    text = SLO.replace("annotations: {}", f"annotations: {annotations}")
    objective = resolve(read_documents(text.encode(), "f.yaml").documents)[0][0].objective

    assert (objective.no_data, len(objective.alerts)) == (no_data, alerts)


def test_the_guard_of_the_default_alerts_can_be_set() -> None:
    text = SLO.replace("annotations: {}", 'annotations: {kaizen/minimum-bad: "0"}')

    assert {
        rule.minimum_bad for rule in resolve(read_documents(text.encode(), "f").documents)[0][0].objective.alerts
    } == {0}


def test_services_and_data_sources_are_read() -> None:
    text = dedent("""\
        apiVersion: openslo/v1
        kind: Service
        metadata: {name: shop, displayName: The shop, labels: {team: [a, b], tier: 1}}
        ---
        apiVersion: openslo/v1
        kind: DataSource
        metadata: {name: prom}
        spec: {type: Prometheus, connectionDetails: [{url: http://localhost}]}
        """)
    service, source = read_documents(text.encode(), "f.yaml").documents

    assert isinstance(service, Service)
    assert service.metadata.labels == {"team": ("a", "b"), "tier": ("1",)}
    assert isinstance(source, DataSource)
    assert source.connection == [{"url": "http://localhost"}]


def changed(old: str, new: str, text: str = SLO) -> str:
    assert old in text
    return text.replace(old, new, 1)


WRONG = [
    pytest.param("", "f.yaml holds no document.", id="an empty file"),
    pytest.param("a: [", "f.yaml, line 2: this YAML is not accepted", id="no YAML"),
    pytest.param("a: !!python/name:os.system x", "the tag", id="a tag"),
    pytest.param("a: &a [*a]", "the alias *a refers to nothing finished", id="an alias to itself"),
    pytest.param("x" * 5_000_000, "larger than 4 MB", id="a huge file"),
    pytest.param(
        "\n".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9 if n else ['x'])}]" for n in range(9)),
        "more than 200000 values",
        id="aliases that multiply",
    ),
    pytest.param("[" * 100, "more than 40 levels", id="brackets without end"),
    pytest.param("- hello", "line 1: the document is hello, and should be a mapping", id="no object"),
    pytest.param(
        changed("openslo/v1", "openslo/v2"), "line 1: apiVersion is openslo/v2, and should be one of", id="v2"
    ),
    pytest.param(changed("kind: SLO", "kind: Slo"), "line 2: kind is Slo", id="an unknown kind"),
    pytest.param(changed("  name: web\n", ""), "line 4: metadata.name is missing", id="no name"),
    pytest.param(changed("  service: shop\n", ""), "line 7: spec.service is missing", id="no service"),
    pytest.param(changed("service:", "sevice:"), "spec.sevice is not known here", id="a misspelt field"),
    pytest.param(
        changed("target: 0.999", "target: 99.9"),
        "line 23: spec.objectives[0].target is 99.9, and is a share",
        id="a target in per cent",
    ),
    pytest.param(changed("target: 0.999", "target: high"), "target is high, and should be a number", id="no number"),
    pytest.param(changed("target: 0.999", "target: .nan"), "target is .nan, and should be a number", id="not a number"),
    pytest.param(
        changed("target: 0.999", "target: 0.9\n      targetPercent: 90"),
        "needs either target or targetPercent",
        id="two targets",
    ),
    pytest.param(changed("    - target: 0.999\n", ""), "spec.objectives is missing or empty", id="no objectives"),
    pytest.param(
        changed("Occurrences", "occurrences"), "spec.budgetingMethod is occurrences", id="the case of letters"
    ),
    pytest.param(
        changed("Occurrences", "Timeslices"), "objectives[0].timeSliceTarget is missing", id="no slice target"
    ),
    pytest.param(
        changed("Occurrences", "RatioTimeslices"), "objectives[0].timeSliceWindow is missing", id="no slice window"
    ),
    pytest.param(
        changed("duration: 30d", "duration: 30 days"),
        "line 19: spec.timeWindow[0].duration is 30 days, which is no",
        id="a duration in words",
    ),
    pytest.param(
        changed("duration: 30d", "duration: 1M"),
        "duration is 1M, which is not always equally long",
        id="a rolling month",
    ),
    pytest.param(
        changed("      isRolling: true\n", ""), "leaves open whether the window is rolling", id="no kind of window"
    ),
    pytest.param(
        changed("isRolling: true", "isRolling: maybe"),
        "isRolling is maybe, and should be true or false",
        id="neither true nor false",
    ),
    pytest.param(changed(ROLLING, CALENDAR.replace("Berlin", "Berln")), "which is no time zone", id="no time zone"),
    pytest.param(
        changed(ROLLING, CALENDAR.replace("Europe/Berlin", "../../etc/passwd")),
        "which is no time zone",
        id="a path for a time zone",
    ),
    pytest.param(
        changed(ROLLING, CALENDAR.replace("2026-01-01 00:00:00", "January")), "no date and time", id="no start"
    ),
    pytest.param(changed(ROLLING, ROLLING * 2), "spec.timeWindow has 2 entries", id="two windows"),
    pytest.param(
        changed(ROLLING, ROLLING + CALENDAR[CALENDAR.index("      cal") :]),
        "cannot stand together with isRolling",
        id="rolling and calendar",
    ),
    pytest.param(
        changed("        good:", "        bad:\n          metricSource: {type: P, spec: {query: b}}\n        good:"),
        "needs either good or bad",
        id="good and bad",
    ),
    pytest.param(
        changed("{type: Prometheus, spec: {query: total}}", "{type: Prometheus}"),
        "total.metricSource.spec is missing",
        id="no query",
    ),
    pytest.param(
        changed("        counter: true\n", "        counter: true\n        rawType: success\n"),
        "rawType cannot stand together with good, bad or total",
        id="raw type without raw",
    ),
    pytest.param(changed(RATIO, RATIO + THRESHOLD), "needs either ratioMetric or thresholdMetric", id="two metrics"),
    pytest.param(
        changed(RATIO, THRESHOLD),
        "spec.objectives[].op is missing, and a thresholdMetric needs it",
        id="a threshold without comparison",
    ),
    pytest.param(
        changed("  indicator:\n", "  indicatorRef: other\n  indicator:\n"),
        "cannot stand together with indicator",
        id="an indicator and a reference",
    ),
    pytest.param(
        changed("  indicator:\n    metadata:\n      name: ratio\n    spec:\n" + RATIO, "  indicatorRef: gone\n"),
        "indicatorRef names the SLI gone, which none of the files holds",
        id="a reference to nothing",
    ),
    pytest.param(
        SLO + "  alertPolicies: [{alertPolicyRef: gone}]\n", "names the AlertPolicy gone", id="no such policy"
    ),
    pytest.param(
        SLO + "---\n" + SLO,
        "line 25: metadata.name is web, like that of another SLO in f.yaml, line 1",
        id="a name twice",
    ),
    pytest.param(
        changed("op: gt", "op: lt", SLO + POLICY),
        "op is lt, so this alert would fire while the burn rate is low",
        id="an inverted alert",
    ),
    pytest.param(
        changed("threshold: 14.4", "threshold: 0", SLO + POLICY),
        "threshold is 0, and should be above 0",
        id="a threshold of nothing",
    ),
    pytest.param(
        changed("lookbackWindow: 1h", "lookbackWindow: 1M", SLO + POLICY),
        "lookbackWindow is 1M, which is not always",
        id="a look-back of a month",
    ),
    pytest.param(
        changed("kaizen/short-window: 5m", "kaizen/short-windw: 5m", SLO + POLICY),
        "kaizen/short-windw is not known here",
        id="a misspelt annotation",
    ),
    pytest.param(
        changed("annotations: {}", "annotations: {kaizen/no-data: ignore}"),
        "kaizen/no-data is ignore",
        id="an unknown policy for missing data",
    ),
    pytest.param(changed("name: web", f"name: {'x' * 300}"), "metadata.name cannot be", id="a name too long"),
    pytest.param(
        changed("  service: shop\n", f"  service: shop\n  description: {'x' * 1051}\n"),
        "has 1051 characters",
        id="a description too long",
    ),
    pytest.param(
        changed("    - target: 0.999\n", "    - target: 0.999\n      compositeWeight: 0\n"),
        "should be above 0",
        id="a weight of nothing",
    ),
    pytest.param(
        changed("  service: shop\n", "  service: shop\n  service: shop\n"),
        "the key service stands here again",
        id="a key twice",
    ),
]


INNER = "\n      indicatorRef: ratio"
SHAPES = [
    pytest.param(
        changed("name: web", "name: [web]"), "metadata.name is a list, and should be text", id="a list for text"
    ),
    pytest.param(
        changed("    - target: 0.999\n", "    target: 0.999\n"),
        "objectives is a mapping, and should be a list",
        id="no list",
    ),
    pytest.param(
        changed("annotations: {}", "annotations: [a]"), "annotations is a list, and should be a map", id="no map"
    ),
    pytest.param(
        changed("annotations: {}", "labels: {a: {b: c}}"), "labels.a is something else", id="a label in a label"
    ),
    pytest.param(
        changed("annotations: {}", "annotations: {kaizen/minimum-bad: few}"),
        "is few, and should be a whole number",
        id="few",
    ),
    pytest.param(
        changed("spec: {query: good}", "spec: good"), "metricSource.spec is good", id="a query without its name"
    ),
    pytest.param(changed("type: Prometheus, ", ""), "needs either type or metricSourceRef", id="no type of source"),
    pytest.param(
        changed("target: 0.999", f"target: 0.999{INNER}"), "beside objectives that bring their own", id="twice"
    ),
    pytest.param(
        changed("target: 0.999", f"target: 0.999{INNER}\n    - target: 0.9").replace(
            "  indicator:\n    metadata:\n      name: ratio\n    spec:\n" + RATIO, ""
        ),
        "1 of spec.objectives have no indicator",
        id="an indicator for some objectives",
    ),
    pytest.param(
        changed(RATIO, THRESHOLD) + "    - target: 0.9\n",
        "has 2 entries, but a thresholdMetric allows one",
        id="thresholds",
    ),
    pytest.param(
        changed("conditions:\n", "conditions:\n          - {conditionRef: other}\n", SLO + POLICY),
        "spec.conditions has 2 entries; OpenSLO allows one",
        id="two conditions",
    ),
    pytest.param(changed("budgetingMethod: Occurrences", "budgetingMethod: 5"), "budgetingMethod is 5", id="a number"),
    pytest.param(
        changed("target: 0.999", "targetPercent: 101"),
        "targetPercent is 101, and should be from 0 to 100",
        id="over 100 %",
    ),
]


@pytest.mark.parametrize(("text", "told"), [*WRONG, *SHAPES])
def test_what_is_wrong_is_told_with_its_place(text: str, told: str) -> None:
    found = problems(text)

    assert len(found) >= 1
    assert told in found[0], found


def test_one_reading_finds_all_problems_and_keeps_the_good_documents() -> None:
    text = changed("service:", "sevice:").replace("target: 0.999", "target: 9") + "---\n" + SLO
    read = read_documents(text.encode(), "f.yaml")

    assert [problem.values["line"] for problem in read.problems] == [23, 7]
    assert [problem.code for problem in read.problems] == ["slos.target_range", "slos.field_misspelt"]
    assert len(read.documents) == 1


def test_a_misspelt_field_names_the_right_one() -> None:
    read = read_documents(changed("budgetingMethod", "budgetMethod").encode(), "f.yaml")

    assert "Write budgetingMethod, if that is what is meant." in [problem.hint() for problem in read.problems]
