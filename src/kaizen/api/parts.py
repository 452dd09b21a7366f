"""What the API gets from the application that was put together in ``app.py``."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Annotated, cast

from fastapi import Depends, Request
from starlette.requests import HTTPConnection

from kaizen.kit.settings import Settings
from kaizen.storage.work import Context


@dataclass(frozen=True, slots=True)
class Dependency:
    """Something the server needs: ``check`` returns a reason when it is down and None when it is up."""

    name: str
    check: Callable[[], str | None]


@dataclass(frozen=True, slots=True)
class Parts:
    """The server's joined parts; ``system`` is the context of Kaizen itself."""

    settings: Settings
    system: Context
    root: Path | None
    cache_dir: Path
    started_at: datetime
    dependencies: Sequence[Dependency]
    gauges: Mapping[str, Callable[[], Mapping[tuple[str, ...], float]]]


def parts_of(connection: HTTPConnection) -> Parts:
    """The parts of the server that a request reached."""
    return cast("Parts", connection.app.state.parts)


async def _parts(request: Request) -> Parts:
    return parts_of(request)


Joined = Annotated[Parts, Depends(_parts)]
