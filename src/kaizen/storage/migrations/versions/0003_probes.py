"""Adds probes: files, probes with their last outcome and lease, samples, spans of one state."""

import sqlalchemy as sa
from alembic import op

from kaizen.storage.types import Instant, json_column

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    _probes_files()
    _probes_probes()
    _probes_samples()
    _probes_spans()


def _probes_files() -> None:
    op.create_table(
        "probes_files",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("stamp", sa.String(length=60), nullable=False),
        sa.Column("asked_at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_probes_files")),
        sa.UniqueConstraint("workspace_id", "path", name=op.f("uq_probes_files_workspace_id_path")),
    )
    op.create_index(op.f("ix_probes_files_workspace_id"), "probes_files", ["workspace_id"], unique=False)


def _probes_probes() -> None:
    op.create_table(
        "probes_probes",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        sa.Column("file_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=63), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("target", sa.Text(), nullable=False),
        sa.Column("fingerprint", sa.String(length=32), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("interval_s", sa.Float(), nullable=False),
        sa.Column("depends_on", json_column(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("since", Instant(), nullable=True),
        sa.Column("checked_at", Instant(), nullable=True),
        sa.Column("latency_ms", sa.Float(), nullable=True),
        sa.Column("heartbeat_at", Instant(), nullable=True),
        sa.Column("listening_since", Instant(), nullable=True),
        sa.Column("due_at", Instant(), nullable=False),
        sa.Column("lease_until", Instant(), nullable=True),
        sa.ForeignKeyConstraint(["file_id"], ["probes_files.id"], name=op.f("fk_probes_probes_file_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_probes_probes")),
        sa.UniqueConstraint("file_id", "name", name=op.f("uq_probes_probes_file_id_name")),
    )
    op.create_index("ix_probes_probes_due_at", "probes_probes", ["due_at"], unique=False)
    op.create_index(op.f("ix_probes_probes_workspace_id"), "probes_probes", ["workspace_id"], unique=False)


def _probes_samples() -> None:
    op.create_table(
        "probes_samples",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        sa.Column("probe_id", sa.Uuid(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("latency_ms", sa.Float(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["probe_id"], ["probes_probes.id"], name=op.f("fk_probes_samples_probe_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_probes_samples")),
    )
    op.create_index(op.f("ix_probes_samples_at"), "probes_samples", ["at"], unique=False)
    op.create_index("ix_probes_samples_probe_id_at", "probes_samples", ["probe_id", "at"], unique=False)
    op.create_index(op.f("ix_probes_samples_workspace_id"), "probes_samples", ["workspace_id"], unique=False)


def _probes_spans() -> None:
    op.create_table(
        "probes_spans",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        sa.Column("probe_id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("interval_s", sa.Float(), nullable=False),
        sa.Column("begun_at", Instant(), nullable=False),
        sa.Column("seen_at", Instant(), nullable=False),
        sa.Column("ended_at", Instant(), nullable=True),
        sa.ForeignKeyConstraint(["probe_id"], ["probes_probes.id"], name=op.f("fk_probes_spans_probe_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_probes_spans")),
    )
    op.create_index("ix_probes_spans_probe_id_begun_at", "probes_spans", ["probe_id", "begun_at"], unique=False)
    op.create_index(op.f("ix_probes_spans_workspace_id"), "probes_spans", ["workspace_id"], unique=False)
