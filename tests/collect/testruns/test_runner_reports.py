"""What runners write of themselves: jest, vitest, Playwright, go test, cargo test, pg_prove."""

import json
from pathlib import Path
from typing import Any

import pytest

from kaizen.collect.testruns import go_json, jest_json, libtest, playwright_json, tap
from kaizen.collect.testruns.model import Case, Outcome
from kaizen.kit.errors import KaizenError
from tests.collect.testruns.files import report_file

P, F, E, S = Outcome.PASSED, Outcome.FAILED, Outcome.ERROR, Outcome.SKIPPED


def jest(folder: Path, *files: dict[str, Any]) -> tuple[Case, ...]:
    report = {"numTotalTests": 1, "testResults": list(files)}
    return jest_json.read(report_file(folder, json.dumps(report)), folder).cases


def assertion(**said: Any) -> dict[str, Any]:
    return {"title": "adds", "ancestorTitles": ["cart"], "status": "passed", "failureMessages": [], **said}


JEST = [
    pytest.param(assertion(duration=12), Case("a.test.ts > cart", "adds", "a.test.ts", None, 0.012), id="passed"),
    pytest.param(
        assertion(
            status="failed", failureMessages=["\x1b[31mError: no\x1b[39m\n  at a"], location={"line": 3, "column": 1}
        ),
        Case("a.test.ts > cart", "adds", "a.test.ts", 3, None, F, "Error: no", "Error: no\n  at a"),
        id="failed, without the colours",
    ),
    pytest.param(assertion(status="pending"), Case("a.test.ts > cart", "adds", "a.test.ts", outcome=S), id="skipped"),
    pytest.param(
        assertion(status="todo"), Case("a.test.ts > cart", "adds", "a.test.ts", outcome=S), id="yet to be written"
    ),
    pytest.param(
        assertion(invocations=2, duration=None, location=None),
        Case("a.test.ts > cart", "adds", "a.test.ts", flaky=True),
        id="passed at the second attempt",
    ),
]


@pytest.mark.parametrize(("said", "expected"), JEST)
def test_jest_and_vitest(said: dict[str, Any], expected: Case, tmp_path: Path) -> None:
    (tmp_path / "a.test.ts").write_text("")
    name = str(tmp_path / "a.test.ts")

    assert jest(tmp_path, {"name": name, "status": "passed", "message": "", "assertionResults": [said]}) == (expected,)


def test_a_file_that_jest_could_not_load_is_an_error(tmp_path: Path) -> None:
    broken = {"name": "/app/a.test.ts", "status": "failed", "message": "SyntaxError: x", "assertionResults": []}

    assert jest(tmp_path, broken) == (
        Case(
            "/app/a.test.ts", "(the file itself)", "/app/a.test.ts", None, None, E, "SyntaxError: x", "SyntaxError: x"
        ),
    )


def playwright(folder: Path, status: str, *results: dict[str, Any]) -> tuple[Case, ...]:
    test = {"projectName": "chromium", "status": status, "results": list(results)}
    spec = {"title": "pays", "file": "e2e/cart.spec.ts", "line": 4, "tests": [test]}
    inner = {"title": "cart", "file": "e2e/cart.spec.ts", "specs": [spec]}
    outer = {"title": "cart.spec.ts", "file": "e2e/cart.spec.ts", "specs": [], "suites": [inner]}
    report = {"config": {"rootDir": str(folder)}, "suites": [outer], "errors": [], "stats": {"duration": 1500}}
    return playwright_json.read(report_file(folder, json.dumps(report)), folder).cases


def attempt(status: str, duration: float, *messages: str) -> dict[str, Any]:
    return {"status": status, "duration": duration, "errors": [{"message": message} for message in messages]}


GROUP, FILE = "chromium > cart.spec.ts > cart", "e2e/cart.spec.ts"
PLAYWRIGHT = [
    pytest.param("expected", [attempt("passed", 250)], Case(GROUP, "pays", FILE, 4, 0.25), id="as expected"),
    pytest.param(
        "unexpected",
        [attempt("failed", 100, "one"), attempt("timedOut", 200, "two")],
        Case(GROUP, "pays", FILE, 4, 0.3, F, "one", "one\n\ntwo"),
        id="failed at each attempt",
    ),
    pytest.param(
        "flaky",
        [attempt("failed", 100, "one"), attempt("passed", 100)],
        Case(GROUP, "pays", FILE, 4, 0.2, P, "one", "one", flaky=True),
        id="flaky by its own word",
    ),
    pytest.param("skipped", [attempt("skipped", 0)], Case(GROUP, "pays", FILE, 4, outcome=S), id="skipped"),
    pytest.param("skipped", [], Case(GROUP, "pays", FILE, 4, outcome=S), id="never begun"),
]


@pytest.mark.parametrize(("status", "results", "expected"), PLAYWRIGHT)
def test_playwright(status: str, results: list[dict[str, Any]], expected: Case, tmp_path: Path) -> None:
    assert playwright(tmp_path, status, *results) == (expected,)


def test_playwright_errors_outside_of_tests_are_cases(tmp_path: Path) -> None:
    report = {"config": {}, "suites": [], "errors": [{"message": "no web server"}], "stats": {}}
    found = playwright_json.read(report_file(tmp_path, json.dumps(report)))

    assert [(case.outcome, case.message) for case in found.cases] == [(E, "no web server")]


