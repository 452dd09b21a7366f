"""What the latest test runs of a repository measured: failing tests, coverage, flaky tests."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from decimal import ROUND_FLOOR, Decimal
from hashlib import blake2b
from uuid import UUID

from kaizen.collect.testruns.model import State
from kaizen.collect.testruns.service import coverage_summary, latest_runs, list_flaky, list_runs
from kaizen.collect.testruns.views import RunView
from kaizen.kit.paging import MAX_LIMIT, PageRequest
from kaizen.loop.reports.model import Reading
from kaizen.storage.work import Context

DIGITS = Decimal("0.0001")


def readings_of_runs(context: Context, repository: UUID) -> list[Reading]:
    """What the last run of each suite found; a run served from cache measured nothing anew."""
    latest = latest_runs(context, repository)
    return [
        *_failures(context, latest),
        *_coverage(context, repository, latest),
        *_flaky(context, latest),
    ]


def _failures(context: Context, latest: Sequence[RunView]) -> Iterator[Reading]:
    """Failed and broken cases of all suites together; none while a suite that once counted them does not now.

    A runner that went missing must not look like tests that were mended.
    """
    counted = [run for run in latest if _counts(run)]
    fresh = [run for run in counted if not run.from_cache]
    silent = [run for run in latest if not _counts(run)]
    if not fresh or any(_once_counted(context, run) for run in silent):
        return
    failing = sum((run.failed or 0) + (run.errors or 0) for run in counted)
    yield _reading("test_failures", Decimal(failing), fresh, {"not_measured": [run.suite for run in silent]})


def _counts(run: RunView) -> bool:
    """Whether cases ran: a run that skipped all of them has counts, and yet measured nothing."""
    return run.failed is not None and run.state in (State.PASSED, State.FAILED, State.ERROR)


def _once_counted(context: Context, silent: RunView) -> bool:
    if silent.state is not State.NOT_MEASURED:
        return True
    past = list_runs(context, PageRequest(limit=MAX_LIMIT), silent.suite)
    return any(_counts(run) for run in past.items)


def _coverage(context: Context, repository: UUID, latest: Sequence[RunView]) -> Iterator[Reading]:
    fresh = [run for run in latest if run.coverage is not None and not run.from_cache]
    overall = coverage_summary(context, repository).overall if fresh else None
    if overall is None or not overall.lines_total:
        return
    share = Decimal(100 * overall.lines_covered) / Decimal(overall.lines_total)
    evidence = {"lines_covered": overall.lines_covered, "lines_total": overall.lines_total}
    yield _reading("coverage", share.quantize(DIGITS, ROUND_FLOOR), fresh, evidence)


def _flaky(context: Context, latest: Sequence[RunView]) -> Iterator[Reading]:
    """How many cases are flaky; none before a suite ran twice, nor where other repositories' cases are among them."""
    fresh = [run for run in latest if _counts(run) and not run.from_cache]
    if not fresh or {run.id for run in latest_runs(context)} != {run.id for run in latest}:
        return
    past = list_runs(context, PageRequest(limit=MAX_LIMIT)).items
    ran = Counter(run.suite for run in past if _counts(run) and not run.from_cache)
    found = list_flaky(context, PageRequest(limit=1)).total
    if found or max(ran.values(), default=0) > 1:
        yield _reading("flaky_tests", Decimal(found), fresh, {})


def _reading(name: str, value: Decimal, fresh: Sequence[RunView], evidence: Mapping[str, object]) -> Reading:
    ids = sorted(str(run.id) for run in fresh)
    source = f"runs {blake2b(' '.join(ids).encode(), digest_size=16).hexdigest()}"
    return Reading(name, max(run.started_at for run in fresh), value, source, {"runs": ids, **evidence})
