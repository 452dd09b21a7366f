"""All SQL of test runs: runs, their cases, coverage by module."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from kaizen.collect.testruns import rules
from kaizen.collect.testruns.clip import shortened
from kaizen.collect.testruns.model import Case, ModuleCoverage, Outcome, Result, Source, State, Totals
from kaizen.collect.testruns.views import CaseQuery, CaseView, RunNotes, RunView, coverage_view
from kaizen.kit.ids import new_id
from kaizen.kit.paging import Page, PageRequest
from kaizen.storage.paging import fetch_page
from kaizen.storage.tables import instant, json, tenant_table
from kaizen.storage.work import Row, Work

RUNS_WITH_CASES = 60
IN_ONE_QUERY = 400

Named = tuple[str, str]
"""Suite within the run, and name, of a case."""

runs = tenant_table(
    "testruns_runs",
    sa.Column("repository_id", sa.Uuid),
    sa.Column("suite", sa.Text, nullable=False),
    sa.Column("runner", sa.String(60), nullable=False),
    sa.Column("source", sa.String(10), nullable=False),
    sa.Column("state", sa.String(20), nullable=False),
    sa.Column("reason", sa.Text),
    instant("started_at", nullable=False),
    instant("finished_at"),
    sa.Column("duration_s", sa.Float),
    sa.Column("passed", sa.BigInteger),
    sa.Column("failed", sa.BigInteger),
    sa.Column("errors", sa.BigInteger),
    sa.Column("skipped", sa.BigInteger),
    sa.Column("known", sa.BigInteger),
    sa.Column("lines_covered", sa.BigInteger),
    sa.Column("lines_total", sa.BigInteger),
    sa.Column("commit_id", sa.String(64)),
    sa.Column("digest", sa.String(64)),
    sa.Column("original_id", sa.Uuid, sa.ForeignKey("testruns_runs.id")),
    sa.Column("output", sa.Text),
    json("warnings", nullable=False),
    sa.Column("owner", sa.String(300), nullable=False),
    instant("heard_at", nullable=False),
    sa.Column("cases_kept", sa.Boolean, nullable=False),
    sa.Index("ix_testruns_runs_suite_started_at", "suite", "started_at"),
    sa.Index("ix_testruns_runs_state", "state"),
)

cases = tenant_table(
    "testruns_cases",
    sa.Column("run_id", sa.Uuid, sa.ForeignKey("testruns_runs.id"), nullable=False),
    sa.Column("rank", sa.Integer, nullable=False),
    sa.Column("position", sa.Integer, nullable=False),
    sa.Column("suite", sa.String(500), nullable=False),
    sa.Column("name", sa.String(500), nullable=False),
    sa.Column("file", sa.String(1000)),
    sa.Column("line", sa.Integer),
    sa.Column("outcome", sa.String(10), nullable=False),
    sa.Column("duration_s", sa.Float),
    sa.Column("message", sa.Text),
    sa.Column("output", sa.Text),
    sa.Column("flaky", sa.Boolean, nullable=False),
    sa.Index("ix_testruns_cases_run_id_rank_position", "run_id", "rank", "position"),
)

modules = tenant_table(
    "testruns_modules",
    sa.Column("run_id", sa.Uuid, sa.ForeignKey("testruns_runs.id"), nullable=False),
    sa.Column("module", sa.String(1000), nullable=False),
    sa.Column("lines_covered", sa.Integer, nullable=False),
    sa.Column("lines_total", sa.Integer, nullable=False),
    sa.Column("branches_covered", sa.Integer),
    sa.Column("branches_total", sa.Integer),
    sa.Index("ix_testruns_modules_run_id_module", "run_id", "module"),
)

_RANKS = {Outcome.FAILED: 0, Outcome.ERROR: 0, Outcome.SKIPPED: 1, Outcome.PASSED: 2}
_COUNTED = (State.PASSED, State.FAILED, State.ERROR)


def begin(work: Work, values: dict[str, Any]) -> UUID:
    """A run that has started now, or when ``values`` says; returns its id."""
    fresh: dict[str, Any] = {"id": new_id(), "state": State.RUNNING, "started_at": work.now, "heard_at": work.now}
    fresh |= {"warnings": [], "cases_kept": True}
    work.insert(runs, [fresh | values])
    return UUID(str((fresh | values)["id"]))


def hear(work: Work, run: UUID) -> None:
    """The process of a run is alive."""
    work.update(runs, {"heard_at": work.now}, runs.c.id == run, runs.c.state == State.RUNNING)


def finish(work: Work, run: UUID, result: Result, original: UUID | None) -> None:
    """What came of a run; ``original`` is the run whose cases it was served from."""
    counted, measured = result.totals, result.coverage
    values: dict[str, Any] = {"state": result.verdict.state, "reason": _clean(result.verdict.reason)}
    values |= {"started_at": result.started_at, "finished_at": work.now, "duration_s": result.duration_s}
    values |= {"known": result.known, "digest": result.digest, "output": _clean(result.output), "heard_at": work.now}
    values |= {"warnings": [_clean(text) for text in result.warnings], "original_id": original}
    if counted is not None:
        values |= {"passed": counted.passed, "failed": counted.failed}
        values |= {"errors": counted.errors, "skipped": counted.skipped}
    if measured is not None:
        covered, total = rules.coverage_totals(measured.modules)
        values |= {"lines_covered": covered, "lines_total": total}
    work.update(runs, values, runs.c.id == run)


def close(work: Work, run: UUID, state: State, reason: str) -> bool:
    """Ends a run without a result and forgets the cases it had begun to write; False where it has ended already."""
    values = {"state": state, "reason": reason, "finished_at": work.now, "duration_s": None}
    if not work.update(runs, values, runs.c.id == run, runs.c.state == State.RUNNING):
        return False
    work.delete(cases, cases.c.run_id == run)
    work.delete(modules, modules.c.run_id == run)
    return True


def add_cases(work: Work, run: UUID, listed: Sequence[Case], first: int) -> None:
    """Cases of a run, numbered from ``first`` on."""
    work.insert(cases, (_case_values(run, case, first + number) for number, case in enumerate(listed)))


def add_modules(work: Work, run: UUID, measured: Iterable[ModuleCoverage]) -> None:
    """Coverage of a run."""
    work.insert(modules, (_module_values(run, entry) for entry in measured))


def forget_cases(work: Work, repository: UUID | None, suite: str) -> None:
    """Drops cases and coverage of all but the last runs of a suite; the runs themselves stay."""
    kept = work.select(runs, runs.c.id).where(_of(repository), runs.c.suite == suite, runs.c.cases_kept.is_(True))
    rows = work.rows(kept.order_by(runs.c.started_at.desc(), runs.c.id.desc()).offset(RUNS_WITH_CASES).limit(200))
    old = [row["id"] for row in rows]
    if old:
        work.delete(cases, cases.c.run_id.in_(old))
        work.delete(modules, modules.c.run_id.in_(old))
        work.update(runs, {"cases_kept": False}, runs.c.id.in_(old))


def running(work: Work, *, everywhere: bool = False) -> Sequence[Row]:
    """Runs that have not ended: of the workspace, or of every workspace for the server's clock."""
    statement = sa.select(runs) if everywhere else work.select(runs)
    return work.rows(statement.where(runs.c.state == State.RUNNING))


