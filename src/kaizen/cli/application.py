"""What the terminal's commands get from the application that was put together in ``app.py``."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, cast
from uuid import UUID

import click

from kaizen.kit.settings import Settings

if TYPE_CHECKING:
    from kaizen.storage.work import Context


class Application(Protocol):
    """The joined parts behind every command."""

    @property
    def settings(self) -> Settings:
        """The settings of this run."""

    @property
    def cache_dir(self) -> Path:
        """The folder for what can be made again."""

    @property
    def database_fingerprint(self) -> str:
        """Names the state database without opening it."""

    def context(self) -> "Context":
        """The state database, opened and at the right version, for the person at this terminal."""

    def upgrade(self) -> tuple[str | None, str]:
        """Migrates the state database; returns the revisions before and after."""

    def revision(self) -> tuple[str | None, str]:
        """The database's revision and the one this Kaizen needs."""

    def serve(self, root: Path | None, announce: Callable[[str], None], *, link: bool) -> None:
        """Serves until it is told to stop; ``announce`` gets lines for the person who started it."""

    def running_at(self) -> str | None:
        """The address of the server that owns the home folder, or None."""

    def run_job(self, job: UUID) -> bool:
        """Runs one due job in this process; returns whether it was there to be run."""


def application(ctx: click.Context) -> Application:
    """The application of a command's context."""
    return cast("Application", ctx.find_root().obj)
