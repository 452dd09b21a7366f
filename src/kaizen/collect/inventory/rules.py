"""Pure policy of the inventory: which items are one, and in what order they stand."""

from collections import Counter
from collections.abc import Iterable

from kaizen.collect.inventory.model import Item, Kind

ORDER = {kind: at for at, kind in enumerate(Kind)}


def settled(items: Iterable[Item]) -> list[Item]:
    """Each item once (by kind, name, path and line), sorted by kind, name, path and line."""
    seen: dict[tuple[Kind, str, str, int], Item] = {}
    for item in items:
        seen.setdefault((item.kind, item.name, item.path, item.line), item)
    return sorted(seen.values(), key=lambda item: (ORDER[item.kind], item.name, item.path, item.line))


def summary(items: Iterable[Item]) -> dict[Kind, int]:
    """How many items there are of each kind that occurs, in the order of kinds."""
    counts = Counter(item.kind for item in items)
    return {kind: counts[kind] for kind in Kind if counts[kind]}
