"""The results of judging an objective; they are the JSON of the commands."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from kaizen.analyze.slos.model import BudgetingMethod, NoData, State

VERSION = "slos/1"
"""The version of the rules that made a result."""


@dataclass(frozen=True, slots=True)
class Budget:
    """The error budget in events, slices or (composites) shares; ``remaining`` is negative when it is overspent."""

    total: Decimal
    spent: Decimal
    remaining: Decimal
    spent_ratio: Decimal | None


@dataclass(frozen=True, slots=True)
class Burn:
    """The burn rate over a window; null where nothing is known or nothing may be bad."""

    window: str
    rate: Decimal | None


@dataclass(frozen=True, slots=True)
class AlertState:
    """Whether an alert fires, and since when without a break."""

    name: str
    severity: str
    firing: bool
    since: datetime | None
    threshold: Decimal
    long: str
    short: str | None
    long_rate: Decimal | None
    short_rate: Decimal | None
    reason: str


@dataclass(frozen=True, slots=True)
class Period:
    """The window judged; ``end`` lies ahead in a calendar window."""

    start: datetime
    end: datetime
    rolling: bool


@dataclass(frozen=True, slots=True)
class Pace:
    """The burn rate that the forecast carries on, and the window it was measured over."""

    window: str
    rate: Decimal | None


@dataclass(frozen=True, slots=True)
class SliceCounts:
    """Time slices with data, in the window."""

    good: int
    bad: int
    known: int


@dataclass(frozen=True, slots=True)
class MemberShare:
    """What a member of a composite objective spent of the composite's budget, which its own weight multiplies."""

    name: str
    weight: Decimal
    target: Decimal
    good: int
    bad: int
    total: int
    coverage: Decimal | None
    spent: Decimal | None


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the verdict rests on."""

    version: str
    slo: str
    objective: str
    service: str
    at: datetime
    method: BudgetingMethod
    unit: str
    no_data: NoData
    period: Period
    minutes: int
    minutes_with_data: int
    last_data: datetime | None
    slices: SliceCounts | None
    pace: Pace | None
    members: tuple[MemberShare, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Evaluation:
    """How an objective stands at an instant.

    ``good``, ``bad`` and ``total`` are events in the window; ``indicator`` is the good share of what the budget counts.
    ``exhaustion`` is when the budget will be used up at the present pace, or was; null where that is not foreseen.
    """

    indicator: Decimal | None
    target: Decimal
    window: str
    good: int
    bad: int
    total: int
    coverage: Decimal | None
    budget: Budget
    burn: tuple[Burn, ...]
    alerts: tuple[AlertState, ...]
    exhaustion: datetime | None
    state: State
    explanation: str
    evidence: Evidence
