"""What is measured and against what: objectives, their windows and their alerts."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from kaizen.analyze.slos.durations import Duration


class BudgetingMethod(StrEnum):
    """What one unit of the budget is: an event, a time slice that was bad, or the bad share of a time slice."""

    OCCURRENCES = "Occurrences"
    TIMESLICES = "Timeslices"
    RATIO_TIMESLICES = "RatioTimeslices"


class NoData(StrEnum):
    """What an empty minute is taken for."""

    UNKNOWN = "unknown"
    GOOD = "good"
    BAD = "bad"


class State(StrEnum):
    """How an objective stands."""

    UNKNOWN = "unknown"
    HEALTHY = "healthy"
    AT_RISK = "at_risk"
    EXHAUSTED = "exhausted"


class Comparison(StrEnum):
    """How a measured value is compared with a given one."""

    LT = "lt"
    LTE = "lte"
    GT = "gt"
    GTE = "gte"

    def holds(self, value: Fraction | Decimal | int, given: Fraction | Decimal | int) -> bool:
        """Whether ``value <comparison> given``."""
        if self in (Comparison.LT, Comparison.GT):
            return value < given if self is Comparison.LT else value > given
        return value <= given if self is Comparison.LTE else value >= given


@dataclass(frozen=True, slots=True)
class Calendar:
    """Where calendar windows begin: one of them at this wall-clock time of this IANA zone, the others in step."""

    start: datetime
    zone: str


@dataclass(frozen=True, slots=True)
class Window:
    """The period of an objective: rolling, or aligned to the calendar where ``calendar`` is given."""

    duration: Duration
    calendar: Calendar | None = None

    @property
    def rolling(self) -> bool:
        """Whether it ends now, always."""
        return self.calendar is None


@dataclass(frozen=True, slots=True)
class AlertRule:
    """Fires while the burn rate passes ``threshold`` over ``long`` and, where given, over ``short`` too.

    Windows and ``after`` (how long it must hold first) are minutes. ``minimum_bad`` events must have been bad within
    ``long``. A rule with ``any_loss`` has no burn rate: it fires while anything bad lies in the objective's window.
    """

    name: str
    severity: str
    threshold: Fraction
    long: int
    short: int | None = None
    after: int = 0
    comparison: Comparison = Comparison.GT
    minimum_bad: int = 0
    when_breaching: bool = True
    when_no_data: bool = False
    when_resolved: bool = False
    any_loss: bool = False


@dataclass(frozen=True, slots=True)
class Member:
    """A part of a composite objective: what its slices are called, its own target and its weight."""

    name: str
    target: Decimal
    weight: Decimal
    slice_target: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Objective:
    """A target for an indicator over a window, with everything that is needed to judge it.

    ``target`` is a share from 0 to 1; ``slice_minutes`` is 1 for Occurrences; ``slice_target`` is the share from which
    a time slice is good. ``comparison`` and ``value`` tell good from bad values of a threshold indicator. A composite
    objective has ``members``; its own target is the strictest of theirs.
    """

    slo: str
    name: str
    service: str
    target: Decimal
    window: Window
    method: BudgetingMethod = BudgetingMethod.OCCURRENCES
    slice_minutes: int = 1
    slice_target: Decimal | None = None
    no_data: NoData = NoData.UNKNOWN
    alerts: tuple[AlertRule, ...] = ()
    default_alerts: bool = True
    comparison: Comparison | None = None
    value: Decimal | None = None
    members: tuple[Member, ...] = ()

    @property
    def allowed(self) -> Fraction:
        """The share that may be bad."""
        return 1 - Fraction(self.target)

    @property
    def unit(self) -> str:
        """What the budget is counted in."""
        if self.members and self.method is BudgetingMethod.OCCURRENCES:
            return "shares"
        return "events" if self.method is BudgetingMethod.OCCURRENCES else "slices"

    def is_good(self, value: Decimal) -> bool:
        """Whether a measured value of a threshold indicator is good; a value that is no number is bad."""
        if self.comparison is None or self.value is None:
            raise ValueError(f"objective {self.name!r} has no threshold")
        return not value.is_nan() and self.comparison.holds(value, self.value)
