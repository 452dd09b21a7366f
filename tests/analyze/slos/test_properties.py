"""What holds for any slices: checked against the plainest way to compute it, and for changes that must not matter."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kaizen.analyze.slos import BudgetingMethod, NoData, Slices, State, backtest, evaluate
from kaizen.analyze.slos.model import AlertRule, Objective
from kaizen.analyze.slos.slices import slices_of
from kaizen.analyze.slos.windows import instant
from kaizen.kit.codecs import to_plain
from tests.analyze.slos.building import ZERO, objective

WINDOW = 120
Counts = dict[int, tuple[int, int]]
quick = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
pairs = st.tuples(st.integers(0, 20), st.integers(1, 20)).map(lambda pair: (min(pair), max(pair[1], 1)))
counts = st.dictionaries(st.integers(0, 240), pairs, max_size=120)
methods = st.sampled_from(
    [
        {"method": BudgetingMethod.OCCURRENCES},
        {"method": BudgetingMethod.TIMESLICES, "slice_target": Decimal("0.8"), "slice_minutes": 1},
        {"method": BudgetingMethod.TIMESLICES, "slice_target": Decimal("0.8"), "slice_minutes": 5},
        {"method": BudgetingMethod.RATIO_TIMESLICES, "slice_minutes": 1},
    ]
)
policies = st.sampled_from(list(NoData))
RULES = (
    AlertRule("pair", "page", Fraction(2), 30, 5, minimum_bad=3),
    AlertRule("held", "ticket", Fraction(1), 60, after=7),
    AlertRule("silent", "ticket", Fraction(5), 20, when_no_data=True),
)


def of(found: Counts) -> Slices:
    return slices_of({ZERO + minute: pair for minute, pair in found.items()})


def small(**fields: Any) -> Objective:
    return objective("0.9", f"{WINDOW}m", alerts=RULES, **fields)


def plain_units(found: Counts, goal: Objective, first: int, end: int) -> tuple[Fraction, int, int]:
    """Bad units, known units and bad events of minutes ``[first, end)``, one slot after the other."""
    bad, known, events, size = Fraction(0), 0, 0, goal.slice_minutes
    for slot in range(first // size, end // size):
        minutes = [found[minute] for minute in range(slot * size, slot * size + size) if minute in found]
        b, t = sum(pair[0] for pair in minutes), sum(pair[1] for pair in minutes)
        if not t:
            if goal.no_data is not NoData.UNKNOWN:
                known += 1
                bad += goal.no_data is NoData.BAD
                events += goal.no_data is NoData.BAD
            continue
        events += b
        if goal.method is BudgetingMethod.OCCURRENCES:
            bad, known = bad + b, known + t
        elif goal.method is BudgetingMethod.TIMESLICES:
            bad, known = bad + (Fraction(t - b, t) < Fraction("0.8")), known + 1
        else:
            bad, known = bad + Fraction(b, t), known + 1
    return bad, known, events


def plain_holds(found: Counts, goal: Objective, rule: AlertRule, end: int) -> bool:
    size = goal.slice_minutes
    end = end // size * size
    windows = [length for length in (rule.long, rule.short) if length is not None]
    burns = []
    for length in windows:
        bad, known, _ = plain_units(found, goal, end - -(-length // size) * size, end)
        burns.append(bad / known / Fraction(1, 10) if known else None)
    _, known, events = plain_units(found, goal, end - rule.long, end)
    breach = all(burn is not None and burn > rule.threshold for burn in burns) and events >= rule.minimum_bad
    return breach or (rule.when_no_data and not known)


@quick
@given(counts, methods, policies, st.integers(0, 300))
def test_budget_and_burn_are_those_of_the_plainest_sum(
    found: Counts, by: dict[str, Any], policy: NoData, end: int
) -> None:
    goal = small(no_data=policy, **by)
    now = end // goal.slice_minutes * goal.slice_minutes
    bad, known, _ = plain_units(found, goal, now - WINDOW, now)
    state = evaluate(of(found), goal, instant(ZERO + end))

    if known == 0:
        assert state.state is State.UNKNOWN
        return
    assert state.indicator is not None
    assert abs(Fraction(state.indicator) - (1 - bad / known)) < Fraction(1, 10**27)
    assert abs(Fraction(state.budget.spent) - bad) < Fraction(1, 10**24)
    assert Fraction(state.budget.total) == Fraction(known, 10)
    assert (state.state is State.EXHAUSTED) == (bad > 0 and bad >= Fraction(known, 10))


@quick
@given(counts, methods, policies, st.integers(1, 260))
def test_alerts_fire_exactly_when_the_plainest_rule_says(
    found: Counts, by: dict[str, Any], policy: NoData, end: int
) -> None:
    goal = small(no_data=policy, **by)
    size = goal.slice_minutes
    end = end // size * size
    alerts = {alert.name: alert for alert in evaluate(of(found), goal, instant(ZERO + end)).alerts}
    pair, held = RULES[0], RULES[1]
    begun = end
    while begun >= -1 and plain_holds(found, goal, held, begun):
        begun -= size

    assert alerts["pair"].firing == plain_holds(found, goal, pair, end)
    assert alerts["silent"].firing == plain_holds(found, goal, RULES[2], end)
    after = -(-held.after // size) * size
    if found and policy is NoData.UNKNOWN:
        assert alerts["held"].firing == (plain_holds(found, goal, held, end) and end - (begun + size) >= after)


@quick
@given(counts, methods)
def test_a_backtest_fires_when_each_evaluation_would(found: Counts, by: dict[str, Any]) -> None:
    goal = small(**by)
    tested = {alert.name: alert for alert in backtest(of(found), goal).alerts}
    if not found:
        assert all(alert.count == 0 for alert in tested.values())
        return
    size = goal.slice_minutes
    ends = range(min(found) // size * size + size, max(found) // size * size + size + 1, size)
    for end in ends:
        at = instant(ZERO + end)
        for alert in evaluate(of(found), goal, at).alerts:
            episodes = tested[alert.name].episodes
            replayed = any(each.start <= at and (each.end is None or at < each.end) for each in episodes)
            assert replayed == alert.firing, (alert.name, end)


@quick
@given(counts, methods, st.integers(1, 260), st.integers(1, 5000))
def test_a_shift_in_time_shifts_the_answer(found: Counts, by: dict[str, Any], end: int, days: int) -> None:
    goal, shift = small(**by), days * 1440
    here, there = (
        evaluate(of(found), goal, instant(ZERO + end)),
        evaluate(of(found).shifted(shift), goal, instant(ZERO + end + shift)),
    )

    assert there.budget == here.budget
    assert [alert.firing for alert in there.alerts] == [alert.firing for alert in here.alerts]
    moved = timedelta(minutes=shift)
    assert [a.since and a.since - moved for a in there.alerts] == [a.since for a in here.alerts]
    assert (there.exhaustion and there.exhaustion - moved) == here.exhaustion


@quick
@given(counts, methods, st.integers(1, 260), st.data())
def test_more_bad_never_helps(found: Counts, by: dict[str, Any], end: int, data: st.DataObject) -> None:
    if not found:
        return
    minute = data.draw(st.sampled_from(sorted(found)))
    bad, total = found[minute]
    worse = {**found, minute: (min(bad + 1, total), total)}
    goal = small(**by)
    before, after = (evaluate(of(each), goal, instant(ZERO + end)) for each in (found, worse))

    assert after.budget.spent >= before.budget.spent
    assert after.budget.total == before.budget.total
    assert all(not was.firing or now.firing for was, now in zip(before.alerts, after.alerts, strict=True))
    ranks = list(State)
    if before.state is not State.AT_RISK:
        assert ranks.index(after.state) >= ranks.index(before.state)


@quick
@given(counts, st.integers(1, 260))
def test_scaling_all_counts_of_occurrences_changes_no_share(found: Counts, end: int) -> None:
    goal = objective("0.9", f"{WINDOW}m", alerts=(replace(RULES[0], minimum_bad=0),))
    tenfold = {minute: (bad * 10, total * 10) for minute, (bad, total) in found.items()}
    one, ten = (evaluate(of(each), goal, instant(ZERO + end)) for each in (found, tenfold))

    assert to_plain((ten.indicator, ten.burn, ten.state)) == to_plain((one.indicator, one.burn, one.state))
    assert [alert.firing for alert in ten.alerts] == [alert.firing for alert in one.alerts]


@quick
@given(counts, methods, st.sampled_from([60, 121, 200]))
def test_the_forecast_is_what_stepping_minute_by_minute_finds(found: Counts, by: dict[str, Any], end: int) -> None:
    goal = replace(small(**by), alerts=())
    size = goal.slice_minutes
    now, pace = end // size * size, -(-12 // size) * size
    state = evaluate(of(found), goal, instant(ZERO + end))
    bad, known, _ = plain_units(found, goal, now - WINDOW, now)
    if state.state in (State.UNKNOWN, State.EXHAUSTED) or not found:
        return
    pace = max(size, min(pace, now - min(found) // size * size))
    slots = pace // size
    pace_bad, pace_known, _ = plain_units(found, goal, now - pace, now)
    expected = None
    for ahead in range(1, WINDOW // size + 1):
        aged_bad, aged_known, _ = plain_units(found, goal, now - WINDOW, now - WINDOW + ahead * size)
        spent = bad - aged_bad + pace_bad * ahead / slots
        budget = (known - aged_known + Fraction(pace_known * ahead, slots)) / 10
        if pace_known and spent > 0 and spent >= budget:
            expected = ahead
            break

    assert (state.exhaustion is None) == (expected is None)
    if state.exhaustion is not None and expected is not None:
        last = instant(ZERO + now + expected * size)
        assert last - timedelta(minutes=size) <= state.exhaustion <= last or state.exhaustion == instant(ZERO + end)


@pytest.mark.parametrize("scale", [3, 7, 11])
def test_shares_of_slices_add_up_to_whole_slices(scale: int) -> None:
    found = dict.fromkeys(range(scale), (1, scale))
    state = evaluate(of(found), objective("0.9", "60m", method=BudgetingMethod.RATIO_TIMESLICES), instant(ZERO + scale))

    assert to_plain(state.budget.spent) == "1"
