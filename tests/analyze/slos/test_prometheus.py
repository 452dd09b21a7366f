"""Exported rules: promtool accepts them, their own unit tests pass and can fail, and they say what Kaizen says."""

from pathlib import Path

import pytest
import yaml

from kaizen.analyze.slos import read_documents
from kaizen.analyze.slos.exporting import DASHBOARD_FILE, RULES_FILE, TESTS_FILE, exported
from kaizen.kit.codecs import from_json
from tests.analyze.slos.promtool import attempt, expect, export, run
from tests.analyze.slos.test_openslo_reading import CALENDAR, POLICY, RATIO, ROLLING, SLO, THRESHOLD

WEB = SLO.replace("{query: good}", "{query: 'sum(http_total{code!~\"5..\"})'}").replace(
    "{query: total}", "{query: 'sum(http_total)'}"
)
BAD = WEB.replace("good:", "bad:").replace('code!~"5.."', 'code=~"5.."')
RAW = SLO.replace(RATIO, "      ratioMetric:\n        rawType: success\n        raw:\n"
                  "          metricSource: {type: Prometheus, spec: {query: 'avg(up)'}}\n")  # fmt: skip
LATENCY = SLO.replace(RATIO, THRESHOLD).replace("target: 0.999", "target: 0.9\n      op: lt\n      value: 0.5")
SLICED = BAD.replace("Occurrences", "Timeslices").replace(
    "target: 0.999", "target: 0.95\n      timeSliceTarget: 0.9\n      timeSliceWindow: 5m"
)
SHARED = BAD.replace("Occurrences", "RatioTimeslices").replace(
    "target: 0.999", "target: 0.95\n      timeSliceWindow: 1m"
)
TEXTS = [
    pytest.param(WEB, id="good of total"),
    pytest.param(BAD, id="bad of total"),
    pytest.param(RAW, id="a ratio made elsewhere"),
    pytest.param(LATENCY, id="a threshold"),
    pytest.param(SLICED, id="time slices"),
    pytest.param(SHARED, id="ratio time slices"),
    pytest.param(SLICED.replace("annotations: {}", "annotations: {kaizen/no-data: bad}"), id="missing slices are bad"),
    pytest.param(WEB + POLICY, id="a policy with guard and delay"),
    pytest.param(WEB.replace("target: 0.999", "target: 0.9"), id="some alerts cannot fire"),
    pytest.param(WEB.replace("target: 0.999", "target: 1"), id="durability"),
    pytest.param(WEB.replace(ROLLING, CALENDAR), id="a calendar window"),
    pytest.param(WEB.replace("annotations: {}", "annotations: {kaizen/alerts: scaled}"), id="scaled alerts"),
    pytest.param(
        WEB.replace("annotations: {}", "labels: {team: 'a \"b\"', 9x: [c, d], service: e}"), id="awkward labels"
    ),
    pytest.param(WEB + "    - {displayName: SLA, target: 0.99}\n", id="two objectives"),
]


@pytest.mark.parametrize("text", TEXTS)
def test_promtool_accepts_rules_and_their_tests(text: str, tmp_path: Path) -> None:
    export(text, tmp_path)

    assert "SUCCESS" in run(tmp_path, "check", "rules", RULES_FILE)
    assert "SUCCESS" in run(tmp_path, "test", "rules", TESTS_FILE)


CHANGES = [
    pytest.param("> 0.0144", "> 0.9", id="a threshold raised"),
    pytest.param("> 0.0144", "> 0.00001", id="a threshold lowered"),
    pytest.param(">= 5", ">= 0", id="a guard removed"),
    pytest.param("\n      and\n", "\n      or\n", id="and turned to or"),
    pytest.param("severity: ticket", "severity: page", id="a severity changed"),
]


@pytest.mark.parametrize(("old", "new"), CHANGES)
def test_the_unit_tests_notice_wrong_rules(old: str, new: str, tmp_path: Path) -> None:
    export(BAD, tmp_path)
    rules = (tmp_path / RULES_FILE).read_text()
    assert old in rules
    (tmp_path / RULES_FILE).write_text(rules.replace(old, new))

    assert attempt(tmp_path, "test", "rules", TESTS_FILE).returncode != 0


def near(expression: str, value: str) -> str:
    return f"abs(sum({expression}) - {value}) < bool 1e-9"


GOOD, ERRORS = 'http_total{code="200"}', 'http_total{code="500"}'


@pytest.mark.parametrize("text", [WEB, BAD], ids=["good of total", "bad of total"])
def test_ratios_divide_sums_of_events(text: str, tmp_path: Path) -> None:
    export(text, tmp_path)
    series = {GOOD: "0+90x60 5400+990x60", ERRORS: "0+10x120"}

    expect(tmp_path, series, [
        ("60m", near("slo:error_ratio:rate5m", "0.1"), 1),
        ("120m", near("slo:error_ratio:rate5m", "0.01"), 1),
        ("118m", near("slo:current_burn_rate:ratio", "10"), 1),
        ("100m", 'count(ALERTS{alertname="ErrorBudgetBurn", rule="page-fast", alertstate="firing"}) or vector(0)', 0),
        ("60m", 'count(ALERTS{alertname="ErrorBudgetBurn", rule="page-fast", alertstate="firing"}) or vector(0)', 1),
    ])  # fmt: skip


