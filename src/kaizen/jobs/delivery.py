"""Hands events on to their subscribers: at least once, and never stopped for ever by one that cannot be taken."""

import logging
from collections import Counter
from collections.abc import Callable, Mapping, Sequence

from kaizen.kit.errors import KaizenError, Kind
from kaizen.storage.events import Event, mark_delivered, undelivered
from kaizen.storage.work import Context

log = logging.getLogger(__name__)
BATCH = 100
TRIES = 5

Subscriber = Callable[[Context, Event], None]


class Delivery:
    """Delivers in the order of positions; an event that fails is tried again, later ones go on meanwhile."""

    def __init__(self, subscribers: Mapping[str, Sequence[Subscriber]], stopping: Callable[[], bool]) -> None:
        self.subscribers = subscribers
        self.stopping = stopping
        self._failures: Counter[int] = Counter()

    def run(self, system: Context) -> None:
        """Delivers all that is there; raises KaizenError when a dependency is down, to go on at the next sweep."""
        after = 0
        while not self.stopping():
            with system.reading() as work:
                news = undelivered(work, BATCH, after)
            if not news:
                return
            self._hand_on(system, news)
            after = news[-1].position

    def _hand_on(self, system: Context, news: Sequence[Event]) -> None:
        done: list[int] = []
        try:
            for event in news:
                if self._delivered(system, event):
                    done.append(event.position)
        finally:
            if done:
                with system.keeping() as work:
                    mark_delivered(work, done)

    def _delivered(self, system: Context, event: Event) -> bool:
        try:
            for subscriber in self.subscribers.get(event.name, ()):
                subscriber(system, event)
        except Exception as error:
            if isinstance(error, KaizenError) and error.kind is Kind.UNAVAILABLE:
                raise
            return self._given_up(event)
        self._failures.pop(event.position, None)
        return True

    def _given_up(self, event: Event) -> bool:
        """Reports a failure; true when it was the last try, so that the event counts as delivered."""
        self._failures[event.position] += 1
        tries = self._failures[event.position]
        told = {"event_name": event.name, "position": event.position, "tries": tries, "gives_up": tries >= TRIES}
        log.exception("event not taken", extra=told)
        if tries < TRIES:
            return False
        del self._failures[event.position]
        return True
