"""Durable jobs on both databases: one holder at a time, nothing lost, nothing for ever."""

import threading
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from kaizen.kit.errors import KaizenError
from kaizen.kit.paging import PageRequest
from kaizen.kit.progress import Progress
from kaizen.storage import jobs
from kaizen.storage.events import events_after
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
    jobs.renew(here, claim, Progress("reading", 3, 10, 4.5))
    halfway = jobs.job_view(here, asked.id)
    jobs.finish(here, claim, {"items": 3})
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
    jobs.renew(at(here, 50), claim)

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
    claim = jobs.claim_due(here)
    assert claim is not None
    asked = jobs.cancel(here, running.id)

    assert asked.state is JobState.RUNNING
    assert jobs.renew(here, claim) is False


def test_a_holder_that_lost_its_job_neither_renews_nor_closes_it(here: Context) -> None:
    jobs.enqueue(at(here, 0), "sample.work", {})
    first = jobs.claim_due(at(here, 0))
    second = jobs.claim_due(at(here, 61))
    assert first is not None
    assert second is not None
    renewed = [jobs.renew(at(here, 62), each, Progress("step")) for each in (first, second)]
    told_by_the_loser = len(events_after(here, 0))
    jobs.finish(here, first, {"by": "first"})
    jobs.fail(here, first, KaizenError("access.sign_in_needed"))
    jobs.confirm_cancelled(here, first)
    between = jobs.job_view(here, first.id).state
    jobs.finish(here, second, {"by": "second"})

    assert renewed == [False, True]
    assert between is JobState.RUNNING
    assert jobs.job_view(here, first.id).result == {"by": "second"}
    assert told_by_the_loser == 2


def test_a_job_given_back_is_due_at_once_and_the_attempt_does_not_count(here: Context) -> None:
    asked = jobs.enqueue(here, "sample.work", {})
    for _ in range(jobs.MAX_ATTEMPTS + 1):
        claim = jobs.claim_due(here)
        assert claim is not None
        assert claim.attempts == 1
        jobs.release(here, asked.id)


def test_a_job_that_has_ended_is_not_given_back(here: Context) -> None:
    asked = jobs.enqueue(here, "sample.work", {})
    claim = jobs.claim_due(here)
    assert claim is not None
    jobs.finish(here, claim, {})
    jobs.release(here, asked.id)

    assert jobs.job_view(here, asked.id).state is JobState.DONE


def test_a_job_whose_process_never_claims_it_waits_and_is_closed_in_the_end(here: Context) -> None:
    asked = jobs.enqueue(at(here, 0), "sample.work", {})
    for attempt in range(jobs.MAX_ATTEMPTS):
        jobs.put_off(at(here, attempt * 10), asked.id, timedelta(seconds=10))
        assert jobs.due_jobs(at(here, attempt * 10 + 9), []) == []
    assert jobs.claim_due(at(here, 100)) is None
    closed = jobs.job_view(here, asked.id)

    assert closed.state is JobState.FAILED
    assert events_after(here, 0)[-1].payload == {"job": str(asked.id), "state": "failed"}


def test_a_queue_of_heavy_work_does_not_hide_quick_work(here: Context) -> None:
    for number in range(30):
        jobs.enqueue(here, "heavy.work", {"number": number})
    quick = jobs.enqueue(here, "quick.work", {})

    assert (quick.id, "quick.work") in jobs.due_jobs(here, ["heavy.work"])


def test_another_workspace_cannot_see_or_cancel_a_job(here: Context, other_workspace: Context) -> None:
    asked = jobs.enqueue(here, "sample.work", {})

    with pytest.raises(KaizenError, match="no job"):
        jobs.job_view(other_workspace, asked.id)
    with pytest.raises(KaizenError, match="no job"):
        jobs.cancel(other_workspace, asked.id)
    assert jobs.list_jobs(other_workspace, PageRequest()).items == []