def run(work: Work, run_id: UUID) -> RunView | None:
    """One run of the workspace."""
    row = work.row(work.select(runs).where(runs.c.id == run_id))
    return _run_view(row) if row else None


def notes(work: Work, run_id: UUID) -> RunNotes | None:
    """What else one run left."""
    row = work.row(work.select(runs, runs.c.warnings, runs.c.output).where(runs.c.id == run_id))
    return RunNotes(row["warnings"], row["output"]) if row else None


def cases_of(work: Work, run_id: UUID) -> UUID | None:
    """The run that holds the cases of this one: itself, or the one it was served from; None for an unknown run."""
    row = work.row(work.select(runs, runs.c.id, runs.c.original_id).where(runs.c.id == run_id))
    return None if row is None else (row["original_id"] or row["id"])


def run_page(work: Work, request: PageRequest, suite: str | None = None) -> Page[RunView]:
    """Runs, newest first."""
    statement = work.select(runs)
    if suite is not None:
        statement = statement.where(runs.c.suite == suite)
    return fetch_page(work, statement, [runs.c.started_at, runs.c.id], request, _run_view, descending=True)


def case_page(work: Work, run_id: UUID, query: CaseQuery, request: PageRequest) -> Page[CaseView]:
    """Cases of a run: what failed, then what was skipped, then what passed, each in the order of the report."""
    statement = work.select(cases).where(cases.c.run_id == run_id)
    if query.outcome is not None:
        statement = statement.where(cases.c.outcome == query.outcome)
    if query.q:
        part = query.q.lower()
        found = (sa.func.lower(column).contains(part, autoescape=True) for column in (cases.c.suite, cases.c.name))
        statement = statement.where(sa.or_(*found))
    return fetch_page(work, statement, [cases.c.rank, cases.c.position, cases.c.id], request, _case_view)


