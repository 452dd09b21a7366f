"""pytest and unittest, run for real on tiny projects."""

import os
import sys
from pathlib import Path

import pytest

from kaizen.collect.testruns.model import ModuleCoverage, Progress, State, Totals
from tests.collect.testruns.runners.projects import CART, outcomes, run, write

PYTEST = """
import pytest
from cart import total

def test_adds():
    assert total([1, 2]) == 3

def test_fails():
    print("seen by nobody")
    assert total([1]) == 2

@pytest.mark.skip("later")
def test_later(): ...

@pytest.fixture
def broken():
    raise RuntimeError("no till")

def test_needs_a_till(broken): ...
"""
UNITTEST = """
import unittest
from cart import total

class CartTest(unittest.TestCase):
    def test_adds(self):
        self.assertEqual(total([1, 2]), 3)

    def test_fails(self):
        self.assertEqual(total([1]), 2)

    def test_breaks(self):
        raise RuntimeError("no till")

    @unittest.skip("later")
    def test_later(self): ...

    def test_parts(self):
        for price in (1, 2):
            with self.subTest(price=price):
                self.assertEqual(price, 1)

    @unittest.expectedFailure
    def test_known(self):
        self.fail()

    @unittest.expectedFailure
    def test_mended(self): ...

class NeedsTill(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        raise RuntimeError("no till")

    def test_never(self): ...
"""


@pytest.fixture(autouse=True)
def _this_python(monkeypatch: pytest.MonkeyPatch) -> None:
    """Projects without an environment of their own find the Python that runs these tests."""
    monkeypatch.setenv("PATH", f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.delenv("VIRTUAL_ENV", raising=False)


def test_pytest_is_run_and_read(tmp_path: Path) -> None:
    write(tmp_path, {"cart.py": CART, "tests/test_cart.py": PYTEST})
    seen: list[Progress] = []
    result = run(tmp_path, "tests", "pytest", progress=seen.append)
    failed = next(case for case in result.cases if case.name == "test_fails")

    assert result.verdict.state is State.FAILED
    assert result.totals == Totals(passed=1, failed=1, errors=1, skipped=1)
    assert (failed.file, failed.line, failed.message) == (
        "tests/test_cart.py",
        8,
        "assert 1 == 2\n +  where 1 = total([1])",
    )
    assert "seen by nobody" in (failed.output or "")
    assert (seen[-1].done, seen[-1].total) == (4, 4)


def test_pytest_measures_coverage_of_the_project_and_not_of_its_tests(tmp_path: Path) -> None:
    write(
        tmp_path,
        {"cart.py": CART, "tests/test_cart.py": "from cart import total\ndef test(): assert total([1]) == 1\n"},
    )
    result = run(tmp_path, "tests", "pytest", coverage=True)

    assert result.verdict.state is State.PASSED
    assert result.coverage is not None
    assert result.coverage.modules == (ModuleCoverage("cart.py", 4, 6),)


def test_coverage_of_a_package_below_the_repository_is_told_from_the_repository(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            "api/pyproject.toml": "",
            "api/cart.py": CART,
            "api/tests/test_cart.py": "from cart import total\ndef test(): assert total([]) == 0\n",
        },
    )
    result = run(tmp_path, "api/tests", "pytest", coverage=True)

    assert result.coverage is not None
    assert [entry.module for entry in result.coverage.modules] == ["api/cart.py"]


