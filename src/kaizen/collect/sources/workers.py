"""Forked processes that read files in batches; a crashed or stuck one costs its file, never the run."""

import gc
import os
import selectors
import signal
import struct
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

from kaizen.collect.sources.reading import Reading
from kaizen.kit.errors import KaizenError

HEADER = struct.Struct(">II")
MOST_BATCHES = 250
STUCK_SECONDS = 60.0

Read = Callable[[int], list[Reading]]
DECODER = msgspec.msgpack.Decoder(list[Reading])


def may_fork() -> bool:
    """Forking is safe only while this process has a single thread."""
    if not hasattr(os, "fork") or threading.active_count() > 1:
        return False
    try:
        return len(list(Path("/proc/self/task").iterdir())) == 1
    except OSError:
        return True  # not Linux: Python's own count has to do


@dataclass(slots=True)
class _Worker:
    process: int
    pipe: int
    buffer: bytearray = field(default_factory=bytearray)
    batch: int | None = None
    heard: float = field(default_factory=time.monotonic)


class Crew:
    """Reads numbered batches with ``count`` processes; start early, then iterate over the answers."""

    def __init__(self, batches: int, read: Read, count: int, *, stuck_seconds: float = STUCK_SECONDS) -> None:
        """At most MOST_BATCHES batches: each is one byte in a pipe from which free workers help themselves."""
        self.lost: list[int] = []
        self._stuck = stuck_seconds
        queue, feed = os.pipe()
        os.write(feed, bytes(range(batches)))
        os.close(feed)
        self._unfinished = set(range(batches))
        self._workers: list[_Worker] = []
        try:
            for _ in range(count):
                self._workers.append(self._fork(queue, read))
        except OSError as error:
            self.stop()
            raise KaizenError("sources.workers_failed") from error
        finally:
            os.close(queue)

    def _fork(self, queue: int, read: Read) -> _Worker:
        mine, theirs = os.pipe()
        process = os.fork()
        if process == 0:
            os.close(mine)
            _work(queue, theirs, read)
        os.close(theirs)
        return _Worker(process, mine)

    def answers(self) -> Iterator[tuple[int, list[Reading]]]:
        """Each finished batch once, in any order; afterwards ``lost`` holds the batches nobody finished."""
        try:
            with selectors.DefaultSelector() as selector:
                for worker in self._workers:
                    selector.register(worker.pipe, selectors.EVENT_READ, worker)
                while selector.get_map():
                    yield from self._heard(selector)
        finally:
            self.stop()
        self.lost = sorted(self._unfinished)

    def _heard(self, selector: selectors.BaseSelector) -> Iterator[tuple[int, list[Reading]]]:
        for key, _ in selector.select(timeout=1.0):
            worker: _Worker = key.data
            chunk = os.read(worker.pipe, 1 << 20)
            worker.heard = time.monotonic()
            if not chunk:
                selector.unregister(worker.pipe)
                continue
            worker.buffer += chunk
            yield from self._frames(worker)
        for key in list(selector.get_map().values()):
            if time.monotonic() - key.data.heard > self._stuck:
                os.kill(key.data.process, signal.SIGKILL)

    def _frames(self, worker: _Worker) -> Iterator[tuple[int, list[Reading]]]:
        while len(worker.buffer) >= HEADER.size:
            batch, length = HEADER.unpack_from(worker.buffer)
            end = HEADER.size + length
            if len(worker.buffer) < end:
                return
            readings = DECODER.decode(memoryview(worker.buffer)[HEADER.size : end].tobytes())
            del worker.buffer[:end]
            self._unfinished.discard(batch)
            yield batch, readings

    def stop(self) -> None:
        """Ends every worker still running and collects it; safe to call twice."""
        for worker in self._workers:
            with suppress(ProcessLookupError):
                os.kill(worker.process, signal.SIGKILL)
            os.close(worker.pipe)
            with suppress(ChildProcessError):
                os.waitpid(worker.process, 0)
        self._workers = []


def _work(queue: int, out: int, read: Read) -> None:
    """The life of a worker: take a batch, read it, answer; never returns."""
    status = 1
    try:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        gc.disable()
        while taken := os.read(queue, 1):
            body = msgspec.msgpack.encode(read(taken[0]))
            _send(out, HEADER.pack(taken[0], len(body)) + body)
        status = 0
    finally:
        os._exit(status)


def _send(out: int, frame: bytes) -> None:
    view = memoryview(frame)
    while view:
        view = view[os.write(out, view) :]


def shares(sizes: Sequence[int], most: int = MOST_BATCHES) -> list[list[int]]:
    """Indexes of files in at most ``most`` batches of about equal bytes, the biggest batches first."""
    total = sum(sizes) + 2_000 * len(sizes)
    goal = max(total / most, 60_000)
    batches: list[list[int]] = []
    weight = goal
    for index in sorted(range(len(sizes)), key=lambda at: -sizes[at]):
        if weight >= goal and len(batches) < most:
            batches.append([])
            weight = 0.0
        batches[-1].append(index)
        weight += sizes[index] + 2_000
    return batches
