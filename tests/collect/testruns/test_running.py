"""Suites that are run are on record from their first moment, whatever becomes of them."""

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from kaizen.collect.testruns import service
from kaizen.collect.testruns.model import Scope, State, Suite
from kaizen.collect.testruns.recording import Place
from kaizen.collect.testruns.running import Options, run_suites
from kaizen.collect.testruns.views import CaseQuery, SuitesRun
from kaizen.kit.errors import KaizenError
from kaizen.kit.paging import PageRequest
from kaizen.kit.progress import Cancelled, Progress, ProgressSink, silent
from kaizen.storage.database import Database
from kaizen.storage.work import Context
from tests.collect.testruns.runners.projects import CART, write
from tests.fixtures.databases import fresh_sqlite

ALL = PageRequest(limit=200)
UNITTEST = """
import unittest
class T(unittest.TestCase):
    def test_a(self): ...
    def test_b(self): ...
"""


@pytest.fixture(autouse=True)
def _this_python(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")


@pytest.fixture
def database(sqlite_template: Path, tmp_path: Path) -> Iterator[Database]:
    """SQLite only: what differs between databases is in the tests of the store."""
    opened = fresh_sqlite(sqlite_template, tmp_path / "state")
    yield opened
    opened.dispose()


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A repository with two suites."""
    files = {"cart.py": CART, "tests/test_cart.py": UNITTEST, "db/tests/test_db.py": UNITTEST}
    return write(tmp_path / "shop", files)


def ran(
    here: Context,
    root: Path,
    scope: Scope = Scope.ALL,
    *,
    cached: bool = False,
    report: ProgressSink = silent,
    limit_s: float = 60,
) -> SuitesRun:
    """Both suites of the repository, with unittest."""
    suites = [Suite(root, "tests", "unittest"), Suite(root, "db/tests", "unittest")]
    options = Options(coverage=False, cached=cached, limit_s=limit_s)
    return run_suites(here, Place(None, root, "c0ffee"), suites, scope, options=options, report=report)


def test_every_suite_of_the_scope_is_run_and_recorded(here: Context, root: Path) -> None:
    steps: list[Progress] = []
    found = ran(here, root, report=steps.append)

    assert [(view.suite, view.state, view.passed, view.commit) for view in found.runs] == [
        ("tests", State.PASSED, 2, "c0ffee"),
        ("db/tests", State.PASSED, 2, "c0ffee"),
    ]
    assert service.list_runs(here, ALL).total == 2
    assert {step.step for step in steps} == {"looking at the suites", "tests (1 of 2)", "db/tests (2 of 2)"}


def test_only_the_suites_of_the_scope_are_run(here: Context, root: Path) -> None:
    assert [view.suite for view in ran(here, root, Scope.DATABASE).runs] == ["db/tests"]


def test_a_scope_without_suites_is_an_error(here: Context, root: Path) -> None:
    with pytest.raises(KaizenError) as refused:
        ran(here, root, Scope.PIPELINES)

    assert (refused.value.code, refused.value.values["known"]) == ("testruns.no_suites", 2)
    assert service.list_runs(here, ALL).total == 0


def test_an_unchanged_suite_is_served_from_cache_and_marked(here: Context, root: Path) -> None:
    first = ran(here, root)
    second = ran(here, root, cached=True)
    write(root, {"cart.py": CART + "\n"})
    third = ran(here, root, cached=True)
    cached = second.runs[0]

    # A suite that touches a database depends on more than its code.
    assert [view.from_cache for view in first.runs] == [False, False]
    assert [view.from_cache for view in second.runs] == [True, False]
    assert [view.from_cache for view in third.runs] == [False, False]
    assert (cached.state, cached.passed, cached.total) == (State.PASSED, 2, 2)
    assert service.list_cases(here, cached.id, CaseQuery(), ALL).total == 2
    # What was served from cache is no further evidence.
    assert {case.suite: case.runs for case in service.list_slowest(here, ALL).items} == {"tests": 2, "db/tests": 3}


def test_nothing_is_served_from_cache_unasked(here: Context, root: Path) -> None:
    ran(here, root)

    assert [view.from_cache for view in ran(here, root).runs] == [False, False]


def test_cancelling_ends_the_suite_and_its_run(here: Context, root: Path) -> None:
    write(
        root,
        {"tests/test_cart.py": UNITTEST.replace("test_a(self): ...", "test_a(self): __import__('time').sleep(600)")},
    )

    def cancel(step: Progress) -> None:
        if step.step.startswith("tests ") and step.total == 2:
            raise Cancelled

    with pytest.raises(Cancelled):
        ran(here, root, report=cancel)
    only = service.list_runs(here, ALL).items

    assert [(view.suite, view.state, view.total) for view in only] == [("tests", State.CANCELLED, None)]


def test_a_suite_over_its_time_is_an_error_and_the_next_one_runs(here: Context, root: Path) -> None:
    write(
        root,
        {"tests/test_cart.py": UNITTEST.replace("test_b(self): ...", "test_b(self): __import__('time').sleep(600)")},
    )
    found = ran(here, root, limit_s=4)

    assert [(view.suite, view.state, view.reason) for view in found.runs] == [
        ("tests", State.ERROR, "unittest was stopped after the time limit of 4 seconds"),
        ("db/tests", State.PASSED, None),
    ]
    # What had ended before is kept.
    assert (found.runs[0].passed, found.runs[0].execution_rate) == (1, 50.0)


def test_progress_tells_the_time_left_from_the_last_run(here: Context, root: Path) -> None:
    slow = UNITTEST.replace("test_a(self): ...", "test_a(self): __import__('time').sleep(2)")
    write(root, {"tests/test_cart.py": slow})
    ran(here, root)
    steps: list[Progress] = []
    ran(here, root, report=steps.append)
    left = [step.seconds_left for step in steps if step.step.startswith("tests ") and step.seconds_left is not None]

    assert left
    assert all(seconds >= 0 for seconds in left)
    assert left[-1] <= left[0]
