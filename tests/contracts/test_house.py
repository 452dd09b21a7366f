"""The rules of the house, read off the source: sizes, floors of SQL and talk, private stores, words on every module."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import kaizen

SOURCE = Path(kaizen.__file__).parent
FILES = sorted(file for file in SOURCE.rglob("*.py") if "portal" not in file.relative_to(SOURCE).parts)
MAX_FILE, MAX_FUNCTION = 400, 50
MEDIAN_FILE, MEDIAN_FUNCTION = 100, 10


def _place(file: Path) -> str:
    return file.relative_to(SOURCE).as_posix()


def _tree(file: Path) -> ast.Module:
    return ast.parse(file.read_text(encoding="utf-8"))


def _functions(file: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(_tree(file)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def _imports(file: Path) -> Iterator[str]:
    for node in ast.walk(_tree(file)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def _calls(file: Path) -> Iterator[str]:
    for node in ast.walk(_tree(file)):
        if isinstance(node, ast.Call):
            yield ast.unparse(node.func)


def test_the_source_is_there() -> None:
    assert len(FILES) > 50


@pytest.mark.parametrize("file", FILES, ids=_place)
def test_a_module_says_what_it_is_for_and_stays_small(file: Path) -> None:
    lines = file.read_text(encoding="utf-8").count("\n")
    long = [f"{each.name}: {each.end_lineno - each.lineno + 1}" for each in _functions(file)
            if each.end_lineno and each.end_lineno - each.lineno + 1 > MAX_FUNCTION]  # fmt: skip

    assert ast.get_docstring(_tree(file)), "a module opens with one sentence of purpose"
    assert lines <= MAX_FILE
    assert long == []


def test_half_of_all_files_and_functions_are_short() -> None:
    files = sorted(file.read_text(encoding="utf-8").count("\n") for file in FILES)
    functions = sorted((each.end_lineno or 0) - each.lineno + 1 for file in FILES for each in _functions(file))

    assert files[len(files) // 2] <= MEDIAN_FILE
    assert functions[len(functions) // 2] <= MEDIAN_FUNCTION


def test_sql_stands_in_stores_and_storage_only() -> None:
    allowed = [file for file in FILES if _place(file).startswith("storage/") or file.name == "store.py"]
    strangers = {
        _place(file)
        for file in FILES
        if file not in allowed and any(name.startswith("sqlalchemy") for name in _imports(file))
    }

    # A probe speaks to other people's databases, not to the state.
    assert strangers <= {"collect/probes/sql.py"}


def test_only_the_unit_of_work_commits() -> None:
    assert [_place(file) for file in FILES if any(call.endswith(".commit") for call in _calls(file))] == []


def test_only_the_terminal_talks_to_the_terminal() -> None:
    talkers = {_place(file) for file in FILES if any(call in ("click.echo", "print") for call in _calls(file))}

    assert {place for place in talkers if not place.startswith("cli/")} <= {"app/terminal.py"}


def test_only_the_api_knows_http_statuses() -> None:
    strangers = {
        _place(file) for file in FILES for name in _imports(file) if name.split(".")[0] in ("fastapi", "starlette")
    }

    assert {place for place in strangers if not place.startswith("api/")} == set()


def test_settings_are_read_in_one_place() -> None:
    readers = {_place(file) for file in FILES if any(call.endswith("load_settings") for call in _calls(file))}

    assert readers == {"app/assembly.py"}


def test_a_store_is_private_to_its_concept() -> None:
    strangers = []
    for file in FILES:
        for name in _imports(file):
            parts = name.split(".")
            if parts[0] == "kaizen" and "store" in parts:
                owner = "/".join(parts[1 : parts.index("store")])
                if not _place(file).startswith(f"{owner}/"):
                    strangers.append(f"{_place(file)} imports {name}")

    assert strangers == []


def test_no_error_is_swallowed() -> None:
    silent = [
        f"{_place(file)}:{node.lineno}"
        for file in FILES
        for node in ast.walk(_tree(file))
        if isinstance(node, ast.ExceptHandler)
        and (node.type is None or ast.unparse(node.type) in ("Exception", "BaseException"))
        and all(isinstance(each, ast.Pass | ast.Continue) for each in node.body)
    ]

    assert silent == []
