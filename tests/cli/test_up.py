"""``kaizen up``: what a person sees in the first minute."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.fixtures.doors import Outcome
from tests.fixtures.serving import LiveServer


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    """A repository with something to improve."""
    root = tmp_path / "shop"
    root.mkdir()
    (root / "main.py").write_text("import requests\n\n\ndef load(url):\n    return requests.get(url)\n")
    (root / "Makefile").write_text("run:\n\ttrue\n")
    subprocess.run(["git", "init", "-q", str(root)], check=True)
    return root


def test_the_terminal_shows_inventory_findings_and_what_comes_first(cli: Callable[..., Outcome], shop: Path) -> None:
    told = cli("up", str(shop), "--no-serve").stdout

    assert "Inventory of shop" in told
    assert "script" in told
    assert "Findings: " in told
    assert "1. Every outgoing request has a timeout [warning, http-timeout]" in told
    assert "main.py:5" in told


def test_an_empty_folder_says_that_nothing_was_found(cli: Callable[..., Outcome], tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    outcome = cli("up", str(tmp_path / "empty"), "--no-serve")

    assert outcome.exit_code == 0
    assert "0 items" in outcome.stdout


def test_up_serves_until_it_is_stopped_and_continues_when_started_again(shop: Path, tmp_path: Path) -> None:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("KAIZEN_")}
    environment |= {"KAIZEN_HOME": str(tmp_path / "home"), "KAIZEN_PORT": "0", "KAIZEN_LANGUAGE": "en"}
    ends = []
    for _ in range(2):
        process = subprocess.Popen(
            [sys.executable, "-m", "kaizen", "up", str(shop)],
            env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip
        deadline = time.monotonic() + 30
        while not (tmp_path / "home" / "server.json").exists() and time.monotonic() < deadline:
            time.sleep(0.1)
        process.send_signal(signal.SIGINT)
        ends.append((*process.communicate(timeout=30), process.returncode))

    assert [code for _, _, code in ends] == [0, 0]
    assert all("Inventory of shop" in out and "/sign-in?token=" in err for out, err, _ in ends)
    assert all("Traceback" not in err for _, err, _ in ends)


def test_a_second_up_turns_the_loop_and_says_where_the_first_is(live_server: LiveServer, shop: Path) -> None:
    command = [sys.executable, "-m", "kaizen", "up", str(shop)]
    second = subprocess.run(
        command, env=live_server.environment, capture_output=True, text=True, check=False, timeout=60
    )

    assert second.returncode == 0
    assert "Inventory of shop" in second.stdout
    assert live_server.url in second.stderr
    assert live_server.process.poll() is None
