"""The verdict on a history: a table of histories and what is said of them."""

import random
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from itertools import pairwise

import pytest

from kaizen.loop.reports.model import MEASURES, Point, Verdict
from kaizen.loop.reports.rules import judge, thin
from kaizen.loop.reports.views import SeriesView

BEGUN = datetime(2026, 3, 1, 12, tzinfo=UTC)
FALLING = [20, 19, 19, 17, 16, 14, 14, 12, 11, 10, 9, 8]
RISING = FALLING[::-1]
NOISY = [7, 4, 9, 5, 5, 8, 6, 7, 4, 9, 6, 5]


def _points(values: Sequence[object], step: timedelta = timedelta(days=1)) -> list[Point]:
    return [Point(BEGUN + number * step, Decimal(str(value))) for number, value in enumerate(values)]


def _judged(name: str, points: Sequence[Point]) -> SeriesView:
    return next(series for series in judge({name: points}) if series.name == name)


CASES = [
    pytest.param(
        "findings_critical", FALLING, Verdict.IMPROVING, "down 61 % (p", id="fewer critical findings are better"
    ),
    pytest.param("findings_critical", RISING, Verdict.DEGRADING, "up 157 % (p", id="more critical findings are worse"),
    pytest.param("coverage", RISING, Verdict.IMPROVING, "percentage points a week", id="more coverage is better"),
    pytest.param(
        "coverage", FALLING, Verdict.DEGRADING, "down 7.8 percentage points a week", id="less coverage is worse"
    ),
    pytest.param(
        "test_failures", NOISY, Verdict.STABLE, "ups and downs: 7 at first, 5 now", id="ups and downs are no trend"
    ),
    pytest.param("flaky_tests", [4] * 12, Verdict.STABLE, "no change in 12 points", id="always the same"),
    pytest.param("flaky_tests", [0] * 12, Verdict.STABLE, "no change in 12 points", id="always nothing"),
    pytest.param("flaky_tests", FALLING[:7], Verdict.UNKNOWN, "7 points over 7 days; a trend needs 8", id="too short"),
    pytest.param("flaky_tests", [3], Verdict.UNKNOWN, "1 point over 1 day; a trend needs 8", id="one run so far"),
    pytest.param("flaky_tests", [], Verdict.UNKNOWN, "not measured yet; run: kaizen test", id="never measured"),
    pytest.param("inventory_items", RISING, Verdict.UNKNOWN, "neither more nor fewer is better", id="no better way"),
]


@pytest.mark.parametrize(("name", "values", "state", "reason"), CASES)
def test_the_verdict_follows_the_measures_own_direction(
    name: str, values: list[int], state: Verdict, reason: str
) -> None:
    series = _judged(name, _points(values))

    assert series.state is state
    assert reason in series.reason


def test_many_points_on_two_days_are_too_short_a_history() -> None:
    series = _judged("coverage", _points(range(30), timedelta(hours=1)))

    assert series.state is Verdict.UNKNOWN
    assert "over 2 days; a trend needs 8 points over 3 days" in series.reason


def test_a_first_value_of_zero_gives_no_percentage() -> None:
    series = _judged("findings_warning", _points([0, 2, 4, 6, 8, 10, 12, 14, 16]))

    assert (series.state, series.change) == (Verdict.DEGRADING, None)
    assert "up 14 findings a week" in series.reason


def test_a_burst_of_runs_counts_as_the_last_of_its_hour() -> None:
    burst = [Point(BEGUN + timedelta(minutes=minute), Decimal(minute)) for minute in range(50)]

    assert [point.value for point in thin(burst)] == [Decimal(49)]


def test_two_weeks_are_judged_by_day() -> None:
    points = _points(range(15 * 24), timedelta(hours=1))
    days = thin(points)

    assert len(days) == 16
    assert all(later.at.date() > earlier.at.date() for earlier, later in pairwise(days))


def test_every_measure_is_told_even_before_anything_is_measured() -> None:
    series = judge({})

    assert [each.name for each in series] == [measure.name for measure in MEASURES]
    assert {each.state for each in series} == {Verdict.UNKNOWN}
    assert all(each.latest is None and "run: kaizen " in each.reason for each in series)


def test_eight_series_of_noise_seldom_hold_a_false_verdict() -> None:
    rng = random.Random("reports of noise")
    wrong = 0
    for _ in range(150):
        history = {measure.name: _points([rng.randint(0, 9) for _ in range(40)]) for measure in MEASURES}
        states = {series.state for series in judge(history)}
        wrong += bool(states & {Verdict.IMPROVING, Verdict.DEGRADING})

    assert wrong / 150 <= 0.07


def test_values_stay_exact_to_two_digits() -> None:
    series = _judged("coverage", _points(["83.3333333", "90"]))

    assert [point.value for point in series.points] == [83.33, 90]
    assert isinstance(series.points[1].value, int)
