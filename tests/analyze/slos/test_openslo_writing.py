"""OpenSLO written and read back, and v1alpha imported with a report of what does not carry over."""

from decimal import Decimal

import pytest

from kaizen.analyze.slos import read_documents, resolve, write_documents
from kaizen.analyze.slos.model import Comparison
from tests.analyze.slos.test_openslo_reading import CALENDAR, POLICY, RATIO, ROLLING, SLO, THRESHOLD

THRESHOLDED = SLO.replace(RATIO, THRESHOLD).replace("target: 0.999", "target: 0.9\n      op: lt\n      value: 0.10")
ALPHA = """\
apiVersion: openslo/v1alpha
kind: SLO
metadata: {name: web, displayName: Web}
spec:
  service: shop
  timeWindows:
    - unit: Month
      count: 1
      isRolling: true
  budgetingMethod: Timeslices
  objectives:
    - displayName: Good
      target: 0.995
      timeSliceTarget: 0.95
      value: 1
      ratioMetrics:
        incremental: true
        good: {source: prometheus, queryType: promql, query: good}
        total: {source: prometheus, queryType: query, query: total}
"""
LATENCY = """\
apiVersion: openslo/v1alpha
kind: SLO
metadata: {name: latency}
spec:
  service: shop
  indicator:
    thresholdMetric: {source: Prometheus, queryType: query, query: latency}
  timeWindows:
    - unit: Week
      count: 1
      calendar: {startTime: 2022-01-01 12:00:00, timeZone: America/New_York}
  budgetingMethod: Occurrences
  objectives:
    - {value: 200.0, op: lt, target: 0.98}
---
apiVersion: openslo/v1alpha
kind: Service
metadata: {name: shop}
spec: {description: The shop}
"""
TEXTS = [
    pytest.param(SLO, id="a plain SLO"),
    pytest.param(SLO + POLICY, id="an alert policy in place"),
    pytest.param(SLO.replace(ROLLING, CALENDAR), id="a calendar window"),
    pytest.param(THRESHOLDED, id="a threshold"),
    pytest.param(
        SLO.replace("annotations: {}", "labels: {a: [x, y], b: '2'}\n  annotations: {kaizen/no-data: bad}"),
        id="labels and annotations",
    ),
    pytest.param(SLO + "    - {displayName: SLA, targetPercent: 99.00}\n", id="a target in per cent"),
    pytest.param(
        "apiVersion: openslo/v1\nkind: DataSource\nmetadata: {name: p}\n"
        "spec: {type: P, connectionDetails: [{url: 'on', port: 1, tls: true, share: 0.5, none: null}]}\n",
        id="values that look like others",
    ),
    pytest.param(ALPHA, id="v1alpha with ratios"),
    pytest.param(LATENCY, id="v1alpha with a threshold"),
]


def stripped(text: str) -> str:
    """What the documents say, without where they stand."""
    read = read_documents(text.encode(), "f.yaml")
    assert read.problems == ()
    return write_documents(read.documents)


@pytest.mark.parametrize("text", TEXTS)
def test_what_is_written_reads_as_it_was(text: str) -> None:
    written = stripped(text)
    before, after = (read_documents(each.encode(), "f.yaml") for each in (text, written))

    assert stripped(written) == written
    assert [each.objective for each in resolve(after.documents)[0]] == [
        each.objective for each in resolve(before.documents)[0]
    ]
    assert after.losses == ()


def test_numbers_are_written_as_they_were_meant() -> None:
    assert "target: 0.9\n" in stripped(THRESHOLDED)
    assert "value: 0.10\n" in stripped(THRESHOLDED)
    assert "threshold: 14.4\n" in stripped(SLO + POLICY)


def test_v1alpha_ratios_become_one_indicator_and_losses_are_told() -> None:
    read = read_documents(ALPHA.encode(), "a.yaml")
    found = resolve(read.documents)[0][0]

    assert [(loss.line, loss.field) for loss in read.losses] == [
        (7, "spec.timeWindows[0].unit"),
        (18, "spec.objectives[0].ratioMetrics.good.queryType"),
        (15, "spec.objectives[0].value"),
        (12, "spec.objectives[0].timeSliceWindow"),
    ]
    assert (str(found.objective.window.duration), found.objective.slice_minutes) == ("30d", 1)
    assert found.indicators[0].ratio is not None
    assert found.indicators[0].ratio.counter
    assert found.indicators[0].ratio.good is not None
    assert found.indicators[0].ratio.good.spec == {"query": "good", "queryType": "promql"}


def test_v1alpha_thresholds_and_calendars_carry_over_whole() -> None:
    read = read_documents(LATENCY.encode(), "a.yaml")
    objective = resolve(read.documents)[0][0].objective

    assert read.losses == ()
    assert (objective.comparison, objective.value, str(objective.window.duration)) == (
        Comparison.LT,
        Decimal(200),
        "1w",
    )


WRONG = [
    pytest.param(ALPHA.replace("unit: Month", "unit: month"), "unit is month", id="the case of a unit"),
    pytest.param(ALPHA.replace("count: 1", "count: 1.5"), "count is 1.5", id="half a window"),
    pytest.param(
        ALPHA.replace("unit: Month", "unit: Second").replace("count: 1", "count: 90"),
        "should be whole minutes",
        id="seconds that are no whole minutes",
    ),
    pytest.param(ALPHA.replace("      isRolling: true\n", ""), "leaves open", id="neither rolling nor calendar"),
    pytest.param(
        ALPHA.replace("Timeslices", "RatioTimeslices"), "budgetingMethod is RatioTimeslices", id="a method of v1"
    ),
    pytest.param(
        ALPHA[: ALPHA.index("      ratioMetrics")],
        "needs either indicator or objectives[].ratioMetrics",
        id="no indicator",
    ),
    pytest.param(
        ALPHA + ALPHA[ALPHA.index("    - displayName") :].replace("query: good", "query: other"),
        "have different ratioMetrics",
        id="different ratios",
    ),
    pytest.param(ALPHA.replace("kind: SLO", "kind: SLI"), "kind is SLI", id="a kind of v1"),
]


@pytest.mark.parametrize(("text", "told"), WRONG)
def test_wrong_v1alpha_is_told(text: str, told: str) -> None:
    assert any(told in str(problem) for problem in read_documents(text.encode(), "a.yaml").problems)


def test_seconds_of_v1alpha_become_minutes() -> None:
    text = ALPHA.replace("unit: Month", "unit: Second").replace("count: 1", "count: 3600")

    assert str(resolve(read_documents(text.encode(), "a").documents)[0][0].objective.window.duration) == "60m"
