"""Keyset paging: the rows after a cursor, in an order that later inserts do not shift."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any, TypeVar
from uuid import UUID

import sqlalchemy as sa

from kaizen.kit.errors import KaizenError
from kaizen.kit.paging import Page, PageRequest, decode_cursor, encode_cursor
from kaizen.storage.types import Instant
from kaizen.storage.work import Row, Work

T = TypeVar("T")


def fetch_page(
    work: Work,
    statement: sa.Select[Any],
    order: Sequence[sa.ColumnElement[Any]],
    request: PageRequest,
    build: Callable[[Row], T],
    *,
    descending: bool = False,
) -> Page[T]:
    """One page of ``statement`` sorted by ``order``: columns never null, the last of them unique.

    The order's columns must be selected by the statement. Raises KaizenError for a foreign cursor.
    """
    total = work.value(sa.select(sa.func.count()).select_from(statement.order_by(None).subquery()))
    wanted = statement
    if request.cursor is not None:
        wanted = wanted.where(_after(order, decode_cursor(request.cursor, len(order)), request.cursor, descending))
    directions = [column.desc() if descending else column.asc() for column in order]
    rows = work.rows(wanted.order_by(*directions).limit(request.limit + 1))
    shown = rows[: request.limit]
    following = None
    if len(rows) > request.limit:
        following = encode_cursor([_as_text(shown[-1][column.name]) for column in order])
    return Page([build(row) for row in shown], following, int(total))


def _after(
    order: Sequence[sa.ColumnElement[Any]], key: list[Any], cursor: str, descending: bool
) -> sa.ColumnElement[bool]:
    try:
        values = [_typed(column, part) for column, part in zip(order, key, strict=True)]
    except (ValueError, TypeError, AttributeError, OverflowError) as error:
        raise KaizenError("kit.bad_cursor", cursor=cursor[:80]) from error
    columns = sa.tuple_(*order)
    bound = sa.tuple_(
        *[sa.bindparam(None, value, type_=column.type) for column, value in zip(order, values, strict=True)]
    )
    return columns < bound if descending else columns > bound


def _as_text(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else str(value) if isinstance(value, UUID) else value


def _typed(column: sa.ColumnElement[Any], part: Any) -> Any:
    if isinstance(column.type, sa.Uuid):
        return UUID(part)
    if isinstance(column.type, Instant):
        moment = datetime.fromisoformat(part)
        if moment.tzinfo is None:
            raise ValueError("an instant needs a zone")
        return moment.astimezone(UTC)
    if isinstance(column.type, sa.Integer):
        return _whole(part)
    return str(part)


def _whole(part: Any) -> int:
    number = int(part)
    if not -(2**63) <= number < 2**63:
        raise ValueError("no database holds such a number")
    return number
