"""What use cases of reports answer with: the bodies of ``--format json`` and of the API."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from kaizen.analyze.findings import Severity
from kaizen.analyze.findings.views import OpenCount
from kaizen.loop.reports.model import Better, Verdict


@dataclass(frozen=True, slots=True)
class PointView:
    """A value at an instant."""

    at: datetime
    value: float


@dataclass(frozen=True, slots=True)
class SeriesView:
    """One measure's history and the verdict on it.

    ``change`` is relative to the fitted start (-0.5 = halved), null where there is none to be told from
    zero. ``p_value`` is corrected for the number of series; null while the history is too short.
    """

    name: str
    title: str
    unit: str
    better: Better | None
    state: Verdict
    reason: str
    latest: float | None
    change: float | None
    p_value: float | None
    points: list[PointView]


@dataclass(frozen=True, slots=True)
class TrendsReport:
    """Whether things get better; ``repository`` is null before the first scan, ``method`` says how it is judged."""

    as_of: datetime
    repository: str | None
    repository_id: UUID | None
    days: int
    method: str
    series: list[SeriesView]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a rule does not hold."""

    path: str
    line: int | None
    message: str


@dataclass(frozen=True, slots=True)
class IssueGroup:
    """Open findings of one rule; ``places`` are the oldest of them, ``open`` counts all."""

    severity: Severity
    rule: str
    title: str
    open: int
    oldest_at: datetime
    places: list[Place]


@dataclass(frozen=True, slots=True)
class Totals:
    """A repository's findings by state; those of the last week include what was resolved or waived since."""

    open: OpenCount
    waived: int
    resolved: int
    new_last_7_days: int
    resolved_last_7_days: int


@dataclass(frozen=True, slots=True)
class IssuesReport:
    """What is open now, the worst first; ``checked_at`` is null while no standards were checked."""

    as_of: datetime
    repository: str | None
    repository_id: UUID | None
    checked_at: datetime | None
    explanation: str
    totals: Totals
    groups: list[IssueGroup]
