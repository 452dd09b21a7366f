"""One pass over a folder that answers what it holds: files, then facts, then items."""

import hashlib
import os
import time
from collections.abc import Callable
from pathlib import Path

import msgspec

from kaizen.collect.inventory.model import Discovery, Item, Kind, Skipped
from kaizen.collect.inventory.owners import PLACES, Owners
from kaizen.collect.inventory.readers import READERS
from kaizen.collect.inventory.rules import settled, summary
from kaizen.collect.sources import Tree, gather, replace_file, walk
from kaizen.kit.collector import uncollected

VERSION = "3"


class _Kept(msgspec.Struct, frozen=True, array_like=True):
    """The last result for a tree and what it was made from."""

    digest: bytes
    items: tuple[Item, ...]
    skipped: tuple[Skipped, ...]


def discover(
    root: Path,
    *,
    cache_dir: Path | None = None,
    on_progress: Callable[[int, int], None] | None = None,
    while_waiting: Callable[[], None] | None = None,
) -> Discovery:
    """Everything found below ``root``, and every file that was not understood with the reason.

    ``cache_dir`` keeps facts and the result between runs: an unchanged tree is answered without reading it.
    ``on_progress`` gets files done and files in all; ``while_waiting`` runs once while
    workers read, and not at all for an unchanged tree.
    Raises KaizenError of ``sources`` for a root that cannot be read and a cache that cannot be written.
    """
    started = time.perf_counter()
    with uncollected():
        tree, kept = _kept_or_found(root, cache_dir, on_progress, while_waiting)
    duration = round((time.perf_counter() - started) * 1000)
    counts = summary(kept.items)
    return Discovery(tree.repository, tree.commit, kept.items, kept.skipped, counts, duration, len(tree.files))


def _kept_or_found(
    root: Path,
    cache_dir: Path | None,
    on_progress: Callable[[int, int], None] | None,
    while_waiting: Callable[[], None] | None,
) -> tuple[Tree, _Kept]:
    tree = walk(root)
    file = _file(cache_dir, tree) if cache_dir else None
    digest = _digest(tree) if file else b""
    kept = _load(file) if file else None
    if kept is None or kept.digest != digest:
        items, skipped = _found(tree, cache_dir, on_progress, while_waiting)
        kept = _Kept(digest, items, skipped)
        if file:
            replace_file(file, msgspec.msgpack.encode(kept))
    return tree, kept


def _found(
    tree: Tree,
    cache_dir: Path | None,
    on_progress: Callable[[int, int], None] | None,
    while_waiting: Callable[[], None] | None,
) -> tuple[tuple[Item, ...], tuple[Skipped, ...]]:
    # Imported here: an unchanged tree needs none of the rules.
    from kaizen.collect.inventory.code.resolution import resolve  # noqa: PLC0415

    facts = gather(tree, READERS, cache_dir, on_progress, while_waiting=while_waiting)
    items, skipped = resolve(tree, facts)
    owners = Owners(_codeowners(tree))
    owned = [_owned(item, owners) for item in settled(items)]
    return tuple(owned), tuple(sorted({*tree.skipped, *facts.skipped, *skipped}))


def _owned(item: Item, owners: Owners) -> Item:
    owner = owners.of(item.path)
    return Item(item.kind, item.name, item.path, item.line, item.language, item.attributes, owner) if owner else item


def _codeowners(tree: Tree) -> str:
    present = {file.path for file in tree.files}
    place = next((place for place in PLACES if place in present), None)
    return (tree.root / place).read_text(encoding="utf-8", errors="replace") if place else ""


def _file(cache_dir: Path, tree: Tree) -> Path:
    name = hashlib.blake2b(os.fsencode(tree.root), digest_size=12).hexdigest()
    return cache_dir / "inventory" / f"{name}.found"


def _digest(tree: Tree) -> bytes:
    """Changes whenever a file, a skip or the way of reading changes."""
    versions = [(reader.name, reader.version, reader.selection) for reader in READERS]
    seen = [(file.path, file.size, file.mtime_ns) for file in tree.files]
    skipped = [(entry.path, entry.reason) for entry in tree.skipped]
    data = msgspec.msgpack.encode((VERSION, versions, seen, skipped))
    return hashlib.blake2b(data, digest_size=16).digest()


def _load(file: Path) -> _Kept | None:
    try:
        return msgspec.msgpack.decode(file.read_bytes(), type=_Kept)
    except (OSError, msgspec.MsgspecError):
        return None  # no result yet, or one that cannot be used: it is found again


__all__ = ["Discovery", "Item", "Kind", "Skipped", "discover"]
