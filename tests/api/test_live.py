"""The live socket: what happens is told in order, and a dropped reader resumes where it was."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from starlette.websockets import WebSocketDisconnect

from kaizen.access.service import create_key, list_keys, revoke_key, sign_in_link
from kaizen.api import live
from kaizen.api.parts import Parts
from kaizen.kit.paging import PageRequest

LIVE = "ws://127.0.0.1/api/v1/live"


def told(socket: Any) -> dict[str, Any]:
    """The next message."""
    message: dict[str, Any] = json.loads(socket.receive_text())
    return message


def test_what_happens_is_told_as_it_happens(owner_client: TestClient) -> None:
    with owner_client.websocket_connect(LIVE) as socket:
        ready = told(socket)
        owner_client.post("/api/v1/keys", json={"name": "ci", "scopes": ["read"]})
        event = told(socket)

    assert ready["name"] == "live.ready"
    assert event["name"] == "keys.changed"
    assert event["position"] > ready["position"]
    assert event["at"].endswith("Z")


def test_a_dropped_reader_resumes_after_the_position_it_saw(owner_client: TestClient, parts: Parts) -> None:
    with owner_client.websocket_connect(LIVE) as socket:
        position = told(socket)["position"]
    made = [create_key(parts.system, f"k{number}", ["read"]).key.id for number in range(3)]
    with owner_client.websocket_connect(f"{LIVE}?after={position}") as socket:
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
        client.websocket_connect(LIVE, headers=headers),
    ):
        pass

    assert closed.value.code == 1008


def test_a_page_of_another_origin_is_turned_away(owner_client: TestClient) -> None:
    with (
        pytest.raises(WebSocketDisconnect) as closed,
        owner_client.websocket_connect(LIVE, headers={"Origin": "http://evil.example"}),
    ):
        pass

    assert closed.value.code == 1008


@pytest.mark.parametrize("after", [10**30, -(10**30), 10**18, -5], ids=str)
def test_a_position_that_never_was_is_brought_back_into_range(owner_client: TestClient, after: int) -> None:
    with owner_client.websocket_connect(LIVE) as socket:
        latest = told(socket)["position"]
    with owner_client.websocket_connect(f"{LIVE}?after={after}") as socket:
        ready = told(socket)

    assert ready["position"] == (latest if after > 0 else 0)


def closing_code(socket: Any) -> int:
    """The code with which the server closes the socket."""
    with pytest.raises(WebSocketDisconnect) as closed:
        for _ in range(20):
            told(socket)
    return closed.value.code


def test_a_socket_ends_with_its_key(
    client_for: Callable[..., TestClient], parts: Parts, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live, "CHECK_SECONDS", 0.2)
    reader = client_for("read")
    key = list_keys(parts.system, PageRequest()).items[0].id
    with reader.websocket_connect(LIVE) as socket:
        told(socket)
        revoke_key(parts.system, key)
        assert closing_code(socket) == 1008


def test_a_socket_ends_with_its_session(api: FastAPI, parts: Parts, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live, "CHECK_SECONDS", 0.2)
    with TestClient(api, base_url="http://127.0.0.1") as browser:
        session = browser.post("/api/v1/session", json={"token": sign_in_link(parts.system)}).json()
        with browser.websocket_connect(LIVE) as socket:
            told(socket)
            browser.delete("/api/v1/session", headers={"X-CSRF-Token": session["csrf_token"]})
            assert closing_code(socket) == 1008


def test_a_key_that_may_not_read_is_told_so(client_for: Callable[..., TestClient]) -> None:
    with client_for("write").websocket_connect(LIVE) as socket:
        assert closing_code(socket) == 1008


def test_what_a_reader_sends_is_left_unread(owner_client: TestClient) -> None:
    with owner_client.websocket_connect(LIVE) as socket:
        told(socket)
        socket.send_bytes(b"\xff")
        socket.send_text("hello")
        owner_client.post("/api/v1/keys", json={"name": "ci", "scopes": ["read"]})
        assert told(socket)["name"] == "keys.changed"


@pytest.mark.parametrize("origin", ["http://[", "null", "http://127.0.0.1.evil.example", "http://127.0.0.1:3000"])
def test_a_strange_origin_is_turned_away(owner_client: TestClient, origin: str) -> None:
    with (
        pytest.raises(WebSocketDisconnect) as closed,
        owner_client.websocket_connect(LIVE, headers={"Origin": origin}),
    ):
        pass

    assert closed.value.code == 1008


def test_a_page_under_a_foreign_name_is_turned_away(owner_client: TestClient) -> None:
    names = {"Origin": "http://evil.example", "Host": "evil.example"}
    with (
        pytest.raises(WebSocketDisconnect) as closed,
        owner_client.websocket_connect(LIVE, headers=names),
    ):
        pass

    assert closed.value.code == 1008
