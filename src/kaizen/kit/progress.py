"""Progress of long work, told by whoever does it to whoever shows it."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the work is: ``total`` and ``seconds_left`` are null while they are unknown."""

    step: str
    done: int = 0
    total: int | None = None
    seconds_left: float | None = None


ProgressSink = Callable[[Progress], None]


class Cancelled(BaseException):
    """Raised out of a progress report when the work shall stop."""


def silent(_progress: Progress) -> None:
    """Shows nothing."""
