"""Which of several servers ticks: the one that holds the home's file lock, or PostgreSQL's advisory lock."""

import fcntl
from pathlib import Path
from typing import IO

import sqlalchemy as sa
from sqlalchemy.exc import SQLAlchemyError

from kaizen.storage.database import Database

TICKER_LOCK = 8420_003


class TickerLock:
    """Taken when first asked for and free; kept until release, loss of the connection, or death."""

    def __init__(self, database: Database, home: Path) -> None:
        self.database = database
        self.file = home / "ticker.lock"
        self._handle: IO[str] | None = None
        self._connection: sa.Connection | None = None

    def held(self) -> bool:
        """Whether this process ticks."""
        return self._held_by_file() if self.database.is_sqlite else self._held_by_session()

    def release(self) -> None:
        """Lets another instance tick."""
        if self._handle is not None:
            self._handle.close()
            self._handle = None
        if self._connection is not None:
            self._connection.invalidate()
            self._connection.close()
            self._connection = None

    def _held_by_file(self) -> bool:
        if self._handle is not None:
            return True
        handle = self.file.open("a", encoding="utf-8")
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            handle.close()
            return False
        self._handle = handle
        return True

    def _held_by_session(self) -> bool:
        try:
            if self._connection is not None:
                self._connection.execute(sa.text("SELECT 1"))
                return True
            connection = self.database.engine.connect().execution_options(isolation_level="AUTOCOMMIT")
            if connection.execute(sa.select(sa.func.pg_try_advisory_lock(TICKER_LOCK))).scalar():
                self._connection = connection
                return True
            connection.close()
        except SQLAlchemyError:
            self.release()
        return False
