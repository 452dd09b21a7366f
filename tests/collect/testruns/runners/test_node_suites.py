"""node --test, run for real."""

import shutil
from pathlib import Path

import pytest

from kaizen.collect.testruns.model import State, Totals
from tests.collect.testruns.runners.projects import outcomes, run, write
from tests.fixtures.requiring import missing

TEST = """
import { describe, it, test } from "node:test";
import assert from "node:assert";
import { total } from "../cart.mjs";
describe("cart", () => {
  it("adds", () => assert.equal(total([1, 2]), 3));
  it("fails", () => assert.equal(total([1]), 2));
});
test("later", { skip: "not yet" }, () => {});
"""
CART = "export function total(prices) {\n  return prices.reduce((sum, price) => sum + price, 0);\n}\n"


@pytest.fixture(autouse=True)
def _node() -> None:
    if shutil.which("node") is None:
        missing("Node.js", "node is not on the PATH")


def test_node_is_run_and_read(tmp_path: Path) -> None:
    write(tmp_path, {"package.json": "{}", "cart.mjs": CART, "tests/cart.test.mjs": TEST})
    result = run(tmp_path, "tests", "node")

    assert result.verdict.state is State.FAILED
    assert outcomes(result) == {"adds": "passed", "fails": "failed", "later": "skipped"}


def test_node_measures_coverage_where_it_can(tmp_path: Path) -> None:
    passing = TEST.replace("[1]), 2", "[2]), 2")
    write(tmp_path, {"package.json": "{}", "cart.mjs": CART, "tests/cart.test.mjs": passing})
    result = run(tmp_path, "tests", "node", coverage=True)

    assert result.verdict.state is State.PASSED
    if not result.warnings:
        assert result.coverage is not None
        assert [entry.module for entry in result.coverage.modules] == ["cart.mjs"]


@pytest.mark.parametrize(
    ("files", "state", "reason"),
    [
        pytest.param({"tests/readme.txt": ""}, State.NOT_MEASURED, "holds no file", id="no test file"),
        pytest.param({"tests/a.test.js": "process.exit(7)"}, State.FAILED, "", id="an exit in the middle"),
        pytest.param({"tests/a.test.js": "this is no script"}, State.FAILED, "", id="a file that is no script"),
    ],
)
def test_a_node_run_that_went_wrong_is_not_a_pass(
    files: dict[str, str], state: State, reason: str, tmp_path: Path
) -> None:
    result = run(write(tmp_path, files), "tests", "node")

    assert result.verdict.state is state
    assert reason in (result.verdict.reason or "")


def test_the_test_runner_of_a_test_runner_is_not_fooled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NODE_TEST_CONTEXT", "child-v8")
    write(tmp_path, {"tests/a.test.js": 'require("node:test")("a", () => {});'})

    assert run(tmp_path, "tests", "node").totals == Totals(passed=1)
