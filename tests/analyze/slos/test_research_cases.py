"""The twelve acceptance cases: figures of other tools, of the Site Reliability Workbook, and of its corrections."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from kaizen.analyze.slos import BudgetingMethod, NoData, State, backtest, evaluate
from kaizen.analyze.slos.burn import burn_rate, factor, share_spent, threshold_ratio, time_to_fire
from kaizen.analyze.slos.defaults import absent_delay, default_alerts, scaled_alerts
from kaizen.analyze.slos.model import AlertRule
from kaizen.analyze.slos.windows import instant
from tests.analyze.slos.building import MONTH, ZERO, made, objective, steady

ALLOWED = Fraction(1, 1000)
SHARES = (Fraction(2, 100), Fraction(5, 100), Fraction(10, 100), Fraction(10, 100))
HOURS = (1, 6, 24, 72)
FACTORS = [
    pytest.param(30, ["14.4", "6", "3", "1"], id="case 1: the factors of 30 days"),
    pytest.param(28, ["13.44", "5.6", "2.8", "0.9333333333333333333333333333"], id="case 1: the factors of 28 days"),
]


@pytest.mark.parametrize(("days", "expected"), FACTORS)
def test_factors_follow_from_shares_of_the_budget(days: int, expected: list[str]) -> None:
    alerts = default_alerts(days * 1440, Decimal("0.999"))

    assert [factor(share, days * 24, hours) for share, hours in zip(SHARES, HOURS, strict=True)] == [
        alert.threshold for alert in alerts
    ]
    state = evaluate(made(steady(1)), objective(window=f"{days}d"), instant(ZERO + 1))
    assert [str(alert.threshold) for alert in state.alerts] == expected


def test_case_2_the_factors_of_30_days_on_7_days_spend_much_of_the_budget() -> None:
    spent = [share_spent(alert.threshold, 7 * 24 * 60, alert.long) for alert in default_alerts(MONTH, Decimal("0.999"))]

    assert [round(float(share * 100), 2) for share in spent] == [8.57, 21.43, 42.86, 42.86]


def test_case_3_scaled_windows_of_two_weeks() -> None:
    pairs = scaled_alerts(14 * 1440, Decimal("0.99"))[:4]

    assert [(pair.short, pair.long) for pair in pairs] == [(3, 30), (15, 180), (60, 720), (180, 2880)]
    assert [pair.after for pair in pairs] == [1, 8, 30, 90]
    assert [pair.threshold for pair in pairs] == [14, 7, 2, 1]


@pytest.mark.parametrize(("target", "minutes"), [("0.99", 10), ("0.999", 3)])
def test_case_4_missing_data_alerts_when_an_outage_would_have(target: str, minutes: int) -> None:
    assert absent_delay(28 * 1440, Decimal(target)) == minutes


OUTAGES = [
    pytest.param(600, 1, "0.6", id="case 5: 10 minutes at a rate of 1"),
    pytest.param(36 * 3600, 1, "129.6", id="case 5: 36 hours at a rate of 1"),
    pytest.param(3600, Fraction("14.4"), "51.84", id="case 5: an hour at 14.4"),
]


@pytest.mark.parametrize(("window", "rate", "seconds"), OUTAGES)
def test_a_total_outage_fires_after(window: int, rate: Fraction, seconds: str) -> None:
    assert time_to_fire(1, ALLOWED, window, rate) == Fraction(seconds)


def test_case_5_a_total_outage_spends_the_budget_of_30_days_in_43_minutes_and_12_seconds() -> None:
    slices = made(steady(MONTH), steady(30, bad=100, first=MONTH))
    state = evaluate(slices, objective(), instant(ZERO + MONTH + 30))

    assert state.exhaustion is not None
    assert (state.exhaustion - instant(ZERO + MONTH)).total_seconds() == Decimal("43.2") * 60


def test_case_6_errors_of_15_percent_for_10_minutes_page_from_minute_6_to_14() -> None:
    fires = time_to_fire(Fraction(15, 100), ALLOWED, 60, Fraction("14.4"))
    clears = 5 * (1 - threshold_ratio(Fraction("14.4"), ALLOWED) / Fraction(15, 100))
    slices = made(steady(120), steady(10, bad=15, first=120), steady(60, first=130))
    fast = objective(alerts=default_alerts(MONTH, Decimal("0.999"))[:1])
    pages = [minute for minute in range(60) if evaluate(slices, fast, instant(ZERO + 120 + minute)).alerts[0].firing]

    assert (fires, clears) == (Fraction("5.76"), Fraction("4.52"))
    assert pages == list(range(6, 15))
    assert [(each.start, each.minutes) for each in backtest(slices, fast).alerts[0].episodes] == [
        (instant(ZERO + 126), 9)
    ]


def test_case_7_one_failure_in_ten_requests_burns_at_100_and_does_not_page() -> None:
    hour = made({ZERO + 6 * minute: (int(minute == 9), 1) for minute in range(10)})
    state = evaluate(hour, objective(), instant(ZERO + 60))

    assert {each.window: each.rate for each in state.burn}["1h"] == 100
    assert round(Fraction(1, 10 * 24 * 30) / ALLOWED * 1000) == 139
    assert not any(alert.firing for alert in state.alerts)
    without_guard = AlertRule("page", "page", Fraction("14.4"), 60, 10)
    assert evaluate(hour, objective(alerts=(without_guard,)), instant(ZERO + 60)).alerts[0].firing


def test_case_8_at_a_target_of_90_percent_a_factor_of_14_4_means_144_percent() -> None:
    assert threshold_ratio(Fraction("14.4"), Fraction(1, 10)) == Fraction("1.44")


def test_case_9_a_rate_is_compared_before_it_is_rounded() -> None:
    slices = made({ZERO + minute: (7220, 500_000) for minute in (0, 59)})
    state = evaluate(slices, objective(), instant(ZERO + 60))

    assert (state.bad, state.total, {each.window: str(each.rate) for each in state.burn}["1h"]) == (
        14_440, 1_000_000, "14.44"
    )  # fmt: skip
    assert state.alerts[0].firing


def test_case_10_a_target_of_100_percent_is_breached_by_any_error() -> None:
    state = evaluate(made(steady(60, bad=10)), objective("1"), instant(ZERO + 60))

    assert state.state is State.EXHAUSTED
    assert [(alert.name, alert.firing) for alert in state.alerts] == [("any-loss", True)]
    assert burn_rate(10, 100, Fraction(0)) is None


def test_case_11_slices_of_a_minute_over_7_days() -> None:
    slices = made(steady(10_080, total=7), steady(80, bad=7, total=7, first=500))
    sliced = objective("0.99", "7d", method=BudgetingMethod.TIMESLICES, slice_target=Decimal("0.95"))
    state = evaluate(slices, sliced, instant(ZERO + 10_080))

    assert state.evidence.slices is not None
    assert (state.evidence.slices.bad, state.evidence.slices.known) == (80, 10_080)
    assert state.indicator is not None
    assert str(round(state.indicator, 8)) == "0.99206349"


def test_case_12_one_bad_event_in_an_hour_of_slices_burns_little_where_empty_minutes_are_declared_good() -> None:
    slices = made({ZERO + 59: (1, 1)})
    sliced: dict[str, Any] = {"method": BudgetingMethod.TIMESLICES, "slice_target": Decimal("0.95")}
    rates = {
        policy: evaluate(slices, objective("0.99", no_data=policy, **sliced), instant(ZERO + 60)).burn
        for policy in (NoData.GOOD, NoData.UNKNOWN)
    }
    told = {policy: {each.window: each.rate for each in burn}["1h"] for policy, burn in rates.items()}

    good = told[NoData.GOOD]
    assert good is not None
    assert round(good, 3) == Decimal("1.667")
    assert told[NoData.UNKNOWN] == 100
