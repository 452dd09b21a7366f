"""Durable background work: rows whose state says what is due, claimed with a lease that runs out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from kaizen.kit.codecs import to_plain
from kaizen.kit.errors import KaizenError
from kaizen.kit.ids import new_id
from kaizen.kit.paging import Page, PageRequest
from kaizen.kit.progress import Progress
from kaizen.storage.paging import fetch_page
from kaizen.storage.tables import instant, json, tenant_table
from kaizen.storage.work import Context, Row, Work

LEASE = timedelta(seconds=60)
MAX_ATTEMPTS = 3

jobs = tenant_table(
    "jobs",
    sa.Column("kind", sa.String(100), nullable=False),
    json("payload", nullable=False),
    sa.Column("state", sa.String(20), nullable=False),
    json("progress"),
    json("error"),
    json("result"),
    sa.Column("attempts", sa.Integer, nullable=False),
    sa.Column("cancel_requested", sa.Boolean, nullable=False),
    instant("created_at", nullable=False),
    instant("due_at", nullable=False),
    instant("lease_until"),
    instant("started_at"),
    instant("finished_at"),
    sa.Index("ix_jobs_state_due_at", "state", "due_at"),
)


class JobState(StrEnum):
    """Where a job stands; a running job whose lease has run out is due again."""

    DUE = "due"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


UNFINISHED = (JobState.DUE, JobState.RUNNING)


@dataclass(frozen=True, slots=True)
class JobView:
    """A job as people and pages see it."""

    id: UUID
    kind: str
    state: JobState
    progress: Progress | None
    created_at: datetime
    started_at: datetime | None
    finished_at: datetime | None
    error: dict[str, Any] | None
    result: dict[str, Any] | None


@dataclass(frozen=True, slots=True)
class Claim:
    """A job that this process holds until its lease runs out."""

    id: UUID
    workspace_id: UUID
    kind: str
    payload: dict[str, Any]
    attempts: int


def enqueue(context: Context, kind: str, payload: dict[str, Any]) -> JobView:
    """Adds a job; the same kind with the same payload that is still unfinished is returned instead."""
    with context.changing(f"{kind}.request") as work:
        work.alone(f"jobs {kind}")
        same = [jobs.c.kind == kind, jobs.c.state.in_(UNFINISHED), jobs.c.cancel_requested.is_(False)]
        for row in work.rows(work.select(jobs).where(*same)):
            if row["payload"] == payload:
                work.subject, work.details = str(row["id"]), payload
                return _view(row)
        job = new_id()
        fresh: dict[str, Any] = {"id": job, "kind": kind, "payload": payload, "state": JobState.DUE, "attempts": 0}
        fresh |= {"cancel_requested": False, "created_at": work.now, "due_at": work.now}
        work.insert(jobs, [fresh])
        work.subject, work.details = str(job), payload
        work.record("jobs.changed", job=str(job), kind=kind, state=JobState.DUE)
        return _get(work, job)


def claim_due(context: Context, only: UUID | None = None) -> Claim | None:
    """Takes the oldest due job of any workspace under a lease, or None; a stranded job is taken over.

    A job whose lease ran out ``MAX_ATTEMPTS`` times is closed as failed instead of being tried for ever.
    """
    with context.keeping() as work:
        statement = sa.select(jobs).where(_claimable(work)).order_by(jobs.c.due_at).limit(1)
        if only is not None:
            statement = statement.where(jobs.c.id == only)
        row = work.row(statement.with_for_update(skip_locked=True))
        if row is None:
            return None
        if row["attempts"] >= MAX_ATTEMPTS or row["cancel_requested"]:
            _close_stranded(work, row)
            return None
        values = {"state": JobState.RUNNING, "lease_until": work.now + LEASE, "attempts": row["attempts"] + 1}
        _set(work, row["id"], values | {"started_at": row["started_at"] or work.now})
        return Claim(row["id"], row["workspace_id"], row["kind"], row["payload"], row["attempts"] + 1)


def due_jobs(context: Context, heavy: Sequence[str], limit: int = 20) -> list[tuple[UUID, str]]:
    """Id and kind of jobs of any workspace that wait or are stranded, oldest first.

    At most ``limit`` of the ``heavy`` kinds and as many of all others: a queue of slow work does not hide quick work.
    """
    with context.reading() as work:
        statement = sa.select(jobs.c.id, jobs.c.kind).where(_claimable(work)).order_by(jobs.c.due_at).limit(limit)
        chosen = [statement.where(jobs.c.kind.not_in(heavy)), statement.where(jobs.c.kind.in_(heavy))]
        return [(row["id"], row["kind"]) for each in chosen for row in work.rows(each)]


def release(context: Context, job: UUID) -> None:
    """Gives a job back unfinished, because its process was asked to stop; the next sweep takes it.

    The attempt does not count: nothing went wrong. A job that has ended meanwhile stays as it is.
    """
    with context.keeping() as work:
        values = {"state": JobState.DUE, "lease_until": None, "attempts": jobs.c.attempts - 1}
        _set(work, job, values, jobs.c.state == JobState.RUNNING)


def put_off(context: Context, job: UUID, wait: timedelta) -> None:
    """Counts an attempt of a job whose process ended before it claimed it, and lets it wait before the next."""
    with context.keeping() as work:
        values = {"attempts": jobs.c.attempts + 1, "due_at": work.now + wait}
        _set(work, job, values, jobs.c.state == JobState.DUE)


def renew(context: Context, claim: Claim, progress: Progress | None = None) -> bool:
    """Keeps the lease and notes the progress; returns False when the job shall stop (cancelled or lost)."""
    with context.keeping() as work:
        values: dict[str, Any] = {"lease_until": work.now + LEASE}
        if progress is not None:
            values["progress"] = to_plain(progress)
        if not work.update(jobs, values, *_held(claim), jobs.c.cancel_requested.is_(False)):
            return False
        if progress is not None:
            work.record("jobs.changed", job=str(claim.id), state=JobState.RUNNING, progress=to_plain(progress))
        return True


def finish(context: Context, claim: Claim, result: dict[str, Any] | None = None) -> None:
    """Closes a job as done, with what it brought."""
    _close(context, claim.id, JobState.DONE, *_held(claim), result=result)


def fail(context: Context, claim: Claim, error: KaizenError) -> None:
    """Closes a job as failed, with the error's code, sentence and hint."""
    _close(context, claim.id, JobState.FAILED, *_held(claim), error=_error(error))


