"""The ranking: severity first, then reach, then age. Cost of delay will replace it behind the same function."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from kaizen.prioritize.improvements.model import Candidate, Evidence, Reach, ShortList, Signal

RULE = "severity-reach-age/1"
SHOWN_EVIDENCE = 3
EXPLANATION = "Ordered by severity, then by how many inventory items and files are touched, then by age."


def short_list(signals: Iterable[Signal], items_in_all: int, as_of: datetime, limit: int) -> ShortList:
    """The ``limit`` things most worth improving. Adding a finding to a rule never moves that rule down."""
    groups: defaultdict[str, list[Signal]] = defaultdict(list)
    for signal in signals:
        groups[signal.rule].append(signal)
    ordered = sorted(groups.values(), key=_weight)
    shown = ordered[:limit]
    below = [*ordered[1 : len(shown) + 1], None][: len(shown)]
    ranked = [
        _candidate(rank, group, following, items_in_all, as_of)
        for rank, (group, following) in enumerate(zip(shown, below, strict=True), start=1)
    ]
    explanation = EXPLANATION if ranked else "No findings are open."
    return ShortList(ranked, len(ordered), explanation, RULE, as_of)


def _weight(group: Sequence[Signal]) -> tuple[int, int, int, datetime, str]:
    reach = _reach(group, 0)
    severest = min(signal.severity.rank for signal in group)
    return severest, -reach.items, -reach.files, _oldest(group), group[0].rule


def _candidate(
    rank: int, group: Sequence[Signal], following: Sequence[Signal] | None, items_in_all: int, as_of: datetime
) -> Candidate:
    first = min(group, key=_order)
    reach = _reach(group, items_in_all)
    return Candidate(
        rank=rank,
        key=first.rule,
        title=first.title,
        severity=first.severity,
        reason=_reason(group, reach, following, as_of),
        findings=len(group),
        reach=reach,
        oldest_at=_oldest(group),
        evidence=_evidence(group),
        suggestion=first.suggestion,
    )


def _evidence(group: Sequence[Signal]) -> list[Evidence]:
    shown = sorted(group, key=_order)[:SHOWN_EVIDENCE]
    return [Evidence(each.finding_id, each.path, each.line, each.message) for each in shown]


def _order(signal: Signal) -> tuple[int, int, str, int, str, UUID]:
    reach = -len(signal.items)
    return signal.severity.rank, reach, signal.path, signal.line or 0, signal.message, signal.finding_id


def _reason(group: Sequence[Signal], reach: Reach, following: Sequence[Signal] | None, as_of: datetime) -> str:
    days = max(0, (as_of - _oldest(group)).days)
    age = "found today" if days == 0 else f"open for {_count(days, 'day')}"
    touched = f"in {_count(reach.files, 'file')}"
    if reach.items:
        touched += f", touching {reach.items} of {_count(reach.of_items, 'inventory item')}"
    worst = min(group, key=lambda signal: signal.severity.rank).severity
    reason = f"{_count(len(group), worst + ' finding')} {touched}, {age}"
    if following is None:
        return f"{reason}."
    return f"{reason}; above {following[0].rule} because {_advantage(group, following)}."


def _advantage(group: Sequence[Signal], following: Sequence[Signal]) -> str:
    ours, theirs = _weight(group), _weight(following)
    reach, other = _reach(group, 0), _reach(following, 0)
    if ours[0] != theirs[0]:
        return "it is more severe"
    if ours[1] != theirs[1]:
        return f"it touches {reach.items} inventory items, not {other.items}"
    if ours[2] != theirs[2]:
        return f"it touches {_count(reach.files, 'file')}, not {other.files}"
    if ours[3] != theirs[3]:
        return "it has been open for longer"
    return "of its name only: otherwise they tie"


def _reach(group: Sequence[Signal], items_in_all: int) -> Reach:
    items = frozenset().union(*(signal.items for signal in group))
    return Reach(len(items), len({signal.path for signal in group}), items_in_all)


def _oldest(group: Sequence[Signal]) -> datetime:
    return min(signal.first_detected for signal in group)


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
