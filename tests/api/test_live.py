"""The live socket: what happens is told in order, and a dropped reader resumes where it was."""

import json
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from starlette.websockets import WebSocketDisconnect

from kaizen.access.service import create_key
from kaizen.api.parts import Parts


def told(socket: Any) -> dict[str, Any]:
    """The next message."""
    message: dict[str, Any] = json.loads(socket.receive_text())
    return message


def test_what_happens_is_told_as_it_happens(owner_client: TestClient) -> None:
    with owner_client.websocket_connect("/api/v1/live") as socket:
        ready = told(socket)
        owner_client.post("/api/v1/keys", json={"name": "ci", "scopes": ["read"]})
        event = told(socket)

    assert ready["name"] == "live.ready"
    assert event["name"] == "keys.changed"
    assert event["position"] > ready["position"]
    assert event["at"].endswith("Z")


def test_a_dropped_reader_resumes_after_the_position_it_saw(owner_client: TestClient, parts: Parts) -> None:
    with owner_client.websocket_connect("/api/v1/live") as socket:
        position = told(socket)["position"]
    made = [create_key(parts.system, f"k{number}", ["read"]).key.id for number in range(3)]
    with owner_client.websocket_connect(f"/api/v1/live?after={position}") as socket:
        told(socket)
        events = [told(socket) for _ in made]

    assert [event["payload"]["key"] for event in events] == [str(key) for key in made]


@pytest.mark.parametrize(
    "headers",
    [
        pytest.param({}, id="nobody is signed in"),
        pytest.param({"Authorization": "Bearer kz_wrong"}, id="a wrong key"),
    ],
)
def test_strangers_are_turned_away(api: FastAPI, headers: dict[str, str]) -> None:
    with (
        TestClient(api, base_url="http://127.0.0.1") as client,
        pytest.raises(WebSocketDisconnect) as closed,
        client.websocket_connect("/api/v1/live", headers=headers),
    ):
        pass

    assert closed.value.code == 1008


def test_a_page_of_another_origin_is_turned_away(owner_client: TestClient) -> None:
    with (
        pytest.raises(WebSocketDisconnect) as closed,
        owner_client.websocket_connect("/api/v1/live", headers={"Origin": "http://evil.example"}),
    ):
        pass

    assert closed.value.code == 1008
