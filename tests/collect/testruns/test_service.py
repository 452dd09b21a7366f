"""Runs on record, on SQLite and PostgreSQL: lists, cases, coverage, what is flaky and slow, other workspaces."""

import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from kaizen.collect.testruns import owning, recording, service, store
from kaizen.collect.testruns.model import ModuleCoverage, Outcome, Source, State
from kaizen.collect.testruns.recording import Place, close_interrupted, recorded
from kaizen.collect.testruns.views import CaseQuery, CoverageView
from kaizen.kit.errors import KaizenError
from kaizen.kit.paging import PageRequest
from kaizen.storage.work import Context
from tests.collect.testruns.seeding import NOWHERE, put_run

ALL = PageRequest(limit=200)
START = datetime(2026, 3, 1, 12, tzinfo=UTC)
MODULES = (ModuleCoverage("src/a.py", 9, 10), ModuleCoverage("src/b.py", 79, 100), ModuleCoverage("src/c.py", 0, 0))


@pytest.fixture
def hours() -> Iterator[datetime]:
    """Instants an hour apart."""
    return (START + timedelta(hours=number) for number in range(1000))


def test_a_run_is_shown_with_everything_that_is_known_of_it(here: Context) -> None:
    run = put_run(
        here, {"a": "passed", "b": "failed", "c": "skipped"}, modules=MODULES, place=Place(None, None, "c0ffee")
    )
    view = service.get_run(here, run)

    assert (view.suite, view.runner, view.source, view.state, view.reason) == (
        "api/tests",
        "pytest",
        Source.RUN,
        State.FAILED,
        None,
    )
    assert (view.total, view.passed, view.failed, view.errors, view.skipped) == (3, 1, 1, 0, 1)
    assert (view.coverage, view.commit, view.from_cache) == (CoverageView(88, 110, 80.0), "c0ffee", False)
    assert (view.execution_rate, view.duration_s) == (66.66, 2.5)


def test_what_was_not_measured_is_null_and_never_0(here: Context) -> None:
    view = service.get_run(here, put_run(here))

    assert (view.state, view.reason) == (State.NOT_MEASURED, "pytest is not installed")
    assert (view.total, view.passed, view.failed, view.errors, view.skipped) == (None,) * 5
    assert (view.coverage, view.execution_rate) == (None, None)


def test_runs_are_listed_newest_first_page_by_page(here: Context, hours: Iterator[datetime]) -> None:
    made = [put_run(here, {"a": "passed"}, at=next(hours), suite=f"s{number % 2}") for number in range(5)]
    first = service.list_runs(here, PageRequest(limit=3))
    second = service.list_runs(here, PageRequest(first.next_cursor, 3))
    of_one = service.list_runs(here, ALL, "s0")

    assert [view.id for view in [*first.items, *second.items]] == made[::-1]
    assert (first.total, second.next_cursor) == (5, None)
    assert [view.id for view in of_one.items] == [made[4], made[2], made[0]]


def test_cases_are_listed_what_failed_first(here: Context) -> None:
    outcomes = {"a": "passed", "b": "skipped", "c": "error", "d": "failed", "e": "passed"}
    run = put_run(here, outcomes)
    first = service.list_cases(here, run, CaseQuery(), PageRequest(limit=2))
    rest = service.list_cases(here, run, CaseQuery(), PageRequest(first.next_cursor, 10))

    assert [case.name for case in [*first.items, *rest.items]] == ["c", "d", "b", "a", "e"]
    assert (first.items[0].suite, first.items[0].file, first.items[0].line) == ("tests.cart", "cart.py", 3)


@pytest.mark.parametrize(
    ("query", "names"),
    [
        pytest.param(CaseQuery(Outcome.FAILED), ["pays_100%"], id="by outcome"),
        pytest.param(CaseQuery(q="PAYS"), ["pays_100%", "pays_twice"], id="by a part of the name, in any case"),
        pytest.param(CaseQuery(q="100%"), ["pays_100%"], id="a percent sign is itself"),
        pytest.param(CaseQuery(q="s_t"), ["pays_twice"], id="an underscore is itself"),
        pytest.param(CaseQuery(q="tests.cart"), ["pays_100%", "adds", "pays_twice"], id="by the suite within the run"),
        pytest.param(CaseQuery(Outcome.PASSED, "adds"), ["adds"], id="by both"),
        pytest.param(CaseQuery(q="nothing"), [], id="nothing like it"),
    ],
)
def test_cases_are_found(query: CaseQuery, names: list[str], here: Context) -> None:
    run = put_run(here, {"adds": "passed", "pays_100%": "failed", "pays_twice": "passed"})

    assert [case.name for case in service.list_cases(here, run, query, ALL).items] == names


def test_names_that_repeat_are_all_kept(here: Context) -> None:
    from kaizen.collect.testruns.model import Case, Result, Totals, Verdict

    cases = (Case("g", "n"), Case("g", "n", outcome=Outcome.FAILED), Case("g", "n"))
    with recorded(here, NOWHERE, "s", runner="x", source=Source.IMPORT) as begun:
        result = Result("s", "x", Source.IMPORT, Verdict(State.FAILED), here.clock(), cases=cases, totals=Totals(2, 1))
        recording.keep(here, begun, result)

    assert service.list_cases(here, begun.id, CaseQuery(), ALL).total == 3


