"""Jobs in processes of their own: one that cannot even start is not started for ever."""

import time
from pathlib import Path

import pytest

from kaizen.access.service import ensure_owner
from kaizen.jobs.children import Children
from kaizen.kit.actor import local_actor
from kaizen.storage import jobs
from kaizen.storage.jobs import JobState
from kaizen.storage.work import Context
from tests.fixtures.databases import fresh_sqlite


@pytest.fixture
def served(sqlite_template: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Context:
    """A home folder that processes started from here use as well."""
    monkeypatch.setenv("KAIZEN_HOME", str(tmp_path))
    monkeypatch.delenv("KAIZEN_DATABASE_URL", raising=False)
    context = Context(fresh_sqlite(sqlite_template, tmp_path), local_actor("kaizen"))
    ensure_owner(context, "tester")
    return context


def run_out(children: Children, job: jobs.JobView) -> None:
    """Starts the job's process and looks after it until it has ended."""
    children.start(job.id)
    deadline = time.monotonic() + 30
    while job.id in children and time.monotonic() < deadline:
        children.look_after()
        time.sleep(0.05)
    assert job.id not in children


def test_a_process_that_does_its_job_is_forgotten(served: Context, tmp_path: Path) -> None:
    asked = jobs.enqueue(served, "inventory.scan", {"path": str(tmp_path / "nowhere")})
    run_out(Children(served), asked)

    assert jobs.job_view(served, asked.id).state is JobState.FAILED
    served.database.dispose()


def test_a_process_that_cannot_start_costs_attempts_until_the_job_is_closed(
    served: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KAIZEN_NO_SUCH_SETTING", "1")
    asked = jobs.enqueue(served, "inventory.scan", {"path": "/srv/shop"})
    run_out(Children(served), asked)
    waiting = jobs.due_jobs(served, [])
    for _ in range(jobs.MAX_ATTEMPTS - 1):
        run_out(Children(served), asked)
    later = Context(served.database, served.actor, lambda: asked.created_at.replace(year=asked.created_at.year + 1))
    jobs.claim_due(later)

    assert waiting == []
    assert jobs.job_view(served, asked.id).state is JobState.FAILED
    served.database.dispose()
