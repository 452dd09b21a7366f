"""The kinds of OpenSLO v1 as they stand in files, with the place each was read from."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from kaizen.analyze.slos.durations import Duration
from kaizen.analyze.slos.model import BudgetingMethod, Comparison, Window
from kaizen.analyze.slos.openslo.nodes import Plain


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands."""

    file: str
    line: int


@dataclass(frozen=True, slots=True)
class Loss:
    """Something of a document that does not carry over, or not as it was."""

    file: str
    line: int
    field: str
    what: str


@dataclass(frozen=True, slots=True)
class Metadata:
    """Name, labels (each one value or several) and annotations."""

    name: str
    display_name: str = ""
    labels: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    annotations: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class MetricSource:
    """A query: its type or the data source it names, and whatever that type needs."""

    type: str = ""
    ref: str = ""
    spec: Mapping[str, Plain] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RatioMetric:
    """Good or bad of total, or a ratio made elsewhere (``raw``, of successes or failures by ``raw_type``)."""

    counter: bool = False
    good: MetricSource | None = None
    bad: MetricSource | None = None
    total: MetricSource | None = None
    raw: MetricSource | None = None
    raw_type: str = ""


@dataclass(frozen=True, slots=True)
class SLI:
    """A service level indicator: a ratio, or a value that is compared with each objective's threshold."""

    metadata: Metadata
    place: Place
    description: str = ""
    ratio: RatioMetric | None = None
    threshold: MetricSource | None = None


@dataclass(frozen=True, slots=True)
class Target:
    """One entry of an SLO's objectives."""

    place: Place
    target: Decimal
    display_name: str = ""
    op: Comparison | None = None
    value: Decimal | None = None
    slice_target: Decimal | None = None
    slice_window: Duration | None = None
    indicator: SLI | None = None
    indicator_ref: str = ""
    weight: Decimal | None = None


@dataclass(frozen=True, slots=True)
class AlertCondition:
    """A burn rate over a look-back window."""

    metadata: Metadata
    place: Place
    severity: str
    op: Comparison
    threshold: Decimal
    lookback: Duration
    after: Duration | None = None
    description: str = ""


@dataclass(frozen=True, slots=True)
class AlertNotificationTarget:
    """Whom an alert tells."""

    metadata: Metadata
    place: Place
    target: str
    description: str = ""


@dataclass(frozen=True, slots=True)
class AlertPolicy:
    """One condition, given or named, and whom it tells; flags that are not given are None."""

    metadata: Metadata
    place: Place
    condition: AlertCondition | None = None
    condition_ref: str = ""
    targets: tuple[AlertNotificationTarget | str, ...] = ()
    when_breaching: bool | None = None
    when_resolved: bool | None = None
    when_no_data: bool | None = None
    description: str = ""


@dataclass(frozen=True, slots=True)
class Service:
    """What objectives are about."""

    metadata: Metadata
    place: Place
    description: str = ""


@dataclass(frozen=True, slots=True)
class DataSource:
    """Where queries go."""

    metadata: Metadata
    place: Place
    type: str
    connection: Plain = None
    description: str = ""


@dataclass(frozen=True, slots=True)
class SLO:
    """Objectives for one indicator, or for one each (a composite)."""

    metadata: Metadata
    place: Place
    service: str
    window: Window
    method: BudgetingMethod
    targets: tuple[Target, ...]
    indicator: SLI | None = None
    indicator_ref: str = ""
    policies: tuple[AlertPolicy | str, ...] = ()
    description: str = ""

    @property
    def composite(self) -> bool:
        """Whether each objective brings its own indicator."""
        return any(target.indicator or target.indicator_ref for target in self.targets)


Document = Service | DataSource | SLI | SLO | AlertPolicy | AlertCondition | AlertNotificationTarget
