"""When an objective's alerts would have fired over its history, for how long, and against which known incidents."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from fractions import Fraction

from kaizen.analyze.slos.alerts import Watch
from kaizen.analyze.slos.burn import slots_in
from kaizen.analyze.slos.exact import told, words
from kaizen.analyze.slos.meters import Meter, meter_of
from kaizen.analyze.slos.model import Comparison, NoData, Objective
from kaizen.analyze.slos.slices import Slices
from kaizen.analyze.slos.views import VERSION
from kaizen.analyze.slos.windows import instant
from kaizen.kit.errors import KaizenError

SPAN_LIMIT = 3 * 366 * 1440
PAGE = "page"


@dataclass(frozen=True, slots=True)
class Incident:
    """An interval in which users were hurt, as the caller labels it."""

    name: str
    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class Episode:
    """A stretch of firing; ``end`` is null where it still fires at the end of the history."""

    start: datetime
    end: datetime | None
    minutes: int
    incidents: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AlertHistory:
    """What one alert would have done."""

    name: str
    severity: str
    threshold: Decimal
    count: int
    minutes: int
    episodes: tuple[Episode, ...]


@dataclass(frozen=True, slots=True)
class SeverityHistory:
    """What all alerts of a severity would have done together; firings that overlap or touch are one."""

    severity: str
    count: int
    minutes: int
    episodes: tuple[Episode, ...]


@dataclass(frozen=True, slots=True)
class Detection:
    """Whether an incident would have been noticed, by which severity first, and after how many minutes."""

    name: str
    start: datetime
    end: datetime
    severity: str | None
    detected_at: datetime | None
    delay_minutes: int | None


@dataclass(frozen=True, slots=True)
class Backtest:
    """The whole history; ``pages`` and ``tickets`` count merged firings of those severities."""

    slo: str
    objective: str
    start: datetime | None
    end: datetime | None
    minutes: int
    pages: int
    tickets: int
    severities: tuple[SeverityHistory, ...]
    alerts: tuple[AlertHistory, ...]
    incidents: tuple[Detection, ...]
    pages_without_incident: int | None
    explanation: str
    version: str = VERSION
    notes: tuple[str, ...] = ()


Firing = tuple[int, int]
"""The ends of slots from which and up to which an alert fires, the second not included."""


def backtest(
    slices: Slices | Mapping[str, Slices], objective: Objective, incidents: Sequence[Incident] = ()
) -> Backtest:
    """Replays every alert slot by slot from the first to the last data.

    Raises KaizenError slos.backtest_long over more than three years, and slos.slices_members like ``evaluate``.
    """
    meter = meter_of(slices, objective)
    first, last = _span(meter)
    if (last - first) * meter.slot > SPAN_LIMIT:
        raise KaizenError("slos.backtest_long", days=SPAN_LIMIT // 1440, given=(last - first) * meter.slot // 1440)
    watches = [Watch(rule, meter, objective) for rule in objective.alerts]
    firings = [_firings(watch, first, last) for watch in watches]
    alerts = tuple(_history(watch, each, last, incidents) for watch, each in zip(watches, firings, strict=True))
    severities = _severities(watches, firings, last, meter.slot, incidents)
    pages = next((each for each in severities if each.severity == PAGE), None)
    given = [slices] if isinstance(slices, Slices) else list(slices.values())
    days = Fraction((last - first) * meter.slot, 1440)
    return Backtest(
        slo=objective.slo,
        objective=objective.name,
        start=instant(first * meter.slot) if last > first else None,
        end=instant(last * meter.slot) if last > first else None,
        minutes=(last - first) * meter.slot,
        pages=pages.count if pages else 0,
        tickets=next((each.count for each in severities if each.severity == "ticket"), 0),
        severities=severities,
        alerts=alerts,
        incidents=tuple(_detection(incident, severities) for incident in incidents),
        pages_without_incident=_unexplained(pages) if incidents else None,
        explanation=_told(severities, days),
        notes=tuple(note for each in given for note in each.notes),
    )


def _span(meter: Meter) -> tuple[int, int]:
    """The first slot with data and the end of the last."""
    last = meter.last_minute_before(1 << 60)
    if meter.first is None or last is None:
        return 0, 0
    return meter.first, last // meter.slot + 1


def _firings(watch: Watch, first: int, last: int) -> list[Firing]:
    after = slots_in(watch.rule.after, watch.meter.slot)
    held = _runs(watch, first, last)
    return [(start + after, end) for start, end in held if start + after < end]


def _runs(watch: Watch, first: int, last: int) -> list[Firing]:
    """Stretches in which the condition holds; stretches that cannot hold are passed over."""
    runs: list[Firing] = []
    begun: Firing | None = None
    holds = watch.holds
    for end in _worth_a_look(watch, first, last):
        if begun is not None and end > begun[1]:
            runs.append(begun)
            begun = None
        if holds(end):
            begun = (begun[0] if begun else end, end + 1)
    return [*runs, begun] if begun else runs


def _worth_a_look(watch: Watch, first: int, last: int) -> Iterator[int]:
    """Ends at which the condition may hold: those with something bad in the shorter window, where that is needed."""
    part, rule = watch.meter.single, watch.rule
    needs_bad = (
        part is not None and part.ledger.filled is not NoData.BAD and not rule.when_no_data and not rule.any_loss
    )
    if part is None or not needs_bad or rule.comparison not in (Comparison.GT, Comparison.GTE):
        yield from range(first + 1, last + 1)
        return
    reach = watch.short or watch.long
    until = first
    ledger = part.ledger
    for at, slot in enumerate(ledger.slots):
        if ledger.bad[at + 1] > ledger.bad[at]:
            yield from range(max(slot + 1, until), min(slot + reach, last) + 1)
            until = max(until, slot + reach + 1)


def _history(watch: Watch, firings: list[Firing], last: int, incidents: Sequence[Incident]) -> AlertHistory:
    episodes = _episodes(firings, last, watch.meter.slot, incidents)
    minutes = sum(each.minutes for each in episodes)
    return AlertHistory(
        watch.rule.name, watch.rule.severity, told(watch.rule.threshold), len(episodes), minutes, episodes
    )


def _severities(
    watches: list[Watch], firings: list[list[Firing]], last: int, slot: int, incidents: Sequence[Incident]
) -> tuple[SeverityHistory, ...]:
    found = []
    for severity in dict.fromkeys(watch.rule.severity for watch in watches):
        of_it = [each for watch, each in zip(watches, firings, strict=True) if watch.rule.severity == severity]
        episodes = _episodes(_merged(of_it), last, slot, incidents)
        found.append(SeverityHistory(severity, len(episodes), sum(each.minutes for each in episodes), episodes))
    return tuple(found)


def _merged(firings: list[list[Firing]]) -> list[Firing]:
    merged: list[Firing] = []
    for start, end in sorted(firing for each in firings for firing in each):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], end))
        else:
            merged.append((start, end))
    return merged


def _episodes(firings: list[Firing], last: int, slot: int, incidents: Sequence[Incident]) -> tuple[Episode, ...]:
    episodes = []
    for start, end in firings:
        begun, over = instant(start * slot), instant(min(end, last) * slot)
        names = tuple(each.name for each in incidents if each.start <= over and begun <= each.end)
        minutes = (min(end, last) - start) * slot
        episodes.append(Episode(begun, None if end > last else over, minutes, names))
    return tuple(episodes)


def _detection(incident: Incident, severities: tuple[SeverityHistory, ...]) -> Detection:
    seen = [
        (max(episode.start, incident.start), each.severity)
        for each in severities
        for episode in each.episodes
        if incident.name in episode.incidents
    ]
    if not seen:
        return Detection(incident.name, incident.start, incident.end, None, None, None)
    at, severity = min(seen, key=lambda each: each[0])
    delay = int((at - incident.start).total_seconds() // 60)
    return Detection(incident.name, incident.start, incident.end, severity, at, delay)


def _unexplained(pages: SeverityHistory | None) -> int:
    return sum(not episode.incidents for episode in pages.episodes) if pages else 0


def _told(severities: tuple[SeverityHistory, ...], days: Fraction) -> str:
    if not days:
        return "There is no data to replay."
    counts = [f"{each.severity} {_times(each.count)} ({words(each.minutes)} minutes)" for each in severities]
    return f"Over {words(days)} days of data, alerts would have fired: {', '.join(counts) or 'none is declared'}."


def _times(count: int) -> str:
    return {0: "never", 1: "once"}.get(count, f"{count} times")
