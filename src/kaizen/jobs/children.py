"""Jobs in processes of their own: started, watched, told to end, and ended when they do not listen."""

import logging
import os
import signal
import subprocess
import sys
import time
from datetime import timedelta
from uuid import UUID

from kaizen.kit.errors import KaizenError
from kaizen.storage import jobs
from kaizen.storage.work import Context

log = logging.getLogger(__name__)
AT_ONCE = 2
DEAF_AFTER = timedelta(seconds=30)
"""How long after its last sign of life a process that was asked to stop is waited for."""
RETRY_AFTER = timedelta(seconds=10)
GRACE_SECONDS = 3.0
"""How long a process that is told to end may clean up what it started itself."""


class Children:
    """The processes of this server's heavy jobs, by job."""

    def __init__(self, system: Context) -> None:
        self.system = system
        self._running: dict[UUID, subprocess.Popen[bytes]] = {}

    def __contains__(self, job: UUID) -> bool:
        return job in self._running

    @property
    def full(self) -> bool:
        """Whether no more may start now."""
        return len(self._running) >= AT_ONCE

    def start(self, job: UUID) -> None:
        """Starts ``kaizen jobs run`` in a session of its own."""
        command = [sys.executable, "-m", "kaizen", "jobs", "run", str(job)]
        self._running[job] = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, start_new_session=True
        )

    def look_after(self) -> None:
        """Forgets processes that have ended, and ends those that do not stop although they were asked to.

        A process that ended badly before it claimed its job costs the job an attempt, so that a
        process that cannot even start is not started for ever.
        """
        ended = {job: child for job, child in self._running.items() if child.poll() is not None}
        for job, child in ended.items():
            del self._running[job]
            if child.returncode != 0:
                log.warning("job process ended badly", extra={"job": str(job), "exit_code": child.returncode})
                jobs.put_off(self.system, job, RETRY_AFTER)
        for job in jobs.deaf(self.system, DEAF_AFTER) if self._running else ():
            if job in self._running:
                _end(self._running.pop(job))
                jobs.close_cancelled(self.system, job)

    def stop(self, wait_seconds: float) -> None:
        """Gives every process the time to finish, then ends it, and its job is due again."""
        deadline = time.monotonic() + wait_seconds
        late = [job for job, child in self._running.items() if not _finished(child, deadline - time.monotonic())]
        for job in late:
            self._running[job].terminate()
        for job in late:
            _end(self._running[job])
        self._running.clear()
        for job in late:
            _give_back(self.system, job)


def _give_back(system: Context, job: UUID) -> None:
    try:
        jobs.release(system, job)
    except KaizenError as error:
        # The lease runs out by itself; a stopping server does not wait for a database that is away.
        log.warning("job not given back", extra={"job": str(job), "sentence": str(error)})


def _end(child: "subprocess.Popen[bytes]") -> None:
    child.terminate()
    if not _finished(child, GRACE_SECONDS):
        os.killpg(child.pid, signal.SIGKILL)
        child.wait()


def _finished(child: "subprocess.Popen[bytes]", seconds: float) -> bool:
    try:
        child.wait(max(0.1, seconds))
    except subprocess.TimeoutExpired:
        return False
    return True
