"""Objectives and slices for tests, said in a line."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from kaizen.analyze.slos.defaults import default_alerts
from kaizen.analyze.slos.durations import parse
from kaizen.analyze.slos.model import Calendar, Objective, Window
from kaizen.analyze.slos.slices import Slices, slices_of
from kaizen.analyze.slos.windows import minute_of

START = datetime(2026, 1, 1, tzinfo=UTC)
ZERO = minute_of(START)
MONTH = 30 * 1440


def rolling(duration: str) -> Window:
    """A rolling window."""
    found = parse(duration)
    assert found is not None
    return Window(found)


def calendar(duration: str, zone: str = "UTC", start: datetime = datetime(2026, 1, 1)) -> Window:
    """A calendar window."""
    return replace(rolling(duration), calendar=Calendar(start, zone))


def objective(target: str = "0.999", window: str | Window = "30d", **fields: Any) -> Objective:
    """An objective with the default alerts of its period."""
    period = rolling(window) if isinstance(window, str) else window
    share = Decimal(target)
    fields.setdefault("alerts", default_alerts(period.duration.minutes, share))
    return Objective("web", fields.pop("name", "web"), "shop", share, period, **fields)


def steady(minutes: int, bad: int = 0, total: int = 100, first: int = 0) -> dict[int, tuple[int, int]]:
    """The same counts for so many minutes from ``first`` after the start of 2026."""
    return {ZERO + first + minute: (bad, total) for minute in range(minutes)}


def made(*stretches: dict[int, tuple[int, int]]) -> Slices:
    """Slices of stretches, later ones over earlier ones."""
    counts: dict[int, tuple[int, int]] = {}
    for stretch in stretches:
        counts |= stretch
    return slices_of(counts)


def filled(minutes: Iterable[int], count: Callable[[int], tuple[int, int]]) -> Slices:
    """Slices by a function of the minute after the start of 2026."""
    return slices_of({ZERO + minute: count(minute) for minute in minutes})
