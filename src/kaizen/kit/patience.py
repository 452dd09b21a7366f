"""Questions to what may hang: answered in time or not at all, and never asked twice at once."""

import threading
from collections.abc import Callable
from typing import Generic, TypeVar

from kaizen.kit.errors import KaizenError

T = TypeVar("T")


class InTime(Generic[T]):
    """A function's result within ``seconds``; it runs in a thread that nobody waits for at the end of the program."""

    def __init__(self, ask: Callable[[], T], seconds: float) -> None:
        self.ask = ask
        self.seconds = seconds
        self.__doc__ = ask.__doc__
        self._one = threading.Lock()
        self._asking: _Asking[T] | None = None

    def __call__(self) -> T:
        """The result or the error of the function; KaizenError resilience.no_answer while it hangs.

        Who asks while an earlier question still hangs shares its answer.
        """
        with self._one:
            if self._asking is None or self._asking.over.is_set():
                self._asking = _Asking(self.ask)
            asking = self._asking
        if not asking.over.wait(self.seconds):
            raise KaizenError("resilience.no_answer", seconds=f"{self.seconds:g}")
        return asking.result()


class _Asking(Generic[T]):
    def __init__(self, ask: Callable[[], T]) -> None:
        self.ask = ask
        self.over = threading.Event()
        self.answers: list[T] = []
        self.error: BaseException | None = None
        threading.Thread(target=self._run, name="in-time", daemon=True).start()

    def result(self) -> T:
        if self.error is not None:
            raise self.error
        return self.answers[0]

    def _run(self) -> None:
        try:
            self.answers.append(self.ask())
        except BaseException as error:  # noqa: BLE001 - raised again in the thread that asked
            self.error = error
        finally:
            self.over.set()
