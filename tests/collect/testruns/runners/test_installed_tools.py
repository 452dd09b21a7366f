"""Runners that are rarely installed together: stand-ins write what they write, and check how they are called."""

import json
import os
import sys
from pathlib import Path

import pytest

from kaizen.collect.testruns.model import ModuleCoverage, Progress, State, Totals
from tests.collect.testruns.runners.projects import outcomes, run, write

JEST_REPORT = {
    "numTotalTests": 2,
    "testResults": [
        {
            "name": "{folder}/tests/cart.test.ts",
            "status": "failed",
            "message": "",
            "assertionResults": [
                {"title": "adds", "ancestorTitles": ["cart"], "status": "passed", "duration": 5, "failureMessages": []},
                {"title": "pays", "ancestorTitles": ["cart"], "status": "failed", "failureMessages": ["Error: no"]},
            ],
        }
    ],
}
LCOV = "TN:\nSF:src/cart.ts\nDA:1,1\nDA:2,0\nend_of_record\n"


@pytest.fixture
def bin_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that is searched for programs first."""
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")
    return folder


def stand_in(path: Path, body: str) -> None:
    """An executable that runs ``body`` with the arguments in ``argv``."""
    path.parent.mkdir(parents=True, exist_ok=True)
    head = f"#!{sys.executable}\nimport json, os, sys\nfrom pathlib import Path\nargv = sys.argv[1:]\n"
    option = "def option(name):\n    return next(a.split('=', 1)[1] for a in argv if a.startswith(name + '='))\n"
    path.write_text(head + option + body)
    path.chmod(0o755)


def nothing_on_the_path(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    """A machine without any of the tools."""
    (folder / "empty").mkdir()
    monkeypatch.setenv("PATH", str(folder / "empty"))


MISSING = [
    pytest.param(
        "vitest", {"web/package.json": "{}"}, "Node.js is not on the PATH, and vitest in web needs it", id="no Node"
    ),
    pytest.param("go", {}, "go is not on the PATH", id="no Go"),
    pytest.param("cargo", {}, "cargo is not on the PATH", id="no Rust"),
    pytest.param("deno", {}, "deno is not on the PATH", id="no Deno"),
    pytest.param("pgtap", {}, "pg_prove is not on the PATH", id="no pg_prove"),
    pytest.param("node", {}, "Node.js is not on the PATH", id="no Node for its own tests"),
    pytest.param(
        "mocha", {}, "Kaizen does not know how to run mocha; import its report instead", id="a foreign runner"
    ),
]


@pytest.mark.parametrize(("runner", "files", "reason"), MISSING)
def test_a_missing_runner_is_not_measured_and_says_what_to_do(
    runner: str, files: dict[str, str], reason: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, {**files, "web/tests/a.txt": ""})
    nothing_on_the_path(monkeypatch, tmp_path)
    result = run(tmp_path, "web/tests", runner)

    assert (result.verdict.state, result.totals) == (State.NOT_MEASURED, None)
    assert (result.verdict.reason or "").startswith(reason)


INSTALLS = [
    pytest.param({}, "run npm install there", id="npm"),
    pytest.param({"pnpm-lock.yaml": ""}, "run pnpm install there", id="pnpm, locked at the root"),
    pytest.param({"web/yarn.lock": ""}, "run yarn install there", id="yarn"),
    pytest.param({"web/bun.lock": ""}, "run bun install there", id="bun"),
]


@pytest.mark.parametrize(("files", "advice"), INSTALLS)
def test_a_tool_that_is_not_installed_is_told_with_the_manager_in_use(
    files: dict[str, str], advice: str, tmp_path: Path, bin_folder: Path
) -> None:
    stand_in(bin_folder / "node", "")
    write(tmp_path, {"web/package.json": "{}", "web/src/a.test.ts": "", **files})
    result = run(tmp_path, "web/src", "vitest")

    assert result.verdict.reason == f"vitest is not installed in web: {advice}"


def test_a_suite_whose_folder_is_gone_is_not_measured(tmp_path: Path) -> None:
    result = run(tmp_path, "gone", "pytest")

    assert result.verdict.state is State.NOT_MEASURED
    assert "kaizen discover" in (result.verdict.reason or "")


@pytest.mark.parametrize("runner", ["vitest", "jest"])
def test_vitest_and_jest(runner: str, tmp_path: Path, bin_folder: Path) -> None:
    stand_in(bin_folder / "node", "")
    web = tmp_path / "web"
    report = json.dumps(JEST_REPORT).replace("{folder}", str(web))
    body = f"""
