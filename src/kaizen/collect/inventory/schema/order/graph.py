"""Orders migrations so that each comes after those it depends on."""

from collections.abc import Hashable, Iterable, Mapping
from typing import TypeVar

N = TypeVar("N", bound=Hashable)


def ordered(nodes: Iterable[N], before: Mapping[N, Iterable[N]]) -> tuple[list[N], set[N]]:
    """The nodes, each after those of ``before`` that exist, ties in the given order; and those on a circle."""
    known = dict.fromkeys(nodes)
    done: dict[N, None] = {}
    circular: set[N] = set()
    for start in known:
        open_now: dict[N, None] = {}
        stack: list[tuple[N, bool]] = [(start, False)]
        while stack:
            node, finished = stack.pop()
            if finished:
                open_now.pop(node, None)
                done[node] = None
            elif node in open_now:
                circular.add(node)
            elif node not in done:
                open_now[node] = None
                stack.append((node, True))
                parents = [parent for parent in before.get(node, ()) if parent in known and parent not in done]
                stack.extend((parent, False) for parent in reversed(parents))
    return list(done), circular
