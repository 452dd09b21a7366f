"""Alerts at their edges: strictness, guards, how long they must hold, missing data, default sets by period."""

from decimal import Decimal
from fractions import Fraction

import pytest

from kaizen.analyze.slos import Slices, default_alerts, evaluate
from kaizen.analyze.slos.defaults import scaled_alerts
from kaizen.analyze.slos.model import AlertRule, Comparison
from kaizen.analyze.slos.views import AlertState
from kaizen.analyze.slos.windows import instant
from tests.analyze.slos.building import MONTH, ZERO, made, objective, steady

HALF = made(steady(120, bad=5, total=1000))


def alert(rule: AlertRule, slices: Slices, after: int) -> AlertState:
    return evaluate(slices, objective(alerts=(rule,)), instant(ZERO + after)).alerts[0]


EDGES = [
    pytest.param(AlertRule("a", "page", Fraction(5), 60, 5), False, id="exactly at the threshold it does not fire"),
    pytest.param(AlertRule("a", "page", Fraction("4.999999999999999999999"), 60, 5), True, id="just above it does"),
    pytest.param(
        AlertRule("a", "page", Fraction(5), 60, 5, comparison=Comparison.GTE), True, id="gte fires at the threshold"
    ),
    pytest.param(AlertRule("a", "page", Fraction(4), 60, 5, minimum_bad=300), True, id="just enough bad events"),
    pytest.param(AlertRule("a", "page", Fraction(4), 60, 5, minimum_bad=301), False, id="one bad event too few"),
    pytest.param(AlertRule("a", "page", Fraction(4), 60, when_breaching=False), False, id="breaching does not count"),
]


@pytest.mark.parametrize(("rule", "fires"), EDGES)
def test_the_edge_is(rule: AlertRule, fires: bool) -> None:
    state = alert(rule, HALF, 120)

    assert state.firing is fires
    assert (state.since is not None) is fires


def test_short_and_long_windows_must_both_be_beyond() -> None:
    rule = AlertRule("a", "page", Fraction(10), 60, 5)
    over = made(steady(60, bad=100), steady(60, first=60))
    fresh = made(steady(115), steady(5, bad=100, first=115))

    assert [alert(rule, over, at).firing for at in (60, 64, 65, 90)] == [True, True, False, False]
    assert [alert(rule, fresh, at).firing for at in (115, 116, 120)] == [False, True, True]


def test_it_must_hold_as_long_as_declared() -> None:
    rule = AlertRule("a", "page", Fraction(1), 10, after=30)
    slices = made(steady(100), steady(60, bad=100, first=100), steady(60, first=160))
    states = {at: alert(rule, slices, at) for at in (101, 130, 131, 140, 169, 170)}

    assert [at for at, state in states.items() if state.firing] == [131, 140, 169]
    assert states[140].since == states[169].since == instant(ZERO + 131)
    assert "but not for 30 minutes yet" in states[130].reason


def test_since_is_not_after_the_time_asked_for() -> None:
    at = instant(ZERO + 60).replace(second=20)
    found = evaluate(made(steady(60), steady(5, bad=100, first=60)), objective(), at).alerts[0]

    assert (found.firing, found.since) == (True, at)


def test_missing_data_fires_only_where_that_is_asked_for() -> None:
    asked = AlertRule("a", "page", Fraction(1), 10, when_no_data=True)
    slices = made(steady(30))

    assert [alert(asked, slices, at).firing for at in (30, 39, 40, 500)] == [False, False, True, True]
    assert alert(asked, slices, 500).since == instant(ZERO + 40)
    assert alert(asked, slices, 500).reason == "no data in its window"
    assert not alert(AlertRule("a", "page", Fraction(1), 10), slices, 500).firing


def test_next_to_nothing_does_not_page_and_says_so() -> None:
    found = alert(default_alerts(MONTH, Decimal("0.999"))[0], made({ZERO + 59: (1, 1)}), 60)

    assert not found.firing
    assert found.reason.endswith("but only 1 bad events, fewer than 5")


SETS = [
    pytest.param(90, ["43.2", "18", "9", "3"], id="90 days"),
    pytest.param(30, ["14.4", "6", "3", "1"], id="30 days"),
    pytest.param(7, ["3.36", "1.4", "1", "1"], id="7 days: no factor fires within the budget"),
    pytest.param(2, ["0.96", "1", "1"], id="2 days: no window is longer than the period"),
]


@pytest.mark.parametrize(("days", "factors"), SETS)
def test_the_default_set_fits_the_period(days: int, factors: list[str]) -> None:
    assert [alert.threshold for alert in default_alerts(days * 1440, Decimal("0.999"))] == [
        Fraction(f) for f in factors
    ]


def test_default_windows_are_those_of_the_workbook() -> None:
    found = default_alerts(MONTH, Decimal("0.99"))

    assert [(each.severity, each.long, each.short) for each in found] == [
        ("page", 60, 5),
        ("page", 360, 30),
        ("ticket", 1440, 120),
        ("ticket", 4320, 360),
    ]


def test_scaled_alerts_tell_of_missing_data() -> None:
    absent = scaled_alerts(28 * 1440, Decimal("0.999"))[-1]

    assert (absent.name, absent.long, absent.when_no_data, absent.when_breaching) == ("absent", 3, True, False)
    assert scaled_alerts(MONTH, Decimal(1))[0].any_loss


def test_a_pair_of_scaled_windows_is_at_least_a_minute() -> None:
    assert min(rule.short or 1 for rule in scaled_alerts(1440, Decimal("0.9"))) == 1
