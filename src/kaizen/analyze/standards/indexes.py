"""Indexes of name patterns in which a look-up costs the same however many patterns there are."""

from collections.abc import Iterator
from typing import Generic, TypeVar

from kaizen.analyze.standards.globs import name_pattern
from kaizen.analyze.standards.linear import LinearSet

T = TypeVar("T")
WILD = frozenset("*?[{")


class NameIndex(Generic[T]):
    """Values under ``a.b`` (exactly), ``a.*`` (anything below a) or ``*.b`` (anything that ends with b)."""

    def __init__(self) -> None:
        self._exact: dict[str, list[T]] = {}
        self._below: dict[str, list[T]] = {}
        self._ending: dict[str, list[T]] = {}
        self._known: dict[str, list[T]] = {}
        self._known_modules: dict[str, list[T]] = {}

    def add(self, pattern: str, value: T) -> None:
        """Files a value under a pattern; all patterns come before the first look-up."""
        if pattern.endswith(".*"):
            self._below.setdefault(pattern[:-2], []).append(value)
        elif pattern.startswith("*."):
            self._ending.setdefault(pattern[2:], []).append(value)
        else:
            self._exact.setdefault(pattern, []).append(value)

    def __bool__(self) -> bool:
        return bool(self._exact or self._below or self._ending)

    def find(self, name: str) -> list[T]:
        """Every value whose pattern fits the name, each once."""
        known = self._known.get(name)
        if known is None:
            known = self._known[name] = list(dict.fromkeys(self._search(name)))
        return known

    def find_module(self, name: str) -> list[T]:
        """Every value whose pattern fits the module or a package around it, each once."""
        known = self._known_modules.get(name)
        if known is None:
            known = self._known_modules[name] = list(dict.fromkeys(self._search_modules(name)))
        return known

    def _search(self, name: str) -> Iterator[T]:
        yield from self._exact.get(name, ())
        parts = name.split(".")
        for length in range(1, len(parts)):
            if self._below:
                yield from self._below.get(".".join(parts[:length]), ())
            if self._ending:
                yield from self._ending.get(".".join(parts[length:]), ())

    def _search_modules(self, name: str) -> Iterator[T]:
        yield from self._search(name)
        for mark in (".", "/"):
            parts = name.split(mark)
            for length in range(1, len(parts)):
                package = mark.join(parts[:length])
                yield from self._exact.get(package, ())
                yield from self._below.get(package, ())


class GlobIndex(Generic[T]):
    """Values under name globs; plain names, ``get_*`` and ``*Helper`` are looked up, other globs are searched."""

    def __init__(self) -> None:
        self._exact: dict[str, list[T]] = {}
        self._beginnings: dict[int, dict[str, list[T]]] = {}
        self._endings: dict[int, dict[str, list[T]]] = {}
        self._others: list[tuple[str, T]] = []
        self._patterns: LinearSet | None = None
        self._known: dict[str, list[T]] = {}

    def add(self, glob: str, value: T) -> None:
        """Files a value under a glob; all globs come before the first look-up."""
        if not WILD & set(glob):
            self._exact.setdefault(glob, []).append(value)
        elif glob.endswith("*") and not WILD & set(glob[:-1]):
            self._beginnings.setdefault(len(glob) - 1, {}).setdefault(glob[:-1], []).append(value)
        elif glob.startswith("*") and not WILD & set(glob[1:]):
            self._endings.setdefault(len(glob) - 1, {}).setdefault(glob[1:], []).append(value)
        else:
            self._others.append((glob, value))

    def find(self, name: str) -> list[T]:
        """Every value whose glob fits the name, each once."""
        known = self._known.get(name)
        if known is None:
            known = self._known[name] = list(dict.fromkeys(self._search(name)))
        return known

    def _search(self, name: str) -> Iterator[T]:
        yield from self._exact.get(name, ())
        size = len(name)
        for length, found in self._beginnings.items():
            if length <= size:
                yield from found.get(name[:length], ())
        for length, found in self._endings.items():
            if length <= size:
                yield from found.get(name[size - length :], ())
        if self._others:
            if self._patterns is None:
                self._patterns = LinearSet([name_pattern(glob) for glob, _ in self._others])
            yield from (self._others[hit][1] for hit in self._patterns.hits(name))
