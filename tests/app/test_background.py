"""Background work of a real server: asked for over HTTP, done in a process of its own, seen live."""

import json
import os
import subprocess
import time
import urllib.request
from pathlib import Path
from typing import Any

from tests.fixtures.serving import LiveServer, start_server


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


def hanging_tests(root: Path) -> Path:
    """A repository whose one test tells its process id and then does nothing for an hour; returns where it tells."""
    told = root / "pid"
    (root / "test_hanging.py").write_text(
        "import os, pathlib, time, unittest\n"
        "class Hanging(unittest.TestCase):\n"
        "    def test_hangs(self):\n"
        f"        pathlib.Path({str(told)!r}).write_text(str(os.getpid()))\n"
        "        time.sleep(3600)\n"
    )
    subprocess.run(["git", "init", "-q", str(root)], check=True)
    return told


def hanging_job(server: LiveServer, secret: str, told: Path) -> tuple[Any, int]:
    """The job that runs the test, once the test hangs, and the process id of the test."""
    job = asked(server, secret, "POST", "/testruns", {"scope": "all"})
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and not (told.is_file() and told.read_text()):
        time.sleep(0.1)
    return asked(server, secret, "GET", f"/jobs/{job['id']}"), int(told.read_text())


def gone(process: int) -> bool:
    """Whether a process ends within some seconds; one that nobody has waited for yet counts as ended."""
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        try:
            if Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] == "Z":
                return True
        except (FileNotFoundError, ProcessLookupError):
            return True
        time.sleep(0.1)
    return False


def test_a_stopping_server_ends_the_tests_it_started_and_gives_their_job_back(tmp_path: Path) -> None:
    root = tmp_path / "shop"
    root.mkdir()
    told = hanging_tests(root)
    server = start_server(tmp_path / "home", root, drain_seconds="1")
    try:
        job, process = hanging_job(server, server.key("read", "write"), told)
        os.kill(process, 0)
    finally:
        code = server.stop()

    listed = json.loads(server.kaizen("jobs", "list", "--json"))["items"]
    assert job["state"] == "running"
    assert gone(process)
    assert code == 0
    assert [(each["id"], each["state"]) for each in listed] == [(job["id"], "due")]


def test_a_cancelled_test_run_ends_its_processes(tmp_path: Path) -> None:
    root = tmp_path / "shop"
    root.mkdir()
    told = hanging_tests(root)
    server = start_server(tmp_path / "home", root)
    try:
        secret = server.key("read", "write")
        job, process = hanging_job(server, secret, told)
        asked(server, secret, "POST", f"/jobs/{job['id']}/cancel")
        ended = finished(server, secret, job["id"])
    finally:
        server.stop()

    assert ended["state"] == "cancelled"
    assert gone(process)
