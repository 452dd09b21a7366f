"""The recurring part: due probes are claimed with a lease, checked beside the clock, and recorded one by one."""

import logging
import threading
import time
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

from kaizen.collect.probes import store
from kaizen.collect.probes.credentials import cleaned
from kaizen.collect.probes.files import Reading, read_file, stamp_of
from kaizen.collect.probes.model import Outcome, Probe, State
from kaizen.collect.probes.recording import record_outcome
from kaizen.collect.probes.running import run_round
from kaizen.collect.probes.service import enter, surroundings
from kaizen.kit.actor import Door, local_actor
from kaizen.kit.errors import KaizenError, Kind
from kaizen.kit.resilience import retrying
from kaizen.storage.work import Context, Row

log = logging.getLogger(__name__)
LEASE = timedelta(seconds=120)
"""Longer than a claimed check can wait and take: ``MOST_CLAIMED`` / 8 at a time, 30 s each."""
MOST_CLAIMED = 24


class ProbeSweep:
    """Begins the checks that are due whenever it is called; they run in threads of their own, so it returns at once."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self.environment = environment
        self._rounds: list[tuple[threading.Thread, int]] = []

    def run(self, system: Context) -> None:
        """Begins the checks that are due; raises KaizenError while the database does not answer."""
        self._rounds = [each for each in self._rounds if each[0].is_alive()]
        room = MOST_CLAIMED - sum(count for _, count in self._rounds)
        files = self._files_here(system)
        for file, claims, lease_until in _claimed(system, files, room):
            here = system.acting_as(local_actor("kaizen", Door.JOBS, file["workspace_id"]))
            work = _Round(here, Path(file["path"]), claims, lease_until, self.environment)
            thread = threading.Thread(target=work.run, name=f"probes-{file['id']}", daemon=True)
            self._rounds.append((thread, len(claims)))
            thread.start()

    def wait(self, seconds: float) -> None:
        """Waits until the checks that were begun are recorded, at most so long."""
        deadline = time.monotonic() + seconds
        for thread, _ in self._rounds:
            thread.join(max(0.0, deadline - time.monotonic()))

    def _files_here(self, system: Context) -> list[Row]:
        """Files on record that this machine has, the book brought up to what they say now."""
        with system.reading() as work:
            files = store.every_file(work)
        present = []
        for row in files:
            stamp = stamp_of(Path(row["path"]))
            if stamp is None:
                continue
            present.append(row)
            if stamp != row["stamp"]:
                self._reread(system, row)
        return present

    def _reread(self, system: Context, row: Row) -> None:
        path = Path(row["path"])
        reading = _reading(path)
        for problem in reading.problems:
            log.warning("kaizen.yaml cannot be used", extra={"code": problem.code, "sentence": str(problem)})
        with system.acting_as(local_actor("kaizen", Door.JOBS, row["workspace_id"])).keeping() as work:
            enter(work, reading, path, asked=False)


class _Round:
    """The claimed probes of one file, checked and recorded in a thread of its own."""

    def __init__(
        self, here: Context, file: Path, claims: Sequence[Row], lease_until: datetime, environment: Mapping[str, str]
    ) -> None:
        self.here = here
        self.file = file
        self.claims = {row["name"]: row for row in claims}
        self.lease_until = lease_until
        self.environment = environment

    def run(self) -> None:
        try:
            self._run()
        except KaizenError as error:
            log.warning("probes not recorded", extra={"code": error.code, "sentence": str(error)})
        except Exception:
            log.exception("a round of probes failed unexpectedly", extra={"file": str(self.file)})

    def _run(self) -> None:
        reading = _reading(self.file)
        if reading.configuration is None:
            told = cleaned(f"misconfigured: {reading.problems[0].sentence()}")
            for row in self.claims.values():
                self._record(row["id"], Outcome(State.UNKNOWN, told), self.here.clock())
            return
        with self.here.reading() as work:
            held = next(iter(self.claims.values()))["file_id"]
            rows = store.probe_rows(work, held)
        around = surroundings(reading.configuration, rows, self.here.clock, self.environment)
        probes = [probe for probe in reading.configuration.probes if probe.name in self.claims]
        run_round(probes, around, self._found)

    def _found(self, probe: Probe, outcome: Outcome, at: datetime) -> None:
        self._record(self.claims[probe.name]["id"], outcome, at)

    def _record(self, probe: UUID, outcome: Outcome, at: datetime) -> None:
        """Repeated while the database does not answer: what was seen is not lost to a short outage."""

        def write() -> None:
            with self.here.keeping() as work:
                record_outcome(work, probe, outcome, at, lease_until=self.lease_until)

        retrying(write, when=lambda error: isinstance(error, KaizenError) and error.kind is Kind.UNAVAILABLE)


def _claimed(system: Context, files: Sequence[Row], room: int) -> list[tuple[Row, list[Row], datetime]]:
    """Claims by file, with the moment their lease ends."""
    by_id = {row["id"]: row for row in files}
    if room <= 0 or not by_id:
        return []
    with system.reading() as work:
        if not store.count_due(work, list(by_id)):
            return []
    with system.keeping() as work:
        rows = store.claim_due(work, list(by_id), room, LEASE)
        lease_until = work.now + LEASE
    grouped: dict[UUID, list[Row]] = {}
    for row in rows:
        grouped.setdefault(row["file_id"], []).append(row)
    return [(by_id[held], claims, lease_until) for held, claims in grouped.items()]


def _reading(file: Path) -> Reading:
    try:
        return read_file(file)
    except KaizenError as problem:
        return Reading(stamp_of(file) or "", None, (problem,))