def module_page(work: Work, run_id: UUID, request: PageRequest) -> Page[ModuleCoverage]:
    """Coverage of a run by module."""
    statement = work.select(modules).where(modules.c.run_id == run_id)
    return fetch_page(work, statement, [modules.c.module, modules.c.id], request, _module)


def modules_of(work: Work, run_id: UUID) -> list[ModuleCoverage]:
    """All coverage of a run."""
    rows = work.rows(work.select(modules).where(modules.c.run_id == run_id).order_by(modules.c.module))
    return [_module(row) for row in rows]


def last_counted(work: Work, repository: UUID | None, suite: str, runner: str) -> Row | None:
    """The last run of a suite that counted cases."""
    statement = work.select(runs).where(_of(repository), runs.c.suite == suite, runs.c.runner == runner)
    counted = statement.where(runs.c.state.in_(_COUNTED), runs.c.passed.is_not(None))
    return work.row(counted.order_by(runs.c.started_at.desc(), runs.c.id.desc()).limit(1))


def same_code(work: Work, repository: UUID | None, suite: str, digest: str) -> Row | None:
    """The last run of exactly this code that was not served from cache and whose cases are still there."""
    statement = work.select(runs).where(_of(repository), runs.c.suite == suite, runs.c.digest == digest)
    wanted = statement.where(
        runs.c.state.in_((State.PASSED, State.FAILED)), runs.c.original_id.is_(None), runs.c.cases_kept.is_(True)
    )
    return work.row(wanted.order_by(runs.c.started_at.desc(), runs.c.id.desc()).limit(1))


def latest(work: Work, repository: UUID | None = None, *, measured: bool = False) -> list[RunView]:
    """The last run of each suite that has ended, newest first; ``measured``: the last that measured coverage."""
    wanted = [runs.c.state != State.RUNNING]
    wanted += [runs.c.repository_id == repository] if repository is not None else []
    wanted += [runs.c.lines_total.is_not(None)] if measured else []
    return [_run_view(row) for row in work.rows(_newest(work, 1, *wanted))]


def window(work: Work, depth: int) -> Sequence[Row]:
    """The last runs of each suite that ran cases themselves: what is flaky or slow is read from these."""
    wanted = [runs.c.state.in_(_COUNTED), runs.c.original_id.is_(None), runs.c.cases_kept.is_(True)]
    return work.rows(_newest(work, depth, *wanted))


def wavering_cases(work: Work, among: Sequence[UUID]) -> set[Named]:
    """The cases that failed in one of these runs and passed in another, or passed only when repeated."""

    def any_of(condition: sa.ColumnElement[bool]) -> sa.ColumnElement[bool]:
        return sa.func.max(sa.case((condition, 1), else_=0)) == 1

    passed, bad = cases.c.outcome == Outcome.PASSED, cases.c.outcome.in_((Outcome.FAILED, Outcome.ERROR))
    wavers = sa.or_(sa.and_(any_of(passed), any_of(bad)), any_of(cases.c.flaky.is_(True)))
    found: set[Named] = set()
    for part in _parts(among):
        statement = work.select(cases, cases.c.suite, cases.c.name).where(cases.c.run_id.in_(part))
        rows = work.rows(statement.group_by(cases.c.suite, cases.c.name).having(wavers))
        found.update((row["suite"], row["name"]) for row in rows)
    return found


def repeated_cases(work: Work, among: Sequence[UUID]) -> set[Named]:
    """The cases that passed only when repeated in one of these runs."""
    found: set[Named] = set()
    for part in _parts(among):
        where = (cases.c.run_id.in_(part), cases.c.flaky.is_(True))
        found.update((row["suite"], row["name"]) for row in work.rows(work.select(cases).where(*where)))
    return found


def longest_cases(work: Work, among: Sequence[UUID], most: int) -> set[Named]:
    """The cases that took longest in one of these runs."""
    longest = sa.func.max(cases.c.duration_s).label("longest")
    found: list[tuple[float, str, str]] = []
    for part in _parts(among):
        statement = work.select(cases, cases.c.suite, cases.c.name, longest).where(
            cases.c.run_id.in_(part), cases.c.duration_s.is_not(None), cases.c.outcome != Outcome.SKIPPED
        )
        by_name = statement.group_by(cases.c.suite, cases.c.name)
        rows = work.rows(by_name.order_by(longest.desc(), cases.c.suite, cases.c.name).limit(most))
        found += [(row["longest"], row["suite"], row["name"]) for row in rows]
    return {(suite, name) for _, suite, name in sorted(found, reverse=True)[:most]}


