"""Faults while suites run: killed at any moment, several at once; the record stays whole and the next run completes."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from tests.collect.testruns.runners.projects import lives, write

KILLS = 10
SUITE = """
import time, unittest
class T(unittest.TestCase):
    def test_a(self): time.sleep(0.2)
    def test_b(self): time.sleep(0.2)
    def test_c(self): self.fail("no")
"""


HANGING = """
import os, time, unittest
class T(unittest.TestCase):
    def test_a(self):
        with open("pid", "w") as file:
            file.write(str(os.getpid()))
        time.sleep(600)
"""


def pid_of_suite(root: Path) -> int:
    """The process of the hanging suite, once it has begun."""
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        if (root / "api/pid").is_file() and (root / "api/pid").read_text():
            return int((root / "api/pid").read_text())
        time.sleep(0.1)
    raise AssertionError("the suite did not begin")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A repository with two suites."""
    return write(tmp_path / "shop", {"tests/test_a.py": SUITE, "api/setup.py": "", "api/tests/test_b.py": SUITE})


def environment(home: Path) -> dict[str, str]:
    """The environment of a person without settings, and this home."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("KAIZEN_")}
    path = f"{Path(sys.executable).parent}{os.pathsep}{clean['PATH']}"
    return clean | {"KAIZEN_HOME": str(home), "KAIZEN_LANGUAGE": "en", "PATH": path}


def kaizen(home: Path, *arguments: str) -> "subprocess.Popen[str]":
    """A command in a process of its own."""
    command = [sys.executable, "-m", "kaizen", *arguments]
    return subprocess.Popen(
        command,
        env=environment(home),
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )


def rows(home: Path, query: str) -> list[Any]:
    """What the state holds, which must be sound."""
    connection = sqlite3.connect(home / "kaizen.db")
    try:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        return connection.execute(query).fetchall()
    finally:
        connection.close()


def test_a_run_killed_at_any_moment_leaves_a_record_that_the_next_one_completes(root: Path, tmp_path: Path) -> None:
    arguments = ("test", "--path", str(root), "--no-coverage", "--json")
    begun = time.monotonic()
    whole = kaizen(tmp_path / "measured", *arguments)
    assert whole.wait(120) == 1, whole.communicate()
    whole.communicate()
    needed = time.monotonic() - begun
    home = tmp_path / "home"
    for kill in range(KILLS):
        process = kaizen(home, *arguments)
        time.sleep(needed * (kill + 1) / (KILLS + 1))
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
    last = kaizen(home, *arguments)
    out, err = last.communicate(timeout=120)

    assert last.returncode == 1, err
    assert [(run["suite"], run["total"], run["failed"]) for run in json.loads(out)["runs"]] == [
        ("api/tests", 3, 1),
        ("tests", 3, 1),
    ]
    states = Counter(state for (state,) in rows(home, "SELECT state FROM testruns_runs"))
    assert set(states) <= {"failed", "error"}
    assert states["error"] >= 1
    reasons = {reason for (reason,) in rows(home, "SELECT reason FROM testruns_runs WHERE state = 'error'")}
    assert reasons == {"the process that ran it ended before the run did"}
    counted = "SELECT count(*) FROM testruns_cases WHERE run_id IN (SELECT id FROM testruns_runs WHERE state = 'error')"
    assert rows(home, counted) == [(0,)]
    held = "SELECT count(*) FROM testruns_cases GROUP BY run_id"
    assert {count for (count,) in rows(home, held)} == {3}


def test_a_suite_that_outlived_its_kaizen_is_ended_by_the_next_one(root: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    write(root, {"api/tests/test_b.py": HANGING})
    process = kaizen(home, "test", "--path", str(root), "--no-coverage")
    suite = pid_of_suite(root)
    os.killpg(process.pid, signal.SIGKILL)
    process.communicate()
    survived = lives(suite)
    write(root, {"api/tests/test_b.py": SUITE})
    kaizen(home, "test", "--path", str(root), "--no-coverage").communicate(timeout=120)

    assert survived
    assert not lives(suite)


def test_several_at_once_do_not_disturb_each_other(root: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    processes = [kaizen(home, "test", "--path", str(root), "--no-coverage", "--json") for _ in range(3)]
    answers = [process.communicate(timeout=120) for process in processes]

    assert [process.returncode for process in processes] == [1, 1, 1], answers
    assert Counter(rows(home, "SELECT suite, state FROM testruns_runs")) == Counter(
        {("tests", "failed"): 3, ("api/tests", "failed"): 3}
    )
    assert rows(home, "SELECT count(*) FROM testruns_cases") == [(18,)]


def test_interrupting_ends_the_suite_and_closes_its_run(root: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    write(root, {"api/tests/test_b.py": HANGING})
    process = kaizen(home, "test", "--path", str(root), "--no-coverage")
    suite = pid_of_suite(root)
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=30)

    assert process.returncode == 130
    assert rows(home, "SELECT suite, state FROM testruns_runs") == [("api/tests", "cancelled")]
    assert not lives(suite)
