"""All SQL of probes: the book of files, probes with their last outcome and lease, samples, spans of one state."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from kaizen.collect.probes.model import Outcome, Point, Probe, Record, Span, State
from kaizen.kit.ids import new_id
from kaizen.storage.tables import instant, json, tenant_table
from kaizen.storage.work import Row, Work

SAMPLES_KEPT = timedelta(days=35)
SPANS_KEPT = timedelta(days=400)

files = tenant_table(
    "probes_files",
    sa.Column("path", sa.Text, nullable=False),
    sa.Column("stamp", sa.String(60), nullable=False),
    instant("asked_at", nullable=False),
    sa.UniqueConstraint("workspace_id", "path"),
)

probes = tenant_table(
    "probes_probes",
    sa.Column("file_id", sa.Uuid, sa.ForeignKey("probes_files.id"), nullable=False),
    sa.Column("name", sa.String(63), nullable=False),
    sa.Column("kind", sa.String(20), nullable=False),
    sa.Column("target", sa.Text, nullable=False),
    sa.Column("fingerprint", sa.String(32), nullable=False),
    sa.Column("position", sa.Integer, nullable=False),
    sa.Column("active", sa.Boolean, nullable=False),
    sa.Column("interval_s", sa.Float, nullable=False),
    json("depends_on", nullable=False),
    sa.Column("state", sa.String(10), nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
    instant("since"),
    instant("checked_at"),
    sa.Column("latency_ms", sa.Float),
    instant("heartbeat_at"),
    instant("listening_since"),
    instant("due_at", nullable=False),
    instant("lease_until"),
    sa.UniqueConstraint("file_id", "name"),
    sa.Index("ix_probes_probes_due_at", "due_at"),
)

samples = tenant_table(
    "probes_samples",
    sa.Column("probe_id", sa.Uuid, sa.ForeignKey("probes_probes.id"), nullable=False),
    instant("at", nullable=False, index=True),
    sa.Column("state", sa.String(10), nullable=False),
    sa.Column("latency_ms", sa.Float),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Index("ix_probes_samples_probe_id_at", "probe_id", "at"),
)

# A span is a stretch in one state; samples without a gap prolong it, so that a day is a few rows.
spans = tenant_table(
    "probes_spans",
    sa.Column("probe_id", sa.Uuid, sa.ForeignKey("probes_probes.id"), nullable=False),
    sa.Column("state", sa.String(10), nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("interval_s", sa.Float, nullable=False),
    instant("begun_at", nullable=False),
    instant("seen_at", nullable=False),
    instant("ended_at"),
    sa.Index("ix_probes_spans_probe_id_begun_at", "probe_id", "begun_at"),
)


def keep_file(work: Work, path: str, stamp: str, *, asked: bool) -> UUID:
    """The file at a path is on record as it was just read; ``asked``: because somebody asked for its checks now."""
    known = work.value(work.select(files, files.c.id).where(files.c.path == path))
    values: dict[str, Any] = {"stamp": stamp} | ({"asked_at": work.now} if asked else {})
    if known is not None:
        work.update(files, values, files.c.id == known)
        return UUID(str(known))
    fresh = new_id()
    work.insert(files, [{"id": fresh, "path": path, "asked_at": work.now, **values}])
    return fresh


def file_row(work: Work, path: str | None) -> Row | None:
    """The file at a path, or the one asked for last."""
    statement = work.select(files)
    if path is not None:
        statement = statement.where(files.c.path == path)
    return work.row(statement.order_by(files.c.asked_at.desc()).limit(1))


def every_file(work: Work) -> Sequence[Row]:
    """The files of every workspace: the server's clock serves all of them."""
    return work.rows(sa.select(files))


def keep_probes(work: Work, file: UUID, listed: Sequence[tuple[Probe, str]]) -> None:
    """The book agrees with the file: pairs of probe and fingerprint; a probe that changed begins anew."""
    known = {row["name"]: row for row in work.rows(work.select(probes).where(probes.c.file_id == file))}
    work.update(probes, {"active": False}, probes.c.file_id == file)
    for position, (probe, fingerprint) in enumerate(listed):
        values: dict[str, Any] = {"kind": probe.kind.value, "target": probe.target, "interval_s": probe.interval_s}
        values |= {"depends_on": list(probe.depends_on), "position": position, "active": True}
        row = known.get(probe.name)
        if row is None or row["fingerprint"] != fingerprint:
            values |= _anew(work.now, fingerprint)
        elif not row["active"] or row["interval_s"] != probe.interval_s:
            values |= {"due_at": work.now}
        if row is None:
            work.insert(probes, [{"file_id": file, "name": probe.name, **values}])
        else:
            work.update(probes, values, probes.c.id == row["id"])


def probe_rows(work: Work, file: UUID) -> Sequence[Row]:
    """The file's probes, in its order."""
    statement = work.select(probes).where(probes.c.file_id == file, probes.c.active.is_(True))
    return work.rows(statement.order_by(probes.c.position))


