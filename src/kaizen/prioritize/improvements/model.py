"""The nouns of the short list: what to improve first, how far it reaches, and what proves it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from kaizen.analyze.findings import Severity


@dataclass(frozen=True, slots=True)
class Signal:
    """An open finding as the ranking sees it; ``items`` are the inventory items it touches."""

    finding_id: UUID
    rule: str
    title: str
    severity: Severity
    path: str
    line: int | None
    message: str
    suggestion: str
    first_detected: datetime
    items: frozenset[UUID]


@dataclass(frozen=True, slots=True)
class Reach:
    """How much is touched: inventory items of all there are, and files."""

    items: int
    files: int
    of_items: int


@dataclass(frozen=True, slots=True)
class Evidence:
    """One finding behind a place on the list."""

    finding_id: UUID
    path: str
    line: int | None
    message: str


@dataclass(frozen=True, slots=True)
class Candidate:
    """One thing worth improving: all open findings of a rule together."""

    rank: int
    key: str
    title: str
    severity: Severity
    reason: str
    findings: int
    reach: Reach
    oldest_at: datetime
    evidence: list[Evidence]
    suggestion: str


@dataclass(frozen=True, slots=True)
class ShortList:
    """What to improve first, as of a moment; ``rule`` names the version of the ranking that made it."""

    items: list[Candidate]
    of: int
    explanation: str
    rule: str
    as_of: datetime
