"""``kaizen test`` and ``kaizen testruns`` at the terminal."""

import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.collect.testruns.runners.projects import write
from tests.fixtures.doors import Outcome

Cli = Callable[..., Outcome]
GOOD = "import unittest\nclass T(unittest.TestCase):\n    def test_a(self): ...\n"
BAD = GOOD + "    def test_b(self): self.fail('no till')\n"
REPORT = "<testsuite name='s'><testcase classname='c' name='n' time='1'/></testsuite>"


@pytest.fixture(autouse=True)
def _this_python(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")


def shop(tmp_path: Path, files: dict[str, str]) -> str:
    return str(write(tmp_path / "shop", files))


def test_suites_that_pass(cli: Cli, tmp_path: Path) -> None:
    done = cli("test", "--path", shop(tmp_path, {"tests/test_a.py": GOOD}), "--no-coverage")

    assert done.exit_code == 0, done.stderr
    assert done.stdout.splitlines()[0].split()[:4] == ["SUITE", "RUNNER", "STATE", "PASSED"]
    assert done.stdout.splitlines()[1].split()[:4] == ["tests", "unittest", "passed", "1"]
    assert done.stderr == "Coverage was not measured.\n"


def test_a_failure_is_told_with_its_place_and_reason(cli: Cli, tmp_path: Path) -> None:
    done = cli("test", "all", "--path", shop(tmp_path, {"tests/test_a.py": BAD}), "--no-coverage")

    assert done.exit_code == 1
    assert "failed: test_a.T > test_b at tests/test_a.py" in done.stderr
    assert "AssertionError: no till" in done.stderr


def test_json_is_the_whole_result(cli: Cli, tmp_path: Path) -> None:
    done = cli("test", "--path", shop(tmp_path, {"tests/test_a.py": BAD}), "--json", "--no-coverage")
    found = done.json()

    assert done.exit_code == 1
    assert found["scope"] == "all"
    assert [(run["suite"], run["state"], run["total"], run["execution_rate"]) for run in found["runs"]] == [
        ("tests", "failed", 2, 100.0)
    ]
    assert found["coverage"]["overall"] is None


def test_a_runner_that_is_not_there_is_no_pass(cli: Cli, tmp_path: Path) -> None:
    files = {"web/package.json": '{"devDependencies": {"vitest": "3"}}', "web/a.test.ts": "test('a', () => {})\n"}
    root = shop(tmp_path, files)
    alone = cli("test", "--path", root)
    write(Path(root), {"tests/test_a.py": GOOD})
    beside = cli("test", "--path", root)
    strict = cli("test", "--path", root, "--strict")

    assert "not_measured" in alone.stdout
    assert "vitest is not installed in web: run npm install there." in alone.stderr
    assert (alone.exit_code, beside.exit_code, strict.exit_code) == (1, 0, 1)


def test_the_coverage_scope_says_no_below_a_floor(cli: Cli, tmp_path: Path) -> None:
    cart = "def a():\n    return 1\ndef b():\n    return 2\ndef c():\n    return 3\n"
    test = "import unittest, cart\nclass T(unittest.TestCase):\n    def test(self): cart.a()\n"
    done = cli("test", "coverage", "--path", shop(tmp_path, {"cart.py": cart, "tests/test_a.py": test}))
    summary = cli("testruns", "coverage", "--json").json()
    shown = cli("testruns", "coverage")

    assert done.exit_code == 1
    assert "Coverage is 66.66% of lines, below the floor of 90%." in done.stderr
    assert "module below 80%: cart.py 66.66%" in done.stderr
    assert [(entry["module"], entry["percent"]) for entry in summary["modules"]] == [("cart.py", 66.66)]
    assert "module" in shown.stdout


def test_options_before_a_scope_are_refused(cli: Cli, tmp_path: Path) -> None:
    done = cli("test", "--cached", "all", "--path", str(tmp_path))

    assert done.exit_code == 2
    assert "Put options behind all" in done.stderr


@pytest.mark.parametrize(
    ("path", "told"),
    [
        pytest.param("nowhere", "nowhere", id="no such folder"),
        pytest.param("", "No test suite in", id="nothing in it"),
    ],
)
def test_nothing_to_run_is_wrong_use(path: str, told: str, cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    done = cli("test", "--path", str(tmp_path / "empty" / path))

    assert done.exit_code == 2
    assert told in done.stderr
    assert "hint:" in done.stderr


def test_reports_are_imported(cli: Cli, tmp_path: Path) -> None:
    file = tmp_path / "unit.xml"
    file.write_text(REPORT)
    done = cli("test", "import", str(file), "--json", "--commit", "c0ffee", "--path", str(tmp_path))
    named = cli("test", "import", str(file), "--suite", "web", "--path", str(tmp_path))
    listed = cli("testruns", "list", "--json").json()

    assert (done.exit_code, named.exit_code) == (0, 0)
    assert done.json()["items"][0]["commit"] == "c0ffee"
    assert sorted(run["suite"] for run in listed["items"]) == ["unit", "web"]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        pytest.param("<html></html>", "is an HTML page, which Kaizen does not read", id="another format"),
        pytest.param("<testsuite>", "is damaged at line 1", id="damaged"),
        pytest.param('<!DOCTYPE a [<!ENTITY b "c">]><testsuite/>', "declares its own entities", id="a bomb"),
        pytest.param(None, "There is no report at", id="no file"),
    ],
)
def test_what_is_no_report_is_refused_and_nothing_is_kept(
    content: str | None, told: str, cli: Cli, tmp_path: Path
) -> None:
    good, bad = tmp_path / "good.xml", tmp_path / "bad.xml"
    good.write_text(REPORT)
    if content is not None:
        bad.write_text(content)
    done = cli("test", "import", str(good), str(bad))

    assert done.exit_code == 2
    assert told in done.stderr
    assert "hint:" in done.stderr
    assert cli("testruns", "list", "--json").json()["total"] == 0


