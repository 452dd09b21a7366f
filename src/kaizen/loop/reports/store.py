"""All SQL of reports: the history of measures."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa

from kaizen.loop.reports.model import Point, Reading
from kaizen.storage.tables import instant, json, tenant_table
from kaizen.storage.types import Exact
from kaizen.storage.work import Work

KEYS = ("workspace_id", "repository_id", "name", "source")

measures = tenant_table(
    "reports_measures",
    sa.Column("repository_id", sa.Uuid, nullable=False),
    sa.Column("name", sa.String(60), nullable=False),
    sa.Column("source", sa.String(200), nullable=False),
    instant("at", nullable=False),
    sa.Column("value", Exact, nullable=False),
    json("evidence", nullable=False),
    sa.UniqueConstraint(*KEYS),
    sa.Index("ix_reports_measures_repository_id_at", "repository_id", "at"),
)


def add_readings(work: Work, repository: UUID, readings: Sequence[Reading]) -> int:
    """Adds the readings of runs that gave none before and are not older than the newest point; returns how many."""
    sources = sorted({reading.source for reading in readings})
    mine = measures.c.repository_id == repository
    asked = work.select(measures, measures.c.name, measures.c.source).where(mine, measures.c.source.in_(sources))
    known = {(row["name"], row["source"]) for row in work.rows(asked)}
    newest = work.select(measures, measures.c.name, sa.func.max(measures.c.at).label("at")).where(mine)
    last = {row["name"]: row["at"] for row in work.rows(newest.group_by(measures.c.name))}
    fresh = [
        reading
        for reading in readings
        if (reading.name, reading.source) not in known and reading.at >= last.get(reading.name, reading.at)
    ]
    # An upsert, because another process may have looked at the same run in the same moment.
    work.upsert(measures, [_values(repository, reading) for reading in fresh], KEYS)
    return len(fresh)


def points_since(work: Work, repository: UUID, since: datetime) -> Mapping[str, list[Point]]:
    """The points of every measure of a repository from ``since`` on, oldest first."""
    asked = work.select(measures, measures.c.name, measures.c.at, measures.c.value)
    wanted = asked.where(measures.c.repository_id == repository, measures.c.at >= since)
    found: defaultdict[str, list[Point]] = defaultdict(list)
    for row in work.rows(wanted.order_by(measures.c.at, measures.c.id)):
        found[row["name"]].append(Point(row["at"], row["value"]))
    return found


def _values(repository: UUID, reading: Reading) -> dict[str, object]:
    values = {"name": reading.name, "source": reading.source, "at": reading.at, "value": reading.value}
    return {**values, "evidence": reading.evidence, "repository_id": repository}