def cancel(context: Context, job: UUID) -> JobView:
    """Asks a job to stop: a waiting one stops at once, a running one at its next step."""
    with context.changing("jobs.cancel") as work:
        view = _get(work, job)
        work.subject = str(job)
        if view.state is JobState.DUE:
            _close(context, job, JobState.CANCELLED, jobs.c.state == JobState.DUE)
        elif view.state is JobState.RUNNING:
            work.update(jobs, {"cancel_requested": True}, jobs.c.id == job)
        return _get(work, job)


def confirm_cancelled(context: Context, claim: Claim) -> None:
    """Closes a job that has stopped because it was asked to; one that was lost to another holder stays with it."""
    _close(context, claim.id, JobState.CANCELLED, *_held(claim), jobs.c.cancel_requested)


def deaf(context: Context, since: timedelta) -> list[UUID]:
    """Running jobs of any workspace that were asked to stop and whose lease was last renewed ``since`` ago."""
    with context.reading() as work:
        renewed = jobs.c.lease_until < work.now + LEASE - since
        asked = [jobs.c.state == JobState.RUNNING, jobs.c.cancel_requested, renewed]
        return [row["id"] for row in work.rows(sa.select(jobs.c.id).where(*asked))]


def close_cancelled(context: Context, job: UUID) -> None:
    """Closes a job of any workspace whose process was ended because it did not stop when asked."""
    with context.keeping() as work:
        row = work.row(sa.select(jobs).where(jobs.c.id == job))
        if row is not None and row["state"] in UNFINISHED:
            _close_for_good(work, row, JobState.CANCELLED, None)


def job_view(context: Context, job: UUID) -> JobView:
    """One job; raises KaizenError where the workspace has none of that id."""
    with context.reading() as work:
        return _get(work, job)


def list_jobs(context: Context, request: PageRequest) -> Page[JobView]:
    """The workspace's jobs, newest first."""
    with context.reading() as work:
        order = [jobs.c.created_at, jobs.c.id]
        return fetch_page(work, work.select(jobs), order, request, _view, descending=True)


def count_jobs(context: Context) -> dict[str, int]:
    """How many of the workspace's jobs are in each state."""
    with context.reading() as work:
        count = sa.func.count().label("count")
        rows = work.rows(work.select(jobs, jobs.c.state, count).group_by(jobs.c.state))
        return {row["state"]: row["count"] for row in rows}


def _claimable(work: Work) -> sa.ColumnElement[bool]:
    due = sa.and_(jobs.c.state == JobState.DUE, jobs.c.due_at <= work.now)
    stranded = sa.and_(jobs.c.state == JobState.RUNNING, jobs.c.lease_until < work.now)
    return sa.or_(due, stranded)


def _get(work: Work, job: UUID) -> JobView:
    row = work.row(work.select(jobs).where(jobs.c.id == job))
    if row is None:
        raise KaizenError("storage.job_unknown", job=job)
    return _view(row)


def _held(claim: Claim) -> list[sa.ColumnElement[bool]]:
    """That the claim still stands: each takeover counts an attempt, so an old holder finds another number."""
    return [jobs.c.id == claim.id, jobs.c.state == JobState.RUNNING, jobs.c.attempts == claim.attempts]


def _close(
    context: Context,
    job: UUID,
    state: JobState,
    *conditions: sa.ColumnElement[bool],
    result: dict[str, Any] | None = None,
    error: Any = None,
) -> None:
    with context.keeping() as work:
        values = {"state": state, "finished_at": work.now, "result": to_plain(result), "error": error}
        if work.update(jobs, values, jobs.c.id == job, *conditions):
            work.record("jobs.changed", job=str(job), state=state)


def _close_stranded(work: Work, row: Row) -> None:
    if row["cancel_requested"]:
        _close_for_good(work, row, JobState.CANCELLED, None)
        return
    stranded = KaizenError("storage.job_stranded", attempts=row["attempts"])
    _close_for_good(work, row, JobState.FAILED, _error(stranded))


def _close_for_good(work: Work, row: Row, state: JobState, error: dict[str, str] | None) -> None:
    _set(work, row["id"], {"state": state, "finished_at": work.now, "error": error})
    work.record_for(row["workspace_id"], "jobs.changed", job=str(row["id"]), state=state)


def _set(work: Work, job: UUID, values: dict[str, Any], *conditions: sa.ColumnElement[bool]) -> None:
    # Across workspaces: the sweep serves all of them.
    work.connection.execute(sa.update(jobs).where(jobs.c.id == job, *conditions).values(**values))


def _error(error: KaizenError) -> dict[str, str]:
    return {"code": error.code, "sentence": error.sentence(), "hint": error.hint()}


def _view(row: Row) -> JobView:
    progress = Progress(**row["progress"]) if row["progress"] else None
    return JobView(
        id=row["id"],
        kind=row["kind"],
        state=JobState(row["state"]),
        progress=progress,
        created_at=row["created_at"],
        started_at=row["started_at"],
        finished_at=row["finished_at"],
        error=row["error"],
        result=row["result"],
    )
