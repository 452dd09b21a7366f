"""A server as a process: it starts, says where it is, refuses a twin, drains and ends."""

import json
import subprocess
import sys
import urllib.request
from pathlib import Path

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
