"""Suites that do not behave: they never end, fork, flood, daemonise, die. Nothing of them survives."""

import os
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from kaizen.collect.testruns.runners import process
from kaizen.collect.testruns.runners.environment import suite_environment
from kaizen.collect.testruns.runners.plan import Ended, Plan
from kaizen.kit.progress import Cancelled
from tests.collect.testruns.runners.projects import lives

LIMIT_S = 1.5


def ran(
    folder: Path,
    program: str,
    *,
    limit_s: float = 30,
    on_line: Callable[[str], None] = lambda _: None,
    on_tick: Callable[[], None] = lambda: None,
    spool: Path | None = None,
    merged: bool = False,
) -> Ended:
    """A Python program run as a suite's runner."""
    plan = Plan((sys.executable, "-u", "-c", program), folder, "1", spool=spool, merged=merged)
    environment = suite_environment(os.environ)
    return process.run(plan, environment, limit_s=limit_s, on_line=on_line, on_tick=on_tick)


def pid_in(file: Path) -> int:
    """The number that a program wrote into a file."""
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        if file.is_file() and file.read_text().strip():
            return int(file.read_text())
        time.sleep(0.05)
    raise AssertionError("the program wrote no number")


def test_an_exit_code_and_output_are_kept(tmp_path: Path) -> None:
    lines: list[str] = []
    ended = ran(tmp_path, "import sys; print('out'); print('err', file=sys.stderr); sys.exit(3)", on_line=lines.append)

    assert (ended.code, ended.signal, ended.timed_out) == (3, None, False)
    assert sorted(lines) == ["err", "out"]
    assert sorted(ended.output.split()) == ["err", "out"]


@pytest.mark.parametrize(
    ("program", "number"),
    [
        pytest.param("import os; os.abort()", signal.SIGABRT, id="by itself"),
        pytest.param("import os; os.kill(os.getpid(), 9)", signal.SIGKILL, id="killed"),
        pytest.param("import sys; sys.exit(139)", signal.SIGSEGV, id="told by a wrapper"),
    ],
)
def test_a_signal_is_told(program: str, number: int, tmp_path: Path) -> None:
    ended = ran(tmp_path, program)

    assert (ended.code, ended.signal) == (None, number)


def test_an_ordinary_high_exit_code_is_no_signal(tmp_path: Path) -> None:
    assert ran(tmp_path, "import sys; sys.exit(130)").code == 130


def test_what_never_ends_is_ended_at_the_limit(tmp_path: Path) -> None:
    ended = ran(tmp_path, "import time; print('begun'); time.sleep(600)", limit_s=LIMIT_S)

    assert (ended.timed_out, ended.code) == (True, None)
    assert ended.output == "begun\n"
    assert ended.duration_s < 20


def test_what_ignores_the_request_to_end_is_killed(tmp_path: Path) -> None:
    program = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('x'); time.sleep(600)"
    ended = ran(tmp_path, program, limit_s=LIMIT_S)

    assert ended.timed_out
    assert ended.duration_s < 20


def test_children_that_hold_the_pipe_open_do_not_keep_us_waiting_and_are_ended(tmp_path: Path) -> None:
    program = """
import os, time
if os.fork() == 0:
    open("child", "w").write(str(os.getpid()))
    time.sleep(600)
while not os.path.exists("child"):
    time.sleep(0.01)
print("done")
"""
    ended = ran(tmp_path, program)

    assert ended.code == 0
    assert not lives(pid_in(tmp_path / "child"))


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="processes outside of the group are found through /proc")
def test_a_daemon_that_leaves_the_group_is_ended(tmp_path: Path) -> None:
    program = """
import os, time
if os.fork() == 0:
    os.setsid()
    for number in (0, 1, 2):
        os.close(number)
    if os.fork() == 0:
        open("daemon", "w").write(str(os.getpid()))
        time.sleep(600)
    os._exit(0)
while not os.path.exists("daemon") or not open("daemon").read():
    time.sleep(0.01)
"""
    assert ran(tmp_path, program).code == 0
    assert not lives(pid_in(tmp_path / "daemon"))


def test_a_crowd_of_forks_is_ended_at_the_limit(tmp_path: Path) -> None:
    program = """
import os, time
for number in range(20):
    if os.fork() == 0:
        open(f"child{number}", "w").write(str(os.getpid()))
        time.sleep(600)
time.sleep(600)
"""
    assert ran(tmp_path, program, limit_s=LIMIT_S).timed_out
    assert [name for name in tmp_path.iterdir() if lives(int(name.read_text() or 0))] == []


def test_a_flood_is_read_to_its_end_and_kept_at_both_ends(tmp_path: Path) -> None:
    counted = [0]

    def count(line: str) -> None:
        counted[0] += 1

    ended = ran(tmp_path, "print('first')\nfor n in range(400000): print('x' * 100)\nprint('last')", on_line=count)

    assert counted[0] == 400_002
    assert ended.output.startswith("first\n")
    assert ended.output.endswith("last\n")
    assert len(ended.output) < 70_000
    assert "characters left out" in ended.output


def test_a_line_without_end_does_not_fill_the_memory(tmp_path: Path) -> None:
    longest = [0]

    def measure(line: str) -> None:
        longest[0] = max(longest[0], len(line))

    ran(tmp_path, "import sys\nfor n in range(300): sys.stdout.write('x' * 100000)", on_line=measure)

    assert 0 < longest[0] <= process.LONGEST_LINE


def test_bytes_that_are_no_text_are_replaced(tmp_path: Path) -> None:
    ended = ran(tmp_path, r"import os; os.write(1, b'a\xff\x00b\n')")

    assert ended.output == "a\ufffd\x00b\n"


def test_a_report_on_standard_output_goes_to_its_file_and_errors_do_not(tmp_path: Path) -> None:
    spool = tmp_path / "spool"
    ended = ran(tmp_path, "import sys; print('{}'); print('oops', file=sys.stderr)", spool=spool)

    assert (spool.read_text(), ended.output) == ("{}\n", "oops\n")


def test_a_merged_report_holds_both(tmp_path: Path) -> None:
    spool = tmp_path / "spool"
    ended = ran(tmp_path, "import sys; print('a'); print('b', file=sys.stderr)", spool=spool, merged=True)

    assert (spool.read_text(), ended.output) == ("a\nb\n", "a\nb\n")


def test_cancelling_ends_it_and_passes_through(tmp_path: Path) -> None:
    def cancel() -> None:
        if (tmp_path / "begun").exists():
            raise Cancelled

    program = "import os, time; open('begun', 'w').write(str(os.getpid())); time.sleep(600)"
    with pytest.raises(Cancelled):
        ran(tmp_path, program, on_tick=cancel)

    assert not lives(pid_in(tmp_path / "begun"))


def test_a_reader_that_fails_ends_it_too(tmp_path: Path) -> None:
    def fail(line: str) -> None:
        raise ZeroDivisionError

    program = "import os, time; open('begun', 'w').write(str(os.getpid())); print('x'); time.sleep(600)"
    with pytest.raises(ZeroDivisionError):
        ran(tmp_path, program, on_line=fail)

    assert not lives(pid_in(tmp_path / "begun"))


def test_it_reads_nothing_from_the_terminal(tmp_path: Path) -> None:
    assert ran(tmp_path, "import sys; print(repr(sys.stdin.read()))").output == "''\n"


def test_what_cannot_be_started_is_an_error_of_the_machine(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        process.run(
            Plan(("/no/such/program",), tmp_path, "1"), {}, limit_s=1, on_line=lambda _: None, on_tick=lambda: None
        )
