"""The unit of work: one transaction that carries who asks; it commits once or not at all."""

import hashlib
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from kaizen.kit import clock
from kaizen.kit.actor import Actor, Scope
from kaizen.kit.clock import Clock
from kaizen.kit.errors import KaizenError
from kaizen.kit.ids import new_id
from kaizen.storage.database import Database
from kaizen.storage.tables import audit_entries, events

Row = sa.RowMapping
Values = Mapping[str, Any]
CHUNK = 500
EVENT_LOCK = 8420_001


class Work:
    """What a store needs: statements narrowed to the actor's workspace, run in one transaction."""

    def __init__(self, connection: sa.Connection, actor: Actor, now: datetime, *, writable: bool) -> None:
        self.connection = connection
        self.actor = actor
        self.now = now
        self.writable = writable
        self.subject = ""
        self.in_change = False
        self.details: dict[str, Any] = {}
        self.thread = threading.get_ident()
        self._news: list[tuple[UUID, str, dict[str, Any]]] = []

    def within(self, actor: Actor) -> "Work":
        """A unit inside this one: the same transaction and moment, its own actor and notes for the audit log."""
        inner = Work(self.connection, actor, self.now, writable=self.writable)
        inner.in_change = self.in_change and actor.workspace_id == self.actor.workspace_id
        inner._news = self._news
        return inner

    def select(self, table: sa.Table, *columns: sa.ColumnElement[Any]) -> sa.Select[Any]:
        """A select of the workspace's rows: the whole table or the given columns."""
        return sa.select(*(columns or table.columns)).where(self.mine(table)).select_from(table)

    def mine(self, table: sa.Table | sa.Alias) -> sa.ColumnElement[bool]:
        """The condition that a row belongs to the actor's workspace."""
        return table.c.workspace_id == self.actor.workspace_id

    def rows(self, statement: sa.Executable) -> Sequence[Row]:
        """All rows as mappings from column name to value."""
        return self.connection.execute(statement).mappings().all()

    def row(self, statement: sa.Executable) -> Row | None:
        """The first row, or None."""
        return self.connection.execute(statement).mappings().first()

    def value(self, statement: sa.Executable) -> Any:
        """The first column of the first row, or None."""
        return self.connection.execute(statement).scalar()

    def insert(self, table: sa.Table, rows: Iterable[Values]) -> None:
        """Adds rows of the workspace; ``id`` is made where a row has none."""
        complete = [self._owned(table, row) for row in rows]
        for start in range(0, len(complete), CHUNK):
            self.connection.execute(sa.insert(table), complete[start : start + CHUNK])

    def upsert(self, table: sa.Table, rows: Iterable[Values], keys: Sequence[str]) -> None:
        """Adds rows, or updates those that agree on ``keys`` (a unique constraint of the table)."""
        insert = _insert_of(self.connection.dialect.name)
        for row in rows:
            owned = self._owned(table, row)
            fresh = insert(table).values(owned)
            kept = {name: fresh.excluded[name] for name in owned if name not in {*keys, "id", "workspace_id"}}
            self.connection.execute(fresh.on_conflict_do_update(index_elements=list(keys), set_=kept))

    def update(self, table: sa.Table, values: Values, *conditions: sa.ColumnElement[bool]) -> int:
        """Changes the workspace's rows that meet the conditions; returns how many."""
        return self._run(sa.update(table).where(self.mine(table), *conditions).values(**values))

    def delete(self, table: sa.Table, *conditions: sa.ColumnElement[bool]) -> int:
        """Removes the workspace's rows that meet the conditions; returns how many."""
        return self._run(sa.delete(table).where(self.mine(table), *conditions))

    def record(self, name: str, **payload: Any) -> None:
        """News for later stages and live pages: stored with this transaction, handed on after it."""
        self.record_for(self.actor.workspace_id, name, **payload)

    def record_for(self, workspace_id: UUID, name: str, **payload: Any) -> None:
        """News of another workspace, for sweeps that serve all of them."""
        self._news.append((workspace_id, name, payload))

    def alone(self, name: str) -> None:
        """Waits until nobody else in the workspace is between ``alone(name)`` and the end of their transaction.

        For look-then-write that no unique constraint guards. SQLite has one writer at a time anyway.
        """
        if self.connection.dialect.name == "postgresql":
            place = hashlib.blake2b(f"{self.actor.workspace_id} {name}".encode(), digest_size=8).digest()
            number = int.from_bytes(place, "big", signed=True)
            self.connection.execute(sa.select(sa.func.pg_advisory_xact_lock(number)))

    @contextmanager
    def all_or_nothing(self) -> Iterator[None]:
        """What fails inside leaves neither rows nor news, even where the outer unit goes on."""
        told = len(self._news)
        try:
            with self.connection.begin_nested():
                yield
        except BaseException:
            del self._news[told:]
            raise

    def _run(self, statement: sa.Executable) -> int:
        return self.connection.execute(statement).rowcount

    def _owned(self, table: sa.Table, row: Values) -> dict[str, Any]:
        owned = {**row, "workspace_id": self.actor.workspace_id}
        if "id" in table.c:
            owned.setdefault("id", new_id())
        return owned

    def flush_news(self) -> None:
        """Writes the recorded events; on PostgreSQL one writer at a time, so that positions follow commits."""
        if not self._news:
            return
        if self.connection.dialect.name == "postgresql":
            self.connection.execute(sa.select(sa.func.pg_advisory_xact_lock(EVENT_LOCK)))
        rows = [
            {"workspace_id": workspace, "name": name, "payload": payload, "at": self.now}
            for workspace, name, payload in self._news
        ]
        self._news.clear()
        self.connection.execute(sa.insert(events), rows)

    def write_audit(self, action: str) -> None:
        """Notes who changed what in the audit log."""
        entry = {"at": self.now, "actor": self.actor.name, "action": action, "subject": self.subject[:300]}
        entry |= {"details": self.details, "door": self.actor.door.value}
        entry |= {"person_id": self.actor.person_id, "key_id": self.actor.key_id}
        self.insert(audit_entries, [entry])


