"""What became of known items when a tree was discovered again: kept, moved, new, back, or gone."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from kaizen.collect.inventory.model import Item


@dataclass(frozen=True, slots=True)
class Known:
    """An item on record."""

    id: UUID
    item: Item
    active: bool


@dataclass(frozen=True, slots=True)
class Plan:
    """How the record must change: pairs of what is known with what was found, what is new, what is gone."""

    kept: list[tuple[Known, Item]]
    new: list[Item]
    gone: list[Known]


def plan_changes(known: Sequence[Known], found: Sequence[Item]) -> Plan:
    """Matches items by kind, name and path; then, for those left over, by kind and name alone (a moved file).

    Two of the same name are paired in order of path, so that the number of items is always conserved.
    """
    kept, known_left, found_left = _pair(known, found, _place)
    moved, known_left, found_left = _pair(known_left, found_left, _name)
    return Plan([*kept, *moved], found_left, [each for each in known_left if each.active])


def _pair(
    known: Iterable[Known], found: Iterable[Item], key: Callable[[Item], tuple[str, ...]]
) -> tuple[list[tuple[Known, Item]], list[Known], list[Item]]:
    waiting: defaultdict[tuple[str, ...], list[Known]] = defaultdict(list)
    for each in sorted(known, key=lambda each: (not each.active, each.item.path, each.item.line)):
        waiting[key(each.item)].append(each)
    pairs: list[tuple[Known, Item]] = []
    left: list[Item] = []
    for item in found:
        candidates = waiting[key(item)]
        if candidates:
            pairs.append((candidates.pop(0), item))
        else:
            left.append(item)
    return pairs, [each for group in waiting.values() for each in group], left


def _place(item: Item) -> tuple[str, ...]:
    return (item.kind, item.name, item.path)


def _name(item: Item) -> tuple[str, ...]:
    return (item.kind, item.name)
