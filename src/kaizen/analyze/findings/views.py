"""What use cases of findings ask for and answer with."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from kaizen.analyze.findings.model import Event, Severity, State, WaiverCategory


@dataclass(frozen=True, slots=True)
class WaiverView:
    """A waiver in force."""

    id: UUID
    owner: str
    category: WaiverCategory
    reason: str
    expires_at: datetime
    created_at: datetime


@dataclass(frozen=True, slots=True)
class FindingView:
    """A finding on record; ``line`` is null where no line is to blame, ``path`` is "." for the whole repository."""

    id: UUID
    repository_id: UUID
    rule: str
    title: str
    severity: Severity
    state: State
    path: str
    line: int | None
    item_id: UUID | None
    message: str
    evidence: str
    suggestion: str
    docs: str | None
    first_detected: datetime
    last_detected: datetime
    resolved_at: datetime | None
    times_reopened: int
    waiver: WaiverView | None


@dataclass(frozen=True, slots=True)
class HistoryView:
    """Something that happened to a finding."""

    at: datetime
    event: Event
    note: str


@dataclass(frozen=True, slots=True)
class FindingDetail(FindingView):
    """A finding with everything that happened to it, oldest first."""

    history: list[HistoryView]


@dataclass(frozen=True, slots=True)
class OpenCount:
    """Open findings by severity."""

    critical: int
    warning: int
    info: int


@dataclass(frozen=True, slots=True)
class FindingsSummary:
    """Findings at a glance."""

    open: OpenCount
    waived: int
    resolved: int
    new_last_7_days: int
    resolved_last_7_days: int


@dataclass(frozen=True, slots=True)
class LiveCount:
    """Findings of one rule that are still detected."""

    open: int
    waived: int


class FindingOrder(StrEnum):
    """What a list of findings is sorted by."""

    SEVERITY = "severity"
    LAST_DETECTED = "last_detected"
    RULE = "rule"
    PATH = "path"


@dataclass(frozen=True, slots=True)
class FindingQuery:
    """Which findings are wanted; None leaves a question open. ``q`` is part of a path, message or rule."""

    state: State | None = None
    severity: Severity | None = None
    rule: str | None = None
    path: str | None = None
    item_id: UUID | None = None
    repository_id: UUID | None = None
    q: str | None = None
    sort: FindingOrder = FindingOrder.SEVERITY


@dataclass(frozen=True, slots=True)
class ScanOutcome:
    """What recording a scan changed; ``superseded`` when a later scan had been recorded already."""

    opened: int = 0
    reopened: int = 0
    resolved: int = 0
    moved: int = 0
    live: int = 0
    superseded: bool = False
