"""Runs one claimed job: keeps its lease, notes its progress, closes it as done, failed or cancelled."""

import logging
import signal
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from kaizen.kit.actor import Door, local_actor
from kaizen.kit.errors import KaizenError
from kaizen.kit.progress import Cancelled, Progress, ProgressSink
from kaizen.storage import jobs
from kaizen.storage.jobs import Claim
from kaizen.storage.work import Context

if TYPE_CHECKING:
    from collections.abc import Iterator

log = logging.getLogger(__name__)
HEARTBEAT_SECONDS = 15.0
REPORT_SECONDS = 0.5

Handler = Callable[[Context, dict[str, Any], ProgressSink], dict[str, Any]]


@dataclass(frozen=True, slots=True)
class JobKind:
    """What a kind of job does; heavy ones get a process of their own."""

    handler: Handler
    own_process: bool = True


def run_job(system: Context, kinds: Mapping[str, JobKind], job: UUID | None = None) -> bool:
    """Claims and runs the given due job, or the oldest; returns False when there was none to run."""
    claim = jobs.claim_due(system, only=job)
    if claim is None:
        return False
    here = system.acting_as(local_actor("kaizen", Door.JOBS, claim.workspace_id))
    with _heartbeat(here, claim) as stop:
        _finish(here, claim, kinds, _Reporter(here, claim, stop))
    return True


def stopping_when_told() -> None:
    """SIGTERM stops the work of this process as a cancellation would, so that it ends what it has started itself."""

    def stop(_number: int, _frame: object) -> None:
        raise Cancelled

    signal.signal(signal.SIGTERM, stop)


def _finish(here: Context, claim: Claim, kinds: Mapping[str, JobKind], report: "_Reporter") -> None:
    try:
        result = _handler(kinds, claim.kind)(here, claim.payload, report)
    except Cancelled:
        jobs.confirm_cancelled(here, claim)
    except KaizenError as error:
        log.warning("job failed", extra={"job": str(claim.id), "code": error.code, "sentence": str(error)})
        jobs.fail(here, claim, error)
    except Exception:
        log.exception("job failed unexpectedly", extra={"job": str(claim.id)})
        jobs.fail(here, claim, KaizenError("api.unexpected"))
    else:
        jobs.finish(here, claim, result)


def _handler(kinds: Mapping[str, JobKind], kind: str) -> Handler:
    if kind not in kinds:
        raise KaizenError("storage.job_kind_unknown", kind=kind)
    return kinds[kind].handler


class _Reporter:
    """Stores progress at most twice a second; raises Cancelled once the job is asked to stop."""

    def __init__(self, here: Context, claim: Claim, stop: threading.Event) -> None:
        self.here = here
        self.claim = claim
        self.stop = stop
        self.last = 0.0

    def __call__(self, progress: Progress) -> None:
        if self.stop.is_set():
            raise Cancelled
        now = time.monotonic()
        if now - self.last < REPORT_SECONDS:
            return
        self.last = now
        if not jobs.renew(self.here, self.claim, progress):
            raise Cancelled


@contextmanager
def _heartbeat(here: Context, claim: Claim) -> "Iterator[threading.Event]":
    """Renews the lease while the job works in silence; sets the event when the job shall stop."""
    stop, over = threading.Event(), threading.Event()

    def beat() -> None:
        while not over.wait(HEARTBEAT_SECONDS):
            try:
                if not jobs.renew(here, claim):
                    stop.set()
            except KaizenError as error:
                log.warning("lease not renewed", extra={"job": str(claim.id), "sentence": str(error)})

    thread = threading.Thread(target=beat, name=f"lease-{claim.id}", daemon=True)
    thread.start()
    try:
        yield stop
    finally:
        over.set()
        thread.join()
