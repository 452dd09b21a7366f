"""Workflows, jobs, scripts and test suites are found where they are declared."""

from pathlib import Path

from kaizen.collect.inventory.model import Kind
from tests.collect.inventory.trees import found_in, names, one


def test_github_workflows_and_jobs(tmp_path: Path) -> None:
    found = found_in(
        tmp_path,
        {
            ".github/workflows/ci.yml": """
                name: Checks
                on:
                  push:
                  schedule: [{cron: "0 1 * * *"}]
                jobs:
                  build: &base
                    runs-on: ubuntu
                    steps: [{run: make}]
                  call:
                    uses: ./.github/workflows/shared.yml
                """,
            ".github/workflows/shared.yml": "on: workflow_call\njobs: {test: {runs-on: x, steps: []}}\n",
            "packages/a/.github/workflows/inactive.yml": "on: push\njobs: {x: {runs-on: y}}\n",
        },
    )
    assert names(found, Kind.WORKFLOW) == ["ci.yml", "shared.yml"]
    assert names(found, Kind.JOB) == ["ci.yml/build", "ci.yml/call", "shared.yml/test"]
    assert one(found, "ci.yml").attributes["crons"] == ["0 1 * * *"]
    assert one(found, "ci.yml/build").line == 6
    assert names(found, Kind.SCHEDULE) == []


def test_gitlab_pipelines_with_includes(tmp_path: Path) -> None:
    found = found_in(
        tmp_path,
        {
            ".gitlab-ci.yml": """
                include: [{local: /ci/build.yml}, {remote: "https://x/y.yml"}]
                stages: [test]
                variables: {A: b}
                .hidden: {script: [x]}
                unit: {stage: test, script: [make]}
                """,
            "ci/build.yml": "image:\n  script: [docker build]\ndeploy:\n  trigger: other/project\n",
        },
    )
    assert names(found, Kind.JOB) == [".gitlab-ci.yml/unit", "build.yml/deploy"]


def test_scripts_of_every_runner(tmp_path: Path) -> None:
    found = found_in(
        tmp_path,
        {
            "package.json": '{\n  "scripts": {\n    "a:b": "x",\n    "test": "vitest"\n  }\n}\n',
            "web/package.json": '{"scripts": {"dev": "vite"}}',
            "Makefile": """
                VERSION := 1
                .PHONY: all test
                all: build
                build test: dep \\
                    other
                \techo $@
                %.o: %.c
                \tcc
                $(OUT): x
                dist/x: y
                export A = b
                """,
            "justfile": "set shell := ['sh']\nalias t := test\nx := 'y'\n@serve port='80': build\n"
            "    run\n[private]\n_hidden:\n    x\n",
            "pyproject.toml": "[tool.taskipy.tasks]\nlint = 'ruff'\n[tool.poe.tasks.ship]\ncmd = 'twine'\n",
        },
    )
    assert names(found, Kind.SCRIPT) == [
        ".:_hidden", ".:a:b", ".:all", ".:build", ".:lint", ".:serve", ".:ship", ".:test", ".:test", "web:dev",
    ]  # fmt: skip
    lines = {(item.path, item.name): item.line for item in found.items if item.kind is Kind.SCRIPT}
    assert lines["package.json", ".:a:b"] == 3
    assert lines["pyproject.toml", ".:lint"] == 2


def test_suites_by_package_and_runner(tmp_path: Path) -> None:
    found = found_in(
        tmp_path,
        {
            "api/pyproject.toml": "[tool.pytest.ini_options]\n",
            "api/tests/unit/test_a.py": "def test_a(): ...\n",
            "api/tests/test_b.py": "import unittest\nclass T(unittest.TestCase):\n    def test_b(self): ...\n",
            "web/package.json": '{"devDependencies": {"vitest": "3", "@playwright/test": "1"}}',
            "web/src/a/x.test.ts": 'import { it } from "vitest";\nit("x", () => {});\n',
            "web/src/b/y.test.tsx": 'test("y", () => {});\ntest.skip("z", () => {});\n',
            "web/e2e/home.spec.ts": 'import { test } from "@playwright/test";\ntest("home", async () => {});\n',
            "go/go.mod": "module x\n",
            "go/a_test.go": "package a\nfunc TestA(t *testing.T) {}\n",
            "db/tests/a.sql": "select plan(1);\nselect ok(true);\nselect * from finish();\n",
        },
    )
    suites = {
        item.name: (item.attributes["runner"], item.attributes["files"], item.attributes["cases"])
        for item in found.items
        if item.kind is Kind.TEST_SUITE
    }
    assert suites == {
        "api/tests": ("pytest", 2, 2),
        "web/src": ("vitest", 2, 3),
        "web/e2e": ("playwright", 1, 1),
        "go": ("go", 1, 1),
        "db/tests": ("pgtap", 1, 1),
    }
