"""``kaizen discover`` and ``kaizen inventory`` at a terminal."""

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.fixtures.doors import Outcome

Cli = Callable[..., Outcome]

APP = """from fastapi import FastAPI

app = FastAPI()


@app.get("/orders/{order_id}")
def order(order_id: int) -> int:
    return order_id
"""


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    """A small repository."""
    root = tmp_path / "shop"
    root.mkdir()
    (root / "main.py").write_text(APP)
    (root / "Makefile").write_text("run:\n\tuvicorn main:app\n")
    (root / "broken.sql").write_bytes(b"CREATE TABLE \xff\xfe (")
    subprocess.run(["git", "init", "-q", str(root)], check=True)
    subprocess.run(["git", "-C", str(root), "add", "."], check=True)
    return root


def test_what_was_discovered_is_printed_and_on_record(cli: Cli, shop: Path) -> None:
    told = cli("discover", str(shop), "--json").json()
    listed = cli("inventory", "--kind", "route", "--json").json()

    assert told["repository"] == "shop"
    assert told["commit"] is None
    assert set(told) >= {"repository", "commit", "items", "skipped", "summary", "duration_ms"}
    assert [item["name"] for item in told["items"] if item["kind"] == "route"] == ["GET /orders/{order_id}"]
    assert [(item["name"], item["path"], item["line"]) for item in listed["items"]] == [
        ("GET /orders/{order_id}", "main.py", 6)
    ]


def test_a_person_gets_columns_and_what_was_not_understood(cli: Cli, shop: Path) -> None:
    outcome = cli("discover", str(shop))

    assert "route" in outcome.stdout
    assert "broken.sql" in outcome.stderr
    assert cli("inventory", "skipped").stdout.splitlines()[1].startswith("broken.sql")
    assert "GET /orders/{order_id}" in cli("inventory").stdout
    assert cli("inventory", "summary").stdout.splitlines()[0].split() == ["KIND", "THERE", "NEW", "GONE"]


def test_an_unchanged_tree_is_recorded_at_most_once_an_hour(cli: Cli, shop: Path) -> None:
    cli("discover", str(shop))
    cli("discover", str(shop))
    once = [entry["action"] for entry in cli("audit", "list", "--json").json()["items"]].count("inventory.scan")
    (shop / "Makefile").write_text("run:\n\tuvicorn main:app\nstop:\n\ttrue\n")
    cli("discover", str(shop))
    twice = [entry["action"] for entry in cli("audit", "list", "--json").json()["items"]].count("inventory.scan")

    assert (once, twice) == (1, 2)


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        pytest.param(("discover", "/no/such/folder"), "/no/such/folder", id="no such folder"),
        pytest.param(("inventory", "--kind", "rout"), "no kind of item called rout", id="no such kind"),
        pytest.param(("inventory", "--cursor", "x"), "was not made by this list", id="a foreign cursor"),
    ],
)
def test_wrong_use_is_told_with_a_hint(cli: Cli, arguments: tuple[str, ...], told: str) -> None:
    outcome = cli(*arguments)

    assert outcome.exit_code == 2
    assert told in outcome.stderr
    assert "hint: " in outcome.stderr
    assert outcome.stdout == ""


def test_one_thing_is_not_called_things(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "one").mkdir()
    (tmp_path / "one" / "broken.sql").write_bytes(b"CREATE TABLE \xff\xfe (")
    (tmp_path / "one" / "Makefile").write_text("run:\n\ttrue\n")
    discovered = cli("discover", str(tmp_path / "one"))

    assert "1 item in " in discovered.stderr
    assert "1 file not understood:" in discovered.stderr
    assert "1 item in 2 files\n" in cli("up", "--no-serve", str(tmp_path / "one")).stdout


def test_a_folder_without_anything_gets_a_question_and_no_empty_table(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    outcome = cli("discover", str(tmp_path / "empty"))

    assert (outcome.exit_code, outcome.stdout) == (0, "")
    assert outcome.stderr == "Nothing was found in empty. Is this the folder that holds the code?\n"


def test_a_filter_that_matches_nothing_is_not_called_an_empty_record(cli: Cli, shop: Path) -> None:
    cli("discover", str(shop))

    assert "without the filters" in cli("inventory", "--gone").stderr


def test_lists_name_the_repository_where_several_are_on_record(cli: Cli, shop: Path, tmp_path: Path) -> None:
    cli("discover", str(shop))
    alone = cli("inventory").stdout
    (tmp_path / "mill").mkdir()
    (tmp_path / "mill" / "Makefile").write_text("grind:\n\ttrue\n")
    cli("discover", str(tmp_path / "mill"))
    both = cli("inventory").stdout

    assert "REPOSITORY" not in alone
    assert ["script", ".:grind", "mill", "Makefile:1"] in [line.split()[:4] for line in both.splitlines()]
    assert ["script", ".:run", "shop", "Makefile:1"] in [line.split()[:4] for line in both.splitlines()]


def test_skipped_files_are_those_of_this_folder_or_of_the_last_scan(
    cli: Cli, shop: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "mill").mkdir()
    (tmp_path / "mill" / "odd.sql").write_bytes(b"SELECT \xff\xfe")
    cli("discover", str(shop))
    cli("discover", str(tmp_path / "mill"))
    last = cli("inventory", "skipped").stdout
    monkeypatch.chdir(shop)
    here = cli("inventory", "skipped").stdout

    assert ("odd.sql" in last, "broken.sql" in last) == (True, False)
    assert ("odd.sql" in here, "broken.sql" in here) == (False, True)


def test_an_empty_record_says_what_to_do(cli: Cli) -> None:
    outcome = cli("inventory")

    assert (outcome.exit_code, outcome.stdout) == (0, "")
    assert "kaizen discover" in outcome.stderr
