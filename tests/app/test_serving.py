"""A server as a process: it starts, says where it is, refuses a twin, drains and ends."""

import json
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.fixtures.serving import LiveServer, start_server


def test_a_server_answers_and_is_ready(live_server: LiveServer) -> None:
    with urllib.request.urlopen(f"{live_server.url}/readyz") as answer:
        ready = json.load(answer)

    assert ready["status"] == "up"
    assert [each["name"] for each in ready["dependencies"]] == ["database", "disk"]
    assert all(each["latency_ms"] >= 0 and each["reason"] is None for each in ready["dependencies"])


def test_a_second_server_is_told_where_the_first_is(live_server: LiveServer) -> None:
    command = [sys.executable, "-m", "kaizen", "serve"]
    second = subprocess.run(command, env=live_server.environment, capture_output=True, text=True, check=False)

    assert second.returncode == 2
    assert live_server.url in second.stderr
    assert live_server.process.poll() is None


@pytest.mark.parametrize(
    ("host", "told"),
    [
        pytest.param("192.0.2.1", "KAIZEN_HOST must be an address of this machine", id="an address of nobody here"),
        pytest.param("no.such.host.invalid", "KAIZEN_HOST must be an address", id="a name that does not exist"),
        pytest.param("127.0.0.1", "Stop what uses the port", id="a port that is taken"),
    ],
)
def test_an_address_that_cannot_be_listened_on_says_which_setting_to_mend(
    live_server: LiveServer, tmp_path: Path, host: str, told: str
) -> None:
    port = str(urlsplit(live_server.url).port)
    environment = {**live_server.environment, "KAIZEN_HOME": str(tmp_path / "other"), "KAIZEN_PORT": port}
    command = [sys.executable, "-m", "kaizen", "serve"]
    refused = subprocess.run(
        command, env=environment | {"KAIZEN_HOST": host}, capture_output=True, text=True, check=False, timeout=60
    )

    assert refused.returncode == 2
    assert told in refused.stderr


def test_a_stopped_server_ends_cleanly_and_starts_again(tmp_path: Path) -> None:
    first = start_server(tmp_path / "home")
    secret = first.key("read")
    code = first.stop()
    again = start_server(tmp_path / "home")
    request = urllib.request.Request(f"{again.url}/api/v1/keys", headers={"Authorization": f"Bearer {secret}"})
    with urllib.request.urlopen(request) as answer:
        names = [key["name"] for key in json.load(answer)["items"]]
    again.stop()

    assert code == 0
    assert names == ["test"]
    assert not (tmp_path / "home" / "server.json").exists()


def test_a_stopping_server_finishes_the_request_under_way(live_server: LiveServer) -> None:
    secret = live_server.key("read", "admin")
    address = urlsplit(live_server.url)
    body = json.dumps({"name": "late", "scopes": ["read"]}).encode()
    head = (
        f"POST /api/v1/keys HTTP/1.1\r\nHost: {address.netloc}\r\nAuthorization: Bearer {secret}\r\n"
        f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\nConnection: close\r\n\r\n"
    )
    with socket.create_connection((str(address.hostname), address.port or 0)) as connection:
        connection.sendall(head.encode() + body[:10])
        time.sleep(0.5)
        live_server.process.send_signal(signal.SIGTERM)
        time.sleep(0.5)
        connection.sendall(body[10:])
        answer = connection.makefile("rb").read().decode()

    assert answer.startswith("HTTP/1.1 201")
    assert live_server.process.wait(20) == 0
    assert '"late"' in live_server.kaizen("keys", "list", "--json")
