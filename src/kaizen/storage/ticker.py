"""Which of several servers ticks: the one that holds the home's file lock, or PostgreSQL's advisory lock."""

import threading
from pathlib import Path
from typing import IO

import sqlalchemy as sa
from sqlalchemy.exc import SQLAlchemyError

from kaizen.kit.running import locked
from kaizen.storage.database import Database

TICKER_LOCK = 8420_003


class TickerLock:
    """Taken when first asked for and free; kept until release, loss of the connection, or death."""

    def __init__(self, database: Database, home: Path) -> None:
        self.database = database
        self.file = home / "ticker.lock"
        self._handle: IO[str] | None = None
        self._connection: sa.Connection | None = None
        # Sweeps ask from several threads, and a connection serves one at a time.
        self._asking = threading.RLock()

    def held(self) -> bool:
        """Whether this process ticks; raises KaizenError where the home folder does not let it find out."""
        with self._asking:
            return self._held_by_file() if self.database.is_sqlite else self._held_by_session()

    def release(self) -> None:
        """Lets another instance tick."""
        with self._asking:
            self._let_go()

    def _let_go(self) -> None:
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
        self._handle = locked(self.file)
        return self._handle is not None

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
            self._let_go()
        return False
