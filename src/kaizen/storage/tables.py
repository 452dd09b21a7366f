"""The one collection of tables, and the columns that every tenant's table begins with."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.schema import SchemaItem

from kaizen.storage.types import Instant, json_column

metadata = sa.MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def tenant_table(name: str, *parts: SchemaItem) -> sa.Table:
    """A table whose rows belong to one workspace: ``id`` and ``workspace_id`` come first."""
    return sa.Table(
        name,
        metadata,
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("workspace_id", sa.Uuid, nullable=False, index=True),
        *parts,
    )


def instant(name: str, **options: Any) -> sa.Column[Any]:
    """A column of instants."""
    return sa.Column(name, Instant, **options)


def json(name: str, **options: Any) -> sa.Column[Any]:
    """A column of plain JSON values."""
    return sa.Column(name, json_column(), **options)


# Ids of events are positions: they grow in the order of commits, so that a reader can resume after one.
events = sa.Table(
    "events",
    metadata,
    sa.Column("position", sa.BigInteger().with_variant(sa.Integer, "sqlite"), primary_key=True),
    sa.Column("workspace_id", sa.Uuid, nullable=False, index=True),
    sa.Column("name", sa.String(100), nullable=False),
    json("payload", nullable=False),
    instant("at", nullable=False),
    instant("delivered_at", index=True),
)

audit_entries = tenant_table(
    "audit_entries",
    instant("at", nullable=False, index=True),
    sa.Column("actor", sa.String(200), nullable=False),
    sa.Column("action", sa.String(100), nullable=False),
    sa.Column("subject", sa.String(300), nullable=False),
    json("details", nullable=False),
    sa.Column("door", sa.String(10), nullable=False),
    sa.Column("person_id", sa.Uuid),
    sa.Column("key_id", sa.Uuid),
)
