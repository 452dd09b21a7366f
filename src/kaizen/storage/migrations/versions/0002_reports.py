"""Reports: the history of measures."""

import sqlalchemy as sa
from alembic import op

from kaizen.storage.types import Exact, Instant, json_column

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    _reports_measures()


def _reports_measures() -> None:
    op.create_table(
        "reports_measures",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        sa.Column("repository_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("value", Exact(), nullable=False),
        sa.Column("evidence", json_column(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reports_measures")),
        sa.UniqueConstraint(
            "workspace_id",
            "repository_id",
            "name",
            "source",
            name=op.f("uq_reports_measures_workspace_id_repository_id_name_source"),
        ),
    )
    op.create_index("ix_reports_measures_repository_id_at", "reports_measures", ["repository_id", "at"], unique=False)
    op.create_index(op.f("ix_reports_measures_workspace_id"), "reports_measures", ["workspace_id"], unique=False)
