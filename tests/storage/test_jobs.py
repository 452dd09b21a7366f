"""Durable jobs on both databases: one holder at a time, nothing lost, nothing for ever."""

import threading
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from kaizen.kit.errors import KaizenError
from kaizen.kit.paging import PageRequest
from kaizen.kit.progress import Progress
from kaizen.storage import jobs
from kaizen.storage.jobs import JobState
from kaizen.storage.work import Context

START = datetime(2026, 1, 1, tzinfo=UTC)


def at(context: Context, seconds: float) -> Context:
    """The same place at a later time."""
    return Context(context.database, context.actor, lambda: START + timedelta(seconds=seconds))


def test_a_job_is_asked_for_claimed_and_done(here: Context) -> None:
    asked = jobs.enqueue(here, "sample.work", {"path": "/x"})
    claim = jobs.claim_due(here)
    assert claim is not None
    jobs.renew(here, claim.id, Progress("reading", 3, 10, 4.5))
    halfway = jobs.job_view(here, asked.id)
    jobs.finish(here, claim.id, {"items": 3})
    done = jobs.job_view(here, asked.id)

    assert (asked.state, halfway.state, done.state) == (JobState.DUE, JobState.RUNNING, JobState.DONE)
    assert halfway.progress == Progress("reading", 3, 10, 4.5)
    assert done.result == {"items": 3}
    assert jobs.claim_due(here) is None


def test_the_same_work_is_not_queued_twice(here: Context) -> None:
    first = jobs.enqueue(here, "sample.work", {"path": "/x"})
    same = jobs.enqueue(here, "sample.work", {"path": "/x"})
    other = jobs.enqueue(here, "sample.work", {"path": "/y"})

    assert same.id == first.id
    assert other.id != first.id
    assert jobs.count_jobs(here) == {"due": 2}


def test_the_same_work_asked_for_many_times_at_once_is_queued_once(here: Context) -> None:
    asked: list[Any] = []

    def ask() -> None:
        asked.append(jobs.enqueue(here, "sample.work", {"path": "/x"}).id)

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(asked) == 8
    assert len(set(asked)) == 1


def test_a_job_whose_process_died_is_taken_over_when_its_lease_runs_out(here: Context) -> None:
    asked = jobs.enqueue(at(here, 0), "sample.work", {})
    jobs.claim_due(at(here, 0))

    assert jobs.claim_due(at(here, 59)) is None
    again = jobs.claim_due(at(here, 61))
    assert again is not None
    assert (again.id, again.attempts) == (asked.id, 2)


def test_a_job_that_kills_its_process_each_time_is_closed_as_failed(here: Context) -> None:
    asked = jobs.enqueue(at(here, 0), "sample.work", {})
    for attempt in range(jobs.MAX_ATTEMPTS + 1):
        jobs.claim_due(at(here, attempt * 100))
    closed = jobs.job_view(here, asked.id)

    assert closed.state is JobState.FAILED
    assert closed.error is not None
    assert closed.error["code"] == "storage.job_stranded"


def test_a_renewed_lease_is_not_taken_over(here: Context) -> None:
    jobs.enqueue(at(here, 0), "sample.work", {})
    claim = jobs.claim_due(at(here, 0))
    assert claim is not None
    jobs.renew(at(here, 50), claim.id)

    assert jobs.claim_due(at(here, 100)) is None


def test_many_workers_share_the_jobs_without_overlap(here: Context) -> None:
    for number in range(30):
        jobs.enqueue(here, "sample.work", {"number": number})
    taken: list[Any] = []

    def work() -> None:
        while (claim := jobs.claim_due(here)) is not None:
            taken.append(claim.id)

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    # SKIP LOCKED may leave a worker empty-handed for a moment; what is left is still due.
    while (claim := jobs.claim_due(here)) is not None:
        taken.append(claim.id)
    assert len(taken) == len(set(taken)) == 30


def test_a_waiting_job_is_cancelled_at_once_and_a_running_one_is_asked_to_stop(here: Context) -> None:
    waiting = jobs.enqueue(here, "sample.work", {"number": 1})
    assert jobs.cancel(here, waiting.id).state is JobState.CANCELLED
    running = jobs.enqueue(here, "sample.work", {"number": 2})
    jobs.claim_due(here)
    asked = jobs.cancel(here, running.id)

    assert asked.state is JobState.RUNNING
    assert jobs.renew(here, running.id) is False


def test_another_workspace_cannot_see_or_cancel_a_job(here: Context, other_workspace: Context) -> None:
    asked = jobs.enqueue(here, "sample.work", {})

    with pytest.raises(KaizenError, match="no job"):
        jobs.job_view(other_workspace, asked.id)
    with pytest.raises(KaizenError, match="no job"):
        jobs.cancel(other_workspace, asked.id)
    assert jobs.list_jobs(other_workspace, PageRequest()).items == []
