"""What a folder of sources is: its files, what was left out and why, and the facts read from them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import ClassVar, Protocol, TypeVar, runtime_checkable

import msgspec

F = TypeVar("F", bound=msgspec.Struct)
F_co = TypeVar("F_co", bound=msgspec.Struct, covariant=True)


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file that may be read: posix path below the root, bytes, modification time, language by name."""

    path: str
    size: int
    mtime_ns: int
    language: str | None


@dataclass(frozen=True, slots=True, order=True)
class Skipped:
    """A file or folder that was not read or not understood, and why (a plain sentence part)."""

    path: str
    reason: str


@dataclass(frozen=True, slots=True)
class Tree:
    """Every readable file below ``root``, sorted by path; ``commit`` is null outside git and before a commit."""

    root: Path
    repository: str
    commit: str | None
    files: tuple[SourceFile, ...]
    skipped: tuple[Skipped, ...]


class Unreadable(Exception):  # noqa: N818 - it is an answer of a reader, not an error of the run
    """Raised by a reader for a file it wanted and does not understand; the reason is shown to people."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@runtime_checkable
class Reader(Protocol[F_co]):
    """Turns one file into facts. Runs in a worker process: heavy imports belong inside ``read``.

    ``name`` and ``version`` key the cache: raise the version whenever ``read`` answers differently.
    ``shape`` is the type ``read`` returns. ``selection`` names what ``needs`` lets through ("" is everything):
    two readers with one name and version share facts but may select different files.
    """

    @property
    def name(self) -> str: ...
    @property
    def version(self) -> str: ...
    @property
    def selection(self) -> str: ...
    @property
    def shape(self) -> type[F_co]: ...

    def wants(self, path: str) -> bool:
        """Whether a file of this posix path can be read at all."""

    def needs(self, data: bytes) -> bool:
        """Whether these bytes can carry a wanted fact; must be much cheaper than ``read``."""

    def read(self, path: str, data: bytes) -> F_co:
        """Facts of one file (valid UTF-8, no NUL); raises Unreadable with the reason."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What the readers found, by reader name and path, and the files they could not read."""

    by_reader: Mapping[str, Mapping[str, msgspec.Struct]] = field(default_factory=dict)
    skipped: tuple[Skipped, ...] = ()
    NOTHING: ClassVar[Mapping[str, msgspec.Struct]] = {}

    def of(self, reader: Reader[F]) -> Mapping[str, F]:
        """Facts of one reader by path; empty where it read nothing."""
        found = self.by_reader.get(reader.name, self.NOTHING)
        return {path: fact for path, fact in found.items() if isinstance(fact, reader.shape)}
