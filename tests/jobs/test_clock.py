"""The clock: one instance ticks, events reach their subscribers once, a sweep that fails does not stop the others."""

import threading
import time
from collections.abc import Callable
from pathlib import Path

from kaizen.access.service import create_key
from kaizen.jobs.clock import Clockwork, Sweep
from kaizen.kit.errors import KaizenError
from kaizen.storage.events import Event
from kaizen.storage.ticker import TickerLock
from kaizen.storage.work import Context


def until(condition: Callable[[], bool], seconds: float = 10) -> bool:
    """Waits for a condition."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if condition():
            return True
        time.sleep(0.05)
    return False


def test_an_event_reaches_its_subscriber_once(here: Context, tmp_path: Path) -> None:
    heard: list[Event] = []
    ticker = TickerLock(here.database, tmp_path)
    clock = Clockwork(here, {}, ticker, subscribers={"keys.changed": [lambda _context, event: heard.append(event)]})
    clock.start()
    made = create_key(here, "ci", ["read"])
    assert until(lambda: bool(heard))
    time.sleep(1.5)
    clock.stop(1)

    assert [event.payload["key"] for event in heard] == [str(made.key.id)]


def test_one_of_two_servers_ticks_and_the_other_takes_over(here: Context, tmp_path: Path) -> None:
    first, second = TickerLock(here.database, tmp_path), TickerLock(here.database, tmp_path)

    assert (first.held(), second.held(), first.held()) == (True, False, True)
    first.release()
    assert second.held()
    second.release()


def test_a_sweep_that_fails_is_tried_again_and_does_not_stop_the_others(here: Context, tmp_path: Path) -> None:
    tries, others = [], threading.Event()

    def failing(_context: Context) -> None:
        tries.append(1)
        raise KaizenError("storage.unreachable", database="db", reason="gone")

    sweeps = [Sweep("failing", failing, 0.1), Sweep("other", lambda _context: others.set(), 0.1)]
    clock = Clockwork(here, {}, TickerLock(here.database, tmp_path), sweeps)
    clock.start()
    assert until(lambda: len(tries) >= 2)
    assert others.wait(5)
    clock.stop(1)
