"""Delivery of events: at least once, in order, and one that cannot be taken does not stop the others for ever."""

import logging

import pytest

from kaizen.access.service import create_key
from kaizen.jobs.delivery import BATCH, TRIES, Delivery
from kaizen.kit.errors import KaizenError
from kaizen.storage.events import Event, undelivered
from kaizen.storage.work import Context


class Ears:
    """A subscriber that fails for events of one position."""

    def __init__(self, poison: int = 0, error: Exception | None = None) -> None:
        self.poison, self.error = poison, error
        self.heard: list[int] = []

    def __call__(self, _context: Context, event: Event) -> None:
        self.heard.append(event.position)
        if event.position == self.poison and self.error is not None:
            raise self.error


def delivery(ears: Ears) -> Delivery:
    return Delivery({"keys.changed": [ears]}, lambda: False)


def left(here: Context) -> list[int]:
    with here.reading() as work:
        return [event.position for event in undelivered(work, 1000)]


def happen(here: Context, count: int) -> list[int]:
    for number in range(count):
        create_key(here, f"k{number}", ["read"])
    return left(here)


@pytest.mark.parametrize(
    "error",
    [
        pytest.param(ZeroDivisionError(), id="an unexpected error"),
        pytest.param(KaizenError("access.sign_in_needed"), id="an error of Kaizen"),
    ],
)
def test_one_that_cannot_be_taken_stops_nobody_and_is_given_up_in_the_end(
    here: Context, error: Exception, caplog: pytest.LogCaptureFixture
) -> None:
    first, second, third = happen(here, 3)
    ears = Ears(second, error)
    handing = delivery(ears)
    with caplog.at_level(logging.ERROR):
        handing.run(here)
        after_one = left(here)
        for _ in range(TRIES):
            handing.run(here)

    assert ears.heard[:3] == [first, second, third]
    assert after_one == [second]
    assert ears.heard.count(second) == TRIES
    assert left(here) == []
    assert [record.gives_up for record in caplog.records] == [False] * (TRIES - 1) + [True]  # type: ignore[attr-defined]


def test_while_a_dependency_is_down_nothing_is_given_up(here: Context) -> None:
    first, second, third = happen(here, 3)
    ears = Ears(second, KaizenError("storage.unreachable", database="db", reason="gone"))
    handing = delivery(ears)
    for _ in range(TRIES + 2):
        with pytest.raises(KaizenError):
            handing.run(here)

    assert left(here) == [second, third]
    ears.error = None
    handing.run(here)
    assert left(here) == []
    assert ears.heard.count(first) == 1


def test_a_big_backlog_is_handed_on_in_one_sweep(here: Context) -> None:
    with here.changing("many.events") as work:
        for number in range(3 * BATCH + 1):
            work.record("keys.changed", key=str(number))
    ears = Ears()
    delivery(ears).run(here)

    assert len(ears.heard) == 3 * BATCH + 1
    assert ears.heard == sorted(ears.heard)
    assert left(here) == []
