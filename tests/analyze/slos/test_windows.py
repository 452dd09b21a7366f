"""Where windows begin and end: months, quarters, zones, and the two days a year on which clocks change."""

from datetime import UTC, datetime

import pytest

from kaizen.analyze.slos.durations import of_minutes, parse
from kaizen.analyze.slos.model import Window
from kaizen.analyze.slos.windows import bounds_at, bounds_of, instant, minute_of
from tests.analyze.slos.building import calendar, rolling

NEW_YORK, BERLIN = "America/New_York", "Europe/Berlin"
NOON = datetime(2022, 1, 1, 12)
YEAR = datetime(2026, 1, 1)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


CASES = [
    pytest.param(rolling("30d"), "2026-03-31T12:00:00Z", "2026-03-01T12:00:00Z", "2026-03-31T12:00:00Z",
                 id="a rolling window ends now"),
    pytest.param(rolling("1d"), "2026-03-29T12:00:00+02:00", "2026-03-28T11:00:00+01:00", "2026-03-29T12:00:00+02:00",
                 id="a rolling day is 24 hours, also where clocks changed"),
    pytest.param(rolling("1h"), "2026-01-01T12:00:30Z", "2026-01-01T11:01:00Z", "2026-01-01T12:01:00Z",
                 id="a minute that has begun counts, and pushes one out"),
    pytest.param(calendar("1d", BERLIN), "2026-03-29T12:00:00+02:00", "2026-03-29T00:00:00+01:00",
                 "2026-03-30T00:00:00+02:00", id="the day on which clocks go forward has 23 hours"),
    pytest.param(calendar("1d", BERLIN), "2026-10-25T12:00:00+01:00", "2026-10-25T00:00:00+02:00",
                 "2026-10-26T00:00:00+01:00", id="the day on which clocks go back has 25 hours"),
    pytest.param(calendar("1w", NEW_YORK, NOON), "2026-03-09T00:00:00Z", "2026-03-07T12:00:00-05:00",
                 "2026-03-14T12:00:00-04:00", id="a week that begins on Saturday noon, by the wall clock"),
    pytest.param(calendar("1M", NEW_YORK), "2026-03-15T00:00:00Z", "2026-03-01T00:00:00-05:00",
                 "2026-04-01T00:00:00-04:00", id="a month, an hour short in March"),
    pytest.param(calendar("1M", "UTC", datetime(2026, 1, 31)), "2026-03-01T00:00:00Z", "2026-02-28T00:00:00Z",
                 "2026-03-31T00:00:00Z", id="months from the 31st begin on the last day of shorter months"),
    pytest.param(calendar("1M"), "2026-02-01T00:00:00Z", "2026-02-01T00:00:00Z", "2026-03-01T00:00:00Z",
                 id="on the boundary the next window holds"),
    pytest.param(calendar("1M"), "2026-01-31T23:59:59Z", "2026-01-01T00:00:00Z", "2026-02-01T00:00:00Z",
                 id="a second before the end it is still the same month"),
    pytest.param(calendar("1Q"), "2026-05-20T08:00:00Z", "2026-04-01T00:00:00Z", "2026-07-01T00:00:00Z",
                 id="a quarter"),
    pytest.param(calendar("2M"), "2026-04-10T00:00:00Z", "2026-03-01T00:00:00Z", "2026-05-01T00:00:00Z",
                 id="two months count from the start"),
    pytest.param(calendar("1Y", BERLIN), "2026-12-31T23:30:00Z", "2027-01-01T00:00:00+01:00",
                 "2028-01-01T00:00:00+01:00", id="a year begins at local midnight"),
    pytest.param(calendar("1M"), "2025-11-11T00:00:00Z", "2025-11-01T00:00:00Z", "2025-12-01T00:00:00Z",
                 id="windows before the declared start are in step with it"),
    pytest.param(calendar("1m", NEW_YORK, NOON), "2026-03-15T10:20:00Z", "2026-03-15T10:20:00Z",
                 "2026-03-15T10:21:00Z", id="1m is a minute, not a month"),
    pytest.param(calendar("6h"), "2026-01-02T13:00:00Z", "2026-01-02T12:00:00Z", "2026-01-02T18:00:00Z",
                 id="hours are counted from the start"),
    pytest.param(calendar("1d", BERLIN, datetime(2026, 1, 1, 2, 30)), "2026-03-29T10:00:00Z",
                 "2026-03-29T03:30:00+02:00", "2026-03-30T02:30:00+02:00",
                 id="a start that the clock skips is as much later as the clock jumps"),
]  # fmt: skip


@pytest.mark.parametrize(("window", "now", "start", "end"), CASES)
def test_a_window_holds_the_instant(window: Window, now: str, start: str, end: str) -> None:
    bounds = bounds_of(window, at(now))

    assert (instant(bounds.start), instant(bounds.end)) == (at(start), at(end))
    assert bounds.now == minute_of(at(now))


@pytest.mark.parametrize("window", [calendar("1d", BERLIN), calendar("1M", NEW_YORK), calendar("1w", NEW_YORK, NOON)])
def test_calendar_windows_follow_each_other_without_gap(window: Window) -> None:
    minute = minute_of(at("2026-01-01T05:00:00Z"))
    for _ in range(60):
        bounds = bounds_at(window, minute)
        assert bounds.start <= minute < bounds.end
        assert bounds_at(window, bounds.end).start == bounds.end
        assert bounds_at(window, bounds.end - 1).start == bounds.start
        minute = bounds.end


def test_minutes_are_counted_up_to_the_one_that_has_begun() -> None:
    whole = minute_of(at("2026-01-01T00:00:00Z"))

    assert minute_of(at("2026-01-01T00:00:01Z")) == whole + 1
    assert minute_of(at("2025-12-31T23:59:00.000001Z")) == whole
    assert instant(whole) == at("2026-01-01T00:00:00Z")


DURATIONS = [("1m", 1), ("90m", 90), ("1h", 60), ("2w", 20_160), ("1M", 43_200), ("1Q", 129_600), ("1Y", 525_600)]


@pytest.mark.parametrize(("text", "minutes"), DURATIONS)
def test_a_shorthand_is_a_number_and_a_letter(text: str, minutes: int) -> None:
    found = parse(text)

    assert found is not None
    assert (found.minutes, str(found)) == (minutes, text)


@pytest.mark.parametrize("text", ["", "0d", "1", "d", "1 d", "1.5h", "-1d", "1D", "1s", "1y", "11Y", "999999w", "１d"])
def test_anything_else_is_no_shorthand(text: str) -> None:
    assert parse(text) is None


@pytest.mark.parametrize(("minutes", "text"), [(5, "5m"), (90, "90m"), (120, "2h"), (4320, "3d"), (10080, "7d")])
def test_minutes_are_told_in_the_largest_unit_that_fits(minutes: int, text: str) -> None:
    assert str(of_minutes(minutes)) == text
