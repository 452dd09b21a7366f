"""What an evaluation says: budgets by method, empty minutes, states, calendar windows, composites, durability."""

from decimal import Decimal
from typing import Any

import pytest

from kaizen.analyze.slos import BudgetingMethod, Evaluation, NoData, Slices, State, evaluate
from kaizen.analyze.slos.model import Member
from kaizen.analyze.slos.windows import instant
from kaizen.kit.codecs import to_plain
from kaizen.kit.errors import KaizenError
from tests.analyze.slos.building import MONTH, ZERO, calendar, made, objective, steady

NOTHING = Slices()
SLICED: dict[str, Any] = {"method": BudgetingMethod.TIMESLICES, "slice_target": Decimal("0.9")}
SHARED: dict[str, Any] = {"method": BudgetingMethod.RATIO_TIMESLICES}


def judged(slices: Slices, after: int, target: str = "0.999", window: Any = "30d", **fields: Any) -> Evaluation:
    return evaluate(slices, objective(target, window, **fields), instant(ZERO + after))


BY_METHOD = [
    pytest.param(
        {},
        {"total": "200", "spent": "250", "remaining": "-50", "spent_ratio": "1.25"},
        "0.9875",
        id="occurrences count events",
    ),
    pytest.param(
        SLICED,
        {"total": "1.1", "spent": "0", "remaining": "1.1", "spent_ratio": "0"},
        "1",
        id="slices of 97.5 % are good where 90 % are enough",
    ),
    pytest.param(
        {**SLICED, "slice_target": Decimal("0.98")},
        {"total": "1.1", "spent": "10", "remaining": "-8.9", "spent_ratio": "9.090909090909090909090909091"},
        "0.9090909090909090909090909091",
        id="slices below their target are bad",
    ),
    pytest.param(
        {**SLICED, "slice_target": Decimal("0.975")},
        {"total": "1.1", "spent": "0", "remaining": "1.1", "spent_ratio": "0"},
        "1",
        id="a slice just at its target is good",
    ),
    pytest.param(
        SHARED,
        {"total": "1.1", "spent": "0.25", "remaining": "0.85", "spent_ratio": "0.2272727272727272727272727273"},
        "0.9977272727272727272727272727",
        id="ratio slices add up what is missing",
    ),
]


@pytest.mark.parametrize(("fields", "budget", "indicator"), BY_METHOD)
def test_budget_and_indicator_by_method(fields: dict[str, Any], budget: dict[str, str], indicator: str) -> None:
    state = judged(made(steady(100), steady(10, bad=25, total=1000, first=100)), 110, "0.99", "110m", **fields)

    assert to_plain(state.budget) == budget
    assert (to_plain(state.indicator), state.good, state.bad, state.total) == (indicator, 19_750, 250, 20_000)


POLICIES = [
    pytest.param({}, NoData.UNKNOWN, (0, 10, 10), "0.1", "0", id="occurrences, unknown: only what was measured"),
    pytest.param({}, NoData.GOOD, (90, 10, 100), "1", "0.9", id="occurrences, good: each empty minute a good event"),
    pytest.param({}, NoData.BAD, (0, 100, 100), "1", "0", id="occurrences, bad: each empty minute a bad event"),
    pytest.param(SLICED, NoData.UNKNOWN, (0, 10, 10), "0.1", "0", id="slices, unknown: only slices with data"),
    pytest.param(SLICED, NoData.GOOD, (0, 10, 10), "1", "0.9", id="slices, good: empty slices are good"),
    pytest.param(SLICED, NoData.BAD, (0, 10, 10), "1", "0", id="slices, bad: empty slices are bad"),
    pytest.param(SHARED, NoData.GOOD, (0, 10, 10), "1", "0.9", id="ratio slices, good: empty slices miss nothing"),
]


