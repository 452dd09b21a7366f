"""The nouns of the inventory: an item, its kind, where it stands, and one discovery of them all."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, TypeAlias

from kaizen.collect.sources import Skipped

# Whatever JSON can hold; written out, the recursive alias is refused by msgspec and pydantic.
JSON: TypeAlias = Any


class Kind(StrEnum):
    """What sort of thing was found; the order is the order of reports."""

    SERVICE = "service"
    ROUTE = "route"
    TASK = "task"
    SCHEDULE = "schedule"
    WORKFLOW = "workflow"
    JOB = "job"
    SCRIPT = "script"
    TABLE = "table"
    FOREIGN_TABLE = "foreign_table"
    VIEW = "view"
    SQL_FUNCTION = "sql_function"
    TRIGGER = "trigger"
    EDGE_FUNCTION = "edge_function"
    TEST_SUITE = "test_suite"


@dataclass(frozen=True, slots=True)
class Item:
    """One thing found: its name, the file (posix path below the root) and the line (from 1) that prove it."""

    kind: Kind
    name: str
    path: str
    line: int
    language: str | None
    attributes: dict[str, JSON] = field(default_factory=dict)
    owner: str | None = None


@dataclass(frozen=True, slots=True)
class Discovery:
    """All items of one tree sorted by kind, name and path; ``skipped`` lists what was not understood and why."""

    repository: str
    commit: str | None
    items: tuple[Item, ...]
    skipped: tuple[Skipped, ...]
    summary: dict[Kind, int]
    duration_ms: int
    files: int = 0


__all__ = ["JSON", "Discovery", "Item", "Kind", "Skipped"]
