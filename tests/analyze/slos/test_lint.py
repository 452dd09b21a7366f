"""The linter: thresholds that are noise, late, unreachable, doubled, without budget, or set off by next to nothing."""

import pytest

from kaizen.analyze.slos import lint, read_documents, resolve
from kaizen.analyze.slos.lint import problem_of
from tests.analyze.slos.building import ZERO, made, steady
from tests.analyze.slos.test_openslo_reading import CALENDAR, ROLLING, SLO

CONDITION = """\
    - kind: AlertPolicy
      metadata: {{name: {name}}}
      spec:
        conditions:
          - kind: AlertCondition
            metadata: {{name: c}}
            spec:
              severity: {severity}
              condition: {{op: gt, threshold: {threshold}, lookbackWindow: {long}}}
"""


def with_alerts(*alerts: tuple[str, str, str], base: str = SLO) -> str:
    policies = [
        CONDITION.format(name=f"alert-{number}", severity=severity, threshold=threshold, long=long)
        for number, (severity, threshold, long) in enumerate(alerts, 1)
    ]
    return base + "  alertPolicies:\n" + "".join(policies)


def found(text: str, traffic: dict[int, tuple[int, int]] | None = None) -> list[tuple[str, str, int | None]]:
    read = read_documents(text.encode(), "f.yaml")
    resolved, problems = resolve(read.documents)
    assert (read.problems, problems) == ((), ())
    slices = None if traffic is None else made(traffic)
    return [(each.rule, str(each.severity), each.line) for each in lint(resolved, slices)]


NINETY = SLO.replace("target: 0.999", "target: 0.9")
WEEK = SLO.replace("duration: 30d", "duration: 7d")
SLICED = SLO.replace("Occurrences", "Timeslices").replace(
    "target: 0.999", "target: 0.999\n      timeSliceTarget: 0.9\n      timeSliceWindow: 10m"
)
WORKBOOK = (("page", "14.4", "1h"), ("page", "6", "6h"), ("ticket", "3", "1d"), ("ticket", "1", "3d"))
CASES = [
    pytest.param(SLO, [], id="the default alerts of 30 days"),
    pytest.param(SLO.replace("duration: 30d", "duration: 28d"), [], id="the default alerts of 28 days"),
    pytest.param(SLO.replace("duration: 30d", "duration: 90d"), [], id="the default alerts of 90 days"),
    pytest.param(with_alerts(*WORKBOOK), [], id="the workbook's factors on 30 days"),
    pytest.param(
        with_alerts(*WORKBOOK, base=SLO.replace("duration: 30d", "duration: 28d")),
        [],
        id="the workbook's factors on 28 days",
    ),
    pytest.param(
        with_alerts(*WORKBOOK, base=WEEK),
        [("late", "warning", line) for line in (29, 38, 47, 56)],
        id="case 2: the workbook's factors on 7 days",
    ),
    pytest.param(with_alerts(("page", "2", "10m")), [("noise", "warning", 29)], id="0.2 % over ten minutes is noise"),
    pytest.param(with_alerts(("page", "2", "1h")), [("noise", "warning", 29)], id="below 99.8 % over an hour is noise"),
    pytest.param(
        with_alerts(("ticket", "0.5", "3d")), [("noise", "warning", 29)], id="a rate at which the budget lasts"
    ),
    pytest.param(
        with_alerts(("page", "14.4", "1h"), base=NINETY),
        [("unreachable", "error", 29)],
        id="case 8: 14.4 at a target of 90 %",
    ),
    pytest.param(NINETY, [("unreachable", "warning", 23)], id="the default alerts at a target of 90 %"),
    pytest.param(
        with_alerts(("page", "10", "1h"), ("page", "10", "1h")), [("duplicate", "warning", 38)], id="a double"
    ),
    pytest.param(
        with_alerts(("page", "10", "1h"), base=SLO.replace("target: 0.999", "target: 1")),
        [("no_budget", "error", 23)],
        id="burn rates at a target of 100 %",
    ),
    pytest.param(SLO.replace("target: 0.999", "targetPercent: 100"), [], id="100 % alone is durability"),
    pytest.param(
        SLO.replace("target: 0.999", "target: 0"),
        [("no_budget", "error", 23), *[("unreachable", "warning", 23)] * 4],
        id="a target of nothing",
    ),
    pytest.param(
        SLO.replace("annotations: {}", "annotations: {kaizen/alerts: none}"),
        [("no_alerts", "warning", 23)],
        id="no alerts",
    ),
    pytest.param(
        with_alerts(("ticket", "1", "60d")),
        [("window_long", "error", 29), ("late", "warning", 29)],
        id="a look-back longer than the window",
    ),
    pytest.param(SLO.replace(ROLLING, CALENDAR.replace("1M", "1m")), [("window_short", "warning", 1)], id="1m for 1M"),
    pytest.param(
        with_alerts(("page", "14.4", "1h"), base=SLICED),
        [("low_traffic", "warning", 31)],
        id="one slice of ten minutes pages",
    ),
]


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_what_is_questionable_is_found(text: str, expected: list[tuple[str, str, int]]) -> None:
    assert found(text) == expected


def test_little_traffic_makes_an_alert_fire_at_one_event() -> None:
    text = with_alerts(("page", "14.4", "1h"))
    hourly = {ZERO + minute: (0, 1) for minute in range(0, 6000, 6)}

    assert found(text, hourly) == [("low_traffic", "warning", 29)]
    assert found(text, steady(6000)) == []


def test_the_message_says_how_much_of_the_budget_is_spent() -> None:
    read = read_documents(with_alerts(("page", "2", "10m")).encode(), "f.yaml")
    problem = lint(resolve(read.documents)[0])[0]

    assert problem.message == "alert-1 fires when 0.0463 % of the budget is spent (2 over 10m), which is noise."
    assert problem.fix.startswith("Raise the threshold to 86.4 (2 % of the budget)")


def test_a_mistake_in_the_file_is_a_problem_with_place_and_fix() -> None:
    read = read_documents(SLO.replace("target: 0.999", "target: 99.9").encode(), "f.yaml")
    problem = problem_of(read.problems[0])

    assert (problem.file, problem.line, problem.field) == ("f.yaml", 23, "spec.objectives[0].target")
    assert (problem.rule, problem.severity) == ("target_range", "error")
    assert problem.message == "spec.objectives[0].target is 99.9, and is a share from 0 to 1."
    assert "targetPercent: 99.9" in problem.fix
