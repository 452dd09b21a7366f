"""Routers as a graph: what is mounted where, and the full path of every route in it."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from kaizen.collect.inventory.code.web import Route
from kaizen.collect.inventory.model import Item

MOST_MOUNTS = 200
MOST_VISITS = 20_000


@dataclass(slots=True)
class Router:
    """An object routes hang on; ``root`` marks an application, which needs no mount."""

    prefix: str = ""
    root: bool = False
    routes: list[Route] = field(default_factory=list)


class Mounts:
    """Routers by file and name, and their mounts."""

    def __init__(self) -> None:
        self.routers: dict[tuple[str, str], Router] = {}
        self._children: dict[tuple[str, str], list[tuple[tuple[str, str], str | None, str]]] = defaultdict(list)
        self._visits = 0
        self._has_parent: set[tuple[str, str]] = set()

    def router(self, key: tuple[str, str], *, root: bool = False, prefix: str = "") -> Router:
        """The router at ``key``, made on first sight."""
        return self.routers.setdefault(key, Router(prefix, root))

    def mount(
        self, parent: tuple[str, str], child: tuple[str, str], prefix: str = "", *, instead: str | None = None
    ) -> None:
        """Hangs ``child`` below ``parent``; ``instead`` replaces the prefix the child declares itself."""
        self.router(parent)
        self.router(child)
        self._children[parent].append((child, instead, prefix))
        self._has_parent.add(child)

    def is_mounted(self, key: tuple[str, str]) -> bool:
        return key in self._has_parent

    def items(self) -> Iterator[Item]:
        """Every route under each of its mounts; those no application reaches say ``mounted: false``."""
        reached: set[tuple[str, str]] = set()
        for key, router in self.routers.items():
            if router.root and key not in self._has_parent:
                yield from self._below(key, router.prefix, mounted=True, reached=reached, trail=())
        for key, router in self.routers.items():
            if key not in reached and key not in self._has_parent:
                yield from self._below(key, router.prefix, mounted=False, reached=reached, trail=())
        for key, router in self.routers.items():
            if key not in reached:
                yield from self._below(key, router.prefix, mounted=False, reached=reached, trail=())

    def _below(
        self, key: tuple[str, str], prefix: str, *, mounted: bool, reached: set[tuple[str, str]],
        trail: tuple[tuple[str, str], ...],
    ) -> Iterator[Item]:  # fmt: skip
        self._visits += 1
        if key in trail or len(trail) > 20 or self._visits > MOST_VISITS:
            return
        reached.add(key)
        for route in self.routers[key].routes:
            yield from route.items(prefix, mounted=mounted)
        for child, instead, mount in self._children[key][:MOST_MOUNTS]:
            own = self.routers[child].prefix if instead is None else instead
            yield from self._below(
                child, f"{prefix}{mount}{own}", mounted=mounted, reached=reached, trail=(*trail, key)
            )
