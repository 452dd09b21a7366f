"""Every write refuses whoever may only read, every admin's work refuses a writer, and a refusal changes nothing."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from kaizen.access.service import sign_in_link
from kaizen.api.parts import Parts
from kaizen.storage.work import Context
from tests.fixtures.seeds import everything, seed_everything

REPORT = b'<testsuite name="s" tests="1"><testcase classname="c" name="t" time="1"/></testsuite>'
WAIVER = {"reason": "accepted", "expires_at": "2999-01-01T00:00:00Z"}
# What each write is sent, so that nothing but the missing right can stop it. In this order all of them succeed.
BODIES: dict[str, dict[str, Any]] = {
    "POST /api/v1/keys": {"json": {"name": "new", "scopes": ["read"]}},
    "POST /api/v1/findings/{finding_id}/waiver": {"json": WAIVER},
    "DELETE /api/v1/findings/{finding_id}/waiver": {},
    "POST /api/v1/inventory/scans": {"json": {"path": "/srv/shop"}},
    "POST /api/v1/probes/checks": {"json": {}},
    "POST /api/v1/probes/{name}/heartbeat": {},
    "POST /api/v1/standards/checks": {},
    "POST /api/v1/testruns": {"json": {"scope": "all"}},
    "POST /api/v1/testruns/imports": {"files": {"files": ("report.xml", REPORT)}},
    "POST /api/v1/jobs/{job_id}/cancel": {},
    "DELETE /api/v1/keys/{key_id}": {},
}
FOR_ADMINS = {"POST /api/v1/keys", "DELETE /api/v1/keys/{key_id}"}
# Signing in needs nobody, signing out is everybody's right.
FOR_EVERYBODY = {"POST /api/v1/session", "DELETE /api/v1/session"}


@dataclass(frozen=True)
class Write:
    """A write as it is sent."""

    label: str
    address: str

    def by(self, client: TestClient) -> tuple[int, str]:
        """Status and code of the answer to this client."""
        answer = client.request(self.label.split(" ")[0], self.address, **BODIES[self.label])
        problem = answer.headers.get("content-type") == "application/problem+json"
        return answer.status_code, answer.json()["code"] if problem else ""


@pytest.fixture
def writes(api: FastAPI, owner_client: TestClient, here: Context, tmp_path: Path) -> list[Write]:
    """Every write of the API on things that are there."""
    seed_everything(here, tmp_path / "seeds")

    def first(address: str) -> str:
        return str(owner_client.get(f"/api/v1/{address}").json()["items"][0]["id"])

    ids = {
        "finding_id": first("findings?state=open"),
        "job_id": first("jobs"),
        "key_id": next(key["id"] for key in owner_client.get("/api/v1/keys").json()["items"] if key["name"] == "ci"),
        "name": "beat",
    }
    labels = {f"{method.upper()} {path}" for path, known in api.openapi()["paths"].items() for method in known}
    assert {label for label in labels if not label.startswith("GET ")} - FOR_EVERYBODY == set(BODIES)
    return [Write(label, re.sub(r"\{([^}]+)\}", lambda found: ids[found[1]], label.split(" ")[1])) for label in BODIES]


@pytest.fixture
def stranger(api: FastAPI) -> Iterator[TestClient]:
    """Somebody who is not signed in."""
    with TestClient(api, base_url="http://127.0.0.1", raise_server_exceptions=False) as client:
        yield client


def test_whoever_may_only_read_and_whoever_is_nobody_writes_nothing(
    writes: list[Write], client_for: Callable[..., TestClient], stranger: TestClient, parts: Parts
) -> None:
    reader = client_for("read")
    before = everything(parts.system.database)

    assert [write.label for write in writes if write.by(reader) != (403, "access.not_allowed")] == []
    assert [write.label for write in writes if write.by(stranger) != (401, "access.sign_in_needed")] == []
    assert everything(parts.system.database) == before


def test_an_admins_work_refuses_a_writer_and_a_writers_work_an_admin(
    writes: list[Write], client_for: Callable[..., TestClient], parts: Parts
) -> None:
    writer, admin = client_for("read", "write"), client_for("read", "admin")
    before = everything(parts.system.database)
    refused = {write.label for write in writes if write.label in FOR_ADMINS and write.by(writer)[0] == 403}
    refused |= {write.label for write in writes if write.label not in FOR_ADMINS and write.by(admin)[0] == 403}

    assert refused == set(BODIES)
    assert everything(parts.system.database) == before


def test_a_session_writes_nothing_without_its_token(writes: list[Write], stranger: TestClient, parts: Parts) -> None:
    stranger.post("/api/v1/session", json={"token": sign_in_link(parts.system)})
    before = everything(parts.system.database)

    assert [write.label for write in writes if write.by(stranger) != (403, "access.csrf_missing")] == []
    assert everything(parts.system.database) == before


def test_the_same_writes_are_taken_from_an_owner(writes: list[Write], owner_client: TestClient) -> None:
    answers = {write.label: write.by(owner_client) for write in writes}

    assert {label: answer for label, answer in answers.items() if answer[0] not in {200, 201, 202, 204}} == {}


def test_a_key_that_may_not_read_reads_nothing(api: FastAPI, client_for: Callable[..., TestClient]) -> None:
    blind = client_for("write", "admin")
    paths = [path for path, known in api.openapi()["paths"].items() if path.startswith("/api/v1/") and "get" in known]
    some = "00000000-0000-7000-8000-000000000000"
    read = [path for path in paths if blind.get(re.sub(r"\{[^}]+\}", some, path)).status_code != 403]

    assert len(paths) > 20
    assert read == []