def results_of(work: Work, among: Sequence[UUID], named: Sequence[Named]) -> Sequence[Row]:
    """How these cases ended in these runs."""
    columns = [cases.c.run_id, cases.c.suite, cases.c.name, cases.c.outcome, cases.c.duration_s, cases.c.flaky]
    found: list[Row] = []
    for part in _parts(among):
        for some in _parts(named):
            where = (cases.c.run_id.in_(part), sa.tuple_(cases.c.suite, cases.c.name).in_(some))
            found += work.rows(work.select(cases, *columns).where(*where))
    return found


def counts_by_state(work: Work) -> dict[str, int]:
    """How many of the workspace's suites ended their last run in each state."""
    counted: dict[str, int] = {}
    for view in latest(work):
        counted[view.state] = counted.get(view.state, 0) + 1
    return counted


def _newest(work: Work, depth: int, *wanted: sa.ColumnElement[bool]) -> sa.Select[Any]:
    """The last ``depth`` runs of each suite among those wanted, newest first."""
    place = sa.func.row_number().over(
        partition_by=(runs.c.repository_id, runs.c.suite, runs.c.runner),
        order_by=(runs.c.started_at.desc(), runs.c.id.desc()),
    )
    ranked = work.select(runs, runs.c.id, place.label("place")).where(*wanted).subquery()
    near = sa.select(ranked.c.id).where(ranked.c.place <= depth)
    return work.select(runs).where(runs.c.id.in_(near)).order_by(runs.c.started_at.desc(), runs.c.id.desc())


def _parts(values: Sequence[Any]) -> Iterator[Sequence[Any]]:
    return (values[start : start + IN_ONE_QUERY] for start in range(0, len(values), IN_ONE_QUERY))


def _of(repository: UUID | None) -> sa.ColumnElement[bool]:
    return runs.c.repository_id.is_(None) if repository is None else runs.c.repository_id == repository


def _clean(text: str | None) -> str | None:
    """PostgreSQL stores no NUL, and neither stores half a surrogate pair."""
    if text is None or (text.isprintable() and text.isascii()):
        return text
    return text.replace("\x00", "\ufffd").encode("utf-8", "replace").decode("utf-8")


def _case_values(run: UUID, case: Case, position: int) -> dict[str, Any]:
    values: dict[str, Any] = {"run_id": run, "rank": _RANKS[case.outcome], "position": position}
    values |= {"suite": _clean(case.group), "name": _clean(case.name), "file": _clean(case.file), "line": case.line}
    values |= {"outcome": case.outcome, "duration_s": case.duration_s, "flaky": case.flaky}
    return values | {"message": _clean(case.message), "output": _clean(case.output)}


def _module_values(run: UUID, entry: ModuleCoverage) -> dict[str, Any]:
    values: dict[str, Any] = {"run_id": run, "module": shortened(_clean(entry.module) or "-", 1000)}
    values |= {"lines_covered": entry.lines_covered, "lines_total": entry.lines_total}
    return values | {"branches_covered": entry.branches_covered, "branches_total": entry.branches_total}


def _run_view(row: Row) -> RunView:
    counted = None
    if row["passed"] is not None:
        counted = Totals(row["passed"], row["failed"], row["errors"], row["skipped"])
    measured = None
    if row["lines_total"] is not None:
        measured = coverage_view(row["lines_covered"], row["lines_total"])
    rate = rules.execution_rate(counted, row["known"])
    return RunView(
        id=row["id"],
        suite=row["suite"],
        runner=row["runner"],
        source=Source(row["source"]),
        state=State(row["state"]),
        reason=row["reason"],
        started_at=row["started_at"],
        duration_s=row["duration_s"],
        total=counted.total if counted else None,
        passed=row["passed"],
        failed=row["failed"],
        errors=row["errors"],
        skipped=row["skipped"],
        coverage=measured,
        commit=row["commit_id"],
        from_cache=row["original_id"] is not None,
        execution_rate=None if rate is None else float(rate),
    )


def _case_view(row: Row) -> CaseView:
    head = (row["id"], row["suite"], row["name"], row["file"], row["line"])
    return CaseView(*head, Outcome(row["outcome"]), row["duration_s"], row["message"], row["output"])


def _module(row: Row) -> ModuleCoverage:
    head = (row["module"], row["lines_covered"], row["lines_total"])
    return ModuleCoverage(*head, row["branches_covered"], row["branches_total"])
