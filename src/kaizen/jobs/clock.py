"""The server's clock: one instance ticks; each tick runs short sweeps that can be repeated at any time."""

import logging
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from apscheduler.schedulers.background import BackgroundScheduler

from kaizen.jobs.running import JobKind, run_job
from kaizen.kit.errors import KaizenError
from kaizen.storage import jobs
from kaizen.storage.events import Event, mark_delivered, prune_events, undelivered
from kaizen.storage.idempotency import prune_answers
from kaizen.storage.ticker import TickerLock
from kaizen.storage.work import Context

log = logging.getLogger(__name__)
TICK_SECONDS = 1.0
PRUNE_SECONDS = 3600.0
CHILDREN = 2
BATCH = 100

Subscriber = Callable[[Context, Event], None]


@dataclass(frozen=True, slots=True)
class Sweep:
    """Work to look for at every tick that comes after ``seconds``."""

    name: str
    run: Callable[[Context], None]
    seconds: float = TICK_SECONDS


@dataclass
class Clockwork:
    """Ticks while the server lives; ``stop`` waits for what is under way, then gives it back."""

    system: Context
    kinds: Mapping[str, JobKind]
    lock: TickerLock
    sweeps: Sequence[Sweep] = ()
    subscribers: Mapping[str, Sequence[Subscriber]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._children: dict[UUID, subprocess.Popen[bytes]] = {}
        self._stopping = threading.Event()
        self._scheduler = BackgroundScheduler(timezone="UTC", daemon=True)

    def start(self) -> None:
        """Begins to tick."""
        own = [
            Sweep("events", self._deliver),
            Sweep("jobs", self._start_due),
            Sweep("prune", self._prune, PRUNE_SECONDS),
        ]
        for sweep in [*own, *self.sweeps]:
            self._scheduler.add_job(
                self._tick,
                "interval",
                args=[sweep],
                seconds=sweep.seconds,
                max_instances=1,
                coalesce=True,
                id=sweep.name,
            )
        self._scheduler.start()

    def stop(self, wait_seconds: float) -> None:
        """Stops ticking; children get the time to finish, then are told to end, and their jobs are due again."""
        self._stopping.set()
        self._scheduler.shutdown(wait=True)
        deadline = time.monotonic() + wait_seconds
        for child in self._children.values():
            _end(child, deadline - time.monotonic())
        for job, child in self._children.items():
            if child.returncode != 0:
                jobs.release(self.system, job)
        self.lock.release()

    def _tick(self, sweep: Sweep) -> None:
        if self._stopping.is_set() or not self.lock.held():
            return
        try:
            sweep.run(self.system)
        except KaizenError as error:
            log.warning("sweep failed", extra={"sweep": sweep.name, "code": error.code, "sentence": str(error)})

    def _deliver(self, system: Context) -> None:
        with system.keeping() as work:
            news = undelivered(work, BATCH)
        for event in news:
            for subscriber in self.subscribers.get(event.name, ()):
                subscriber(system, event)
        if news:
            with system.keeping() as work:
                mark_delivered(work, [event.position for event in news])

    def _start_due(self, system: Context) -> None:
        self._children = {job: child for job, child in self._children.items() if child.poll() is None}
        for job, kind in jobs.due_jobs(system):
            if job in self._children:
                continue
            known = self.kinds.get(kind)
            if known is not None and known.own_process and len(self._children) < CHILDREN:
                self._children[job] = _start_child(job)
            elif known is None or not known.own_process:
                run_job(system, self.kinds, job)

    def _prune(self, system: Context) -> None:
        prune_answers(system)
        prune_events(system)


def _start_child(job: UUID) -> "subprocess.Popen[bytes]":
    command = [sys.executable, "-m", "kaizen", "jobs", "run", str(job)]
    return subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, start_new_session=True)


def _end(child: "subprocess.Popen[bytes]", seconds: float) -> None:
    try:
        child.wait(max(0.1, seconds))
    except subprocess.TimeoutExpired:
        os.killpg(child.pid, signal.SIGKILL)
        child.wait()
