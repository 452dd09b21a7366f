"""Which suites a scope selects, and where a suite's package begins."""

from pathlib import Path

import pytest

from kaizen.collect.testruns.model import Scope, Suite
from kaizen.collect.testruns.packages import digest_of, package_of
from kaizen.collect.testruns.scopes import in_scope, traits_of


def made(root: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text)
    return root


SCOPES = [
    pytest.param("api/tests", "pytest", {"api/tests/test_a.py": "x"}, [Scope.SERVICES], id="inside a service"),
    pytest.param(
        "backend/tests",
        "pytest",
        {"backend/pyproject.toml": "", "backend/tests/test_a.py": "x"},
        [Scope.SERVICES],
        id="beside a service, in its package",
    ),
    pytest.param("lib/tests", "pytest", {"lib/pyproject.toml": "", "lib/tests/test_a.py": "x"}, [], id="of a library"),
    pytest.param("lib/tests", "pgtap", {"lib/tests/a.sql": "x"}, [Scope.DATABASE], id="pgTAP"),
    pytest.param(
        "supabase/tests", "vitest", {"supabase/tests/a.test.ts": "x"}, [Scope.DATABASE], id="in a database folder"
    ),
    pytest.param(
        "lib/tests",
        "pytest",
        {"lib/tests/test_a.py": "import os\nfrom sqlalchemy import text\n"},
        [Scope.DATABASE],
        id="it imports a mapper",
    ),
    pytest.param(
        "lib/tests",
        "pytest",
        {"lib/tests/test_a.py": "@pytest.mark.django_db\ndef test(): ...\n"},
        [Scope.DATABASE],
        id="it marks a database",
    ),
    pytest.param(
        "lib/tests",
        "jest",
        {"lib/tests/a.test.js": "const k = require('knex')\n"},
        [Scope.DATABASE],
        id="it requires a driver",
    ),
    pytest.param(
        "lib/tests",
        "pytest",
        {"lib/tests/test_a.py": "# from sqlalchemy\nx = 'import psycopg'\n"},
        [],
        id="it only talks of one",
    ),
    pytest.param(
        "lib/tests", "pytest", {"lib/tests/test_a.py": "import pgvector_like\n"}, [], id="a name that begins alike"
    ),
    pytest.param("dags/tests", "pytest", {"dags/tests/test_a.py": "x"}, [Scope.PIPELINES], id="in a pipeline folder"),
    pytest.param(
        "lib/tests",
        "pytest",
        {"lib/tests/test_a.py": "import celery\n"},
        [Scope.PIPELINES],
        id="it imports a task queue",
    ),
]


@pytest.mark.parametrize(("folder", "runner", "files", "expected"), SCOPES)
def test_a_scope_selects(
    folder: str, runner: str, files: dict[str, str], expected: list[Scope], tmp_path: Path
) -> None:
    made(tmp_path, {**files, "api/main.py": "", "backend/app/main.py": ""})
    traits = traits_of(Suite(tmp_path, folder, runner))
    chosen = [scope for scope in Scope if in_scope(traits, scope, ["api", "backend/app"])]

    assert chosen == [scope for scope in Scope if scope in [*expected, Scope.COVERAGE, Scope.ALL]]


def test_a_service_at_the_root_makes_every_suite_one_of_services(tmp_path: Path) -> None:
    traits = traits_of(Suite(made(tmp_path, {"tests/test_a.py": ""}), "tests", "pytest"))

    assert in_scope(traits, Scope.SERVICES, ["."])
    assert not in_scope(traits, Scope.SERVICES, [])


PACKAGES = [
    pytest.param("a/tests", "pytest", {"a/pyproject.toml": ""}, "a", id="where the runner is configured"),
    pytest.param("a/b/tests", "pytest", {"a/setup.cfg": ""}, "a", id="further above"),
    pytest.param("a/tests", "pytest", {}, "a", id="above a folder of tests"),
    pytest.param("a/checks", "pytest", {}, "a/checks", id="its own folder"),
    pytest.param(
        "a/tests", "vitest", {"package.json": "", "a/pyproject.toml": ""}, ".", id="another runner's files do not count"
    ),
    pytest.param("", "go", {"go.mod": ""}, ".", id="the repository itself"),
]


@pytest.mark.parametrize(("folder", "runner", "files", "expected"), PACKAGES)
def test_the_package_of_a_suite(folder: str, runner: str, files: dict[str, str], expected: str, tmp_path: Path) -> None:
    made(tmp_path, files)
    (tmp_path / folder).mkdir(parents=True, exist_ok=True)

    assert package_of(Suite(tmp_path, folder, runner)).relative_to(tmp_path).as_posix() == expected


def test_a_package_is_never_sought_above_the_repository(tmp_path: Path) -> None:
    made(tmp_path, {"pyproject.toml": "", "repo/checks/test_a.py": ""})

    assert package_of(Suite(tmp_path / "repo", "checks", "pytest")) == tmp_path / "repo/checks"


CHANGES = [
    pytest.param("a/cart.py", "x = 2\n", True, id="code of the package"),
    pytest.param("a/tests/test_a.py", "x = 2\n", True, id="a test"),
    pytest.param("a/new.py", "", True, id="a new file"),
    pytest.param("uv.lock", "x = 2\n", True, id="a file beside the package, up to the repository"),
    pytest.param("a/__pycache__/cart.pyc", "x", False, id="what Python generates"),
    pytest.param("a/.venv/lib/x.py", "x", False, id="an environment"),
    pytest.param("a/odd/pyvenv.cfg", "x", False, id="an environment by another name"),
    pytest.param("b/cart.py", "x", False, id="another package"),
]


@pytest.mark.parametrize(("name", "text", "changes"), CHANGES)
def test_the_digest_changes_with_what_a_suite_tests(name: str, text: str, changes: bool, tmp_path: Path) -> None:
    made(tmp_path, {"a/pyproject.toml": "", "a/cart.py": "x = 1\n", "a/tests/test_a.py": "", "uv.lock": ""})
    suite = Suite(tmp_path, "a/tests", "pytest")
    before = digest_of(suite, "pytest 9")
    made(tmp_path, {name: text})

    assert (digest_of(suite, "pytest 9") != before) is changes


def test_the_digest_changes_with_the_runner(tmp_path: Path) -> None:
    suite = Suite(made(tmp_path, {"tests/test_a.py": ""}), "tests", "pytest")

    assert digest_of(suite, "pytest 9") == digest_of(suite, "pytest 9") != digest_of(suite, "pytest 10")


def test_links_and_what_cannot_be_read_do_not_stop_the_digest(tmp_path: Path) -> None:
    made(tmp_path, {"tests/test_a.py": ""})
    (tmp_path / "tests/loop").symlink_to(tmp_path / "tests")
    (tmp_path / "tests/dead").symlink_to(tmp_path / "nowhere")

    assert len(digest_of(Suite(tmp_path, "tests", "pytest"), "9")) == 32
