"""A check killed at any moment, and several at once, leave one consistent record."""

import os
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.analyze.standards.folders import EVAL, README, with_rules, write

FILES = 150
KILLS = 8


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A repository with a violation in each of many files."""
    filling = "".join(f"def f{number}(x):\n    return x\n" for number in range(100))
    folder = write(tmp_path / "shop", {f"lib/m{number}.py": f"{filling}eval({number})\n" for number in range(FILES)})
    return with_rules(folder, EVAL, README)


def start(home: Path, root: Path) -> "subprocess.Popen[bytes]":
    """``kaizen check standards`` in a process group of its own."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("KAIZEN_")}
    command = [sys.executable, "-m", "kaizen", "check", "standards", str(root), "--json"]
    return subprocess.Popen(
        command,
        env=clean | {"KAIZEN_HOME": str(home), "KAIZEN_LANGUAGE": "en"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )


def on_record(home: Path) -> dict[str, int]:
    """Counts that must agree with each other in every consistent record."""
    queries = {
        "open": "SELECT count(*) FROM findings_records WHERE state = 'open'",
        "places": "SELECT count(DISTINCT path || line || rule) FROM findings_records WHERE state = 'open'",
        "detected": "SELECT count(*) FROM findings_history WHERE event = 'detected'",
        "all": "SELECT count(*) FROM findings_records",
        "checks": "SELECT count(*) FROM standards_checks",
    }
    connection = sqlite3.connect(home / "kaizen.db")
    try:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        return {name: connection.execute(query).fetchone()[0] for name, query in queries.items()}
    finally:
        connection.close()


def test_a_check_killed_at_any_moment_leaves_all_or_nothing(root: Path, tmp_path: Path) -> None:
    whole = {"open": FILES + 1, "places": FILES + 1, "detected": FILES + 1, "all": FILES + 1, "checks": 1}
    nothing = dict.fromkeys(whole, 0)
    begun = time.monotonic()
    start(tmp_path / "measured", root).communicate(timeout=120)
    took = time.monotonic() - begun
    home = tmp_path / "home"
    seen = []
    for kill in range(KILLS):
        process = start(home, root)
        time.sleep(took * (kill + 1) / KILLS)
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
        if (home / "kaizen.db").exists() and kill > KILLS // 2:
            seen.append(on_record(home))
    last = start(home, root)
    _, told = last.communicate(timeout=120)

    assert last.returncode == 1, told
    assert on_record(home) == whole
    assert [each for each in seen if each not in (whole, nothing)] == []


def test_several_checks_at_once_leave_one_finding_for_each_place(root: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    processes = [start(home, root) for _ in range(3)]
    told = [process.communicate(timeout=120)[1] for process in processes]

    assert [process.returncode for process in processes] == [1, 1, 1], told
    counted = on_record(home)
    assert (counted["open"], counted["places"], counted["all"]) == (FILES + 1,) * 3
