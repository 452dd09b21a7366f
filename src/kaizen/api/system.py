"""``/api/v1/system`` and ``/jobs``: how the server is, and its background work."""

import time
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from fastapi import APIRouter, Request, Response

from kaizen import __version__
from kaizen.api.asking import Here, Paging
from kaizen.api.parts import Dependency, Joined, Parts
from kaizen.api.replies import once, reply
from kaizen.kit.errors import KaizenError
from kaizen.kit.paging import Page
from kaizen.storage import jobs
from kaizen.storage.events import latest_position
from kaizen.storage.jobs import JobView

router = APIRouter(tags=["system"])


@dataclass(frozen=True, slots=True)
class DependencyState:
    """One dependency as just checked."""

    name: str
    state: str
    latency_ms: float
    reason: str | None


@dataclass(frozen=True, slots=True)
class DatabaseState:
    """The state database as just checked."""

    kind: str
    ok: bool
    latency_ms: float
    reason: str | None


@dataclass(frozen=True, slots=True)
class SystemView:
    """The server at a glance."""

    version: str
    started_at: datetime
    home: str
    root: str | None
    database: DatabaseState
    dependencies: list[DependencyState]
    jobs: dict[str, int]
    events: int


def examine(dependency: Dependency) -> DependencyState:
    """Checks a dependency now."""
    begun = time.perf_counter()
    try:
        reason = dependency.check()
    except KaizenError as error:
        reason = error.sentence()
    took = round((time.perf_counter() - begun) * 1000, 2)
    return DependencyState(dependency.name, "down" if reason else "up", took, reason)


def examine_all(parts: Parts) -> list[DependencyState]:
    """Checks every dependency now."""
    return [examine(dependency) for dependency in parts.dependencies]


@router.get("/system", response_model=SystemView)
def system(request: Request, here: Here, parts: Joined) -> Response:
    """Version, dependencies with their time and reason, background work."""
    states = examine_all(parts)
    database = next(state for state in states if state.name == "database")
    kind = "sqlite" if here.database.is_sqlite else "postgresql"
    view = SystemView(
        version=__version__,
        started_at=parts.started_at,
        home=str(parts.settings.home),
        root=str(parts.root) if parts.root else None,
        database=DatabaseState(kind, database.reason is None, database.latency_ms, database.reason),
        dependencies=states,
        jobs=jobs.count_jobs(here),
        events=latest_position(here),
    )
    return reply(request, view)


@router.get("/jobs", response_model=Page[JobView])
def list_jobs(request: Request, here: Here, paging: Paging) -> Response:
    """Background work, newest first."""
    return reply(request, jobs.list_jobs(here, paging))


@router.get("/jobs/{job_id}", response_model=JobView)
def job(request: Request, here: Here, job_id: UUID) -> Response:
    """One job with its progress, result or error."""
    return reply(request, jobs.job_view(here, job_id))


@router.post("/jobs/{job_id}/cancel", status_code=202, response_model=JobView)
def cancel(request: Request, here: Here, job_id: UUID) -> Response:
    """Asks a job to stop."""
    return once(request, here, 202, lambda: jobs.cancel(here, job_id))