def _insert_of(dialect: str) -> Any:
    # Imported here: the other dialect costs 0.1 s and is never used in the same process.
    if dialect == "sqlite":
        from sqlalchemy.dialects.sqlite import insert  # noqa: PLC0415
    else:
        from sqlalchemy.dialects.postgresql import insert  # type: ignore[assignment]  # noqa: PLC0415
    return insert


_current: ContextVar[tuple[Database, Work] | None] = ContextVar("kaizen_work", default=None)


class Context:
    """Where use cases run: a database, the actor in whose name, and the clock."""

    def __init__(self, database: Database, actor: Actor, clock: Clock = clock.now) -> None:
        self.database = database
        self.actor = actor
        self.clock = clock

    def acting_as(self, actor: Actor) -> "Context":
        """The same place for another actor."""
        return Context(self.database, actor, self.clock)

    @contextmanager
    def reading(self) -> Iterator[Work]:
        """A consistent view for reading, as of its first look; joins the unit of work under way."""
        self._require(Scope.READ)
        joined = self._joined()
        if joined is not None:
            yield joined.within(self.actor)
            return
        with self.database.reading() as connection, self._entered(connection, writable=False) as work:
            yield work

    @contextmanager
    def changing(self, action: str, *, needs: Scope = Scope.WRITE) -> Iterator[Work]:
        """A change of state, audited under ``action`` (``concept.verb``); joins the change under way.

        What fails inside is undone as a whole, also where the change around it goes on. Inside a
        reading unit it is a transaction of its own, which that reading does not see.
        """
        self._require(needs)
        with self._writing() as work:
            first, work.in_change = not work.in_change, True
            yield work
            if first:
                work.write_audit(action)

    @contextmanager
    def keeping(self) -> Iterator[Work]:
        """Book-keeping of Kaizen itself (leases, delivery marks, progress): written, but no entry of the audit log."""
        with self._writing() as work:
            yield work

    @contextmanager
    def _writing(self) -> Iterator[Work]:
        joined = self._joined()
        if joined is not None and joined.writable:
            inner = self._entered(joined.connection, writable=True, inside=joined)
            with self.database.translated(), joined.all_or_nothing(), inner as work:
                yield work
            return
        with self.database.writing() as connection, self._entered(connection, writable=True) as work:
            yield work
            work.flush_news()

    @contextmanager
    def _entered(self, connection: sa.Connection, *, writable: bool, inside: Work | None = None) -> Iterator[Work]:
        """Makes a unit the one under way, for whatever is called inside."""
        work = inside.within(self.actor) if inside else Work(connection, self.actor, self.clock(), writable=writable)
        token = _current.set((self.database, work))
        try:
            yield work
        finally:
            _current.reset(token)

    def _joined(self) -> Work | None:
        current = _current.get()
        # A thread may start with a copy of its maker's variables, but a connection serves one thread.
        if current is None or current[0] is not self.database or current[1].thread != threading.get_ident():
            return None
        return current[1]

    def _require(self, scope: Scope) -> None:
        if scope not in self.actor.scopes:
            raise KaizenError("access.not_allowed", actor=self.actor.name, scope=scope.value)