@pytest.mark.parametrize(("fields", "policy", "events", "coverage", "indicator"), POLICIES)
def test_empty_minutes_count_as_declared(
    fields: dict[str, Any], policy: NoData, events: tuple[int, int, int], coverage: str, indicator: str
) -> None:
    state = judged(made(steady(10, bad=1, total=1)), 100, "0.99", "100m", no_data=policy, **fields)

    assert (state.good, state.bad, state.total) == events
    assert to_plain((state.coverage, state.indicator)) == [coverage, indicator]


def test_without_data_everything_is_unknown_and_nothing_is_zero() -> None:
    state = judged(NOTHING, 100)

    assert (state.state, state.indicator, state.exhaustion) == (State.UNKNOWN, None, None)
    assert (to_plain(state.coverage), state.total) == ("0", 0)
    assert {burn.rate for burn in state.burn} == {None}
    assert not any(alert.firing for alert in state.alerts)
    assert state.explanation.startswith("Unknown: no data for web in the last 30 days")


def test_data_older_than_the_window_leaves_it_unknown() -> None:
    assert judged(made(steady(60, bad=100)), 60 + MONTH).state is State.UNKNOWN


def test_rows_after_the_time_do_not_count_and_the_row_that_has_begun_does() -> None:
    slices = made(steady(10), steady(10, bad=100, first=10))
    counts = [evaluate(slices, objective(), instant(ZERO + 10)).bad]
    counts.append(evaluate(slices, objective(), instant(ZERO + 11).replace(second=0)).bad)
    late = instant(ZERO + 10).replace(second=1)

    assert [*counts, evaluate(slices, objective(), late).bad] == [0, 100, 100]


STATES = [
    pytest.param(made(steady(MONTH)), State.HEALTHY, id="no errors ever seen"),
    pytest.param(made(steady(MONTH, 1, 2000)), State.HEALTHY, id="half of the budget, evenly"),
    pytest.param(made(steady(MONTH), steady(10, 100, first=MONTH - 10)), State.AT_RISK, id="an alert fires"),
    pytest.param(
        made(steady(MONTH), steady(4320, 3, 2000, MONTH - 4320), steady(400, first=MONTH - 400)),
        State.AT_RISK,
        id="no alert fires, but at the pace of three days the budget ends inside the window",
    ),
    pytest.param(made(steady(MONTH, 1, 1000)), State.EXHAUSTED, id="the budget is spent to the last event"),
    pytest.param(made(steady(MONTH, 2, 1000)), State.EXHAUSTED, id="twice the budget is spent"),
]


@pytest.mark.parametrize(("slices", "state"), STATES)
def test_the_state_is(slices: Slices, state: State) -> None:
    found = judged(slices, MONTH)

    assert found.state is state
    assert (found.exhaustion is not None) == (state in (State.AT_RISK, State.EXHAUSTED))
    assert any(alert.firing for alert in found.alerts) or state is not State.AT_RISK or found.exhaustion


def test_an_exhausted_budget_tells_when_it_was_used_up() -> None:
    state = judged(made(steady(MONTH), steady(60, bad=100, first=1000)), MONTH)

    assert state.exhaustion == instant(ZERO + 1044)
    assert "the budget was used up at 2026-01-01 17:24 UTC" in state.explanation


def test_a_time_slice_counts_when_it_is_over() -> None:
    bad = made(steady(30, bad=100))
    fields = {**SLICED, "slice_minutes": 5}
    known = [judged(bad, minute, **fields).evidence.slices for minute in (4, 5, 9, 10)]

    assert [slices.known if slices else None for slices in known] == [0, 1, 1, 2]


def test_windows_shorter_than_a_time_slice_look_at_the_last_one_that_is_over() -> None:
    bad = made(steady(30, bad=100))
    state = judged(bad, 25, **{**SLICED, "slice_minutes": 10})

    assert {burn.window: to_plain(burn.rate) for burn in state.burn}["5m"] == "1000"


