"""Events: what happened, in the order it was committed; read by live pages, delivered to subscribers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from kaizen.storage.tables import events
from kaizen.storage.work import Context, Row, Work

KEPT_DAYS = 30


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened in a workspace; ``position`` grows with every commit."""

    position: int
    workspace_id: UUID
    name: str
    payload: dict[str, Any]
    at: datetime


def events_after(context: Context, position: int, limit: int = 200) -> list[Event]:
    """The workspace's events after a position, oldest first."""
    with context.reading() as work:
        statement = work.select(events).where(events.c.position > position)
        return [_event(row) for row in work.rows(statement.order_by(events.c.position).limit(limit))]


def latest_position(context: Context) -> int:
    """The position of the workspace's newest event; 0 before the first."""
    with context.reading() as work:
        return int(work.value(work.select(events, sa.func.max(events.c.position))) or 0)


def undelivered(work: Work, limit: int, after: int = 0) -> list[Event]:
    """Events of every workspace after a position that no sweep has handed on yet, oldest first."""
    statement = sa.select(events).where(events.c.delivered_at.is_(None), events.c.position > after)
    return [_event(row) for row in work.rows(statement.order_by(events.c.position).limit(limit))]


def mark_delivered(work: Work, positions: Sequence[int]) -> None:
    """Notes that the subscribers of these events have finished."""
    statement = sa.update(events).where(events.c.position.in_(positions)).values(delivered_at=work.now)
    work.connection.execute(statement)


def prune_events(context: Context) -> None:
    """Forgets delivered events of every workspace after a month; the newest of all stays, so positions go on."""
    with context.keeping() as work:
        newest = sa.select(sa.func.max(events.c.position)).scalar_subquery()
        old = sa.and_(events.c.delivered_at < work.now - timedelta(days=KEPT_DAYS), events.c.position < newest)
        work.connection.execute(sa.delete(events).where(old))


def _event(row: Row) -> Event:
    return Event(row["position"], row["workspace_id"], row["name"], row["payload"], row["at"])