assert Path.cwd() == Path({str(web)!r}), Path.cwd()
assert "KAIZEN_HOME" not in os.environ
file = option("--outputFile.json") if argv[0] == "run" else option("--outputFile")
Path(file).write_text({report!r})
folder = Path(option("--coverage.reportsDirectory" if argv[0] == "run" else "--coverageDirectory"))
folder.mkdir(parents=True)
(folder / "lcov.info").write_text({LCOV!r})
print(" ✓ tests/cart.test.ts (2 tests) 5ms" if argv[0] == "run" else "    ✓ adds (5 ms)\\n    ✕ pays")
sys.exit(1)
"""
    stand_in(tmp_path / "node_modules/.bin" / runner, body)
    files = {"web/package.json": "{}", "web/tests/cart.test.ts": "", "web/src/cart.ts": ""}
    write(tmp_path, {**files, f"node_modules/{runner}/package.json": '{"version": "3.2.1"}'})
    write(tmp_path, {"node_modules/@vitest/coverage-v8/package.json": "{}"})
    seen: list[Progress] = []
    result = run(tmp_path, "web/tests", runner, coverage=True, progress=seen.append)

    assert (result.verdict.state, result.totals) == (State.FAILED, Totals(passed=1, failed=1)), result.output
    assert [case.file for case in result.cases] == ["web/tests/cart.test.ts"] * 2
    assert result.coverage is not None
    assert result.coverage.modules == (ModuleCoverage("web/src/cart.ts", 1, 2),)
    assert seen[-1].done == 2


def test_a_runner_that_ends_before_its_report_is_an_error_with_its_last_words(tmp_path: Path, bin_folder: Path) -> None:
    stand_in(bin_folder / "node", "")
    stand_in(tmp_path / "node_modules/.bin/vitest", "print('Error: no config'); sys.exit(1)")
    write(tmp_path, {"package.json": "{}", "tests/a.test.ts": ""})
    result = run(tmp_path, "tests", "vitest")

    assert result.verdict.state is State.ERROR
    assert result.verdict.reason == "vitest ended with exit code 1 before it wrote a report: Error: no config"


def test_a_report_that_breaks_off_is_an_error(tmp_path: Path, bin_folder: Path) -> None:
    stand_in(bin_folder / "node", "")
    stand_in(tmp_path / "node_modules/.bin/jest", "Path(option('--outputFile')).write_text('{\"numTotal')")
    write(tmp_path, {"package.json": "{}", "tests/a.test.ts": ""})
    result = run(tmp_path, "tests", "jest")

    assert result.verdict.state is State.ERROR
    assert "the report of jest in tests is damaged" in (result.verdict.reason or "")


def test_playwright(tmp_path: Path, bin_folder: Path) -> None:
    stand_in(bin_folder / "node", "")
    results = [{"status": "failed", "duration": 10, "errors": []}, {"status": "passed", "duration": 10}]
    test = {"projectName": "chromium", "status": "flaky", "results": results}
    spec = {"title": "pays", "file": "cart.spec.ts", "line": 3, "tests": [test]}
    report = {"config": {"rootDir": ""}, "suites": [{"title": "cart.spec.ts", "specs": [spec]}], "errors": []}
    report |= {"stats": {"duration": 20}}
    body = f"""
assert argv[:2] == ["test", "--reporter=list,json"], argv
Path(os.environ["PLAYWRIGHT_JSON_OUTPUT_NAME"]).write_text({json.dumps(report)!r})
print("Running 1 test using 1 worker")
print("  ✓  1 [chromium] › cart.spec.ts:3:1 › pays (1s)")
"""
    stand_in(tmp_path / "node_modules/.bin/playwright", body)
    write(tmp_path, {"package.json": "{}", "e2e/cart.spec.ts": ""})
    seen: list[Progress] = []
    result = run(tmp_path, "e2e", "playwright", progress=seen.append)

    assert (result.verdict.state, result.totals) == (State.PASSED, Totals(passed=1))
    assert result.cases[0].flaky
    assert (seen[-1].done, seen[-1].total) == (1, 1)


def test_playwright_without_its_browser_is_not_measured(tmp_path: Path, bin_folder: Path) -> None:
    stand_in(bin_folder / "node", "")
    body = 'print("browserType.launch: Executable doesn\'t exist at /x"); sys.exit(1)'
    stand_in(tmp_path / "node_modules/.bin/playwright", body)
    result = run(write(tmp_path, {"package.json": "{}", "e2e/a.spec.ts": ""}), "e2e", "playwright")

    assert result.verdict.state is State.NOT_MEASURED
    assert "npx playwright install" in (result.verdict.reason or "")


def test_go(tmp_path: Path, bin_folder: Path) -> None:
    body = """
if argv == ["version"]: print("go version go1.24.1 linux/amd64"); sys.exit(0)
assert argv[:2] == ["test", "-json"] and argv[-1] == "./cart/...", argv
Path(option("-coverprofile")).write_text("mode: set\\nexample.org/shop/cart/cart.go:1.1,2.2 1 1\\n")
adds = {"Test": "TestAdds"}
for event in ({"Action": "run", **adds}, {"Action": "pass", **adds, "Elapsed": 0.1}, {"Action": "pass"}):
    print(json.dumps({"Package": "example.org/shop/cart", **event}, separators=(",", ":")))
