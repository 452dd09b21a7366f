"""Findings over HTTP."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from kaizen.analyze.standards.service import check_folder
from kaizen.api.parts import Parts
from kaizen.kit.actor import Door, local_actor
from tests.analyze.standards.folders import EVAL, README, with_rules, write
from tests.fixtures.places import OTHER_WORKSPACE

FAR = "2999-12-31T00:00:00Z"


@pytest.fixture
def stocked(owner_client: TestClient, parts: Parts, tmp_path: Path) -> TestClient:
    """A client of a server that checked a repository with two violations."""
    root = with_rules(write(tmp_path / "shop", {"src/a.py": "eval(1)\n"}), EVAL, README)
    check_folder(parts.system, root, tmp_path / "cache")
    return owner_client


def listed(client: TestClient, **query: Any) -> list[dict[str, Any]]:
    answer = client.get("/api/v1/findings", params=query)
    assert answer.status_code == 200, answer.text
    found: list[dict[str, Any]] = answer.json()["items"]
    return found


def test_a_finding_has_the_fields_of_the_contract(stocked: TestClient) -> None:
    first, second = listed(stocked)
    assert set(first) >= {
        "id", "rule", "title", "severity", "state", "path", "line", "item_id", "message", "evidence", "suggestion",
        "docs", "first_detected", "last_detected", "resolved_at", "times_reopened", "waiver",
    }  # fmt: skip
    assert (first["rule"], first["path"], first["line"], first["evidence"]) == ("no-eval", "src/a.py", 1, "eval(1)")
    assert (second["rule"], second["path"], second["line"]) == ("readme", ".", None)
    assert first["first_detected"].endswith("Z")
    detail = stocked.get(f"/api/v1/findings/{first['id']}").json()
    assert [set(each) for each in detail["history"]] == [{"at", "event", "note"}]


@pytest.mark.parametrize(
    ("query", "rules"),
    [
        ({"severity": "critical"}, ["no-eval"]),
        ({"state": "resolved"}, []),
        ({"rule": "readme"}, ["readme"]),
        ({"path": "src"}, ["no-eval"]),
        ({"q": "EVAL"}, ["no-eval"]),
        ({"sort": "rule"}, ["no-eval", "readme"]),
        ({"sort": "path"}, ["readme", "no-eval"]),
    ],
)
def test_findings_are_narrowed_and_sorted(stocked: TestClient, query: dict[str, str], rules: list[str]) -> None:
    assert [each["rule"] for each in listed(stocked, **query)] == rules


def test_a_summary_counts_by_severity(stocked: TestClient) -> None:
    assert stocked.get("/api/v1/findings/summary").json() == {
        "open": {"critical": 1, "warning": 1, "info": 0},
        "waived": 0,
        "resolved": 0,
        "new_last_7_days": 2,
        "resolved_last_7_days": 0,
    }


def test_a_waiver_is_given_and_taken_back(stocked: TestClient) -> None:
    (finding,) = listed(stocked, rule="no-eval")
    address = f"/api/v1/findings/{finding['id']}/waiver"
    given = stocked.post(address, json={"reason": "Legacy", "expires_at": FAR})
    assert (given.status_code, given.json()["state"]) == (201, "waived")
    assert set(given.json()["waiver"]) >= {"id", "owner", "reason", "expires_at", "created_at"}
    assert given.json()["waiver"]["owner"] == "key:test"
    taken = stocked.delete(address)
    again = stocked.delete(address)
    assert (taken.status_code, again.status_code, again.json()["code"]) == (204, 409, "findings.not_waived")
    (after,) = listed(stocked, rule="no-eval")
    assert (after["state"], after["waiver"]) == ("open", None)


@pytest.mark.parametrize(
    ("body", "status"),
    [
        pytest.param({"reason": "", "expires_at": FAR}, 422, id="without a reason"),
        pytest.param({"reason": "  ", "expires_at": FAR}, 422, id="with a blank reason"),
        pytest.param({"reason": "x"}, 422, id="without an end"),
        pytest.param({"reason": "x", "expires_at": "2020-01-01T00:00:00Z"}, 422, id="in the past"),
        pytest.param({"reason": "x", "expires_at": "2999-01-01T00:00:00"}, 422, id="without a time zone"),
        pytest.param({"reason": "x", "expires_at": FAR, "category": "mood"}, 422, id="of no category"),
    ],
)
def test_a_waiver_is_refused(stocked: TestClient, body: dict[str, str], status: int) -> None:
    (finding,) = listed(stocked, rule="no-eval")
    answer = stocked.post(f"/api/v1/findings/{finding['id']}/waiver", json=body)
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")


def test_a_repeated_key_waives_once(stocked: TestClient) -> None:
    (finding,) = listed(stocked, rule="no-eval")
    address = f"/api/v1/findings/{finding['id']}/waiver"
    for _ in range(2):
        stocked.post(address, json={"reason": "Legacy", "expires_at": FAR}, headers={"Idempotency-Key": "k"})
    history = stocked.get(f"/api/v1/findings/{finding['id']}").json()["history"]
    assert [each["event"] for each in history] == ["detected", "waived"]


def test_the_false_positive_rate_of_a_rule_comes_from_waivers(stocked: TestClient) -> None:
    (finding,) = listed(stocked, rule="no-eval")
    body = {"reason": "A method", "expires_at": FAR, "category": "false_positive"}
    stocked.post(f"/api/v1/findings/{finding['id']}/waiver", json=body)
    answer = stocked.get("/api/v1/findings/rules").json()
    assert [(each["rule"], each["false_positive_rate"]) for each in answer["items"]] == [
        ("no-eval", 1.0),
        ("readme", None),
    ]
    assert answer["total"] == 2


def test_an_unchanged_list_is_not_sent_again(stocked: TestClient) -> None:
    first = stocked.get("/api/v1/findings")
    second = stocked.get("/api/v1/findings", headers={"If-None-Match": first.headers["etag"]})
    assert (second.status_code, second.content) == (304, b"")


def test_readers_may_not_waive_and_strangers_see_nothing(
    stocked: TestClient, client_for: Callable[..., TestClient], parts: Parts
) -> None:
    (finding,) = listed(stocked, rule="no-eval")
    address = f"/api/v1/findings/{finding['id']}"
    body = {"reason": "x", "expires_at": FAR}
    assert client_for("read").post(f"{address}/waiver", json=body).status_code == 403
    stranger = client_for(actor=parts.system.acting_as(local_actor("stranger", Door.API, OTHER_WORKSPACE)))
    assert listed(stranger) == []
    assert stranger.get(address).status_code == 404
    assert stranger.post(f"{address}/waiver", json=body).status_code == 404
    assert stranger.delete(f"{address}/waiver").status_code == 404