def test_texts_that_no_database_stores_are_mended(here: Context) -> None:
    from kaizen.collect.testruns.model import Case, Result, Totals, Verdict

    cases = (Case("g\x00", "n\ud800", message="m\x00", output="o\udfff"),)
    with recorded(here, NOWHERE, "s", runner="x", source=Source.IMPORT) as begun:
        verdict = Verdict(State.ERROR, "r\x00")
        result = Result("s", "x", Source.IMPORT, verdict, here.clock(), cases=cases, totals=Totals(1), output="\x00")
        recording.keep(here, begun, result)
    found = service.list_cases(here, begun.id, CaseQuery(), ALL).items[0]

    assert (found.suite, found.name, found.message, found.output) == ("g\ufffd", "n?", "m\ufffd", "o?")


def test_coverage_is_listed_beside_the_floor(here: Context) -> None:
    found = service.list_coverage(here, put_run(here, {"a": "passed"}, modules=MODULES), ALL).items

    assert [(entry.module, entry.percent, entry.threshold, entry.below) for entry in found] == [
        ("src/a.py", 90.0, 80.0, False),
        ("src/b.py", 79.0, 80.0, True),
        ("src/c.py", None, 80.0, False),
    ]


def test_the_coverage_of_all_suites_together_names_what_is_below(here: Context, hours: Iterator[datetime]) -> None:
    put_run(here, {"a": "passed"}, at=next(hours), suite="old", modules=(ModuleCoverage("src/a.py", 1, 10),))
    put_run(here, {"a": "passed"}, at=next(hours), suite="old", modules=(ModuleCoverage("src/a.py", 9, 10),))
    put_run(here, {"a": "passed"}, at=next(hours), suite="new", modules=(ModuleCoverage("src/b.py", 1, 10),))
    put_run(here, {"a": "passed"}, at=next(hours), suite="new")
    found = service.coverage_summary(here, services=["src"])

    assert found.overall == CoverageView(10, 20, 50.0)
    assert (found.floor, found.below) == (90.0, True)
    assert [entry.module for entry in found.modules] == ["src/b.py"]
    assert [(entry.module, entry.threshold) for entry in found.services] == [("src", 60.0)]


def test_without_any_coverage_the_answer_is_unknown(here: Context) -> None:
    put_run(here, {"a": "passed"})
    found = service.coverage_summary(here)

    assert (found.overall, found.below, found.modules) == (None, False, [])


def test_the_last_run_of_each_suite(here: Context, hours: Iterator[datetime]) -> None:
    put_run(here, {"a": "failed"}, at=next(hours), suite="one")
    put_run(here, {"a": "passed"}, at=next(hours), suite="one")
    put_run(here, at=next(hours), suite="two")

    assert [(view.suite, view.state) for view in service.latest_runs(here)] == [
        ("two", State.NOT_MEASURED),
        ("one", State.PASSED),
    ]
    assert service.count_states(here) == {"not_measured": 1, "passed": 1}
    latest = service.latest_run(here)
    assert latest is not None
    assert latest.suite == "two"


def test_flaky_cases_are_those_that_changed_while_the_code_did_not(here: Context, hours: Iterator[datetime]) -> None:
    for outcome, digest in (("passed", "x"), ("failed", "x"), ("passed", "x"), ("failed", "y")):
        put_run(here, {"flaky": outcome, "steady": "passed", "broken": "failed"}, at=next(hours), digest=digest)
    page = service.list_flaky(here, ALL)

    assert [(case.suite, case.name, case.runs, case.flips) for case in page.items] == [
        ("api/tests", "tests.cart > flaky", 4, 2)
    ]
    assert page.items[0].last_failed_at == START + timedelta(hours=3)


def test_the_slowest_cases_page_by_page(here: Context, hours: Iterator[datetime]) -> None:
    for seconds in (1.0, 5.0, 2.0):
        put_run(here, {"a": "passed", "skipped": "skipped"}, at=next(hours), seconds=seconds)
    put_run(here, {"b": "passed"}, at=next(hours), seconds=3.0, suite="other")
    first = service.list_slowest(here, PageRequest(limit=1))
    second = service.list_slowest(here, PageRequest(first.next_cursor, 1))

    assert [(case.name, case.median_s, case.max_s, case.runs) for case in [*first.items, *second.items]] == [
        ("tests.cart > b", 3.0, 3.0, 1),
        ("tests.cart > a", 2.0, 5.0, 3),
    ]
    assert (first.total, second.next_cursor) == (2, None)


@pytest.mark.parametrize("cursor", ["WyJ4Il0", "Wy0xXQ", "nonsense", "WzEuNV0"])
def test_a_cursor_that_was_not_made_here_is_refused(cursor: str, here: Context) -> None:
    with pytest.raises(KaizenError) as refused:
        service.list_slowest(here, PageRequest(cursor, 10))

    assert refused.value.code == "kit.bad_cursor"


