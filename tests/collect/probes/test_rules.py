"""What samples mean."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaizen.collect.probes import rules
from kaizen.collect.probes.model import Outcome, Point, Record, Span, Standing, State

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
UP, DOWN, UNKNOWN = State.UP, State.DOWN, State.UNKNOWN


def at(seconds: float) -> datetime:
    return NOON + timedelta(seconds=seconds)


@pytest.mark.parametrize(
    ("checked_at", "now", "expected"),
    [
        pytest.param(None, at(0), Standing(UNKNOWN, "never checked", None), id="never checked is unknown"),
        pytest.param(at(0), at(60), Standing(UP, "fine", at(-900)), id="the last outcome holds"),
        pytest.param(at(0), at(180), Standing(UP, "fine", at(-900)), id="it holds for exactly three intervals"),
        pytest.param(
            at(0),
            at(181),
            Standing(UNKNOWN, "not checked for 3 min, which is longer than 3 min", at(180)),
            id="then it is unknown, since the end of the third",
        ),
    ],
)
def test_standing(checked_at: datetime | None, now: datetime, expected: Standing) -> None:
    record = Record("it", 60.0, UP, "fine", at(-900), checked_at)

    assert rules.standing(record, now) == expected


@pytest.mark.parametrize(
    ("due", "now", "expected"),
    [
        pytest.param(at(0), at(0), at(60), id="the beat after the one that was due"),
        pytest.param(at(0), at(7), at(60), id="a late check does not shift the beat"),
        pytest.param(at(0), at(60), at(120), id="a beat that is now is past"),
        pytest.param(at(0), at(3601), at(3660), id="missed beats are not made up for"),
        pytest.param(at(50), at(7), at(110), id="a check before its time counts for the coming beat"),
    ],
)
def test_next_due(due: datetime, now: datetime, expected: datetime) -> None:
    assert rules.next_due(due, 60, now) == expected


@pytest.mark.parametrize(
    ("last", "listening", "expected"),
    [
        pytest.param(at(-10), at(-999), Outcome(UP, "last heartbeat 10 s ago"), id="recent"),
        pytest.param(at(-60), at(-999), Outcome(UP, "last heartbeat 1 min ago"), id="just in time"),
        pytest.param(
            at(-61),
            at(-999),
            Outcome(DOWN, "last heartbeat 61 s ago, expected every 1 min"),
            id="overdue while listening",
        ),
        pytest.param(
            None,
            at(-61),
            Outcome(DOWN, "no heartbeat yet, expected every 1 min"),
            id="none though Kaizen listened long enough",
        ),
        pytest.param(
            None,
            at(-30),
            Outcome(UNKNOWN, "no heartbeat yet, expected every 1 min; Kaizen listens only for 30 s so far"),
            id="none, and Kaizen has not listened long enough",
        ),
        pytest.param(
            at(-999),
            at(-30),
            Outcome(UNKNOWN, "last heartbeat 16.6 min ago, expected every 1 min; Kaizen listens only for 30 s so far"),
            id="overdue, but Kaizen was not there to hear it",
        ),
    ],
)
def test_heartbeat_outcome(last: datetime | None, listening: datetime, expected: Outcome) -> None:
    assert rules.heartbeat_outcome(60, last, listening, NOON) == expected


def turned(cycle: list[str]) -> list[list[str]]:
    """The same circle, begun at each of its names."""
    return [[*cycle[at:], *cycle[1 : at + 1]] for at in range(max(1, len(cycle) - 1))]


@pytest.mark.parametrize(
    ("graph", "cycle"),
    [
        pytest.param({"a": ["b"], "b": ["c"], "c": []}, [], id="a chain has no cycle"),
        pytest.param({"a": ["b", "c"], "b": ["d"], "c": ["d"], "d": []}, [], id="a diamond has no cycle"),
        pytest.param({"a": ["a"]}, ["a", "a"], id="a probe that depends on itself"),
        pytest.param({"x": ["a"], "a": ["b"], "b": ["c"], "c": ["a"]}, ["a", "b", "c", "a"], id="three in a circle"),
    ],
)
def test_cycles(graph: dict[str, list[str]], cycle: list[str]) -> None:
    assert rules.cycle_in(graph) in turned(cycle)


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), max_size=60))
def test_a_circle_is_found_where_and_only_where_something_depends_on_itself(edges: list[tuple[int, int]]) -> None:
    graph: dict[str, list[str]] = {str(number): [] for number in range(31)}
    for below, above in edges:
        graph[str(below)].append(str(above))
    cycle = rules.cycle_in(graph)

    assert bool(cycle) == any(name in above for name, above in rules.all_above(graph).items())
    if cycle:
        assert cycle[0] == cycle[-1]
        assert all(following in graph[name] for name, following in pairwise(cycle))


@pytest.mark.parametrize(
    ("states", "expected"),
    [
        pytest.param({"b": UP, "c": UP}, None, id="nothing is down"),
        pytest.param({"b": DOWN, "c": UP}, "b", id="a direct dependency is down"),
        pytest.param({"b": UNKNOWN, "c": DOWN}, "c", id="the cause behind an unknown one is named"),
        pytest.param({"b": DOWN, "c": DOWN}, "b", id="the nearest is named"),
        pytest.param({"b": UNKNOWN, "c": UNKNOWN}, None, id="unknown alone blocks nothing"),
        pytest.param({"other": DOWN}, None, id="a stranger does not matter"),
    ],
)
def test_down_dependency(states: dict[str, State], expected: str | None) -> None:
    assert rules.down_dependency("a", {"a": ["b"], "b": ["c"], "c": []}, states) == expected


def span(state: State, begun: float, seen: float, ended: float | None = None) -> Span:
    return Span(state, at(begun), at(seen), None if ended is None else at(ended), 10.0)


@pytest.mark.parametrize(
    ("spans", "expected"),
    [
        pytest.param([], (None, 0.0), id="nothing observed is null, not zero"),
        pytest.param([span(UNKNOWN, 0, 100, 100)], (None, 0.0), id="unknown is not observed"),
        pytest.param([span(UP, 0, 90, 100)], (1.0, 1.0), id="up all the time"),
        pytest.param([span(UP, 0, 70, 75), span(DOWN, 75, 90, 100)], (0.75, 1.0), id="a quarter down"),
        pytest.param([span(UP, 0, 30, 40), span(UNKNOWN, 40, 90, 100)], (1.0, 0.4), id="unknown lowers only coverage"),
        pytest.param([span(DOWN, 0, 10, 10), span(UP, 90, 100)], (0.5, 0.2), id="a gap is not observed"),
        pytest.param(
            [span(UP, -50, 50)], (1.0, 0.8), id="an open span speaks for three intervals after its last sample"
        ),
        pytest.param([span(UP, -900, -100, -70)], (None, 0.0), id="what was before the window does not count"),
    ],
)
def test_availability(spans: list[Span], expected: tuple[float | None, float]) -> None:
    assert rules.availability(spans, at(0), at(100)) == expected


def test_thinning_keeps_every_change_of_state() -> None:
    states = [UP] * 500 + [DOWN] + [UP] * 499 + [UNKNOWN] * 2
    points = [Point(at(number), state, None, "") for number, state in enumerate(states)]
    kept = rules.thinned(points, 50)
    turns = [
        point.state
        for before, point in zip([None, *kept], kept, strict=False)
        if not before or before.state is not point.state
    ]

    assert turns == [UP, DOWN, UP, UNKNOWN]
    assert {points[499], points[500], points[501], points[1001]} <= set(kept)
    assert len(kept) < 60
    assert rules.thinned(points, 2000) == points


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0.25, "0.2 s"),
        (45, "45 s"),
        (60, "1 min"),
        (89, "89 s"),
        (150, "2.5 min"),
        (3600, "1 h"),
        (90_000, "25 h"),
        (172_800, "2 d"),
    ],
)
def test_spoken(seconds: float, words: str) -> None:
    assert rules.spoken(seconds) == words