def test_playwright_suites_nest_as_deep_as_json_does(tmp_path: Path) -> None:
    suite: dict[str, Any] = {"title": "t", "suites": []}
    for _ in range(300):
        suite = {"title": "t", "suites": [suite]}
    report = {"config": {}, "suites": [suite], "errors": [], "stats": {}}

    assert playwright_json.read(report_file(tmp_path, json.dumps(report))).cases == ()


def go(folder: Path, *events: dict[str, Any]) -> tuple[Case, ...]:
    text = "\n".join(json.dumps(event) for event in events)
    return go_json.read(report_file(folder, f"go: downloading x\n{text}\n")).cases


def event(action: str, test: str = "", **more: Any) -> dict[str, Any]:
    return {"Action": action, "Package": "shop/cart"} | ({"Test": test} if test else {}) | more


def test_go_leaves_are_cases_and_parents_are_not(tmp_path: Path) -> None:
    found = go(
        tmp_path,
        event("run", "TestA"),
        event("run", "TestA/one"),
        event("output", "TestA/one", Output="a_test.go:3: no\n"),
        event("fail", "TestA/one", Elapsed=0.5),
        event("pass", "TestA/two", Elapsed=0.1),
        event("fail", "TestA", Elapsed=0.6),
        event("skip", "TestB", Elapsed=0),
        event("fail", Elapsed=1.0),
    )

    assert [(case.group, case.name, case.outcome, case.duration_s) for case in found] == [
        ("shop/cart", "TestA/one", F, 0.5),
        ("shop/cart", "TestA/two", P, 0.1),
        ("shop/cart", "TestB", S, 0.0),
    ]
    assert found[0].output == "a_test.go:3: no"


def test_a_go_parent_that_fails_by_itself_is_a_case(tmp_path: Path) -> None:
    found = go(tmp_path, event("pass", "TestA/one"), event("output", "TestA", Output="no\n"), event("fail", "TestA"))

    assert [(case.name, case.outcome) for case in found] == [("TestA/one", P), ("TestA", F)]


def test_a_go_build_that_fails_and_a_test_that_never_ends_are_errors(tmp_path: Path) -> None:
    found = go(
        tmp_path,
        {"Action": "build-output", "ImportPath": "shop/cart", "Output": "cart.go:3: undefined: x\n"},
        event("fail", FailedBuild="shop/cart"),
        {"Action": "run", "Package": "shop/till", "Test": "TestHang"},
    )

    assert [(case.name, case.outcome, case.message) for case in found] == [
        ("TestHang", E, "it never ended"),
        ("(the package itself)", E, "cart.go:3: undefined: x"),
    ]


def test_what_holds_no_go_event_is_refused(tmp_path: Path) -> None:
    with pytest.raises(KaizenError):
        go_json.read(report_file(tmp_path, "{}\nnothing\n"))


CARGO = """   Compiling shop v0.1.0
     Running unittests src/lib.rs (target/debug/deps/shop-0a1b)

running 4 tests
test cart::adds ... ok
test cart::pays ... FAILED
test cart::waits ... ignored, too slow
test cart::breaks - should panic ... ok

failures:

---- cart::pays stdout ----
thread 'cart::pays' panicked at src/lib.rs:9:5:
assertion failed

failures:
    cart::pays

test result: FAILED. 2 passed; 1 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.25s

     Running tests/till.rs (target/debug/deps/till-9f)

running 1 test
test opens ... ok

test result: ok. 1 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.50s

   Doc-tests shop

running 0 tests

test result: ok. 0 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.00s
"""


def test_cargo() -> None:
    found = libtest.read_lines(CARGO.splitlines(keepends=True))

    assert [(case.group, case.name, case.outcome) for case in found.cases] == [
        ("src/lib.rs", "cart::adds", P),
        ("src/lib.rs", "cart::pays", F),
        ("src/lib.rs", "cart::waits", S),
        ("src/lib.rs", "cart::breaks", P),
        ("tests/till.rs", "opens", P),
    ]
    assert found.cases[1].output == "thread 'cart::pays' panicked at src/lib.rs:9:5:\nassertion failed"
    assert found.cases[1].message == "assertion failed"
    assert found.cases[2].message == "too slow"
    assert (found.known, found.duration_s, found.suites) == (5, 0.75, 3)


def test_cargo_knows_of_tests_that_never_ended() -> None:
    found = libtest.read_lines(["running 3 tests\n", "test a ... ok\n", "test b ... \n"])

    assert (len(found.cases), found.known) == (1, 3)


PROVE = """users.sql ..
1..4
ok 1 - there is a table users
not ok 2 - it has a column email
# Failed test 2: "it has a column email"
#         have: f
ok 3 # SKIP no extension
not ok 4 - rows # TODO later
Failed 1/4 subtests
orders.sql ..
1..3
ok 1 - there is a table orders
psql:orders.sql:9: ERROR:  relation "x" does not exist
# Looks like you planned 3 tests but ran 1
Failed 2/3 subtests
"""


def test_pgtap() -> None:
    found = tap.read_lines(PROVE.splitlines(keepends=True))

    assert [(case.file, case.name, case.outcome) for case in found.cases] == [
        ("users.sql", "there is a table users", P),
        ("users.sql", "it has a column email", F),
        ("users.sql", "test 3", S),
        ("users.sql", "rows", S),
        ("orders.sql", "there is a table orders", P),
        ("orders.sql", "(the file itself)", E),
    ]
    assert found.cases[1].output == 'Failed test 2: "it has a column email"\nhave: f'
    assert found.cases[5].message == "planned 3 tests but ran 1"
    assert (found.known, found.suites) == (7, 2)