def test_cases_of_old_runs_are_dropped_and_the_runs_stay(
    here: Context, hours: Iterator[datetime], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store, "RUNS_WITH_CASES", 3)
    made = [put_run(here, {"a": "passed"}, at=next(hours), modules=MODULES) for _ in range(5)]
    held = [service.list_cases(here, run, CaseQuery(), ALL).total for run in made]
    covered = [service.list_coverage(here, run, ALL).total for run in made]

    assert held == [0, 0, 1, 1, 1]
    assert covered == [0, 0, 3, 3, 3]
    assert service.list_runs(here, ALL).total == 5
    assert service.get_run(here, made[0]).passed == 1


def test_a_body_that_raises_closes_its_run_as_cancelled(here: Context) -> None:
    with (
        pytest.raises(ZeroDivisionError),
        recorded(here, NOWHERE, "s", runner="pytest", source=Source.RUN) as begun,
    ):
        raise ZeroDivisionError
    view = service.get_run(here, begun.id)

    assert (view.state, view.reason) == (State.CANCELLED, "it was stopped before its end")


def _left_running(here: Context, owner: str) -> UUID:
    with here.changing("testruns.begin") as work:
        values = {"repository_id": None, "suite": "s", "runner": "pytest", "source": "run", "commit_id": None}
        return store.begin(work, values | {"owner": owner})


def _dead_pid() -> int:
    child = os.fork()
    if child == 0:
        os._exit(0)
    os.waitpid(child, 0)
    return child


def test_runs_of_dead_processes_are_closed_and_those_of_living_ones_are_not(here: Context) -> None:
    own = owning.this_process()
    host = own.rpartition("/")[0].rpartition("/")[0]
    living = _left_running(here, own)
    dead = _left_running(here, f"{host}/{_dead_pid()}/123")
    reborn = _left_running(here, f"{host}/{os.getpid()}/123")
    elsewhere = _left_running(here, "another machine/boot/1/1")

    assert close_interrupted(here) == 2
    assert close_interrupted(here) == 0
    states = {run: service.get_run(here, run).state for run in (living, dead, reborn, elsewhere)}
    assert states == {
        living: State.RUNNING,
        dead: State.ERROR,
        reborn: State.ERROR,
        elsewhere: State.RUNNING,
    }
    assert "ended before the run did" in (service.get_run(here, dead).reason or "")


def test_a_silent_run_of_another_machine_is_closed_after_a_while(here: Context) -> None:
    run = _left_running(here, "another machine/boot/1/1")
    later = Context(here.database, here.actor, lambda: datetime.now(UTC) + timedelta(minutes=6))

    assert close_interrupted(later) == 1
    assert service.get_run(here, run).state is State.ERROR


def test_the_clock_closes_interrupted_runs_of_every_workspace(here: Context, other_workspace: Context) -> None:
    host = owning.this_process().rpartition("/")[0].rpartition("/")[0]
    run = _left_running(other_workspace, f"{host}/{_dead_pid()}/1")
    service.sweep_interrupted(here)

    assert service.get_run(other_workspace, run).state is State.ERROR


def test_cases_that_an_interrupted_run_had_begun_to_write_are_gone(here: Context) -> None:
    from kaizen.collect.testruns.model import Case

    host = owning.this_process().rpartition("/")[0].rpartition("/")[0]
    run = _left_running(here, f"{host}/{_dead_pid()}/1")
    with here.keeping() as work:
        store.add_cases(work, run, [Case("g", "n")], 0)
    close_interrupted(here)

    assert service.list_cases(here, run, CaseQuery(), ALL).total == 0


def test_another_workspace_sees_nothing(here: Context, other_workspace: Context) -> None:
    run = put_run(here, {"a": "failed"}, modules=MODULES)
    put_run(here, {"a": "passed"}, modules=MODULES)

    assert service.list_runs(other_workspace, ALL).total == 0
    assert service.list_flaky(other_workspace, ALL).total == 0
    assert service.list_slowest(other_workspace, ALL).total == 0
    assert service.coverage_summary(other_workspace).overall is None
    for ask in (
        lambda: service.get_run(other_workspace, run),
        lambda: service.list_cases(other_workspace, run, CaseQuery(), ALL),
        lambda: service.list_coverage(other_workspace, run, ALL),
    ):
        with pytest.raises(KaizenError) as refused:
            ask()
        assert refused.value.code == "testruns.run_unknown"


def test_a_viewer_may_read_and_not_record(here: Context, viewer: Context) -> None:
    put_run(here, {"a": "passed"})

    assert service.list_runs(viewer, ALL).total == 1
    with pytest.raises(KaizenError) as refused:
        put_run(viewer, {"a": "passed"})
    assert refused.value.code == "access.not_allowed"


def test_a_page_of_ten_thousand_cases_is_quick(here: Context) -> None:
    run = put_run(here, {f"case {number:05d}": "passed" for number in range(10_000)})
    page = service.list_cases(here, run, CaseQuery(), PageRequest(limit=50))

    assert (page.total, len(page.items), page.items[0].name) == (10_000, 50, "case 00000")
