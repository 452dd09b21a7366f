"""Use cases of test runs that only read: runs, cases, coverage, what is flaky and what is slow."""

from collections.abc import Iterable, Sequence
from typing import TypeVar
from uuid import UUID

from kaizen.collect.testruns import rules, store
from kaizen.collect.testruns.model import FlakyCase, ModuleCoverage, Outcome, PastCase, SlowCase, Source
from kaizen.collect.testruns.recording import close_interrupted
from kaizen.collect.testruns.summing import FLOORS, summed
from kaizen.collect.testruns.views import (
    CaseQuery,
    CaseView,
    CoverageSummary,
    ModuleView,
    RunNotes,
    RunView,
    module_view,
)
from kaizen.kit.errors import KaizenError
from kaizen.kit.paging import Page, PageRequest, decode_cursor, encode_cursor
from kaizen.storage.work import Context, Row, Work

DEPTH = 30
MOST_SLOW = 500
T = TypeVar("T")


def list_runs(context: Context, request: PageRequest, suite: str | None = None) -> Page[RunView]:
    """Runs, newest first; those of one suite where one is named."""
    with context.reading() as work:
        return store.run_page(work, request, suite)


def get_run(context: Context, run_id: UUID) -> RunView:
    """One run; raises KaizenError where the workspace has none of that id."""
    with context.reading() as work:
        found = store.run(work, run_id)
    if found is None:
        raise KaizenError("testruns.run_unknown", run=run_id)
    return found


def get_notes(context: Context, run_id: UUID) -> RunNotes:
    """What else a run left; raises KaizenError where the workspace has none of that id."""
    with context.reading() as work:
        found = store.notes(work, run_id)
    if found is None:
        raise KaizenError("testruns.run_unknown", run=run_id)
    return found


def list_cases(context: Context, run_id: UUID, query: CaseQuery, request: PageRequest) -> Page[CaseView]:
    """Cases of a run, what failed first; of a run served from cache, those of the run it was served from."""
    with context.reading() as work:
        return store.case_page(work, _holder(work, run_id), query, request)


def list_coverage(context: Context, run_id: UUID, request: PageRequest) -> Page[ModuleView]:
    """Coverage of a run by module, each beside the floor for modules."""
    with context.reading() as work:
        page = store.module_page(work, _holder(work, run_id), request)
    views = [module_view(rules.judge(entry, FLOORS.module)) for entry in page.items]
    return Page(views, page.next_cursor, page.total)


def list_flaky(context: Context, request: PageRequest) -> Page[FlakyCase]:
    """Cases whose outcome changed while the code did not, within the last 30 runs of each suite; most flips first."""
    with context.reading() as work:
        rows = store.window(work, DEPTH)
        past: list[PastCase] = []
        for several in _by_suite(rows):
            among = [row["id"] for row in several]
            find = store.wavering_cases if len(several) > 1 else store.repeated_cases
            past += _past(work, several, sorted(find(work, among)))
    return _cut(rules.flaky(past), request)


def list_slowest(context: Context, request: PageRequest) -> Page[SlowCase]:
    """Cases by the median of their durations within the last 30 runs of each suite, slowest first.

    Looks at the 500 cases that took longest in any of those runs.
    """
    with context.reading() as work:
        rows = store.window(work, DEPTH)
        among = [row["id"] for row in rows]
        past = _past(work, rows, sorted(store.longest_cases(work, among, MOST_SLOW)))
    return _cut(rules.slowest(past)[:MOST_SLOW], request)


def latest_runs(context: Context, repository: UUID | None = None) -> list[RunView]:
    """The last run of each suite that has ended, newest first; of one repository, or of all."""
    with context.reading() as work:
        return store.latest(work, repository)


def latest_run(context: Context) -> RunView | None:
    """The run that began last, whatever its state."""
    with context.reading() as work:
        return next(iter(store.run_page(work, PageRequest(limit=1)).items), None)


def latest_coverage(context: Context, repository: UUID | None = None) -> list[ModuleCoverage]:
    """Coverage by module of the last run of each suite that measured it; a module as its best suite saw it."""
    with context.reading() as work:
        views = store.latest(work, repository, measured=True)
        holders = [store.cases_of(work, view.id) for view in views]
        return rules.best_per_module(*(store.modules_of(work, held) for held in holders if held))


def coverage_summary(context: Context, repository: UUID | None = None, services: Iterable[str] = ()) -> CoverageSummary:
    """Coverage of everything that was measured last, beside the floors; ``services`` are folders."""
    return summed(latest_coverage(context, repository), services)


def count_states(context: Context) -> dict[str, int]:
    """How many suites ended their last run in each state."""
    with context.reading() as work:
        return store.counts_by_state(work)


def sweep_interrupted(system: Context) -> None:
    """Closes the runs of dead processes in every workspace; for the server's clock."""
    close_interrupted(system, everywhere=True)


def _holder(work: Work, run_id: UUID) -> UUID:
    found = store.cases_of(work, run_id)
    if found is None:
        raise KaizenError("testruns.run_unknown", run=run_id)
    return found


def _by_suite(rows: Sequence[Row]) -> list[list[Row]]:
    found: dict[tuple[UUID | None, str, str], list[Row]] = {}
    for row in rows:
        found.setdefault((row["repository_id"], row["suite"], row["runner"]), []).append(row)
    return list(found.values())


def _past(work: Work, rows: Sequence[Row], named: Sequence[store.Named]) -> list[PastCase]:
    runs = {row["id"]: row for row in rows}
    found = store.results_of(work, list(runs), named)
    return [_past_case(runs[result["run_id"]], result) for result in found]


def _past_case(run: Row, result: Row) -> PastCase:
    code = run["digest"] if run["source"] == Source.RUN else run["commit_id"]
    return PastCase(
        repository=str(run["repository_id"]),
        suite=run["suite"],
        run=str(run["id"]),
        code=code,
        at=run["started_at"],
        group=result["suite"],
        name=result["name"],
        outcome=Outcome(result["outcome"]),
        duration_s=result["duration_s"],
        flaky=result["flaky"],
    )


def _cut(whole: Sequence[T], request: PageRequest) -> Page[T]:
    """A page of a list that is worked out as a whole; its cursor is a place in it."""
    first = decode_cursor(request.cursor, 1)[0] if request.cursor else 0
    if not isinstance(first, int) or first < 0:
        raise KaizenError("kit.bad_cursor", cursor=(request.cursor or "")[:80])
    shown = list(whole[first : first + request.limit])
    following = first + request.limit
    return Page(shown, encode_cursor([following]) if following < len(whole) else None, len(whole))
