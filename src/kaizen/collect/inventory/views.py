"""What use cases of the inventory ask for and answer with."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from kaizen.collect.inventory.model import Kind


@dataclass(frozen=True, slots=True)
class RepositoryView:
    """A repository and how its last scan went."""

    id: UUID
    name: str
    path: str
    remote: str | None
    commit: str | None
    scanned_at: datetime
    files: int
    skipped: int
    items: int


@dataclass(frozen=True, slots=True)
class ItemView:
    """An item on record; ``used_by`` is null while nothing has measured its use."""

    id: UUID
    repository_id: UUID
    repository: str
    kind: Kind
    name: str
    path: str
    line: int
    language: str | None
    owner: str | None
    attributes: dict[str, Any]
    first_seen: datetime
    last_seen: datetime
    active: bool
    used_by: list[str] | None


class ItemOrder(StrEnum):
    """What a list of items is sorted by."""

    NAME = "name"
    KIND = "kind"
    PATH = "path"
    LAST_SEEN = "last_seen"


@dataclass(frozen=True, slots=True)
class ItemQuery:
    """Which items are wanted; None leaves a question open. ``q`` is part of a name or path."""

    kind: Kind | None = None
    q: str | None = None
    owner: str | None = None
    language: str | None = None
    active: bool | None = True
    repository_id: UUID | None = None
    sort: ItemOrder = ItemOrder.KIND


@dataclass(frozen=True, slots=True)
class KindCount:
    """How many items of a kind there are, are gone, and came within the last week."""

    active: int
    gone: int
    new: int


@dataclass(frozen=True, slots=True)
class InventorySummary:
    """The inventory at a glance; ``scanned_at`` is null before the first scan."""

    kinds: dict[str, KindCount]
    total: int
    skipped: int
    scanned_at: datetime | None
    repositories: int


@dataclass(frozen=True, slots=True)
class ScanResult:
    """What recording a discovery changed."""

    repository_id: UUID
    kept: int
    new: int
    gone: int
