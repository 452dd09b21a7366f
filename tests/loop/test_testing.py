"""What joins the inventory and test runs: which suites there are, where reports belong."""

from pathlib import Path

import pytest

from kaizen.collect.inventory.model import Discovery, Item, Kind
from kaizen.collect.inventory.service import record_discovery, repository_at
from kaizen.collect.testruns.model import Scope
from kaizen.collect.testruns.running import Options
from kaizen.kit.errors import KaizenError
from kaizen.loop.testing import place_of_reports, run_tests_of, services_of, suites_of
from kaizen.storage.work import Context


def suite(folder: str, runner: str | None) -> Item:
    attributes = {} if runner is None else {"runner": runner}
    return Item(Kind.TEST_SUITE, folder, f"{folder}/a", 1, "python", attributes)


def test_suites_bear_their_runner_where_two_share_a_folder(tmp_path: Path) -> None:
    items = [suite("web", "vitest"), suite("web", "playwright"), suite(".", "go"), suite("api/tests", None)]
    items.append(Item(Kind.ROUTE, "GET /", "a.py", 1, "python", {}))
    found = suites_of(tmp_path, items)

    assert [(each.name, each.folder, each.runner) for each in found] == [
        (".", "", "go"),
        ("api/tests", "api/tests", "unknown"),
        ("web (playwright)", "web", "playwright"),
        ("web (vitest)", "web", "vitest"),
    ]


def discovered(here: Context, root: Path) -> None:
    items = (
        Item(Kind.SERVICE, "api", "backend/app/main.py", 1, "python", {}),
        Item(Kind.SERVICE, "redis", "compose.yml", 1, "yaml", {"external": True}),
        Item(Kind.SERVICE, "whole", "main.py", 1, "python", {}),
    )
    record_discovery(here, root, Discovery("shop", "c0ffee", items, (), {}, 1, 3))


def test_services_are_the_folders_of_those_whose_code_is_here(here: Context, tmp_path: Path) -> None:
    discovered(here, tmp_path)
    repository = repository_at(here, tmp_path)
    assert repository is not None

    assert services_of(here, repository.id) == (".", "backend/app")


def test_reports_belong_to_the_repository_they_come_from(
    here: Context, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("GITHUB_SHA", "CI_COMMIT_SHA", "BUILDKITE_COMMIT", "CIRCLE_SHA1"):
        monkeypatch.delenv(name, raising=False)
    before = place_of_reports(here, None, None)
    discovered(here, tmp_path)
    latest = place_of_reports(here, None, None)
    foreign = place_of_reports(here, tmp_path / "elsewhere", None)
    monkeypatch.setenv("GITHUB_SHA", "beef")
    named = [place_of_reports(here, tmp_path, commit).commit for commit in (None, "feed")]

    assert (before.repository, before.root, before.commit) == (None, None, None)
    assert (latest.root, latest.commit, latest.services) == (tmp_path, "c0ffee", (".", "backend/app"))
    assert (foreign.repository, foreign.root, foreign.commit) == (None, tmp_path / "elsewhere", None)
    assert named == ["beef", "feed"]


@pytest.mark.parametrize(
    ("files", "code"),
    [
        pytest.param({}, "testruns.no_suites", id="an empty folder"),
        pytest.param(None, "sources.no_such_folder", id="no folder"),
    ],
)
def test_a_folder_without_suites_is_told(
    files: dict[str, str] | None, code: str, here: Context, tmp_path: Path
) -> None:
    root = tmp_path / "shop"
    if files is not None:
        root.mkdir()
    with pytest.raises(KaizenError) as refused:
        run_tests_of(lambda: here, root, tmp_path / "cache", Scope.ALL, options=Options())

    assert refused.value.code.split(".")[0] == code.split(".", maxsplit=1)[0]
