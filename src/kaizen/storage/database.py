"""The database: one engine for SQLite or PostgreSQL, its pragmas, its writer lock, its troubles in plain words."""

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from kaizen.kit.errors import KaizenError
from kaizen.kit.ids import fingerprint

BUSY_SECONDS = 30
POOL_SIZE = 10
# The API answers in up to 40 threads. Files are cheap to open, sessions of PostgreSQL are not: there, threads wait.
SQLITE_OVERFLOW = 40
# SQLSTATE of PostgreSQL: cancelled by a time limit, deadlock, serialization, lock not to be had.
BUSY_STATES = {"57014", "40P01", "40001", "55P03"}
UNIQUE_VIOLATION = "23505"
READ_ONLY_NOW = "25006"
SQLITE_SIGNS = (
    ("UNIQUE constraint failed", "storage.conflict"),
    ("disk is full", "storage.full"),
    ("locked", "storage.busy"),
    ("readonly", "storage.home_unwritable"),
    ("unable to open", "storage.home_unwritable"),
    ("malformed", "storage.damaged"),
    ("not a database", "storage.damaged"),
    ("disk I/O error", "storage.full"),
)


class Database:
    """Opens connections; ``writing`` serialises writers on SQLite, which has only one."""

    def __init__(self, url: str) -> None:
        self.fingerprint = fingerprint(url)
        self.url = _address(_with_driver(url))
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        self.engine = _sqlite_engine(self.url) if self.is_sqlite else _postgres_engine(self.url)
        self._writer = threading.Lock()

    @property
    def label(self) -> str:
        """The database as it may be shown: never with a password."""
        return str(self.url.database) if self.is_sqlite else self.url.render_as_string(hide_password=True)

    @contextmanager
    def reading(self) -> Iterator[sa.Connection]:
        """A connection that sees one moment and is rolled back; raises KaizenError for the database's troubles."""
        one_moment = {} if self.is_sqlite else {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
        with self.translated(), self.engine.connect() as connection:
            yield connection.execution_options(**one_moment)

    @contextmanager
    def writing(self) -> Iterator[sa.Connection]:
        """A connection in a transaction that commits at the end, or not at all."""
        with self.translated():
            if not self.is_sqlite:
                with self.engine.begin() as connection:
                    yield connection
                return
            with self._writer, self.engine.connect() as plain:
                connection = plain.execution_options(kaizen_writes=True)
                with connection.begin():
                    yield connection

    def dispose(self) -> None:
        """Closes every pooled connection."""
        self.engine.dispose()

    @contextmanager
    def translated(self) -> Iterator[None]:
        """What the database says against a statement leaves as KaizenError."""
        try:
            yield
        except (sa.exc.DataError, UnicodeEncodeError) as error:
            raise KaizenError("storage.not_storable", reason=_first_line(getattr(error, "orig", error))) from error
        except OverflowError as error:
            if "SQLite INTEGER" not in str(error):
                raise
            raise KaizenError("storage.not_storable", reason=error) from error
        except DBAPIError as error:
            raise self._in_plain_words(error) from error
        except sa.exc.TimeoutError as error:
            reason = "every connection is in use"
            raise KaizenError("storage.busy", database=self.label, reason=reason) from error
        except SQLAlchemyError as error:
            raise KaizenError("storage.refused", database=self.label, reason=_first_line(error)) from error

    def _in_plain_words(self, error: DBAPIError) -> KaizenError:
        reason = _first_line(error.orig)
        code = _sqlite_code(reason) if self.is_sqlite else _postgres_code(error, reason)
        if code == "storage.home_unwritable":
            return KaizenError(code, home=Path(self.label).parent, reason=reason)
        return KaizenError(code, database=self.label, reason=reason)


def prepare_home(home: Path) -> Path:
    """Makes the home folder, readable by its owner only; raises KaizenError where that cannot be done."""
    try:
        home.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise KaizenError("storage.home_unwritable", home=home, reason=error.strerror or error) from error
    return home


def _address(url: str) -> sa.URL:
    try:
        return make_url(url)
    except (sa.exc.ArgumentError, ValueError):
        # Without the reason and its chain, which may hold the password.
        raise KaizenError("storage.unreadable_url") from None


def _with_driver(url: str) -> str:
    scheme, separator, rest = url.partition("://")
    if scheme in ("postgresql", "postgres"):
        return f"postgresql+psycopg{separator}{rest}"
    if scheme not in ("sqlite", "postgresql+psycopg"):
        raise KaizenError("storage.unsupported_url", scheme=scheme or "nothing")
    return url


def _sqlite_engine(url: sa.URL) -> sa.Engine:
    # A database in memory lives in one connection of each thread.
    sizes = {"pool_size": POOL_SIZE, "max_overflow": SQLITE_OVERFLOW} if url.database else {}
    connecting = {"timeout": BUSY_SECONDS, "check_same_thread": False}
    engine = sa.create_engine(url, connect_args=connecting, **sizes)

    @event.listens_for(engine, "connect")
    def prepare(connection: sqlite3.Connection, _record: Any) -> None:
        connection.isolation_level = None
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "temp_store=MEMORY"):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def begin(connection: sa.Connection) -> None:
        writes = connection.get_execution_options().get("kaizen_writes")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


def _postgres_engine(url: sa.URL) -> sa.Engine:
    return sa.create_engine(
        url,
        pool_pre_ping=True,
        pool_size=POOL_SIZE,
        max_overflow=POOL_SIZE,
        pool_timeout=10,
        connect_args={"connect_timeout": 5, "options": "-c timezone=UTC -c statement_timeout=60000"},
    )


def _postgres_code(error: DBAPIError, reason: str) -> str:
    state = getattr(error.orig, "sqlstate", None)
    if state == UNIQUE_VIOLATION:
        return "storage.conflict"
    if state in BUSY_STATES:
        return "storage.busy"
    if "No space left" in reason:
        return "storage.full"
    gone = error.connection_invalidated or state == READ_ONLY_NOW
    if gone or isinstance(error, sa.exc.OperationalError | sa.exc.InterfaceError):
        return "storage.unreachable"
    return "storage.refused"


def _sqlite_code(reason: str) -> str:
    return next((code for sign, code in SQLITE_SIGNS if sign in reason), "storage.refused")


def _first_line(error: object) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0][:300]