def test_the_period_weighs_by_events_and_not_by_time(tmp_path: Path) -> None:
    export(BAD, tmp_path)
    quiet_and_bad, busy_and_good = "0+1x60 60+0x60", "0+0x60 0+1000x60"

    expect(tmp_path, {ERRORS: quiet_and_bad, GOOD: busy_and_good}, [
        ("120m", "sum(slo:period_error_ratio:ratio) < bool 0.002", 1),
        ("120m", "sum(slo:period_error_ratio:ratio) > bool 0.0005", 1),
    ])  # fmt: skip


def test_errors_never_seen_are_zero_and_no_traffic_is_nothing(tmp_path: Path) -> None:
    export(BAD, tmp_path)

    expect(tmp_path, {GOOD: "0+100x60 6000+0x60"}, [
        ("60m", "sum(slo:error_ratio:rate5m)", 0),
        ("60m", "sum(slo:period_error_budget_remaining:ratio)", 1),
        ("90m", "sum(slo:error_ratio:rate5m)", None),
    ])  # fmt: skip


def test_time_slices_count_slices(tmp_path: Path) -> None:
    export(SLICED, tmp_path)

    expect(tmp_path, {GOOD: "0+100x30 3000+0x31", ERRORS: "0+5x30 150+100x30"}, [
        ("28m", "sum(slo:slice_bad:ratio)", 0),
        ("45m", "sum(slo:slice_bad:ratio)", 1),
        ("55m", "sum(slo:error_ratio:rate1h) > bool 0.3", 1),
    ])  # fmt: skip


def test_a_threshold_counts_samples(tmp_path: Path) -> None:
    export(LATENCY, tmp_path)

    expect(tmp_path, {"latency": "0.4x30 0.5x30"}, [
        ("30m", "sum(slo:error_ratio:rate5m)", 0),
        ("40m", "sum(slo:error_ratio:rate5m)", 1),
    ])  # fmt: skip


def test_any_loss_alerts(tmp_path: Path) -> None:
    export(BAD.replace("target: 0.999", "targetPercent: 100"), tmp_path)
    firing = 'count(ALERTS{alertname="DataLoss", severity="page", alertstate="firing"}) or vector(0)'

    expect(
        tmp_path,
        {GOOD: "0+100x120", ERRORS: "0x60 1x60"},
        [("60m", firing, 0), ("63m", firing, 1), ("120m", firing, 1)],
    )


LOST = [
    pytest.param(WEB.replace(ROLLING, CALENDAR), "knows no calendar windows; the rules look back 30d", id="a calendar"),
    pytest.param(WEB.replace("Prometheus", "Datadog"), "its source is Datadog", id="another source"),
    pytest.param(WEB.replace("query:", "promql:"), "have no spec.query", id="no query"),
    pytest.param(RAW, "a ratio made elsewhere does not tell", id="no counts for the guard"),
    pytest.param(
        WEB.replace("annotations: {}", "annotations: {kaizen/no-data: bad}"),
        "empty minutes are not taken for bad",
        id="missing data",
    ),
    pytest.param(SLICED, "time slices begin where Prometheus", id="where slices begin"),
    pytest.param(
        WEB.replace("sum(http_total)", "sum(a) + sum(b)"), "a restart of one instance counts", id="sums of sums"
    ),
]


@pytest.mark.parametrize(("text", "told"), LOST)
def test_what_rules_cannot_say_is_told(text: str, told: str) -> None:
    assert any(told in loss for loss in exported("prometheus", read_documents(text.encode(), "f").documents).losses)


QUERIES = [
    ("up", "sum(increase(up[5m]))"),
    ('x{a="}"}', 'sum(increase(x{a="}"}[5m]))'),
    ("sum(x)", "sum(increase(x[5m]))"),
    ("sum by (a) (x{b='c'})", "sum by (a) (increase(x{b='c'}[5m]))"),
    ("sum(x) without (a)", "sum without (a) (increase(x[5m]))"),
    ("sum(a) + sum(b)", "increase((sum(a) + sum(b))[5m:1m])"),
    ("sum(rate(x[{{.window}}]))", "sum(rate(x[5m]))"),
    ("sum(rate(x[1m]))", "sum_over_time((sum(rate(x[1m])))[5m:1m])"),
]


@pytest.mark.parametrize(("query", "expected"), QUERIES)
def test_a_query_is_asked_for_a_window(query: str, expected: str) -> None:
    text = SLO.replace("{query: total}", "{query: " + '"' + query.replace('"', '\\"') + '"}')
    rules = exported("prometheus", read_documents(text.encode(), "f").documents).files[RULES_FILE]
    total = next(rule["expr"] for group in yaml.safe_load(rules)["groups"] for rule in group["rules"]
                 if rule.get("record") == "slo:total:rate5m")  # fmt: skip

    assert total == expected


def test_numbers_in_rules_are_exact() -> None:
    rules = exported("prometheus", read_documents(WEB.encode(), "f").documents).files[RULES_FILE]

    assert "vector(0.001)" in rules
    assert "> 0.0144" in rules
    assert "99999" not in rules
    assert "00001" not in rules


def test_the_dashboard_asks_for_series_that_the_rules_record() -> None:
    documents = read_documents(WEB.encode(), "f").documents
    board = from_json(exported("grafana", documents).files[DASHBOARD_FILE])
    rules = exported("prometheus", documents).files[RULES_FILE]
    asked = [target["expr"] for panel in board["panels"] for target in panel["targets"]]
    names = {word.split("{")[0] for each in asked for word in each.split() if word.startswith("slo:")}

    assert len({panel["id"] for panel in board["panels"]}) == len(board["panels"]) == 5
    assert names
    assert all(f"record: {name}\n" in rules for name in names)
    assert [each["name"] for each in board["templating"]["list"]] == ["datasource", "slo", "objective"]
