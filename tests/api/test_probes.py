"""Probes over HTTP, and a real server that repeats them by itself."""

import json
import socket
import time
import urllib.request
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from kaizen.api.parts import Parts
from kaizen.api.server import create_api
from kaizen.app.wiring import job_kinds
from kaizen.collect.probes.service import check_now
from kaizen.jobs.running import run_job
from kaizen.kit.actor import Door, local_actor
from tests.fixtures.places import OTHER_WORKSPACE
from tests.fixtures.serving import LiveServer


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A repository whose kaizen.yaml lists a heartbeat and a port that refuses."""
    made = tmp_path / "repo"
    made.mkdir()
    text = (
        "version: 1\nprobes:\n- {name: job, kind: heartbeat, every: 1h}\n- {name: port, kind: tcp, host: h, port: 1}\n"
    )
    (made / "kaizen.yaml").write_text(text.replace("host: h", "host: 127.0.0.1"))
    return made


def test_a_check_is_background_work_whose_result_is_listed(
    owner_client: TestClient, parts: Parts, folder: Path
) -> None:
    check_now(parts.system, folder)
    job = owner_client.post("/api/v1/probes/checks", json={}).json()
    ran = run_job(parts.system, job_kinds(parts.cache_dir))
    done = owner_client.get(f"/api/v1/jobs/{job['id']}").json()
    listed = owner_client.get("/api/v1/probes").json()
    history = owner_client.get("/api/v1/probes/port/history?hours=1").json()

    assert (ran, done["state"]) == (True, "done")
    assert done["result"] == {"up": 0, "down": 1, "unknown": 1}
    assert (listed["file"], listed["problems"]) == (str(folder / "kaizen.yaml"), [])
    assert [(probe["name"], probe["state"]) for probe in listed["probes"]] == [("job", "unknown"), ("port", "down")]
    assert [(point["state"], point["reason"]) for point in history["points"]] == [
        ("down", "the connection was refused")
    ] * 2


def test_the_servers_own_repository_is_shown_before_the_first_check(parts: Parts, folder: Path) -> None:
    own = replace(parts, root=folder)
    from kaizen.access.service import create_key

    bearer = {"Authorization": f"Bearer {create_key(parts.system, 'x', ['read', 'write']).secret}"}
    with TestClient(create_api(own), base_url="http://127.0.0.1", headers=bearer) as client:
        listed = client.get("/api/v1/probes").json()
        asked = client.post("/api/v1/probes/checks", json={})
    stranger = parts.system.acting_as(local_actor("stranger", Door.API, OTHER_WORKSPACE))
    foreign = {"Authorization": f"Bearer {create_key(stranger, 'x', ['read', 'write']).secret}"}
    with TestClient(create_api(own), base_url="http://127.0.0.1", headers=foreign) as client:
        hidden = client.get("/api/v1/probes").json()
        refused = client.post("/api/v1/probes/checks", json={})

    assert [(probe["state"], probe["reason"]) for probe in listed["probes"]] == [("unknown", "never checked")] * 2
    assert asked.status_code == 202
    assert hidden == {"file": None, "problems": [], "probes": []}
    assert (refused.status_code, refused.json()["code"]) == (404, "probes.nothing_watched")


def test_a_heartbeat_is_taken_from_who_may_write(
    owner_client: TestClient, client_for: Callable[..., TestClient], parts: Parts, folder: Path
) -> None:
    check_now(parts.system, folder)
    refused = client_for("read").post("/api/v1/probes/job/heartbeat")
    before = owner_client.get("/api/v1/probes").json()["probes"][0]["state"]
    taken = client_for("write", "read").post("/api/v1/probes/job/heartbeat")
    after = owner_client.get("/api/v1/probes").json()["probes"][0]["state"]

    assert (refused.status_code, taken.status_code) == (403, 204)
    assert (before, after) == ("unknown", "up")


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        pytest.param("GET", "/nobody/history", 404, "probes.unknown", id="history of an unknown probe"),
        pytest.param("POST", "/nobody/heartbeat", 404, "probes.unknown", id="heartbeat of an unknown probe"),
        pytest.param("POST", "/port/heartbeat", 422, "probes.not_a_heartbeat", id="heartbeat of a port"),
        pytest.param("GET", "/job/history?hours=0", 422, "api.invalid", id="no hours"),
        pytest.param("GET", "/job/history?hours=100000", 422, "api.invalid", id="too many hours"),
        pytest.param("GET", "/%00/history", 422, "api.invalid", id="a name that no probe can have"),
    ],
)
def test_what_cannot_be_is_refused(
    owner_client: TestClient, parts: Parts, folder: Path, method: str, path: str, status: int, code: str
) -> None:
    check_now(parts.system, folder)
    answer = owner_client.request(method, f"/api/v1/probes{path}")

    assert (answer.status_code, answer.json()["code"]) == (status, code)


def test_no_request_can_name_what_is_probed(owner_client: TestClient, parts: Parts, folder: Path) -> None:
    check_now(parts.system, folder)
    answer = owner_client.post("/api/v1/probes/checks", json={"path": "/etc", "url": "http://169.254.169.254/"})

    assert (answer.status_code, answer.json()["code"]) == (422, "api.invalid")


def test_another_workspaces_probes_are_not_there(
    client_for: Callable[..., TestClient], parts: Parts, folder: Path
) -> None:
    check_now(parts.system, folder)
    stranger = client_for(actor=parts.system.acting_as(local_actor("stranger", Door.API, OTHER_WORKSPACE)))

    assert stranger.get("/api/v1/probes").json()["probes"] == []
    assert stranger.get("/api/v1/probes/job/history").status_code == 404
    assert stranger.post("/api/v1/probes/job/heartbeat").status_code == 404


def test_a_server_repeats_the_checks_and_tells_of_changes(live_server: LiveServer, tmp_path: Path) -> None:
    folder = tmp_path / "watched"
    folder.mkdir()
    with socket.create_server(("127.0.0.1", 0)) as target:
        port = target.getsockname()[1]
        entry = f"{{name: port, kind: tcp, host: 127.0.0.1, port: {port}, interval: 5s}}"
        (folder / "kaizen.yaml").write_text(f"version: 1\nprobes: [{entry}]\n")
        live_server.kaizen("check", "health", str(folder))
        secret = live_server.key("read")

        def ask(path: str) -> str:
            request = urllib.request.Request(live_server.url + path, headers={"Authorization": f"Bearer {secret}"})
            with urllib.request.urlopen(request) as answer:
                return str(answer.read().decode())

        before = json.loads(ask("/api/v1/probes"))["probes"][0]["state"]
    deadline = time.monotonic() + 15
    state = before
    while state != "down" and time.monotonic() < deadline:
        time.sleep(0.2)
        state = json.loads(ask("/api/v1/probes"))["probes"][0]["state"]
    metrics = ask("/metrics")

    assert (before, state) == ("up", "down")
    assert 'kaizen_probes{state="down"} 1.0' in metrics
    assert live_server.stop() == 0
