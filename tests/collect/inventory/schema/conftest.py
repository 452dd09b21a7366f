"""Writes a small tree, reads it with the real readers, answers with names by kind."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from kaizen.collect.inventory.model import Item, Skipped
from kaizen.collect.inventory.schema import SCHEMA_READERS, schema_items
from kaizen.collect.sources import gather, walk


@dataclass(frozen=True)
class Found:
    """What the readers found in a tree."""

    items: tuple[Item, ...]
    skipped: tuple[Skipped, ...]

    def names(self, kind: str) -> list[str]:
        return sorted(item.name for item in self.items if item.kind == kind)

    def one(self, name: str) -> Item:
        (item,) = [item for item in self.items if item.name == name]
        return item

    def columns(self, name: str) -> dict[str, str | None]:
        """Column types of a table, nullable ones with a question mark."""
        listed = self.one(name).attributes["columns"]
        assert isinstance(listed, list)
        found: dict[str, str | None] = {}
        for column in listed:
            assert isinstance(column, dict)
            kind = column["type"]
            assert kind is None or isinstance(kind, str)
            found[str(column["name"])] = f"{kind}?" if column["nullable"] else kind
        return found

    def reasons(self, path: str) -> list[str]:
        return [entry.reason for entry in self.skipped if entry.path == path]


Discover = Callable[[Mapping[str, str | bytes]], Found]


def discovered(root: Path) -> Found:
    facts = gather(walk(root), SCHEMA_READERS, processes=1)
    items, skipped = schema_items(facts)
    return Found(tuple(items), (*facts.skipped, *skipped))


@pytest.fixture
def discover(tmp_path: Path) -> Discover:
    def found(tree: Mapping[str, str | bytes]) -> Found:
        for path, content in tree.items():
            file = tmp_path / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content if isinstance(content, bytes) else content.encode())
        return discovered(tmp_path)

    return found
