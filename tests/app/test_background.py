"""Background work of a real server: asked for over HTTP, done in a process of its own, seen live."""

import json
import subprocess
import time
import urllib.request
from pathlib import Path
from typing import Any

from tests.fixtures.serving import LiveServer


def asked(server: LiveServer, secret: str, method: str, path: str, body: Any = None) -> Any:
    """The answer of a request."""
    headers = {"Authorization": f"Bearer {secret}", "Content-Type": "application/json"}
    data = json.dumps(body).encode() if body is not None else None
    request = urllib.request.Request(f"{server.url}/api/v1{path}", data=data, headers=headers, method=method)
    with urllib.request.urlopen(request, timeout=20) as answer:
        return json.load(answer)


def finished(server: LiveServer, secret: str, job: str) -> Any:
    """The job once it has ended."""
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        view = asked(server, secret, "GET", f"/jobs/{job}")
        if view["finished_at"]:
            return view
        time.sleep(0.2)
    raise AssertionError(f"the job did not end: {view}")


def test_a_scan_asked_for_in_the_portal_is_done_in_the_background(live_server: LiveServer, tmp_path: Path) -> None:
    root = tmp_path / "shop"
    root.mkdir()
    (root / "Makefile").write_text("run:\n\ttrue\n")
    subprocess.run(["git", "init", "-q", str(root)], check=True)
    secret = live_server.key("read", "write")
    job = asked(live_server, secret, "POST", "/inventory/scans", {"path": str(root)})
    ended = finished(live_server, secret, job["id"])
    items = asked(live_server, secret, "GET", "/inventory/items")["items"]

    assert (ended["state"], ended["error"]) == ("done", None)
    assert [(item["kind"], item["repository"]) for item in items] == [("script", "shop")]


def test_a_scan_of_nothing_fails_with_the_reason(live_server: LiveServer, tmp_path: Path) -> None:
    secret = live_server.key("read", "write")
    job = asked(live_server, secret, "POST", "/inventory/scans", {"path": str(tmp_path / "nowhere")})
    ended = finished(live_server, secret, job["id"])

    assert ended["state"] == "failed"
    assert "nowhere" in ended["error"]["sentence"]
    assert ended["error"]["hint"]
