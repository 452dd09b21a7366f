"""An SQL probe: a statement runs, in a transaction that can only read, within its time."""

import math
import time
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError, SQLAlchemyError

from kaizen.collect.probes.credentials import MisconfiguredError, Secrets
from kaizen.collect.probes.model import Outcome, SqlCheck, State
from kaizen.collect.probes.network import too_late

PLAIN = "SELECT 1"
CANCELLED, READ_ONLY = "57014", "25006"
"""SQLSTATE of a statement that took too long, and of one that wants to write."""


def check(wanted: SqlCheck, timeout_s: float, secrets: Secrets) -> Outcome:
    """Connects and runs the statement once; raises MisconfiguredError for a URL that cannot be used."""
    url = _address(wanted, secrets)
    dialect = url.get_backend_name()
    if dialect not in ("postgresql", "sqlite") and wanted.query != PLAIN:
        raise MisconfiguredError(f"a query of its own is kept read-only on PostgreSQL and SQLite, not on {dialect}")
    engine = _engine(url, timeout_s, wanted.url.place)
    begun = time.perf_counter()
    try:
        with engine.connect() as connection:
            _only_reading(connection, dialect, timeout_s)
            connection.exec_driver_sql(wanted.query).first()
            took = round((time.perf_counter() - begun) * 1000, 2)
    except DBAPIError as error:
        return _explained(error, timeout_s, time.perf_counter() - begun)
    except SQLAlchemyError as error:
        return Outcome(State.DOWN, f"the statement failed: {_first_line(error)}")
    finally:
        engine.dispose()
    return Outcome(State.UP, "the statement ran", took)


def _address(wanted: SqlCheck, secrets: Secrets) -> URL:
    text = secrets.value(wanted.url)
    try:
        url = make_url(text)
    except (ArgumentError, ValueError) as error:
        raise MisconfiguredError(f"{wanted.url.place} is not a database URL") from error
    if url.drivername in ("postgres", "postgresql"):
        url = url.set(drivername="postgresql+psycopg")
    if url.get_backend_name() == "sqlite":
        return _existing_file(url, secrets.folder, wanted.url.place)
    return url


def _existing_file(url: URL, folder: Path, place: str) -> URL:
    """SQLite would make an empty database where there is none: it is opened for reading only."""
    if not url.database or url.database == ":memory:":
        raise MisconfiguredError(f"{place} names no file of an SQLite database")
    file = folder / url.database.removeprefix("file:").partition("?")[0]
    return url.set(database=f"{file.resolve().as_uri()}?mode=ro", query={"uri": "true"})


def _engine(url: URL, timeout_s: float, place: str) -> sa.Engine:
    options: dict[str, Any] = {}
    if url.drivername == "postgresql+psycopg":
        options = {"connect_timeout": max(1, math.ceil(timeout_s))}
    if url.get_backend_name() == "sqlite":
        options = {"timeout": timeout_s}
    try:
        return sa.create_engine(url, poolclass=sa.NullPool, connect_args=options)
    except (NoSuchModuleError, ImportError) as error:
        raise MisconfiguredError(f"no driver is installed for {url.drivername}") from error
    except (ArgumentError, TypeError, ValueError) as error:
        raise MisconfiguredError(f"{place} is not a database URL that can be used") from error


def _only_reading(connection: sa.Connection, dialect: str, timeout_s: float) -> None:
    if dialect == "postgresql":
        connection.exec_driver_sql("SET TRANSACTION READ ONLY")
        connection.exec_driver_sql(f"SET LOCAL statement_timeout = {max(1, int(timeout_s * 1000))}")
    elif dialect == "sqlite":
        connection.exec_driver_sql("PRAGMA query_only = ON")
        deadline = time.monotonic() + timeout_s
        raw: Any = connection.connection.driver_connection
        raw.set_progress_handler(lambda: int(time.monotonic() > deadline), 10_000)


def _explained(error: DBAPIError, timeout_s: float, took_s: float) -> Outcome:
    state = getattr(error.orig, "sqlstate", None)
    told = _first_line(error.orig)
    if state == CANCELLED or "interrupted" in told or ("timeout" in told.lower() and took_s >= timeout_s * 0.9):
        return too_late(timeout_s)
    if state == READ_ONLY or "readonly database" in told:
        return Outcome(State.UNKNOWN, f"misconfigured: the query wants to write ({told})")
    if isinstance(error, sa.exc.OperationalError | sa.exc.InterfaceError) and state is None:
        return Outcome(State.DOWN, f"no connection: {told}")
    return Outcome(State.DOWN, f"the statement failed: {told}")


def _first_line(error: object) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0].rstrip(".")