"""
    stand_in(bin_folder / "go", body)
    write(tmp_path, {"go.mod": "module example.org/shop\n", "cart/cart.go": "", "cart/cart_test.go": ""})
    result = run(tmp_path, "cart", "go", coverage=True)

    assert (result.verdict.state, outcomes(result)) == (State.PASSED, {"TestAdds": "passed"})
    assert result.coverage is not None
    assert result.coverage.modules == (ModuleCoverage("cart/cart.go", 2, 2),)


def test_cargo(tmp_path: Path, bin_folder: Path) -> None:
    body = """
if argv == ["--version"]: print("cargo 1.90.0"); sys.exit(0)
print("     Running unittests src/lib.rs (target/debug/deps/a)", file=sys.stderr, flush=True)
print("running 1 test\\ntest adds ... ok\\n\\ntest result: ok. 1 passed; 0 failed; finished in 0.01s")
"""
    stand_in(bin_folder / "cargo", body)
    result = run(write(tmp_path, {"Cargo.toml": "", "src/lib.rs": ""}), "src", "cargo")

    assert (result.verdict.state, [(case.group, case.name) for case in result.cases]) == (
        State.PASSED,
        [("src/lib.rs", "adds")],
    )


def test_rust_that_does_not_compile_is_an_error(tmp_path: Path, bin_folder: Path) -> None:
    stand_in(bin_folder / "cargo", "print('error[E0425]: cannot find value `x`', file=sys.stderr); sys.exit(101)")
    result = run(write(tmp_path, {"Cargo.toml": "", "src/lib.rs": ""}), "src", "cargo")

    assert result.verdict.state is State.ERROR
    assert result.verdict.reason == "the tests could not be built: error[E0425]: cannot find value `x`"


def test_deno_gets_the_permissions_of_the_projects_own_task_and_no_others(tmp_path: Path, bin_folder: Path) -> None:
    body = """
if argv == ["--version"]: print("deno 2.5"); sys.exit(0)
assert argv[:2] == ["test", "--no-prompt"], argv
assert [a for a in argv if a.startswith("--allow")] == ["--allow-net"], argv
Path(option("--junit-path")).write_text("<testsuite name='a.ts'><testcase name='a'/></testsuite>")
print("running 1 test from ./a_test.ts\\na ... ok (1ms)")
"""
    stand_in(bin_folder / "deno", body)
    task = '{\n  // tasks\n  "tasks": {"test": "deno test --allow-net functions/"}\n}'
    seen: list[Progress] = []
    write(tmp_path, {"deno.jsonc": task, "functions/a_test.ts": ""})
    result = run(tmp_path, "functions", "deno", progress=seen.append)

    assert (result.verdict.state, result.totals) == (State.PASSED, Totals(passed=1)), result.output
    assert (seen[-1].done, seen[-1].total) == (1, 1)


@pytest.mark.parametrize(
    "task",
    [
        pytest.param("deno test --allow-all && rm -rf x", id="a chain"),
        pytest.param("deno task other --allow-all", id="another task"),
        pytest.param("echo 'unclosed", id="no command at all"),
    ],
)
def test_a_deno_task_that_is_more_than_a_test_grants_nothing(task: str, tmp_path: Path) -> None:
    from kaizen.collect.testruns.runners.deno import task_flags

    write(tmp_path, {"deno.json": json.dumps({"tasks": {"test": task}})})

    assert task_flags(tmp_path) == ()


def test_pgtap_runs_only_against_a_database_that_is_named(
    tmp_path: Path, bin_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("PGDATABASE", "PGSERVICE", "DATABASE_URL", "PGPASSWORD", "PGHOST"):
        monkeypatch.delenv(name, raising=False)
    body = """
if argv == ["--version"]: print("pg_prove 3.36"); sys.exit(0)
assert os.environ["PGDATABASE"] == "shop" and os.environ["PGPASSWORD"] == "se cret", os.environ
assert not any("se" in a for a in argv if a.startswith("post")), argv
print("users.sql ..\\n1..2\\nok 1 - there\\nnot ok 2 - right")
print("# Failed test 2", file=sys.stderr)
sys.exit(1)
"""
    stand_in(bin_folder / "pg_prove", body)
    write(tmp_path, {"supabase/tests/users.sql": "select plan(2);"})
    unnamed = run(tmp_path, "supabase/tests", "pgtap")
    monkeypatch.setenv("DATABASE_URL", "postgresql://tester:se%20cret@db:5433/shop")
    named = run(tmp_path, "supabase/tests", "pgtap")

    assert unnamed.verdict.state is State.NOT_MEASURED
    assert "PGDATABASE" in (unnamed.verdict.reason or "")
    assert (named.verdict.state, named.totals) == (State.FAILED, Totals(passed=1, failed=1)), named.output
