"""All SQL of standards."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
import sqlalchemy as sa

from kaizen.analyze.standards.views import RuleDetail
from kaizen.kit.codecs import to_plain
from kaizen.storage.tables import instant, json, tenant_table
from kaizen.storage.work import Row, Work

# One row for each repository: its rules as they were checked last, and what is wrong with its file now.
checks = tenant_table(
    "standards_checks",
    sa.Column("repository_id", sa.Uuid, nullable=False),
    sa.Column("file", sa.Text),
    json("problems", nullable=False),
    json("rules", nullable=False),
    instant("checked_at"),
    instant("tried_at", nullable=False),
    sa.UniqueConstraint("workspace_id", "repository_id"),
)


@dataclass(frozen=True, slots=True)
class Check:
    """The last check of a repository; ``checked_at`` is None while its file could never be used."""

    repository_id: UUID
    file: str | None
    problems: list[str]
    rules: list[RuleDetail]
    checked_at: datetime | None


def save(work: Work, check: Check) -> None:
    """A finished check."""
    work.upsert(checks, [_values(work, check)], ["workspace_id", "repository_id"])


def save_problems(work: Work, repository: UUID, file: str, problems: Sequence[str]) -> None:
    """A file that could not be used: the rules checked last stay on record."""
    known = latest(work, repository)
    rules, checked_at = (known.rules, known.checked_at) if known else ([], None)
    save(work, Check(repository, file, list(problems), rules, checked_at))


def latest(work: Work, repository: UUID | None = None) -> Check | None:
    """The last check of a repository, or of the repository that was tried last."""
    statement = work.select(checks)
    if repository is not None:
        statement = statement.where(checks.c.repository_id == repository)
    row = work.row(statement.order_by(checks.c.tried_at.desc(), checks.c.id.desc()))
    return _check(row) if row else None


def _values(work: Work, check: Check) -> dict[str, Any]:
    return {
        "repository_id": check.repository_id,
        "file": check.file,
        "problems": check.problems,
        "rules": to_plain(check.rules),
        "checked_at": check.checked_at,
        "tried_at": work.now,
    }


def _check(row: Row) -> Check:
    rules = msgspec.convert(row["rules"], list[RuleDetail])
    return Check(row["repository_id"], row["file"], row["problems"], rules, row["checked_at"])
