"""Writes small trees for tests of discovery and names what was found in them."""

from pathlib import Path
from textwrap import dedent

from kaizen.collect.inventory.discovery import discover
from kaizen.collect.inventory.model import Discovery, Item, Kind


def found_in(root: Path, files: dict[str, str]) -> Discovery:
    """Writes ``files`` below ``root`` and discovers them."""
    for path, text in files.items():
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(dedent(text).lstrip("\n"), encoding="utf-8")
    return discover(root)


def names(discovery: Discovery, kind: Kind) -> list[str]:
    """Names of one kind in order."""
    return [item.name for item in discovery.items if item.kind is kind]


def one(discovery: Discovery, name: str) -> Item:
    """The single item of a name."""
    (item,) = [item for item in discovery.items if item.name == name]
    return item