def test_lists_say_what_to_do_while_they_are_empty(cli: Cli) -> None:
    assert "kaizen test" in cli("testruns", "list").stderr
    assert "several runs" in cli("testruns", "flaky").stderr
    assert "No durations" in cli("testruns", "slowest").stderr
    assert "not measured" in cli("testruns", "coverage").stderr


def test_runs_and_cases_are_shown(cli: Cli, tmp_path: Path) -> None:
    file = tmp_path / "unit.xml"
    file.write_text(
        "<testsuite><testcase name='a' time='2'/><testcase name='b'><failure message='no'/></testcase></testsuite>"
    )
    run = cli("test", "import", str(file), "--json").json()["items"][0]["id"]
    shown = cli("testruns", "show", run)
    only = cli("testruns", "show", run, "--outcome", "passed", "--json").json()
    none = cli("testruns", "show", run, "--q", "zzz")
    slow = cli("testruns", "slowest", "--json").json()
    unknown = cli("testruns", "show", "00000000-0000-7000-8000-000000000000")

    assert "failed   (no name) > b" in shown.stdout
    assert [case["name"] for case in only["items"]] == ["a"]
    assert "no such cases" in none.stdout
    assert [(case["name"], case["median_s"]) for case in slow["items"]] == [("(no name) > a", 2.0)]
    assert (unknown.exit_code, "There is no test run" in unknown.stderr) == (2, True)


def test_a_run_that_broke_is_shown_with_the_last_words_of_its_runner(cli: Cli, tmp_path: Path) -> None:
    root = shop(
        tmp_path,
        {"tests/test_a.py": GOOD.replace("...", "(print('last words', flush=True), __import__('os').abort())")},
    )
    run = cli("test", "--path", root, "--no-coverage", "--json").json()["runs"][0]
    shown = cli("testruns", "show", run["id"])

    assert (run["state"], run["reason"]) == ("error", "unittest was ended by SIGABRT")
    assert "The last lines of what unittest printed:" in shown.stderr
    assert "last words" in shown.stderr


def test_warnings_are_told(cli: Cli, tmp_path: Path) -> None:
    file = tmp_path / "unit.xml"
    file.write_text("<testsuite tests='5'><testcase name='a'/></testsuite>")
    done = cli("test", "import", str(file))

    assert "unit: 1 suites state more cases than they list." in done.stderr


def test_a_flaky_case_is_shown(cli: Cli, tmp_path: Path) -> None:
    for number, inside in enumerate(("", "<failure/>", "")):
        file = tmp_path / "unit.xml"
        file.write_text(
            f"<testsuite timestamp='2026-01-0{number + 1}T00:00:00Z'><testcase name='a'>{inside}</testcase></testsuite>"
        )
        cli("test", "import", str(file), "--commit", "c0ffee")
    page = cli("testruns", "flaky", "--json").json()

    assert [(case["name"], case["flips"], case["runs"]) for case in page["items"]] == [("(no name) > a", 2, 3)]
    assert "(no name) > a" in cli("testruns", "flaky").stdout