class TestCalendar:
    def test_slices_to_come_are_part_of_the_budget(self) -> None:
        fields: dict[str, Any] = {**SLICED, "slice_target": Decimal("0.95")}
        week = calendar("1w")
        state = judged(made(steady(60, bad=100)), 600, "0.9995", week, **fields)
        budget = to_plain(state.budget)

        assert budget["total"] == "4.77"
        assert judged(made(steady(10_080)), 10_079, "0.9995", week, **fields).budget.total == Decimal("5.04")

    def test_events_to_come_are_not(self) -> None:
        state = judged(made(steady(60, bad=1)), 60, "0.99", calendar("1M"))

        assert to_plain(state.budget)["total"] == "60"
        assert to_plain(state.coverage) == "1"

    def test_a_new_window_starts_unspent(self) -> None:
        slices = made(steady(1440, bad=100), steady(1440, first=1440))

        assert judged(slices, 1440, "0.9", calendar("1d")).state is State.UNKNOWN
        assert judged(slices, 1500, "0.9", calendar("1d")).bad == 0
        assert judged(slices, 1439, "0.9", calendar("1d")).state is State.EXHAUSTED

    def test_the_forecast_ends_with_the_window(self) -> None:
        fields: dict[str, Any] = {**SLICED, "slice_target": Decimal("0.95"), "alerts": ()}
        bad_tenth = {ZERO + minute: (100 * (minute % 10 == 0), 100) for minute in range(7200)}

        assert judged(made(bad_tenth), 7200, "0.9", calendar("10d"), **fields).exhaustion is not None
        assert judged(made(bad_tenth), 7200, "0.89", calendar("10d"), **fields).exhaustion is None


class TestDurability:
    def test_any_loss_alerts_at_once_and_as_long_as_it_lies_in_the_window(self) -> None:
        slices = made(steady(3 * 1440), steady(1, bad=1, first=100))
        states = [judged(slices, minute, "1", "1d") for minute in (100, 101, 1540, 1541)]

        assert [each.alerts[0].firing for each in states] == [False, True, True, False]
        assert states[1].alerts[0].since == states[2].alerts[0].since == instant(ZERO + 101)
        assert [each.state for each in states] == [State.HEALTHY, State.EXHAUSTED, State.EXHAUSTED, State.HEALTHY]

    def test_a_later_loss_keeps_the_alert_of_an_earlier_one(self) -> None:
        slices = made(steady(3 * 1440), *(steady(1, bad=1, first=first) for first in (100, 1500, 2900)))

        assert judged(slices, 3000, "1", "1d").alerts[0].since == instant(ZERO + 101)
        assert judged(slices, 4320, "1", "1d").alerts[0].since == instant(ZERO + 101)

    def test_a_budget_of_nothing_has_no_share_and_no_burn_rate(self) -> None:
        lossless, lossy = (judged(made(steady(60, bad)), 60, "1") for bad in (0, 1))

        assert to_plain(lossless.budget) == {"total": "0", "spent": "0", "remaining": "0", "spent_ratio": "0"}
        assert to_plain(lossy.budget) == {"total": "0", "spent": "60", "remaining": "-60", "spent_ratio": None}
        assert {burn.rate for burn in lossy.burn} == {None}
        assert "where none is allowed" in lossy.explanation


