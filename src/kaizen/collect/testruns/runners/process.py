"""Runs a command in a process group of its own, streams and caps its output, and ends all of it when it must."""

import contextlib
import os
import selectors
import signal
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import IO, BinaryIO

from kaizen.collect.testruns.clip import Capture
from kaizen.collect.testruns.runners.plan import Ended, Plan
from kaizen.collect.testruns.runners.stragglers import MARK, end_stragglers, fresh_mark

OUTPUT_LIMIT = 65_536
SPOOL_LIMIT = 256 * 1024 * 1024
LONGEST_LINE = 65_536
TICK_S = 0.25
GRACE_S = 3.0
DRAIN_S = 1.0


def run(
    plan: Plan,
    environment: Mapping[str, str],
    *,
    limit_s: float,
    on_line: Callable[[str], None],
    on_tick: Callable[[], None],
    mark: str = "",
) -> Ended:
    """Runs to the end, to the time limit, or until ``on_line`` or ``on_tick`` raises; nothing of it survives.

    All its processes bear ``mark`` in their environment. ``on_tick`` is called at least four times a second.
    Output is kept to its two ends (64 kB). Raises OSError where the command cannot be started.
    """
    own = mark or fresh_mark()
    started = time.monotonic()
    pipe = subprocess.PIPE
    process = subprocess.Popen(
        plan.argv,
        cwd=plan.folder,
        env={**environment, **plan.environment, MARK: own},
        stdin=subprocess.DEVNULL,
        stdout=pipe,
        stderr=pipe if plan.spool and not plan.merged else subprocess.STDOUT,
        start_new_session=True,
    )
    with _Streams(process, plan.spool, on_line) as streams:
        try:
            timed_out = _follow(process, streams, started + limit_s, on_tick)
        finally:
            _end_all(process, own)
    return _ended(process, timed_out, time.monotonic() - started, streams.captured.text())


def _follow(
    process: "subprocess.Popen[bytes]", streams: "_Streams", deadline: float, on_tick: Callable[[], None]
) -> bool:
    """True where the time limit ended it. A child that keeps the pipe open does not keep us waiting."""
    drained_by: float | None = None
    while streams.open:
        streams.pump(TICK_S)
        on_tick()
        now = time.monotonic()
        if process.poll() is None:
            if now >= deadline:
                return True
        elif drained_by is None:
            drained_by = now + DRAIN_S
        elif now >= drained_by:
            break
    while process.poll() is None:
        if time.monotonic() >= deadline:
            return True
        on_tick()
        time.sleep(0.02)
    return False


def _ended(process: "subprocess.Popen[bytes]", timed_out: bool, duration_s: float, output: str) -> Ended:
    code = process.returncode
    died = None if timed_out else _signal_of(code)
    return Ended(None if timed_out or died else code, died, timed_out, duration_s, output)


def _signal_of(code: int) -> int | None:
    """The signal behind a return code: ours is negative, a wrapper's is 128 above."""
    if code < 0:
        return -code
    fatal = {signal.SIGABRT, signal.SIGBUS, signal.SIGFPE, signal.SIGILL, signal.SIGKILL, signal.SIGSEGV}
    return code - 128 if code - 128 in fatal else None


def _end_all(process: "subprocess.Popen[bytes]", own: str) -> None:
    """Asks the group to end, then makes it; what left the group is found by its mark."""
    group_is_there = process.poll() is None or _signal_group(process.pid, 0)
    if group_is_there:
        _signal_group(process.pid, signal.SIGTERM)
        deadline = time.monotonic() + GRACE_S
        while time.monotonic() < deadline and (process.poll() is None or _signal_group(process.pid, 0)):
            time.sleep(0.02)
        _signal_group(process.pid, signal.SIGKILL)
    process.wait()
    end_stragglers(own)


def _signal_group(group: int, number: int) -> bool:
    """False where no process of the group is left."""
    try:
        os.killpg(group, number)
    except (ProcessLookupError, PermissionError):
        return False
    return True


class _Streams:
    """The pipes of a process: lines for whoever follows, both ends of the text, and the spool where there is one."""

    def __init__(self, process: "subprocess.Popen[bytes]", spool: Path | None, on_line: Callable[[str], None]) -> None:
        self.captured = Capture(OUTPUT_LIMIT)
        self._on_line = on_line
        self._selector = selectors.DefaultSelector()
        self._spool: BinaryIO | None = spool.open("wb") if spool else None
        self._room = SPOOL_LIMIT
        self._partial: dict[IO[bytes], bytes] = {}
        self._pipes = [pipe for pipe in (process.stdout, process.stderr) if pipe is not None]
        self._spooled = process.stdout if spool else None
        for pipe in self._pipes:
            os.set_blocking(pipe.fileno(), False)
            self._selector.register(pipe, selectors.EVENT_READ, data=pipe)

    def __enter__(self) -> "_Streams":
        return self

    def __exit__(self, *_: object) -> None:
        self._selector.close()
        for pipe in self._pipes:
            pipe.close()
        if self._spool:
            self._spool.close()

    @property
    def open(self) -> bool:
        return bool(self._selector.get_map())

    def pump(self, wait_s: float) -> None:
        """Reads what is there, waiting at most this long for the first of it."""
        for key, _ in self._selector.select(wait_s):
            pipe: IO[bytes] = key.data
            with contextlib.suppress(BlockingIOError):
                data = os.read(key.fd, 1 << 16)
                if data:
                    self._take(pipe, data)
                else:
                    self._selector.unregister(pipe)
                    self._finish(pipe)

    def _take(self, pipe: IO[bytes], data: bytes) -> None:
        if pipe is self._spooled and self._spool:
            self._spool.write(data[: max(0, self._room)])
            self._room -= len(data)
        for line in self._lines(pipe, data):
            self._tell(pipe, line)

    def _lines(self, pipe: IO[bytes], data: bytes) -> Iterator[bytes]:
        *whole, rest = (self._partial.get(pipe, b"") + data).split(b"\n")
        self._partial[pipe] = rest[:LONGEST_LINE]
        yield from whole

    def _finish(self, pipe: IO[bytes]) -> None:
        rest = self._partial.pop(pipe, b"")
        if rest:
            self._tell(pipe, rest)

    def _tell(self, pipe: IO[bytes], line: bytes) -> None:
        text = line[:LONGEST_LINE].decode("utf-8", "replace")
        if pipe is not self._spooled or len(self._pipes) == 1:
            self.captured.add(text + "\n")
        self._on_line(text)
