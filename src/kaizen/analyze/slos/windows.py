"""When a window begins and ends: rolling by length, calendar by the wall clock of its zone, across clock changes too.

Instants are counted in whole minutes since 1970 in UTC. A minute belongs to a window if it begins inside it.
"""

from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from kaizen.analyze.slos.model import Window

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MONTHS = {"M": 1, "Q": 3, "Y": 12}


@dataclass(frozen=True, slots=True)
class Bounds:
    """Minutes ``[start, end)`` of a window; ``now`` is the first minute that has not begun yet."""

    start: int
    now: int
    end: int


def minute_of(moment: datetime) -> int:
    """The first minute that begins at or after the instant, which must carry its zone."""
    return -((EPOCH - moment) // timedelta(minutes=1))


def instant(minute: int) -> datetime:
    """The instant at which a minute begins, in UTC."""
    return EPOCH + timedelta(minutes=minute)


def bounds_of(window: Window, moment: datetime) -> Bounds:
    """The window as it stands at an instant with zone; the minute that has begun counts.

    A rolling window ends with it. A calendar window is the one that holds the instant: where one ends and the next
    begins, that is the next one, of which nothing has passed yet.
    """
    now = minute_of(moment)
    return bounds_at(window, now if instant(now) == moment else now - 1, now)


def bounds_at(window: Window, minute: int, now: int | None = None) -> Bounds:
    """The window that holds the beginning of ``minute``; ``now`` is the first minute not begun, by default the same."""
    now = minute if now is None else now
    if window.rolling:
        return Bounds(now - window.duration.minutes, now, now)
    start, end = _calendar_bounds(window, minute)
    return Bounds(start, now, end)


@lru_cache(maxsize=4096)
def _boundary(window: Window, index: int) -> int:
    """The first minute of the calendar window with this number; number 0 begins at the declared start."""
    assert window.calendar is not None  # noqa: S101 - rolling windows have no numbers
    anchor, count, unit = window.calendar.start, window.duration.count * index, window.duration.unit
    zone = ZoneInfo(window.calendar.zone)
    if unit in ("m", "h"):
        return minute_of(
            anchor.replace(tzinfo=zone).astimezone(UTC) + timedelta(minutes=window.duration.minutes * index)
        )
    wall = _months_later(anchor, count * MONTHS[unit]) if unit in MONTHS else _days_later(anchor, count, unit)
    return minute_of(wall.replace(tzinfo=zone).astimezone(UTC))


def _days_later(anchor: datetime, count: int, unit: str) -> datetime:
    return anchor + timedelta(days=count * (7 if unit == "w" else 1))


def _months_later(anchor: datetime, months: int) -> datetime:
    """The same day of a later month, or that month's last day where it is shorter."""
    year, month = divmod(anchor.year * 12 + anchor.month - 1 + months, 12)
    return anchor.replace(year=year, month=month + 1, day=min(anchor.day, monthrange(year, month + 1)[1]))


def _calendar_bounds(window: Window, minute: int) -> tuple[int, int]:
    index = (minute - _boundary(window, 0)) // window.duration.minutes
    while _boundary(window, index) > minute:
        index -= 1
    while _boundary(window, index + 1) <= minute:
        index += 1
    return _boundary(window, index), _boundary(window, index + 1)
