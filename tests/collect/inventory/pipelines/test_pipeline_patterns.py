"""Workflows, jobs, scripts and suites in the documented ways of their tools."""

from pathlib import Path

import pytest

from kaizen.collect.inventory.model import Kind
from tests.collect.inventory.trees import found_in, names

CASES = [
    pytest.param(
        {
            ".github/workflows/a.yaml": """
                name: A
                on: [push]
                jobs:
                  t:
                    strategy: {matrix: {v: [1,2]}}
                    runs-on: x
                    steps: []
                  r:
                    uses: ./.github/workflows/b.yml
                    secrets: inherit
                """,
            ".github/workflows/b.yml": """
                on:
                  workflow_call:
                    inputs: {}
                jobs:
                  x: {runs-on: y, steps: []}
                """,
            ".github/actions/s/action.yml": """
                name: s
                runs:
                  using: composite
                  steps: [{run: x}]
                """,
            "action.yml": """
                name: q
                runs: {using: node20, main: d.js}
                """,
            ".github/dependabot.yml": "version: 2\n",
            ".github/workflows/README.md": "x",
        },
        {Kind.WORKFLOW: ["a.yaml", "b.yml"], Kind.JOB: ["a.yaml/r", "a.yaml/t", "b.yml/x"]},
        id="gh",
    ),
    pytest.param(
        {
            ".gitlab-ci.yml": """
                include:
                  - local: ci/*.yml
                  - template: X.yml
                  - project: a/b
                    file: z.yml
                default: {image: x}
                stages: [a]
                variables: {A: 1}
                workflow: {rules: [{if: x}]}
                cache: {paths: [x]}
                .base: {script: [x]}
                build:
                  extends: .base
                pages:
                  script: [x]
                "deploy prod":
                  extends: [.base]
                  when: manual
                ref: !reference [.base, script]
                multi: {parallel: {matrix: []}, script: [y]}
                """,
            "ci/one.yml": "lint: {script: [a]}\n",
            "ci/two.yml": """
                .h: {script: [x]}
                test: {script: [b]}
                """,
        },
        {
            Kind.JOB: [
                ".gitlab-ci.yml/build",
                ".gitlab-ci.yml/deploy prod",
                ".gitlab-ci.yml/multi",
                ".gitlab-ci.yml/pages",
                "one.yml/lint",
                "two.yml/test",
            ]
        },
        id="gitlab",
    ),
    pytest.param(
        {
            "Makefile": (
                "SHELL := /bin/bash\n"
                "include mk/*.mk\n"
                "export FOO=1\n"
                "VAR ?= a:b\n"
                "-include .env\n"
                ".DEFAULT_GOAL := help\n"
                ".PHONY: help test\n"
                "help: ## Show: help\n"
                "\t@echo\n"
                "test:: unit\n"
                "test:: integ\n"
                "unit: export X=1\n"
                "unit:\n"
                "\tx\n"
                "build/%.o: %.c\n"
                "\ty\n"
                "dev-%: x\n"
                "\ty\n"
                "db-up db-down: ; @docker\n"
                "ifeq ($(OS),Windows)\n"
                "win: a\n"
                "\tb\n"
                "endif\n"
                "define BIG\n"
                "notatarget: x\n"
                "endef\n"
                "tgt: VAR := x\n"
                "clean: | dir\n"
                "bin/app: x\n"
                "\ty\n"
                "target.with.dot: y\n"
                "url = http://x\n"
                "a-b_c: $(DEPS)\n"
            ),
            "mk/extra.mk": "extra:\n\tx\n",
            "Makefile.local": "loc:\n\tx\n",
        },
        {
            Kind.SCRIPT: [
                ".:a-b_c",
                ".:clean",
                ".:db-down",
                ".:db-up",
                ".:help",
                ".:loc",
                ".:target.with.dot",
                ".:test",
                ".:unit",
                ".:win",
                "mk:extra",
            ]
        },
        id="make",
    ),
    pytest.param(
        {
            "justfile": """
                set dotenv-load
                mod sub
                import 'x.just'
                alias b := build
                version := "1"
                # doc
                default:
                    @just --list
                build target="x" *args: dep
                    x
                @quiet:
                    x
                [private]
                _h:
                    x
                [group('a')]
                deploy env: build (push env)
                    x
                if-x:
                  y
                """,
            "sub.just": """
                inner:
                  x
                """,
        },
        {Kind.SCRIPT: [".:_h", ".:build", ".:default", ".:deploy", ".:if-x", ".:inner", ".:quiet"]},
        id="just",
    ),
    pytest.param(
        {
            "pyproject.toml": """
                [project]
                name="x"
                [project.scripts]
                x="x:main"
                [tool.poetry.scripts]
                q="q:m"
                [tool.poe.tasks]
                a="x"
                b={cmd="y"}
                c=["a","b"]
                [tool.poe.tasks.d]
                shell="z"
                [tool.pdm.scripts]
                e="x"
                _.env_file=".env"
                [tool.taskipy.tasks]
                f="x"
                g={cmd="x",help="y"}
                [tool.hatch.envs.default.scripts]
                h="x"
                [tool.hatch.envs.docs.scripts]
                i=["a"]
                [tool.rye.scripts]
                j="x"
                [tool.pixi.tasks]
                k="x"
                [tool.pixi.feature.dev.tasks]
                l="x"
                [tool.hatch.scripts]
                m="x"
                """,
        },
        {Kind.SCRIPT: [".:a", ".:b", ".:c", ".:d", ".:e", ".:f", ".:g", ".:h", ".:i", ".:j", ".:k", ".:l", ".:m"]},
        id="py",
    ),
    pytest.param(
        {
            "Taskfile.yml": """
                version: '3'
                tasks:
                  one:
                    cmds: [x]
                  two: echo
                """,
            "tox.ini": """
                [tox]
                envlist=py
                [testenv]
                commands=x
                """,
            "noxfile.py": """
                import nox
                @nox.session
                def tests(s): ...
                """,
            "package.json": '{"scripts":{"a":"x","//note":"y"},"workspaces":["p/*"]}',
            "p/q/package.json": '{"name":"q","scripts":{"a":"x","pre-a":"z"}}',
            "deno.json": '{"tasks":{"d":"x","e":{"command":"z"}}}',
            "composer.json": '{"scripts":{"c":"x"}}',
        },
        {Kind.SCRIPT: [".:a", ".:d", ".:e", ".:one", ".:two", "p/q:a", "p/q:pre-a"]},
        id="taskfile etc",
    ),
    pytest.param(
        {
            "api/pyproject.toml": """
                [tool.pytest.ini_options]
                testpaths=["tests"]
                """,
            "api/tests/test_a.py": "def test_a(): ...\n",
            "api/app/x_test.py": "def test_b(): ...\n",
            "lib/setup.cfg": "[tool:pytest]\n",
            "lib/tests/test_x.py": """
                class TestX:
                    def test_y(self): ...
                """,
            "un/tests/test_u.py": """
                import unittest
                class A(unittest.TestCase):
                    def test_a(self): ...
                """,
            "web/package.json": '{"name":"web","devDependencies":{"vitest":"1"}}',
            "web/vitest.config.ts": "export default {}\n",
            "web/src/a.test.ts": 'test("x",()=>{})\n',
            "web/__tests__/b.ts": 'test("y",()=>{})\n',
            "e2e/package.json": '{"name":"e","devDependencies":{"@playwright/test":"1"}}',
            "e2e/playwright.config.ts": "export default {}\n",
            "e2e/tests/a.spec.ts": """
                import { test } from "@playwright/test";
                test("x", async()=>{});
                """,
            "node/package.json": '{"name":"n","scripts":{"test":"node --test"}}',
            "node/test/a.test.js": """
                const test=require("node:test");
                test("x",()=>{});
                """,
            "cy/package.json": '{"devDependencies":{"cypress":"1"}}',
            "cy/cypress/e2e/a.cy.ts": 'it("x",()=>{cy.visit("/")})\n',
            "rs/Cargo.toml": """
                [package]
                name="x"
                """,
            "rs/src/lib.rs": """
                #[cfg(test)]
                mod t { #[test]
                fn a(){} }
                """,
            "jest/package.json": '{"devDependencies":{"jest":"1"}}',
            "jest/src/__tests__/a.js": 'it("x",()=>{})\n',
            "api/tests/helper.py": "def x(): ...\n",
        },
        {
            Kind.TEST_SUITE: [
                "api",
                "cy/cypress",
                "e2e",
                "jest/src/__tests__",
                "lib/tests",
                "node/test",
                "rs/src",
                "un/tests",
                "web",
            ]
        },
        id="suites",
    ),
]


@pytest.mark.parametrize(("files", "expected"), CASES)
def test_pipelines(tmp_path: Path, files: dict[str, str], expected: dict[Kind, list[str]]) -> None:
    found = found_in(tmp_path, files)
    assert {kind: names(found, kind) for kind in expected} == expected
