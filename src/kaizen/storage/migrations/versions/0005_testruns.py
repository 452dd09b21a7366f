"""Adds test runs with their cases, and coverage by module."""

import sqlalchemy as sa
from alembic import op

from kaizen.storage.types import Instant, json_column

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    _testruns_runs()
    _testruns_cases()
    _testruns_modules()


def _testruns_runs() -> None:
    op.create_table(
        "testruns_runs",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        sa.Column("repository_id", sa.Uuid(), nullable=True),
        sa.Column("suite", sa.Text(), nullable=False),
        sa.Column("runner", sa.String(length=60), nullable=False),
        sa.Column("source", sa.String(length=10), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("started_at", Instant(), nullable=False),
        sa.Column("finished_at", Instant(), nullable=True),
        sa.Column("duration_s", sa.Float(), nullable=True),
        sa.Column("passed", sa.BigInteger(), nullable=True),
        sa.Column("failed", sa.BigInteger(), nullable=True),
        sa.Column("errors", sa.BigInteger(), nullable=True),
        sa.Column("skipped", sa.BigInteger(), nullable=True),
        sa.Column("known", sa.BigInteger(), nullable=True),
        sa.Column("lines_covered", sa.BigInteger(), nullable=True),
        sa.Column("lines_total", sa.BigInteger(), nullable=True),
        sa.Column("commit_id", sa.String(length=64), nullable=True),
        sa.Column("digest", sa.String(length=64), nullable=True),
        sa.Column("original_id", sa.Uuid(), nullable=True),
        sa.Column("output", sa.Text(), nullable=True),
        sa.Column("warnings", json_column(), nullable=False),
        sa.Column("owner", sa.String(length=300), nullable=False),
        sa.Column("heard_at", Instant(), nullable=False),
        sa.Column("cases_kept", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["original_id"], ["testruns_runs.id"], name=op.f("fk_testruns_runs_original_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_testruns_runs")),
    )
    op.create_index("ix_testruns_runs_state", "testruns_runs", ["state"], unique=False)
    op.create_index("ix_testruns_runs_suite_started_at", "testruns_runs", ["suite", "started_at"], unique=False)
    op.create_index(op.f("ix_testruns_runs_workspace_id"), "testruns_runs", ["workspace_id"], unique=False)


def _testruns_cases() -> None:
    op.create_table(
        "testruns_cases",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        sa.Column("run_id", sa.Uuid(), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("suite", sa.String(length=500), nullable=False),
        sa.Column("name", sa.String(length=500), nullable=False),
        sa.Column("file", sa.String(length=1000), nullable=True),
        sa.Column("line", sa.Integer(), nullable=True),
        sa.Column("outcome", sa.String(length=10), nullable=False),
        sa.Column("duration_s", sa.Float(), nullable=True),
        sa.Column("message", sa.Text(), nullable=True),
        sa.Column("output", sa.Text(), nullable=True),
        sa.Column("flaky", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["run_id"], ["testruns_runs.id"], name=op.f("fk_testruns_cases_run_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_testruns_cases")),
    )
    op.create_index(
        "ix_testruns_cases_run_id_rank_position", "testruns_cases", ["run_id", "rank", "position"], unique=False
    )
    op.create_index(op.f("ix_testruns_cases_workspace_id"), "testruns_cases", ["workspace_id"], unique=False)


def _testruns_modules() -> None:
    op.create_table(
        "testruns_modules",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        sa.Column("run_id", sa.Uuid(), nullable=False),
        sa.Column("module", sa.String(length=1000), nullable=False),
        sa.Column("lines_covered", sa.Integer(), nullable=False),
        sa.Column("lines_total", sa.Integer(), nullable=False),
        sa.Column("branches_covered", sa.Integer(), nullable=True),
        sa.Column("branches_total", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["run_id"], ["testruns_runs.id"], name=op.f("fk_testruns_modules_run_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_testruns_modules")),
    )
    op.create_index("ix_testruns_modules_run_id_module", "testruns_modules", ["run_id", "module"], unique=False)
    op.create_index(op.f("ix_testruns_modules_workspace_id"), "testruns_modules", ["workspace_id"], unique=False)
