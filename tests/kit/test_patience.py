"""Questions to what may hang: an answer in time, an error in time, or neither, and only one question at once."""

import threading
import time

import pytest

from kaizen.kit.errors import KaizenError
from kaizen.kit.patience import InTime


def test_an_answer_in_time_is_given_each_time_afresh() -> None:
    answers = iter((1, 2))
    ask = InTime(lambda: next(answers), 5)

    assert (ask(), ask()) == (1, 2)


def test_an_error_in_time_is_raised_here() -> None:
    def fail() -> None:
        raise KaizenError("access.sign_in_needed")

    with pytest.raises(KaizenError, match="Nobody is signed in"):
        InTime(fail, 5)()


def test_what_hangs_is_asked_once_and_asked_again_when_it_is_over() -> None:
    asked: list[float] = []
    free = threading.Event()

    def hang() -> int:
        asked.append(time.monotonic())
        free.wait(20)
        return len(asked)

    ask = InTime(hang, 0.1)
    begun = time.monotonic()
    for _ in range(3):
        with pytest.raises(KaizenError) as told:
            ask()
        assert told.value.code == "resilience.no_answer"
    waited = time.monotonic() - begun
    free.set()
    last = InTime.__call__(ask)

    assert waited < 5
    assert last in {1, 2}
    assert len(asked) == last
