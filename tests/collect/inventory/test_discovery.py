"""A discovery is complete about what it read, honest about what it did not, and quick the second time."""

import os
import subprocess
import sys
from pathlib import Path

from kaizen.collect.inventory.discovery import discover
from kaizen.collect.inventory.model import Item, Kind, Skipped
from kaizen.collect.inventory.rules import settled, summary
from tests.collect.inventory.trees import found_in, names

FASTAPI = "from fastapi import FastAPI\napp = FastAPI()\n@app.get('/x')\ndef x(): ...\n"


def test_an_empty_folder_has_no_items(tmp_path: Path) -> None:
    found = discover(tmp_path)
    assert (found.items, found.skipped, found.summary, found.commit) == ((), (), {}, None)
    assert found.repository == tmp_path.name


def test_broken_files_are_listed_and_read_as_far_as_possible(tmp_path: Path) -> None:
    bomb = "jobs: &a [x]\n" + "".join(
        f"b{n}: &b{n} [{', '.join([f'*b{n - 1}' if n else '*a'] * 9)}]\n" for n in range(9)
    )
    found = found_in(
        tmp_path,
        {
            "main.py": FASTAPI + "def broken(:\n",
            ".github/workflows/bad.yml": "jobs: {a: [}\n",
            ".github/workflows/bomb.yml": bomb,
            "package.json": "{nope",
            "pyproject.toml": "[a\n",
        },
    )
    assert names(found, Kind.ROUTE) == ["GET /x"]
    assert found.skipped == (
        Skipped(".github/workflows/bad.yml", "not valid YAML (line 1: did not find expected node content)"),
        Skipped(".github/workflows/bomb.yml", "its aliases expand to more than 50,000 nodes"),
        Skipped("main.py", "understood in part: syntax error at line 5"),
        Skipped("package.json", "not valid JSON (line 1: Expecting property name enclosed in double quotes)"),
        Skipped(
            "pyproject.toml", "not valid TOML (Expected ']' at the end of a table declaration (at line 1, column 3))"
        ),
    )


def test_the_second_run_answers_the_same_and_sees_changes(tmp_path: Path) -> None:
    tree, cache = tmp_path / "tree", tmp_path / "cache"
    first = found_in(tree, {"main.py": FASTAPI})
    assert discover(tree, cache_dir=cache).items == first.items
    assert discover(tree, cache_dir=cache).items == first.items
    (tree / "main.py").write_text(FASTAPI.replace("/x", "/longer"))
    assert names(discover(tree, cache_dir=cache), Kind.ROUTE) == ["GET /longer"]
    (tree / "main.py").unlink()
    assert discover(tree, cache_dir=cache).items == ()


def test_the_same_name_in_two_places_are_two_items_and_one_place_is_one(tmp_path: Path) -> None:
    item = Item(Kind.TASK, "t", "a.py", 1, "python")
    other = Item(Kind.TASK, "t", "b.py", 1, "python")
    service = Item(Kind.SERVICE, "z", "b.py", 1, "python")
    assert settled([other, item, service, item]) == [service, item, other]
    assert summary([item, other, service]) == {Kind.SERVICE: 1, Kind.TASK: 2}


def test_two_discoveries_at_once_do_not_disturb_each_other(tmp_path: Path) -> None:
    tree, cache = tmp_path / "tree", tmp_path / "cache"
    found_in(tree, {f"m{number}/main.py": FASTAPI + "#\n" * 20_000 for number in range(30)})
    code = (
        "import sys; from pathlib import Path; from kaizen.collect.inventory.discovery import discover;"
        "print(len(discover(Path(sys.argv[1]), cache_dir=Path(sys.argv[2])).items))"
    )
    command = [sys.executable, "-c", code, str(tree), str(cache)]
    runs = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(3)]
    assert [run.communicate()[0].strip() for run in runs] == ["60", "60", "60"]
    assert len(discover(tree, cache_dir=cache).items) == 60


def test_a_killed_discovery_leaves_a_cache_the_next_one_can_use(tmp_path: Path) -> None:
    tree, cache = tmp_path / "tree", tmp_path / "cache"
    found_in(tree, {f"m{number}/main.py": FASTAPI + "#\n" * 20_000 for number in range(30)})
    code = (
        "import os, sys; from pathlib import Path; from kaizen.collect.inventory.discovery import discover;"
        "discover(Path(sys.argv[1]), cache_dir=Path(sys.argv[2]), on_progress=lambda done, total: os._exit(9))"
    )
    killed = subprocess.run([sys.executable, "-c", code, str(tree), str(cache)], check=False)
    assert killed.returncode == 9
    assert len(discover(tree, cache_dir=cache).items) == 60


def test_owners_follow_the_last_matching_pattern(tmp_path: Path) -> None:
    found = found_in(
        tmp_path,
        {".github/CODEOWNERS": "* @all\n*.py @py  # python\n/a/ @a\n", "a/main.py": FASTAPI, "b/main.py": FASTAPI},
    )
    owners = {item.path: item.owner for item in found.items if item.kind is Kind.ROUTE}
    assert owners == {"a/main.py": "@a", "b/main.py": "@py"}


def test_importing_discovery_is_cheap_and_loads_no_parser() -> None:
    code = (
        "import sys, kaizen.collect.inventory.discovery;"
        "heavy = ('sqlalchemy', 'fastapi', 'pydantic', 'rich', 'numpy', 'tree_sitter', 'pgparse', 'yaml');"
        "print([name for name in heavy if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env={**os.environ})
    assert done.stdout.strip() == "[]"
