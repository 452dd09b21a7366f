"""Nouns of probes: what is checked, what came of it, how pages see it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path


class State(StrEnum):
    """What is known about a dependency; unknown is everything that was not observed to be up or down."""

    UP = "up"
    DOWN = "down"
    UNKNOWN = "unknown"


class Kind(StrEnum):
    """How a dependency is checked."""

    HTTP = "http"
    TCP = "tcp"
    SQL = "sql"
    REDIS = "redis"
    HEARTBEAT = "heartbeat"


@dataclass(frozen=True, slots=True)
class Secret:
    """Where a value lies that must not stand in the file: exactly one of the two is set."""

    env: str | None = None
    file: str | None = None

    @property
    def place(self) -> str:
        """The place in words, never the value."""
        return f"${self.env}" if self.env is not None else f"file {self.file}"


@dataclass(frozen=True, slots=True)
class HttpCheck:
    """A request that must be answered with one of ``statuses`` (empty: any 2xx) and, if given, a text in the body."""

    url: str
    method: str = "GET"
    statuses: tuple[int, ...] = ()
    body: str | None = None
    headers: tuple[tuple[str, str | Secret], ...] = ()
    verify: bool = True
    ca_file: str | None = None
    redirects: bool = False


@dataclass(frozen=True, slots=True)
class TcpCheck:
    """A connection that must be accepted."""

    host: str
    port: int


@dataclass(frozen=True, slots=True)
class SqlCheck:
    """A statement that must run, in a transaction that can only read."""

    url: Secret
    query: str = "SELECT 1"


@dataclass(frozen=True, slots=True)
class RedisCheck:
    """A PING that must be answered."""

    url: Secret


@dataclass(frozen=True, slots=True)
class HeartbeatCheck:
    """A message that somebody must send at least every so many seconds."""

    every_s: float


Check = HttpCheck | TcpCheck | SqlCheck | RedisCheck | HeartbeatCheck


@dataclass(frozen=True, slots=True)
class Probe:
    """One entry of kaizen.yaml; ``target`` is safe to show."""

    name: str
    kind: Kind
    check: Check
    target: str
    interval_s: float = 60.0
    timeout_s: float = 5.0
    depends_on: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Configuration:
    """A kaizen.yaml that is right; its probes in the order of the file."""

    file: Path
    probes: tuple[Probe, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one check found; ``latency_ms`` only where the target answered."""

    state: State
    reason: str
    latency_ms: float | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """What is known of a probe at a moment, and since when."""

    state: State
    reason: str
    since: datetime | None


@dataclass(frozen=True, slots=True)
class Record:
    """What the book holds about a probe: the last outcome and when it was found."""

    name: str
    interval_s: float
    state: State
    reason: str
    since: datetime | None
    checked_at: datetime | None


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of time in one state: samples from ``begun`` to ``seen``; ``ended`` is null while it goes on."""

    state: State
    begun: datetime
    seen: datetime
    ended: datetime | None
    interval_s: float


@dataclass(frozen=True, slots=True)
class ProbeView:
    """A probe as pages see it.

    ``availability_24h`` is up / (up + down) of the observed time, 0 to 1, null when none was observed;
    ``coverage_24h`` is the share of the day that was observed.
    """

    name: str
    kind: Kind
    target: str
    interval_s: float
    state: State
    reason: str
    checked_at: datetime | None
    latency_ms: float | None
    depends_on: list[str]
    availability_24h: float | None
    coverage_24h: float
    since: datetime | None


@dataclass(frozen=True, slots=True)
class ProbeList:
    """The probes of a file; ``problems`` says what is wrong with the file."""

    file: str | None
    problems: list[str]
    probes: list[ProbeView]


@dataclass(frozen=True, slots=True)
class Point:
    """One sample."""

    at: datetime
    state: State
    latency_ms: float | None
    reason: str


@dataclass(frozen=True, slots=True)
class History:
    """Samples of a probe, oldest first."""

    points: list[Point]


@dataclass(frozen=True, slots=True)
class Health:
    """How many probes are in each state."""

    up: int
    down: int
    unknown: int
