"""The nouns of findings: what was detected, where, since when, and who accepted it until when."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from uuid import UUID

REPOSITORY = "."
"""The path of a finding that is about the repository as a whole."""


class Severity(StrEnum):
    """How much a finding matters."""

    CRITICAL = "critical"
    WARNING = "warning"
    INFO = "info"

    @property
    def rank(self) -> int:
        """0 for the severest, so that sorting by it puts what matters first."""
        return list(Severity).index(self)


class State(StrEnum):
    """Where a finding stands: open and waived ones are still detected, resolved ones are not."""

    OPEN = "open"
    WAIVED = "waived"
    RESOLVED = "resolved"


class Resolution(StrEnum):
    """Why a finding ended; only ``fixed`` says that somebody changed the place itself."""

    FIXED = "fixed"
    FILE_GONE = "file_gone"
    EXCEPTED = "excepted"
    RULE_GONE = "rule_gone"


class Event(StrEnum):
    """What happened to a finding."""

    DETECTED = "detected"
    RESOLVED = "resolved"
    REOPENED = "reopened"
    MOVED = "moved"
    WAIVED = "waived"
    WAIVER_ENDED = "waiver_ended"


class WaiverCategory(StrEnum):
    """Why a finding is accepted: the rule was wrong, the risk is borne, or the work is planned."""

    FALSE_POSITIVE = "false_positive"
    ACCEPTED_RISK = "accepted_risk"
    PLANNED = "planned"


@dataclass(frozen=True, slots=True)
class Detection:
    """One place where a rule does not hold, as a scan saw it.

    ``anchor`` is the text that makes the place recognisable when lines move: the offending line, or the
    name of what is too long. It is empty when the file as a whole is meant. ``subject`` names the thing
    ("table public.users") when identity follows it rather than a file. ``context`` (the enclosing
    definition) only tells twins apart. ``line`` counts from 1 and is None when no line is to blame.
    ``item`` is the kind and name of the inventory item it is about, ``item_id`` that item on record.
    """

    rule: str
    title: str
    severity: Severity
    path: str
    line: int | None
    anchor: str
    message: str
    suggestion: str
    evidence: str = ""
    docs: str | None = None
    subject: str | None = None
    context: str = ""
    item: tuple[str, str] | None = None
    item_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Waiver:
    """Somebody's word that a finding is accepted until a moment."""

    id: UUID
    owner: str
    category: WaiverCategory
    reason: str
    expires_at: datetime
    created_at: datetime

    def holds_at(self, moment: datetime) -> bool:
        """Whether the waiver is still in force."""
        return moment < self.expires_at


@dataclass(frozen=True, slots=True)
class Finding:
    """A detection with a life: the same place keeps its id from scan to scan."""

    id: UUID
    rule: str
    title: str
    severity: Severity
    state: State
    path: str
    line: int | None
    subject: str | None
    anchor: str
    context: str
    message: str
    evidence: str
    suggestion: str
    docs: str | None
    first_detected: datetime
    last_detected: datetime
    resolved_at: datetime | None = None
    resolution: Resolution | None = None
    times_reopened: int = 0
    waiver: Waiver | None = None
    item_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """One event in the life of a finding."""

    finding_id: UUID
    at: datetime
    event: Event
    note: str


@dataclass(frozen=True, slots=True)
class Scan:
    """What a scan looked at, which decides what its silence means.

    ``rules`` are all rules that exist now, ``measured`` those that looked at their scope, except at what ``blind``
    names by rule and subject or path.
    ``scanned`` are the files read to the end, ``present`` all files there are, read or not.
    ``renames`` maps old paths to new ones, as version control knows them. ``excepted`` says, by rule and
    subject (or else path), why a place that violates a rule is not detected.
    """

    at: datetime
    rules: frozenset[str]
    measured: frozenset[str]
    scanned: frozenset[str]
    present: frozenset[str]
    renames: Mapping[str, str] = field(default_factory=dict)
    excepted: Mapping[tuple[str, str], str] = field(default_factory=dict)
    blind: frozenset[tuple[str, str]] = frozenset()


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """What a scan changes: new findings, findings to rewrite, and those merely seen again unchanged."""

    created: tuple[Finding, ...]
    updated: tuple[Finding, ...]
    seen: tuple[UUID, ...]
    history: tuple[HistoryEntry, ...]


@dataclass(frozen=True, slots=True)
class Tally:
    """How many findings of a rule share a state, a resolution and a waiver category."""

    rule: str
    state: State
    resolution: Resolution | None
    category: WaiverCategory | None
    count: int


@dataclass(frozen=True, slots=True)
class RuleFigures:
    """The findings of one rule; ``false_positive_rate`` is 0..1, None while nobody judged any of them."""

    rule: str
    open: int
    waived: int
    resolved: int
    false_positives: int
    false_positive_rate: float | None


@dataclass(frozen=True, slots=True)
class CheckedRule:
    """A rule and its verdict, as report formats need them; ``state`` is pass, fail, unknown or waived."""

    id: str
    title: str
    severity: Severity
    why: str
    fix: str
    docs: str | None
    state: str
    reason: str