BROKEN = [
    pytest.param({"tests/helper.py": ""}, State.NOT_MEASURED, "no cases", id="no cases"),
    pytest.param(
        {"tests/test_a.py": "import nowhere\n"}, State.ERROR, "could not be collected", id="a file that does not load"
    ),
    pytest.param(
        {"tests/test_a.py": "def test(: ...\n"}, State.ERROR, "could not be collected", id="a file that is no Python"
    ),
    pytest.param(
        {"tests/test_a.py": "import os, signal\ndef test(): os.kill(os.getpid(), signal.SIGSEGV)\n"},
        State.ERROR,
        "SIGSEGV",
        id="a crash",
    ),
    pytest.param(
        {"tests/test_a.py": "import os\ndef test(): os._exit(3)\n"},
        State.ERROR,
        "exit code 3|internal error",
        id="an exit in the middle",
    ),
    pytest.param(
        {"tests/test_a.py": "import pytest\n@pytest.mark.skip\ndef test(): ...\n"},
        State.NOT_MEASURED,
        "all 1 cases were skipped",
        id="nothing but skips",
    ),
    pytest.param(
        {"pytest.ini": "[pytest]\naddopts = --no-such-option\n", "tests/test_a.py": ""},
        State.ERROR,
        "called wrongly",
        id="options that do not exist",
    ),
    pytest.param(
        {
            "conftest.py": "def pytest_sessionfinish(session): session.exitstatus = 1\n",
            "tests/test_a.py": "def test(): ...\n",
        },
        State.FAILED,
        "although no case failed",
        id="a bad end after good cases",
    ),
]


@pytest.mark.parametrize(("files", "state", "reason"), BROKEN)
def test_a_pytest_run_that_went_wrong_is_not_a_pass(
    files: dict[str, str], state: State, reason: str, tmp_path: Path
) -> None:
    result = run(write(tmp_path, files), "tests", "pytest")

    assert result.verdict.state is state
    assert any(part in (result.verdict.reason or "") for part in reason.split("|"))


def test_a_run_that_stops_at_its_first_failure_has_not_run_what_it_collected(tmp_path: Path) -> None:
    cases = "def test_a(): assert 0\n" + "".join(f"def test_b{number}(): ...\n" for number in range(9))
    write(tmp_path, {"pytest.ini": "[pytest]\naddopts = -x\n", "tests/test_a.py": cases})
    result = run(tmp_path, "tests", "pytest")

    assert (result.totals, result.known) == (Totals(failed=1), 10)


def test_a_suite_never_sees_the_secrets_of_kaizen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KAIZEN_DATABASE_URL", "postgresql://u:secret@h/d")
    monkeypatch.setenv("KAIZEN_TEST_DATA", "/data")
    monkeypatch.setenv("SHOP_URL", "http://shop")
    test = """
import os
def test():
    assert "KAIZEN_DATABASE_URL" not in os.environ
    assert "PYTEST_XDIST_WORKER" not in os.environ
    assert os.environ["KAIZEN_TEST_DATA"] == "/data"
    assert os.environ["SHOP_URL"] == "http://shop"
"""
    monkeypatch.setenv("PYTEST_XDIST_WORKER", "gw7")
    result = run(write(tmp_path, {"tests/test_a.py": test}), "tests", "pytest")

    assert result.verdict.state is State.PASSED, result.cases


def test_the_project_is_left_without_reports(tmp_path: Path) -> None:
    write(tmp_path, {"cart.py": CART, "tests/test_a.py": "import cart\ndef test(): ...\n"})
    run(tmp_path, "tests", "pytest", coverage=True)
    left = {path.name for path in tmp_path.rglob("*") if path.is_file() and "cache" not in str(path)}

    assert left <= {"cart.py", "test_a.py"}


def test_unittest_is_run_and_read(tmp_path: Path) -> None:
    write(tmp_path, {"cart.py": CART, "tests/test_cart.py": UNITTEST})
    seen: list[Progress] = []
    result = run(tmp_path, "tests", "unittest", progress=seen.append)

    assert result.verdict.state is State.FAILED
    assert outcomes(result) == {
        "test_adds": "passed",
        "test_fails": "failed",
        "test_breaks": "error",
        "test_later": "skipped",
        "test_parts": "failed",
        "test_known": "passed",
        "test_mended": "failed",
        "(fixture)": "error",
    }
    failed = next(case for case in result.cases if case.name == "test_fails")
    assert (failed.group, failed.file, failed.message) == (
        "test_cart.CartTest",
        "tests/test_cart.py",
        "AssertionError: 1 != 2",
    )
    assert (seen[-1].done >= 7, seen[-1].total) == (True, 8)


