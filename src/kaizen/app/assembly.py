"""Settings, database, cache, server and jobs of one run, each made when it is first asked for."""

import getpass
import os
from collections.abc import Callable
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kaizen.jobs.running import JobKind
    from kaizen.kit.settings import Settings
    from kaizen.storage.database import Database
    from kaizen.storage.work import Context


class Assembly:
    """Everything a run of Kaizen may need, made when it is first asked for."""

    @cached_property
    def settings(self) -> "Settings":
        """The settings of this run."""
        from kaizen.kit.settings import load_settings

        return load_settings()

    @property
    def cache_dir(self) -> Path:
        """The folder for what can be made again."""
        return self.settings.home / "cache"

    @property
    def database_fingerprint(self) -> str:
        """Names the state database without opening it."""
        from kaizen.kit.ids import fingerprint

        return fingerprint(self.settings.database_address)

    @cached_property
    def database(self) -> "Database":
        """The state database, at whatever version it is."""
        from kaizen.storage.database import Database, prepare_home

        prepare_home(self.settings.home)
        return Database(self.settings.database_address)

    @cached_property
    def _opened(self) -> "Database":
        from kaizen.storage.schema import check_schema, current_revision, upgrade_schema

        if current_revision(self.database) is None:
            upgrade_schema(self.database)
        check_schema(self.database)
        return self.database

    def context(self) -> "Context":
        """The state database, opened and at the right version, for the person at this terminal."""
        from kaizen.access.service import ensure_owner
        from kaizen.kit.actor import local_actor
        from kaizen.storage.work import Context

        here = Context(self._opened, local_actor(_user_name()))
        ensure_owner(here, _user_name())
        return here

    def upgrade(self) -> tuple[str | None, str]:
        """Migrates the state database; returns the revisions before and after."""
        from kaizen.storage.schema import upgrade_schema

        return upgrade_schema(self.database)

    def revision(self) -> tuple[str | None, str]:
        """The database's revision and the one this Kaizen needs."""
        from kaizen.storage.schema import current_revision, known_revisions

        return current_revision(self.database), known_revisions()[-1]

    def run_job(self, job: UUID) -> bool:
        """Runs one due job in this process; returns whether it was there to be run."""
        from kaizen.jobs.running import run_job, stopping_when_told
        from kaizen.kit.logging import configure_logging
        from kaizen.kit.progress import Cancelled

        configure_logging(self.settings)
        stopping_when_told()
        try:
            return run_job(self._system(), self.job_kinds(), job)
        except Cancelled:  # told to stop between two jobs: there is nothing to undo
            return True

    def job_kinds(self) -> "Mapping[str, JobKind]":
        """What each kind of background work does."""
        from kaizen.app.wiring import job_kinds

        return job_kinds(self.cache_dir)

    def serve(self, root: Path | None, announce: Callable[[str], None], *, link: bool) -> None:
        """Serves until it is told to stop; ``announce`` gets lines for the person who started it."""
        from kaizen.app.serving import Serving
        from kaizen.kit.logging import configure_logging

        self.context()
        settings = self._logging_beside_a_person() if link else self.settings
        configure_logging(settings)
        Serving(settings, self._system(), self.cache_dir, self.job_kinds()).run(root, announce, link=link)

    def _logging_beside_a_person(self) -> "Settings":
        """Log lines go to a file of the home folder, also those of background processes, unless told otherwise."""
        if self.settings.log_file == Path():
            os.environ["KAIZEN_LOG_FILE"] = str(self.settings.home / "server.log")
            return replace(self.settings, log_file=self.settings.home / "server.log")
        return self.settings

    def running_at(self) -> str | None:
        """The address of the server that owns the home folder, or None."""
        from kaizen.kit.running import running_server

        return running_server(self.settings.home)

    def _system(self) -> "Context":
        from kaizen.kit.actor import Door, local_actor
        from kaizen.storage.work import Context

        return Context(self._opened, local_actor("kaizen", Door.JOBS))


def _user_name() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "local"