def probe_row(work: Work, name: str, path: str | None) -> Row | None:
    """The probe of a name: that of the file at ``path``, else of the file asked for last that has one."""
    joined = probes.join(files, files.c.id == probes.c.file_id)
    statement = sa.select(*probes.columns).select_from(joined).where(work.mine(probes), probes.c.name == name)
    preferred = sa.case((files.c.path == (path or ""), 0), else_=1)
    order = [preferred, files.c.asked_at.desc()]
    return work.row(statement.where(probes.c.active.is_(True)).order_by(*order).limit(1))


def count_due(work: Work, among: Sequence[UUID]) -> int:
    """How many probes of these files are due, of every workspace."""
    return int(work.value(sa.select(sa.func.count()).select_from(probes).where(*_due(work, among))) or 0)


def claim_due(work: Work, among: Sequence[UUID], limit: int, lease: timedelta) -> list[Row]:
    """Takes due probes of these files, oldest first, under a lease; returns them as they were before."""
    statement = sa.select(probes).where(*_due(work, among)).order_by(probes.c.due_at).limit(limit)
    rows = work.rows(statement.with_for_update(skip_locked=True))
    taken = sa.update(probes).where(probes.c.id.in_([row["id"] for row in rows]))
    if rows:
        work.connection.execute(taken.values(lease_until=work.now + lease))
    return list(rows)


def held_row(work: Work, probe: UUID, lease_until: datetime | None) -> Row | None:
    """The probe, locked for a change; None when it is gone or its lease is no longer the given one."""
    row = work.row(work.select(probes).where(probes.c.id == probe).with_for_update())
    return None if row is None or (lease_until is not None and row["lease_until"] != lease_until) else row


def change_probe(work: Work, probe: UUID, **values: Any) -> None:
    """Sets columns of a probe."""
    work.update(probes, values, probes.c.id == probe)


def add_sample(work: Work, probe: UUID, outcome: Outcome, at: datetime) -> None:
    """What a check found."""
    row = {"probe_id": probe, "at": at, "state": outcome.state.value, "latency_ms": outcome.latency_ms}
    work.insert(samples, [row | {"reason": outcome.reason}])


def open_span(work: Work, probe: UUID) -> Row | None:
    """The probe's span that goes on."""
    return work.row(work.select(spans).where(spans.c.probe_id == probe, spans.c.ended_at.is_(None)))


def begin_span(work: Work, probe: UUID, outcome: Outcome, at: datetime, interval_s: float) -> None:
    """A stretch of one state begins."""
    row = {"probe_id": probe, "state": outcome.state.value, "reason": outcome.reason, "interval_s": interval_s}
    work.insert(spans, [row | {"begun_at": at, "seen_at": at}])


def change_span(work: Work, span: UUID, **values: datetime) -> None:
    """Prolongs (``seen_at``) or ends (``ended_at``) a span."""
    work.update(spans, values, spans.c.id == span)


def spans_after(work: Work, among: Sequence[UUID], begin: datetime) -> dict[UUID, list[Span]]:
    """Spans that reach beyond ``begin``, by probe."""
    reaching = sa.or_(spans.c.ended_at.is_(None), spans.c.ended_at > begin)
    found: dict[UUID, list[Span]] = {}
    for row in work.rows(work.select(spans).where(spans.c.probe_id.in_(among), reaching)):
        span = Span(State(row["state"]), row["begun_at"], row["seen_at"], row["ended_at"], row["interval_s"])
        found.setdefault(row["probe_id"], []).append(span)
    return found


def points_between(work: Work, probe: UUID, begin: datetime, end: datetime) -> list[Point]:
    """Samples of a probe, oldest first: ``begin`` included, ``end`` not."""
    within = [samples.c.probe_id == probe, samples.c.at >= begin, samples.c.at < end]
    rows = work.rows(work.select(samples).where(*within).order_by(samples.c.at, samples.c.id))
    return [Point(row["at"], State(row["state"]), row["latency_ms"], row["reason"]) for row in rows]


def forget_old(work: Work) -> None:
    """Forgets samples and ended spans of every workspace that are older than they are kept."""
    work.connection.execute(sa.delete(samples).where(samples.c.at < work.now - SAMPLES_KEPT))
    work.connection.execute(sa.delete(spans).where(spans.c.ended_at < work.now - SPANS_KEPT))


def record_of(row: Row) -> Record:
    """A probe's last outcome."""
    head = (row["name"], row["interval_s"], State(row["state"]), row["reason"])
    return Record(*head, row["since"], row["checked_at"])


def _due(work: Work, among: Sequence[UUID]) -> list[sa.ColumnElement[bool]]:
    free = sa.or_(probes.c.lease_until.is_(None), probes.c.lease_until <= work.now)
    return [probes.c.file_id.in_(among), probes.c.active.is_(True), probes.c.due_at <= work.now, free]


def _anew(now: datetime, fingerprint: str) -> dict[str, Any]:
    blank = dict.fromkeys(("since", "checked_at", "latency_ms", "heartbeat_at", "listening_since", "lease_until"))
    return {**blank, "fingerprint": fingerprint, "state": State.UNKNOWN.value, "reason": "", "due_at": now}