def test_unittest_measures_coverage(tmp_path: Path) -> None:
    test = (
        "import unittest, cart\nclass T(unittest.TestCase):\n    def test(self): self.assertEqual(cart.total([]), 0)\n"
    )
    write(tmp_path, {"cart.py": CART, "tests/test_cart.py": test})
    result = run(tmp_path, "tests", "unittest", coverage=True)

    assert result.verdict.state is State.PASSED
    assert result.coverage is not None
    assert result.coverage.modules == (ModuleCoverage("cart.py", 4, 6),)


@pytest.mark.parametrize(
    ("files", "state", "reason"),
    [
        pytest.param({"tests/x.py": ""}, State.NOT_MEASURED, "no cases", id="no cases"),
        pytest.param({"tests/test_a.py": "import nowhere\n"}, State.FAILED, None, id="a file that does not load"),
        pytest.param(
            {
                "tests/test_a.py": "import os, unittest\nclass T(unittest.TestCase):\n"
                "    def test_a(self): ...\n    def test_b(self): os.abort()\n"
            },
            State.ERROR,
            "SIGABRT",
            id="a crash keeps the cases before it",
        ),
    ],
)
def test_a_unittest_run_that_went_wrong_is_not_a_pass(
    files: dict[str, str], state: State, reason: str | None, tmp_path: Path
) -> None:
    result = run(write(tmp_path, files), "tests", "unittest")

    assert result.verdict.state is state
    assert (reason or "") in (result.verdict.reason or "")
    if reason == "SIGABRT":
        assert outcomes(result) == {"test_a": "passed"}


def test_the_environment_of_the_project_is_preferred(tmp_path: Path) -> None:
    # A real environment without pytest: what is installed elsewhere must not be used instead.
    import venv

    venv.create(tmp_path / "api" / ".venv", with_pip=False)
    write(tmp_path, {"uv.lock": "", "api/pyproject.toml": "", "api/tests/test_a.py": "def test(): ...\n"})
    result = run(tmp_path, "api/tests", "pytest")

    assert result.verdict.state is State.NOT_MEASURED
    assert result.verdict.reason == (
        f"pytest is not installed for api/tests (asked {tmp_path}/api/.venv/bin/python): run uv sync in the repository"
    )


def test_unittest_runs_with_the_environment_of_the_project(tmp_path: Path) -> None:
    import venv

    venv.create(tmp_path / "venv", with_pip=False)
    test = "import sys, unittest\nclass T(unittest.TestCase):\n    def test(self): self.assertIn('venv', sys.prefix)\n"
    result = run(write(tmp_path, {"tests/test_a.py": test}), "tests", "unittest", coverage=True)

    assert result.verdict.state is State.PASSED, result.cases
    assert result.warnings == ("coverage was not measured: coverage is not installed for this suite",)


def test_python_is_asked_where_the_suite_will_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # A version manager's python3 is another Python in another folder.
    asked = tmp_path / "asked"
    (tmp_path / "bin").mkdir()
    manager = tmp_path / "bin" / "python3"
    manager.write_text(f'#!/bin/sh\npwd >> {asked}\nexec {sys.executable} "$@"\n')
    manager.chmod(0o755)
    monkeypatch.setenv("PATH", f"{manager.parent}{os.pathsep}{os.environ['PATH']}")
    root = write(tmp_path / "shop", {"api/setup.py": "", "api/tests/test_a.py": "def test(): ...\n"})
    result = run(root, "api/tests", "pytest")

    assert result.verdict.state is State.PASSED
    assert set(asked.read_text().split()) == {str(root / "api")}