class TestComposite:
    MEMBERS = (Member("search", Decimal("0.99"), Decimal(1)), Member("pay", Decimal("0.999"), Decimal("0.5")))

    def test_weighted_burn_rates_add_up(self) -> None:
        slices = {"search": made(steady(100, bad=1, total=200)), "pay": made(steady(100, bad=1, total=250))}
        state = evaluate(slices, objective(window="100m", members=self.MEMBERS), instant(ZERO + 100))

        assert to_plain(state.budget) == {"total": "1", "spent": "2.5", "remaining": "-1.5", "spent_ratio": "2.5"}
        assert [(each.name, to_plain(each.spent)) for each in state.evidence.members] == [
            ("search", "0.5"),
            ("pay", "2"),
        ]
        assert state.state is State.EXHAUSTED
        assert state.exhaustion == instant(ZERO + 40)

    def test_a_member_without_data_says_nothing(self) -> None:
        slices = {"search": made(steady(100, bad=1, total=200)), "pay": NOTHING}
        state = evaluate(slices, objective(window="100m", members=self.MEMBERS), instant(ZERO + 100))

        assert (to_plain(state.budget.spent), to_plain(state.coverage)) == ("0.5", "0")

    def test_a_slice_is_bad_if_it_is_for_any_member(self) -> None:
        members = tuple(Member(name, Decimal("0.9"), Decimal(1), Decimal("0.5")) for name in ("a", "b"))
        slices = {"a": made(steady(10), steady(2, 100, first=0)), "b": made(steady(10), steady(2, 100, first=1))}
        state = evaluate(slices, objective("0.9", "10m", members=members, **SLICED), instant(ZERO + 10))

        assert to_plain(state.evidence.slices) == {"good": 7, "bad": 3, "known": 10}

    def test_what_ratio_slices_miss_adds_up_to_no_more_than_all(self) -> None:
        members = tuple(Member(name, Decimal("0.9"), Decimal(1)) for name in ("a", "b"))
        slices = {"a": made(steady(2, 5), steady(1, 80, first=2)), "b": made(steady(2, 5), steady(1, 80, first=2))}
        state = evaluate(slices, objective("0.9", "3m", members=members, **SHARED), instant(ZERO + 3))

        assert to_plain(state.budget.spent) == "1.2"

    def test_alerts_see_the_sum(self) -> None:
        healthy = made(steady(MONTH + 60))
        failing = made(steady(MONTH), steady(60, 3, first=MONTH))
        members = tuple(Member(name, Decimal("0.999"), Decimal("0.3")) for name in ("a", "b"))
        states = [
            evaluate({"a": failing, "b": other}, objective(members=members), instant(ZERO + MONTH + 60))
            for other in (healthy, failing)
        ]

        assert [state.alerts[0].firing for state in states] == [False, True]
        assert states[1].alerts[0].since == instant(ZERO + MONTH + 49)
        assert states[1].exhaustion is not None

    @pytest.mark.parametrize("given", [NOTHING, {"search": NOTHING}, {"search": NOTHING, "pay": NOTHING, "x": NOTHING}])
    def test_slices_for_other_members_are_refused(self, given: Any) -> None:
        with pytest.raises(KaizenError) as caught:
            evaluate(given, objective(members=self.MEMBERS), instant(ZERO))

        assert caught.value.code == "slos.slices_members"

    def test_a_plain_objective_has_no_members(self) -> None:
        with pytest.raises(KaizenError) as caught:
            evaluate({"a": NOTHING}, objective(), instant(ZERO))

        assert caught.value.code == "slos.slices_members"


def test_the_explanation_states_counts_spend_alert_and_time_left() -> None:
    state = judged(made(steady(MONTH), steady(30, bad=100, first=MONTH)), MONTH + 30)

    assert state.explanation == (
        "At risk: 99.9306 % of 4,320,000 events were good in the last 30 days, target 99.9 %; "
        "3,000 bad events of 4,320 that the budget allows are spent (69.44 %); "
        "page-fast fires since 2026-01-31 00:01 UTC "
        "(burn rate 500 in the long window, 1,000 in the short one: above 14.4), "
        "page-slow fires since 2026-01-31 00:03 UTC "
        "(burn rate 83.33 in the long window, 1,000 in the short one: above 6), "
        "ticket-fast fires since 2026-01-31 00:05 UTC "
        "(burn rate 20.83 in the long window, 250 in the short one: above 3), "
        "ticket-slow fires since 2026-01-31 00:05 UTC "
        "(burn rate 6.944 in the long window, 83.33 in the short one: above 1); "
        "at the pace of the last 5m the budget ends in 13 min, at 2026-01-31 00:43 UTC."
    )
