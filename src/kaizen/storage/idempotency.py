"""Answers already given, by idempotency key, so that a repeated request has one effect."""

from datetime import timedelta

import sqlalchemy as sa

from kaizen.storage.tables import instant, tenant_table
from kaizen.storage.work import Context, Row, Work

KEPT = timedelta(days=1)

idempotency_keys = tenant_table(
    "idempotency_keys",
    sa.Column("key", sa.String(200), nullable=False),
    sa.Column("request_hash", sa.String(64), nullable=False),
    sa.Column("status", sa.Integer, nullable=False),
    sa.Column("body", sa.LargeBinary),
    instant("created_at", nullable=False, index=True),
    sa.UniqueConstraint("workspace_id", "key"),
)


def answer_given(work: Work, key: str) -> Row | None:
    """The stored answer of a key: request_hash, status and body."""
    return work.row(work.select(idempotency_keys).where(idempotency_keys.c.key == key))


def keep_answer(work: Work, key: str, request_hash: str, status: int, body: bytes | None) -> None:
    """Stores an answer in the transaction of the change it tells of."""
    row = {"key": key, "request_hash": request_hash, "status": status, "body": body, "created_at": work.now}
    work.insert(idempotency_keys, [row])


def prune_answers(context: Context) -> None:
    """Forgets answers of every workspace after a day."""
    with context.keeping() as work:
        old = idempotency_keys.c.created_at < work.now - KEPT
        work.connection.execute(sa.delete(idempotency_keys).where(old))
