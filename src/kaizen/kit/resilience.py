"""Calls to the outside that may fail: circuit breakers, and retries with growing, jittered pauses; one policy."""

import threading
from collections.abc import Callable
from typing import TypeVar

from kaizen.kit.errors import KaizenError

FAILURES = 5
"""A breaker opens after this many failures in a row."""
REST_SECONDS = 60.0
"""How long an open breaker keeps callers away before it lets one try."""
TRIES = 3
WAIT_FROM, WAIT_TO, JITTER = 2.0, 10.0, 1.0
"""Seconds between tries: twice as long each time, plus a random part, never above ``WAIT_TO``."""

T = TypeVar("T")
Errors = type[Exception] | tuple[type[Exception], ...]


class Breaker:
    """Keeps callers away from a dependency that failed ``failures`` times in a row, for ``rest_seconds``."""

    def __init__(
        self, name: str, *, counts: Errors, failures: int = FAILURES, rest_seconds: float = REST_SECONDS
    ) -> None:
        import pybreaker  # noqa: PLC0415 - only who calls the outside pays for it

        self.name = name
        self._open = pybreaker.CircuitBreakerError
        self._breaker = pybreaker.CircuitBreaker(
            fail_max=failures,
            reset_timeout=rest_seconds,
            exclude=[lambda error: not isinstance(error, counts)],
            name=name,
            throw_new_error_on_trip=False,
        )

    @property
    def state(self) -> str:
        """``closed`` (calls go through), ``open`` (nobody is let through) or ``half-open`` (the next one tries)."""
        return str(self._breaker.current_state)

    def call(self, action: Callable[[], T]) -> T:
        """The action's result or error; while open, KaizenError resilience.resting without calling it."""
        try:
            result: T = self._breaker.call(action)
        except self._open as error:
            seconds = round(self._breaker.reset_timeout)
            raise KaizenError("resilience.resting", name=self.name, seconds=seconds) from error
        return result


_breakers: dict[str, Breaker] = {}
_making = threading.Lock()


def breaker(name: str, *, counts: Errors) -> Breaker:
    """The process's one breaker of a dependency; ``counts`` are the errors that mean it is down (the first call's)."""
    with _making:
        return _breakers.setdefault(name, Breaker(name, counts=counts))


def breaker_states() -> dict[str, str]:
    """State of every breaker by name, for metrics."""
    with _making:
        return {name: each.state for name, each in _breakers.items()}


def retrying(
    action: Callable[[], T],
    *,
    when: Errors | Callable[[Exception], bool],
    tries: int = TRIES,
    wait_from: float = WAIT_FROM,
    wait_to: float = WAIT_TO,
) -> T:
    """The action's result, tried again after errors that ``when`` names; the last error is raised as it is.

    Only for actions that may be repeated without a second effect.
    """
    import stamina  # noqa: PLC0415 - only who calls the outside pays for it

    waits = {"wait_initial": wait_from, "wait_max": wait_to, "wait_jitter": min(JITTER, wait_from)}
    for attempt in stamina.retry_context(on=when, attempts=tries, timeout=None, **waits):
        with attempt:
            return action()
    raise AssertionError("a retry either returns or raises")  # pragma: no cover
