"""Runs checks side by side, each within its time, dependencies first, never twice: a failure is the finding."""

import logging
import queue
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from kaizen.collect.probes import heartbeat, rules
from kaizen.collect.probes.credentials import MisconfiguredError, Secrets, cleaned
from kaizen.collect.probes.model import (
    HeartbeatCheck,
    HttpCheck,
    Outcome,
    Probe,
    RedisCheck,
    SqlCheck,
    State,
    TcpCheck,
)
from kaizen.collect.probes.network import too_late
from kaizen.kit.clock import Clock

log = logging.getLogger(__name__)
PARALLEL = 8
GRACE_SECONDS = 1.0
"""A check that its own time limits did not end is given up so long after its time."""


@dataclass(frozen=True, slots=True)
class Heard:
    """What is known of a heartbeat: the last one, and since when Kaizen listens without a gap."""

    last: datetime | None
    listening_since: datetime | None


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What checks need besides their probe: ``states`` of the file's other probes, ``depends_on`` of all of them."""

    folder: Path
    environment: Mapping[str, str]
    clock: Clock
    states: Mapping[str, State] = field(default_factory=dict)
    depends_on: Mapping[str, Sequence[str]] = field(default_factory=dict)
    heard: Mapping[str, Heard] = field(default_factory=dict)


Found = Callable[[Probe, Outcome, datetime], None]


def run_round(probes: Sequence[Probe], around: Surroundings, found: Found) -> None:
    """Checks every probe once and tells ``found`` each outcome, with its moment, in the caller's thread."""
    _Round(probes, around, found).run()


def evaluate(probe: Probe, around: Surroundings) -> Outcome:
    """One check; what keeps it from being made is unknown with the reason, never a colour."""
    secrets = Secrets(around.folder, around.environment)
    try:
        outcome = _checked(probe, around, secrets)
    except MisconfiguredError as error:
        outcome = Outcome(State.UNKNOWN, f"misconfigured: {error}")
    except Exception as error:  # noqa: BLE001 - reported without the traceback, whose texts may hold secrets
        log.error(  # noqa: TRY400 - see above
            "check could not be evaluated",
            extra={"probe": probe.name, "error": type(error).__name__, "reason": secrets.cleaned(str(error))},
        )
        outcome = Outcome(State.UNKNOWN, f"could not be evaluated: {type(error).__name__}: {error}")
    return Outcome(outcome.state, secrets.cleaned(outcome.reason), outcome.latency_ms)


def _checked(probe: Probe, around: Surroundings, secrets: Secrets) -> Outcome:
    wanted, limit = probe.check, probe.timeout_s
    if isinstance(wanted, HeartbeatCheck):
        heard = around.heard.get(probe.name, Heard(None, None))
        return heartbeat.check(wanted, heard.last, heard.listening_since, around.clock())
    if isinstance(wanted, TcpCheck):
        from kaizen.collect.probes import tcp  # noqa: PLC0415 - each kind's library is loaded when it is used

        return tcp.check(wanted, limit)
    if isinstance(wanted, HttpCheck):
        from kaizen.collect.probes import http  # noqa: PLC0415

        return http.check(wanted, limit, secrets)
    if isinstance(wanted, SqlCheck):
        from kaizen.collect.probes import sql  # noqa: PLC0415

        return sql.check(wanted, limit, secrets)
    assert isinstance(wanted, RedisCheck)  # noqa: S101 - the last of the five kinds
    from kaizen.collect.probes import redis  # noqa: PLC0415

    return redis.check(wanted, limit, secrets)


class _Round:
    def __init__(self, probes: Sequence[Probe], around: Surroundings, found: Found) -> None:
        self.waiting = {probe.name: probe for probe in probes}
        self.around = around
        self.found = found
        self.states = dict(around.states)
        self.above = rules.all_above(around.depends_on)
        self.running: dict[str, tuple[Probe, float]] = {}
        self.answers: queue.Queue[tuple[str, Outcome, datetime]] = queue.Queue()

    def run(self) -> None:
        for name in self.waiting:
            self.states.pop(name, None)
        while self.waiting or self.running:
            for probe in self._ready():
                self._begin(probe)
            if self.running:
                self._take_next()

    def _ready(self) -> list[Probe]:
        """Probes that may start now: what they depend on is decided."""
        open_names = {*self.waiting, *self.running}
        return [probe for name, probe in self.waiting.items() if self.above.get(name, set()).isdisjoint(open_names)]

    def _begin(self, probe: Probe) -> None:
        blocker = rules.down_dependency(probe.name, self.around.depends_on, self.states)
        if blocker is not None:
            del self.waiting[probe.name]
            self._tell(probe, rules.blocked(blocker), self.around.clock())
        elif len(self.running) < PARALLEL:
            del self.waiting[probe.name]
            self.running[probe.name] = (probe, time.monotonic() + probe.timeout_s + GRACE_SECONDS)
            threading.Thread(target=self._work, args=[probe], name=f"probe-{probe.name}", daemon=True).start()

    def _work(self, probe: Probe) -> None:
        outcome = evaluate(probe, self.around)
        self.answers.put((probe.name, outcome, self.around.clock()))

    def _take_next(self) -> None:
        """Waits for the next answer, at most until a check has to be given up."""
        first = min(deadline for _, deadline in self.running.values())
        try:
            name, outcome, at = self.answers.get(timeout=max(0.01, first - time.monotonic()))
        except queue.Empty:
            late = [probe for probe, deadline in self.running.values() if deadline <= time.monotonic()]
            for probe in late:
                del self.running[probe.name]
                self._tell(probe, too_late(probe.timeout_s), self.around.clock())
            return
        if name in self.running:
            probe, _ = self.running.pop(name)
            self._tell(probe, outcome, at)

    def _tell(self, probe: Probe, outcome: Outcome, at: datetime) -> None:
        self.states[probe.name] = outcome.state
        self.found(probe, Outcome(outcome.state, cleaned(outcome.reason), outcome.latency_ms), at)
