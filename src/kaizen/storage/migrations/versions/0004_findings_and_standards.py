"""Adds findings with their waivers and history, and the last check of standards for each repository."""

import sqlalchemy as sa
from alembic import op

from kaizen.storage.types import Instant, json_column

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    _findings_records()
    _findings_scans()
    _standards_checks()
    _findings_history()
    _findings_waivers()


def _findings_records() -> None:
    op.create_table(
        "findings_records",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        sa.Column("repository_id", sa.Uuid(), nullable=False),
        sa.Column("source", sa.String(length=50), nullable=False),
        sa.Column("rule", sa.String(length=64), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("severity", sa.String(length=10), nullable=False),
        sa.Column("rank", sa.SmallInteger(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=True),
        sa.Column("anchor", sa.Text(), nullable=False),
        sa.Column("context", sa.Text(), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("suggestion", sa.Text(), nullable=False),
        sa.Column("docs", sa.Text(), nullable=True),
        sa.Column("item_id", sa.Uuid(), nullable=True),
        sa.Column("waiver_id", sa.Uuid(), nullable=True),
        sa.Column("first_detected", Instant(), nullable=False),
        sa.Column("last_detected", Instant(), nullable=False),
        sa.Column("resolved_at", Instant(), nullable=True),
        sa.Column("resolution", sa.String(length=20), nullable=True),
        sa.Column("times_reopened", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_findings_records")),
    )
    op.create_index(op.f("ix_findings_records_item_id"), "findings_records", ["item_id"], unique=False)
    op.create_index(
        "ix_findings_records_repository_id_source", "findings_records", ["repository_id", "source"], unique=False
    )
    op.create_index(op.f("ix_findings_records_workspace_id"), "findings_records", ["workspace_id"], unique=False)
    op.create_index(
        "ix_findings_records_workspace_id_state_rank",
        "findings_records",
        ["workspace_id", "state", "rank"],
        unique=False,
    )


def _findings_scans() -> None:
    op.create_table(
        "findings_scans",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        sa.Column("repository_id", sa.Uuid(), nullable=False),
        sa.Column("source", sa.String(length=50), nullable=False),
        sa.Column("commit_id", sa.String(length=64), nullable=True),
        sa.Column("scanned_at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_findings_scans")),
        sa.UniqueConstraint(
            "workspace_id", "repository_id", "source", name=op.f("uq_findings_scans_workspace_id_repository_id_source")
        ),
    )
    op.create_index(op.f("ix_findings_scans_workspace_id"), "findings_scans", ["workspace_id"], unique=False)


def _standards_checks() -> None:
    op.create_table(
        "standards_checks",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        sa.Column("repository_id", sa.Uuid(), nullable=False),
        sa.Column("file", sa.Text(), nullable=True),
        sa.Column("problems", json_column(), nullable=False),
        sa.Column("rules", json_column(), nullable=False),
        sa.Column("checked_at", Instant(), nullable=True),
        sa.Column("tried_at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_standards_checks")),
        sa.UniqueConstraint(
            "workspace_id", "repository_id", name=op.f("uq_standards_checks_workspace_id_repository_id")
        ),
    )
    op.create_index(op.f("ix_standards_checks_workspace_id"), "standards_checks", ["workspace_id"], unique=False)


def _findings_history() -> None:
    op.create_table(
        "findings_history",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        sa.Column("finding_id", sa.Uuid(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("event", sa.String(length=20), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["finding_id"], ["findings_records.id"], name=op.f("fk_findings_history_finding_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_findings_history")),
    )
    op.create_index(op.f("ix_findings_history_finding_id"), "findings_history", ["finding_id"], unique=False)
    op.create_index(op.f("ix_findings_history_workspace_id"), "findings_history", ["workspace_id"], unique=False)


def _findings_waivers() -> None:
    op.create_table(
        "findings_waivers",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        sa.Column("finding_id", sa.Uuid(), nullable=False),
        sa.Column("owner", sa.String(length=200), nullable=False),
        sa.Column("category", sa.String(length=20), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.Column("expires_at", Instant(), nullable=False),
        sa.Column("ended_at", Instant(), nullable=True),
        sa.ForeignKeyConstraint(["finding_id"], ["findings_records.id"], name=op.f("fk_findings_waivers_finding_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_findings_waivers")),
    )
    op.create_index(op.f("ix_findings_waivers_expires_at"), "findings_waivers", ["expires_at"], unique=False)
    op.create_index(op.f("ix_findings_waivers_finding_id"), "findings_waivers", ["finding_id"], unique=False)
    op.create_index(op.f("ix_findings_waivers_workspace_id"), "findings_waivers", ["workspace_id"], unique=False)
