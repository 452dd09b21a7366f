"""What samples mean: standing, staleness, dependencies, heartbeats, availability."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from graphlib import CycleError, TopologicalSorter

from kaizen.collect.probes.model import Outcome, Point, Record, Span, Standing, State

STALE_INTERVALS = 3
"""A sample speaks for the time until the next one, but for no more than so many intervals."""


def vouched_until(seen: datetime, interval_s: float) -> datetime:
    """Until when a sample speaks if no other follows."""
    return seen + timedelta(seconds=STALE_INTERVALS * interval_s)


def standing(record: Record, now: datetime) -> Standing:
    """What is known now: the last outcome while it is fresh, else unknown with the reason."""
    if record.checked_at is None:
        return Standing(State.UNKNOWN, "never checked", None)
    until = vouched_until(record.checked_at, record.interval_s)
    if now > until:
        ago, limit = spoken((now - record.checked_at).total_seconds()), spoken(STALE_INTERVALS * record.interval_s)
        return Standing(State.UNKNOWN, f"not checked for {ago}, which is longer than {limit}", until)
    return Standing(record.state, record.reason, record.since)


def next_due(due: datetime, interval_s: float, now: datetime) -> datetime:
    """The next beat after ``now`` of a probe that was due at ``due``; missed beats are not made up for."""
    beats = max(0, int((now - due).total_seconds() // interval_s)) + 1
    return due + timedelta(seconds=beats * interval_s)


def heartbeat_outcome(every_s: float, last: datetime | None, listening_since: datetime, now: datetime) -> Outcome:
    """Up while the last heartbeat is recent; down when it is overdue and Kaizen listened all that time."""
    limit = timedelta(seconds=every_s)
    if last is not None and now - last <= limit:
        return Outcome(State.UP, f"last heartbeat {spoken((now - last).total_seconds())} ago")
    told = f"last heartbeat {spoken((now - last).total_seconds())} ago" if last else "no heartbeat yet"
    told += f", expected every {spoken(every_s)}"
    if now - max(listening_since, last or listening_since) > limit:
        return Outcome(State.DOWN, told)
    listened = spoken((now - listening_since).total_seconds())
    return Outcome(State.UNKNOWN, f"{told}; Kaizen listens only for {listened} so far")


def cycle_in(depends_on: Mapping[str, Sequence[str]]) -> list[str]:
    """Names that depend on each other in a circle, the first also last; empty when there is none.

    Names that are not in the mapping are ignored.
    """
    known = {name: [each for each in needs if each in depends_on] for name, needs in depends_on.items()}
    try:
        TopologicalSorter(known).prepare()
    except CycleError as error:
        return list(reversed(error.args[1]))
    return []


def all_above(depends_on: Mapping[str, Sequence[str]]) -> dict[str, set[str]]:
    """What each name depends on, directly or through others."""
    found: dict[str, set[str]] = {}
    for name in depends_on:
        above: set[str] = set()
        near = list(depends_on[name])
        while near:
            each = near.pop()
            if each not in above:
                above.add(each)
                near += depends_on.get(each, ())
        found[name] = above
    return found


def down_dependency(name: str, depends_on: Mapping[str, Sequence[str]], states: Mapping[str, State]) -> str | None:
    """The nearest probe that ``name`` depends on, directly or through others, and that is down."""
    near, seen = list(depends_on.get(name, ())), {name}
    while near:
        found = next((each for each in near if states.get(each) is State.DOWN), None)
        if found is not None:
            return found
        seen.update(near)
        near = [below for each in near for below in depends_on.get(each, ()) if below not in seen]
    return None


def blocked(by: str) -> Outcome:
    """What is known of a probe whose dependency is down."""
    return Outcome(State.UNKNOWN, f"depends on {by} which is down")


def availability(spans: Iterable[Span], begin: datetime, end: datetime) -> tuple[float | None, float]:
    """Share of the observed time that was up (null when nothing was observed), and share of the time observed."""
    seconds = dict.fromkeys(State, 0.0)
    for span in spans:
        ended = span.ended or min(end, vouched_until(span.seen, span.interval_s))
        seconds[span.state] += max(0.0, (min(ended, end) - max(span.begun, begin)).total_seconds())
    observed = seconds[State.UP] + seconds[State.DOWN]
    share = round(seconds[State.UP] / observed, 6) if observed else None
    return share, round(min(1.0, observed / (end - begin).total_seconds()), 4)


def thinned(points: Sequence[Point], limit: int) -> list[Point]:
    """At most about ``limit`` points: every change of state and its last point before, the rest evenly."""
    if len(points) <= limit:
        return list(points)
    step = -(-len(points) // max(1, limit))
    kept: list[Point] = []
    for index, point in enumerate(points):
        turns = index == 0 or points[index - 1].state is not point.state
        leaves = index + 1 == len(points) or points[index + 1].state is not point.state
        if turns or leaves or index % step == 0:
            kept.append(point)
    return kept


def spoken(seconds: float) -> str:
    """A length of time in one unit that people read easily: ``45 s``, ``3 min``, ``2.5 h``, ``4 d``."""
    for size, unit in ((86_400, "d"), (3600, "h"), (60, "min")):
        if seconds >= size * 1.5 or seconds == size:
            return f"{round(seconds / size, 1):g} {unit}"
    return f"{round(seconds, 1 if seconds < 10 else 0):g} s"
