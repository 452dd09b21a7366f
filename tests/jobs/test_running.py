"""One claimed job from claim to close: done, failed in plain words, cancelled at its next step."""

from typing import Any

import pytest

from kaizen.jobs.running import JobKind, run_job
from kaizen.kit.errors import KaizenError
from kaizen.kit.paging import PageRequest
from kaizen.kit.progress import Progress, ProgressSink
from kaizen.storage import jobs
from kaizen.storage.jobs import JobState
from kaizen.storage.work import Context


def running(here: Context, work: Any) -> jobs.JobView:
    """Asks for a job that does ``work``, runs it, and returns how it ended."""
    asked = jobs.enqueue(here, "sample.work", {"number": 1})
    assert run_job(here, {"sample.work": JobKind(work)}, asked.id)
    return jobs.job_view(here, asked.id)


def test_a_job_tells_its_progress_and_its_result(here: Context) -> None:
    seen: list[Progress | None] = []

    def work(context: Context, payload: dict[str, Any], report: ProgressSink) -> dict[str, Any]:
        report(Progress("counting", 1, 2))
        seen.extend(job.progress for job in jobs.list_jobs(context, PageRequest()).items)
        return {"sum": payload["number"] + 1}

    ended = running(here, work)

    assert (ended.state, ended.result, ended.error) == (JobState.DONE, {"sum": 2}, None)
    assert seen == [Progress("counting", 1, 2)]


def test_a_job_runs_in_the_workspace_that_asked_for_it(here: Context, other_workspace: Context) -> None:
    seen: list[Any] = []

    def work(context: Context, _payload: dict[str, Any], _report: ProgressSink) -> dict[str, Any]:
        seen.append(context.actor.workspace_id)
        return {}

    jobs.enqueue(other_workspace, "sample.work", {})
    run_job(here, {"sample.work": JobKind(work)})

    assert seen == [other_workspace.actor.workspace_id]


@pytest.mark.parametrize(
    ("error", "code"),
    [
        pytest.param(KaizenError("access.key_unknown", key="k"), "access.key_unknown", id="an expected error"),
        pytest.param(ZeroDivisionError("secret"), "api.unexpected", id="an unexpected one, without inner matter"),
    ],
)
def test_a_job_that_fails_says_why(here: Context, error: Exception, code: str) -> None:
    def work(*_: object) -> dict[str, Any]:
        raise error

    ended = running(here, work)

    assert ended.state is JobState.FAILED
    assert ended.error is not None
    assert ended.error["code"] == code
    assert "secret" not in str(ended.error)


def test_a_job_asked_to_stop_stops_at_its_next_step(here: Context) -> None:
    def work(context: Context, _payload: dict[str, Any], report: ProgressSink) -> dict[str, Any]:
        jobs.cancel(context, jobs.list_jobs(context, PageRequest()).items[0].id)
        report(Progress("next step"))
        pytest.fail("the job went on")

    assert running(here, work).state is JobState.CANCELLED


def test_a_kind_nobody_knows_is_a_failure_and_not_a_loop(here: Context) -> None:
    asked = jobs.enqueue(here, "future.kind", {})
    run_job(here, {}, asked.id)
    ended = jobs.job_view(here, asked.id)

    assert ended.error is not None
    assert (ended.state, ended.error["code"]) == (JobState.FAILED, "storage.job_kind_unknown")
    assert run_job(here, {}) is False
