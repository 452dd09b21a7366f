"""Test suites: which files hold tests, for which runner, and the folder that holds them together."""

import re
from collections import defaultdict
from collections.abc import Iterator
from collections.abc import Mapping as Files

import msgspec

from kaizen.collect.inventory.model import JSON, Item, Kind

SCRIPT_TEST = re.compile(r"(\.(test|spec|cy|e2e|e2e-spec)\.[cm]?[jt]sx?|_test\.[jt]sx?)$")
PYTHON_TEST = re.compile(r"(^|/)(test_[^/]*|[^/]*_test|tests)\.py$")
FOLDERS = frozenset({"tests", "test", "__tests__", "e2e", "spec", "specs", "cypress"})
PYTHON_CASE = re.compile(rb"^[ \t]*(?:async[ \t]+)?def[ \t]+test\w*", re.MULTILINE)
SCRIPT_CASE = re.compile(rb"(?:^|[\s;{(])(?:it|test|Deno\.test)(?:\.\w+)*\s*[(`]", re.MULTILINE)
GO_CASE = re.compile(rb"^func (?:Test|Fuzz|Benchmark)\w*\(", re.MULTILINE)
RUST_CASE = re.compile(rb"#\[(?:\w+::)?test\b")
PGTAP = re.compile(rb"\bplan\s*\(|\bno_plan\s*\(", re.IGNORECASE)
PGTAP_CASE = re.compile(rb"^\s*select\s+(?!plan\b|no_plan\b)\w+\s*\(", re.IGNORECASE | re.MULTILINE)
SIGNS = (
    (b"@playwright/test", "playwright"), (b"playwright/test", "playwright"), (b"cy.visit(", "cypress"),
    (b"node:test", "node"), (b"Deno.test", "deno"), (b"bun:test", "bun"), (b"from 'vitest'", "vitest"),
    (b'from "vitest"', "vitest"), (b"@jest/globals", "jest"),
)  # fmt: skip


class TestFile(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """One file with tests: how many cases, and the runner its content names ("" where it names none)."""

    __test__ = False

    cases: int
    runner: str


class SuiteReader:
    """Counts test cases without parsing."""

    name = "suite"
    version = "1"
    selection = "cases"
    shape = TestFile

    def wants(self, path: str) -> bool:
        if path.endswith(".py"):
            return PYTHON_TEST.search(path) is not None
        if path.endswith((".ts", ".tsx", ".js", ".jsx", ".mjs", ".cjs", ".mts", ".cts")):
            return SCRIPT_TEST.search(path) is not None or "__tests__/" in path
        if path.endswith(".sql"):
            return "test" in path
        return path.endswith(("_test.go", ".rs"))

    def needs(self, data: bytes) -> bool:
        return b"test" in data or b"it(" in data or b"Test" in data or b"plan(" in data

    def read(self, path: str, data: bytes) -> TestFile:
        if path.endswith(".py"):
            plain = b"pytest" not in data and (b"TestCase" in data or b"unittest" in data)
            return TestFile(len(PYTHON_CASE.findall(data)), "unittest" if plain else "")
        if path.endswith(".go"):
            return TestFile(len(GO_CASE.findall(data)), "go")
        if path.endswith(".rs"):
            return TestFile(len(RUST_CASE.findall(data)), "cargo")
        if path.endswith(".sql"):
            return TestFile(len(PGTAP_CASE.findall(data)) if PGTAP.search(data) else 0, "pgtap")
        runner = next((name for sign, name in SIGNS if sign in data), "cypress" if ".cy." in path else "")
        return TestFile(len(SCRIPT_CASE.findall(data)), runner)


def suite_items(
    tests: Files[str, TestFile], packages: Files[str, frozenset[str]], pytest: frozenset[str]
) -> Iterator[Item]:
    """One suite for each package folder and runner.

    ``packages`` maps manifest folders (package.json, pyproject.toml, go.mod ...) to the tools they name;
    ``pytest`` are folders with a sign of pytest.
    """
    groups: dict[tuple[str, str], list[str]] = defaultdict(list)
    for path, test in tests.items():
        if test.cases:
            folder = _package(path, packages)
            groups[folder, test.runner or _runner(path, folder, packages)].append(path)
    for (folder, runner), paths in sorted(_merged(groups, pytest).items()):
        root = root_of(paths)
        cases = sum(tests[path].cases for path in paths)
        attributes: dict[str, JSON] = {"runner": runner, "files": len(paths), "cases": cases, "package": folder}
        yield Item(Kind.TEST_SUITE, root, min(paths), 1, _language(runner), attributes)


def _merged(groups: dict[tuple[str, str], list[str]], pytest: frozenset[str]) -> dict[tuple[str, str], list[str]]:
    """pytest runs unittest classes too: both are one suite where pytest is there."""
    merged: dict[tuple[str, str], list[str]] = defaultdict(list)
    for (folder, runner), paths in groups.items():
        above = any(folder == sign or folder.startswith(f"{sign}/") or sign == "." for sign in pytest)
        also = runner == "unittest" and (above or (folder, "pytest") in groups)
        merged[folder, "pytest" if also else runner] += paths
    return merged


def _package(path: str, packages: Files[str, frozenset[str]]) -> str:
    folder = path.rpartition("/")[0]
    while folder and folder not in packages:
        folder = folder.rpartition("/")[0]
    return folder or "."


def _runner(path: str, folder: str, packages: Files[str, frozenset[str]]) -> str:
    if path.endswith(".py"):
        return "pytest"
    while True:
        tools = packages.get(folder, frozenset())
        for runner in ("vitest", "jest", "mocha", "ava", "playwright", "cypress", "tap"):
            if runner in tools:
                return runner
        if folder == ".":
            return "unknown"
        folder = folder.rpartition("/")[0] or "."


def root_of(paths: list[str]) -> str:
    """The folder that holds all of ``paths``, cut after the first segment that is named like a test folder."""
    split = [path.split("/")[:-1] for path in paths]
    shared: list[str] = []
    for segments in zip(*split, strict=False):
        if len(set(segments)) > 1:
            break
        shared.append(segments[0])
    for at, segment in enumerate(shared):
        if segment in FOLDERS:
            return "/".join(shared[: at + 1])
    return "/".join(shared) or "."


def _language(runner: str) -> str:
    return {"pytest": "python", "unittest": "python", "go": "go", "cargo": "rust", "pgtap": "sql"}.get(
        runner, "typescript"
    )
