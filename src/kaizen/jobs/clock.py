"""The server's clock: one instance ticks; each tick runs short sweeps that can be repeated at any time."""

import logging
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from apscheduler.schedulers.background import BackgroundScheduler

from kaizen.jobs.children import Children
from kaizen.jobs.delivery import Delivery, Subscriber
from kaizen.jobs.running import JobKind, run_job
from kaizen.kit.errors import KaizenError
from kaizen.storage import jobs
from kaizen.storage.events import prune_events
from kaizen.storage.idempotency import prune_answers
from kaizen.storage.ticker import TickerLock
from kaizen.storage.work import Context

log = logging.getLogger(__name__)
TICK_SECONDS = 1.0
PRUNE_SECONDS = 3600.0


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
        self._children = Children(self.system)
        self._stopping = threading.Event()
        self._delivery = Delivery(self.subscribers, self._stopping.is_set)
        self._scheduler = BackgroundScheduler(timezone="UTC", daemon=True)

    def start(self) -> None:
        """Begins to tick."""
        own = [
            Sweep("events", self._delivery.run),
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
        """Stops ticking; children get the time to finish, then are told to end, and their jobs are due again.

        A sweep that hangs is left behind after ``wait_seconds``.
        """
        self._stopping.set()
        deadline = time.monotonic() + wait_seconds
        ending = threading.Thread(target=self._scheduler.shutdown, name="clock-stop", daemon=True)
        ending.start()
        ending.join(max(1.0, wait_seconds))
        if ending.is_alive():
            log.error("a sweep hangs and is left behind")
        self._children.stop(deadline - time.monotonic())
        if not ending.is_alive():
            self.lock.release()

    def _tick(self, sweep: Sweep) -> None:
        try:
            if not self._stopping.is_set() and self.lock.held():
                sweep.run(self.system)
        except KaizenError as error:
            log.warning("sweep failed", extra={"sweep": sweep.name, "code": error.code, "sentence": str(error)})
        except Exception:
            log.exception("sweep failed unexpectedly", extra={"sweep": sweep.name})

    def _start_due(self, system: Context) -> None:
        self._children.look_after()
        for job, kind in jobs.due_jobs(system, [kind for kind, known in self.kinds.items() if known.own_process]):
            if job in self._children or self._stopping.is_set():
                continue
            known = self.kinds.get(kind)
            if known is None or not known.own_process:
                run_job(system, self.kinds, job)
            elif not self._children.full:
                self._children.start(job)

    def _prune(self, system: Context) -> None:
        prune_answers(system)
        prune_events(system)
