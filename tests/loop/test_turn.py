"""One turn of the loop over a small repository, on both databases."""

import subprocess
from pathlib import Path

import pytest

from kaizen.collect.inventory.model import Kind
from kaizen.kit.errors import KaizenError
from kaizen.loop.home import gather_home
from kaizen.loop.turn import turn_loop
from kaizen.storage.work import Context

STANDARDS = """version: 1
rules:
  - id: no-eval
    title: Text is never run as code
    kind: forbidden_pattern
    severity: critical
    match: {calls: [eval]}
    why: It runs code of strangers.
    fix: Parse the text.
    docs: https://example.org/no-eval
"""


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    """A repository with a route that runs text as code."""
    root = tmp_path / "shop"
    root.mkdir()
    (root / "standards.yaml").write_text(STANDARDS)
    (root / "main.py").write_text(
        "from fastapi import FastAPI\n\napp = FastAPI()\n\n\n@app.get('/sum')\ndef total(q: str):\n    return eval(q)\n"
    )
    subprocess.run(["git", "init", "-q", str(root)], check=True)
    return root


def test_a_turn_finds_what_is_there_what_is_wrong_and_what_comes_first(
    here: Context, shop: Path, tmp_path: Path
) -> None:
    turned = turn_loop(lambda: here, shop, tmp_path / "cache")

    assert turned.discovery.summary[Kind.ROUTE] == 1
    assert turned.findings.open.critical == 1
    assert [(each.key, each.rank) for each in turned.short_list.items] == [("no-eval", 1)]
    assert turned.short_list.items[0].evidence[0].path == "main.py"
    assert turned.short_list.items[0].evidence[0].line == 8
    assert turned.short_list.items[0].reach.items == 2


def test_another_turn_after_the_repair_continues_the_same_record(here: Context, shop: Path, tmp_path: Path) -> None:
    first = turn_loop(lambda: here, shop, tmp_path / "cache")
    (shop / "main.py").write_text((shop / "main.py").read_text().replace("eval(q)", "int(q)"))
    second = turn_loop(lambda: here, shop, tmp_path / "cache")

    assert (first.findings.resolved, second.findings.resolved) == (0, 1)
    assert second.findings.open.critical == 0
    assert second.short_list.items == []
    assert second.checked is not None
    assert [rule.state for rule in second.checked.standards.rules] == ["pass"]


def test_standards_that_cannot_be_used_do_not_stop_the_turn(here: Context, shop: Path, tmp_path: Path) -> None:
    (shop / "standards.yaml").write_text("version: 1\nrules: [{id: x, kind: nonsense}]\n")
    turned = turn_loop(lambda: here, shop, tmp_path / "cache")

    assert turned.discovery.summary[Kind.ROUTE] == 1
    assert turned.checked is None
    assert turned.problem is not None
    assert "standards.yaml" in turned.problem.sentence()


def test_a_folder_that_is_not_there_stops_the_turn(here: Context, tmp_path: Path) -> None:
    with pytest.raises(KaizenError) as stopped:
        turn_loop(lambda: here, tmp_path / "nowhere", tmp_path / "cache")

    assert "nowhere" in stopped.value.sentence()


def test_the_first_page_ticks_its_checklist_from_the_record(here: Context, shop: Path, tmp_path: Path) -> None:
    before = gather_home(here)
    turn_loop(lambda: here, shop, tmp_path / "cache")
    after = gather_home(here)

    assert {step.id: step.done for step in before.checklist} == dict.fromkeys(
        ["discover", "check", "standards", "test", "probes"], False
    )
    assert {step.id for step in after.checklist if step.done} == {"discover", "check", "standards"}
    assert before.inventory.scanned_at is None
    assert before.latest_run is None
    assert after.repositories[0].name == "shop"
    assert after.short_list.items[0].key == "no-eval"


def test_the_first_page_of_another_workspace_is_empty(
    here: Context, other_workspace: Context, shop: Path, tmp_path: Path
) -> None:
    turn_loop(lambda: here, shop, tmp_path / "cache")
    theirs = gather_home(other_workspace)

    assert theirs.repositories == []
    assert theirs.short_list.items == []
    assert theirs.inventory.total == 0
