"""Trends: their size, their certainty, and how seldom noise is taken for one."""

import math
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kaizen.stats.trend import fit_trend, theil_sen

NOISE = st.lists(st.floats(-1e6, 1e6), min_size=8, max_size=40)
AUTOCORRELATIONS = [0.0, 0.2, 0.4, 0.6, 0.8]


def _noise(count: int, correlation: float, rng: random.Random) -> list[float]:
    """AR(1) of unit variance around 100, after 200 steps of burn-in."""
    value, kept = 0.0, []
    for step in range(200 + count):
        value = correlation * value + rng.gauss(0, math.sqrt(1 - correlation**2))
        if step >= 200:
            kept.append(100 + value)
    return kept


def _days(count: int) -> list[float]:
    return [float(day) for day in range(count)]


def test_thirty_equal_values_have_no_trend_at_all() -> None:
    trend = fit_trend(_days(30), [42.0] * 30)

    assert (trend.slope, trend.change, trend.p_value) == (0.0, 0.0, 1.0)


@pytest.mark.parametrize("correlation", AUTOCORRELATIONS)
def test_trendless_noise_is_seldom_called_a_trend(correlation: float) -> None:
    rng = random.Random(f"no trend {correlation}")
    alarms = sum(fit_trend(_days(90), _noise(90, correlation, rng)).p_value <= 0.05 for _ in range(500))

    assert alarms / 500 <= 0.07


@pytest.mark.parametrize(("count", "allowed"), [(8, 0.12), (20, 0.12), (40, 0.08)])
def test_short_trendless_series_are_not_often_called_a_trend_either(count: int, allowed: float) -> None:
    rng = random.Random(f"short {count}")
    alarms = sum(fit_trend(_days(count), _noise(count, 0.8, rng)).p_value <= 0.05 for _ in range(500))

    assert alarms / 500 <= allowed


def test_uneven_times_make_no_more_false_alarms() -> None:
    rng = random.Random("uneven")
    alarms = 0
    for _ in range(400):
        kept = sorted(rng.sample(range(120), 50))
        values = _noise(120, 0.7, rng)
        alarms += fit_trend([float(day) for day in kept], [values[day] for day in kept]).p_value <= 0.05

    assert alarms / 400 <= 0.08


@pytest.mark.parametrize(("correlation", "least"), [(0.0, 0.95), (0.3, 0.85)])
def test_a_rise_by_two_deviations_is_found(correlation: float, least: float) -> None:
    rng = random.Random(f"rise {correlation}")
    found = 0
    for _ in range(200):
        values = [value + 2 * day / 89 for day, value in enumerate(_noise(90, correlation, rng))]
        trend = fit_trend(_days(90), values)
        found += trend.p_value <= 0.05 and trend.slope > 0

    assert found / 200 >= least


def test_spikes_do_not_hide_a_rise() -> None:
    rng = random.Random("spikes")
    found = 0
    for _ in range(200):
        values = [value + 3 * day / 89 for day, value in enumerate(_noise(90, 0.3, rng))]
        for day in rng.sample(range(90), 3):
            values[day] += 25
        found += fit_trend(_days(90), values).p_value <= 0.05

    assert found / 200 >= 0.9


def test_a_straight_line_is_told_exactly() -> None:
    trend = fit_trend(_days(10), [20 - 1.5 * day for day in range(10)])

    assert trend.slope == pytest.approx(-1.5)
    assert trend.start == pytest.approx(20)
    assert trend.end == pytest.approx(6.5)
    assert trend.change == pytest.approx(-0.675)
    assert trend.p_value < 1e-6


def test_time_counts_and_not_the_row() -> None:
    times = [0.0, 1.0, 2.0, 3.0, 4.0, 50.0, 100.0]
    trend = fit_trend(times, [10 + 0.5 * time for time in times])

    assert trend.slope == pytest.approx(0.5)


@pytest.mark.parametrize(
    "values",
    [
        pytest.param([0, 1, 2, 3, 4, 5, 6, 7], id="the first value is zero"),
        pytest.param([1, 9, 0, 8, 2, 10, 1, 12], id="the start drowns in noise"),
    ],
)
def test_no_percentage_is_made_from_nothing(values: list[float]) -> None:
    assert fit_trend(_days(len(values)), values).change is None


@pytest.mark.parametrize(
    ("times", "values"),
    [
        pytest.param([0, 1, 2, 3], [1, 2, 3, 4], id="four points"),
        pytest.param([0, 1, 1, 2, 3], [1, 2, 3, 4, 5], id="two at one time"),
        pytest.param([0, 1, 2, 3, 4], [1, 2, 3, 4], id="a time too many"),
    ],
)
def test_what_is_no_series_is_refused(times: list[float], values: list[float]) -> None:
    with pytest.raises(ValueError, match=r"needs|increase|times for"):
        fit_trend(times, values)


def test_one_wrong_value_does_not_move_the_slope() -> None:
    values = [float(day) for day in range(20)]
    values[7] = 1e9

    assert theil_sen(_days(20), values) == pytest.approx(1.0)


@given(NOISE)
@settings(max_examples=60)
def test_a_mirrored_series_has_the_mirrored_trend(values: list[float]) -> None:
    there = fit_trend(_days(len(values)), values)
    mirrored = fit_trend(_days(len(values)), [-value for value in values])

    assert mirrored.slope == pytest.approx(-there.slope)
    assert mirrored.p_value == pytest.approx(there.p_value, abs=1e-9)
    assert 0 <= there.p_value <= 1


@given(st.lists(st.integers(0, 50), min_size=8, max_size=30), st.sampled_from([0.5, 24.0, 86400.0]))
@settings(max_examples=60)
def test_the_unit_of_time_and_of_values_does_not_matter(counts: list[int], factor: float) -> None:
    days = fit_trend(_days(len(counts)), [float(count) for count in counts])
    other = fit_trend([day * factor for day in _days(len(counts))], [count * 8.0 for count in counts])

    assert other.p_value == pytest.approx(days.p_value, rel=1e-6, abs=1e-9)
    assert other.slope * factor / 8 == pytest.approx(days.slope)
