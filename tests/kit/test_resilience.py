"""Retries and circuit breakers."""

import time

import pytest

from kaizen.kit import resilience
from kaizen.kit.errors import KaizenError, Kind
from kaizen.kit.resilience import Breaker, breaker, breaker_states, retrying


class Flaky:
    """Fails the given number of times, then answers."""

    def __init__(self, failures: int, error: type[Exception] = ConnectionError) -> None:
        self.failures = failures
        self.error = error
        self.calls = 0

    def __call__(self) -> str:
        self.calls += 1
        if self.calls <= self.failures:
            raise self.error(f"failure {self.calls}")
        return "answer"


def test_the_policy_is_the_one_that_is_documented() -> None:
    assert (resilience.FAILURES, resilience.REST_SECONDS) == (5, 60)
    assert (resilience.TRIES, resilience.WAIT_FROM, resilience.WAIT_TO) == (3, 2, 10)


@pytest.mark.parametrize(
    ("failures", "calls"),
    [
        pytest.param(0, 1, id="success is not repeated"),
        pytest.param(1, 2, id="one failure is followed by another try"),
        pytest.param(2, 3, id="the third try is the last"),
    ],
)
def test_retrying_until_it_works(failures: int, calls: int) -> None:
    action = Flaky(failures)

    assert retrying(action, when=ConnectionError, wait_from=0.01, wait_to=0.02) == "answer"
    assert action.calls == calls


def test_the_last_error_is_raised_as_it_is() -> None:
    action = Flaky(9)
    with pytest.raises(ConnectionError, match="failure 3"):
        retrying(action, when=ConnectionError, wait_from=0.01, wait_to=0.02)

    assert action.calls == 3


def test_other_errors_are_not_tried_again() -> None:
    action = Flaky(9, ValueError)
    with pytest.raises(ValueError, match="failure 1"):
        retrying(action, when=lambda error: isinstance(error, ConnectionError), wait_from=0.01)

    assert action.calls == 1


def test_pauses_grow() -> None:
    begun = time.monotonic()
    retrying(Flaky(2), when=ConnectionError, wait_from=0.05, wait_to=1)

    assert time.monotonic() - begun >= 0.05 + 0.1


def test_a_breaker_opens_after_failures_in_a_row_and_keeps_callers_away() -> None:
    guard, action = Breaker("mail", counts=ConnectionError, failures=3, rest_seconds=60), Flaky(99)
    for _ in range(3):
        with pytest.raises(ConnectionError):
            guard.call(action)
    with pytest.raises(KaizenError, match="mail failed several times") as refused:
        guard.call(action)

    assert (action.calls, guard.state) == (3, "open")
    assert (refused.value.code, refused.value.kind) == ("resilience.resting", Kind.UNAVAILABLE)


def test_a_breaker_lets_one_try_after_its_rest_and_closes_on_success() -> None:
    guard, action = Breaker("mail", counts=ConnectionError, failures=2, rest_seconds=0.1), Flaky(3)
    for _ in range(2):
        with pytest.raises(ConnectionError):
            guard.call(action)
    time.sleep(0.15)
    with pytest.raises(ConnectionError):
        guard.call(action)
    reopened = guard.state
    time.sleep(0.15)
    answer = guard.call(action)

    assert (reopened, answer, guard.state) == ("open", "answer", "closed")


def test_success_and_errors_that_do_not_count_keep_it_closed() -> None:
    guard = Breaker("mail", counts=ConnectionError, failures=2)
    for error in (ConnectionError, ValueError, ValueError, ConnectionError, ValueError):
        with pytest.raises(error):
            guard.call(Flaky(1, error))
        if error is ConnectionError:
            guard.call(Flaky(0))

    assert guard.state == "closed"


def test_a_dependency_has_one_breaker_in_the_process() -> None:
    first = breaker("test.only", counts=ConnectionError)

    assert breaker("test.only", counts=ConnectionError) is first
    assert breaker_states()["test.only"] == "closed"
