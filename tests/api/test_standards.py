"""Standards over HTTP."""

from collections.abc import Callable
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from kaizen.api.parts import Parts
from kaizen.app.wiring import job_kinds
from kaizen.collect.inventory.scanning import scan_folder
from kaizen.jobs.running import run_job
from kaizen.kit.actor import Door, local_actor
from tests.analyze.standards.folders import EVAL, README, with_rules, write
from tests.fixtures.places import OTHER_WORKSPACE

RULE_FIELDS = {"id", "title", "kind", "severity", "scope", "state", "open", "checked", "reason", "docs"}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A repository with one violation."""
    return with_rules(write(tmp_path / "shop", {"a.py": "eval(1)\n", "README.md": ""}), EVAL, README)


def checked(client: TestClient, parts: Parts, root: Path) -> dict[str, object]:
    """Asks for a check, lets it run, and returns its job."""
    scan_folder(lambda: parts.system, root, parts.cache_dir)
    asked = client.post("/api/v1/standards/checks", json={})
    assert (asked.status_code, asked.json()["kind"], asked.json()["state"]) == (202, "standards.check", "due")
    assert run_job(parts.system, job_kinds(parts.cache_dir))
    job: dict[str, object] = client.get(f"/api/v1/jobs/{asked.json()['id']}").json()
    return job


def test_before_a_check_the_built_in_rules_are_there_and_unknown(owner_client: TestClient) -> None:
    shown = owner_client.get("/api/v1/standards").json()
    assert set(shown) == {"file", "problems", "checked_at", "rules"}
    assert (shown["file"], shown["checked_at"], len(shown["rules"])) == (None, None, 10)
    assert set(shown["rules"][0]) == RULE_FIELDS
    assert {each["state"] for each in shown["rules"]} == {"unknown"}


def test_a_check_runs_in_the_background_and_its_verdicts_are_shown(
    owner_client: TestClient, parts: Parts, root: Path
) -> None:
    job = checked(owner_client, parts, root)
    assert (job["state"], job["result"]) == ("done", {"opened": 1, "reopened": 0, "resolved": 0})
    shown = owner_client.get("/api/v1/standards").json()
    assert [(each["id"], each["state"], each["open"]) for each in shown["rules"]] == [
        ("no-eval", "fail", 1),
        ("readme", "pass", 0),
    ]
    detail = owner_client.get("/api/v1/standards/no-eval").json()
    assert set(detail) == RULE_FIELDS | {"why", "fix", "examples", "exceptions"}
    assert detail["why"] == "Because."


def test_a_rule_with_everything_is_shown_with_everything(owner_client: TestClient, parts: Parts, root: Path) -> None:
    excepted = {"path": "old/", "reason": "Goes in May", "expires": "2999-05-31"}
    full = {
        **EVAL,
        "examples": {"bad": "eval(x)", "good": "int(x)"},
        "exceptions": [excepted],
        "scope": {"include": ["**"]},
    }
    checked(owner_client, parts, with_rules(root, full))
    detail = owner_client.get("/api/v1/standards/no-eval").json()
    assert (detail["examples"], detail["exceptions"]) == (full["examples"], [excepted])
    assert detail["scope"] == ["**"]


def test_a_wrong_file_fails_the_job_and_is_shown_as_a_problem(
    owner_client: TestClient, parts: Parts, root: Path
) -> None:
    write(root, {"standards.yaml": "version: 1\nrules:\n  - {id: a, kind: namin}\n"})
    job = checked(owner_client, parts, root)
    assert job["state"] == "failed"
    assert job["error"]["code"] == "standards.unknown_kind"  # type: ignore[index]
    (problem,) = owner_client.get("/api/v1/standards").json()["problems"]
    assert "line 3" in problem


def test_where_no_repository_is_known_the_next_step_is_told(owner_client: TestClient) -> None:
    answer = owner_client.post("/api/v1/standards/checks", json={})
    assert (answer.status_code, answer.json()["code"]) == (422, "inventory.nothing_to_scan")


def test_an_unknown_rule_is_not_found(owner_client: TestClient) -> None:
    answer = owner_client.get("/api/v1/standards/no-evil")
    assert (answer.status_code, answer.json()["code"]) == (404, "standards.unknown_rule")
    assert "no-eval" in answer.json()["hint"]


def test_readers_may_not_check_and_strangers_see_nothing(
    owner_client: TestClient, client_for: Callable[..., TestClient], parts: Parts, root: Path
) -> None:
    checked(owner_client, parts, root)
    assert client_for("read").post("/api/v1/standards/checks", json={}).status_code == 403
    stranger = client_for(actor=parts.system.acting_as(local_actor("stranger", Door.API, OTHER_WORKSPACE)))
    assert stranger.get("/api/v1/standards").json()["checked_at"] is None
