"""Readings kept on disk between runs: one file for each tree, replaced as a whole or not at all."""

import hashlib
import os
import tempfile
import time
from pathlib import Path

import msgspec

from kaizen.collect.sources.reading import Reading
from kaizen.kit.errors import KaizenError

FORMAT = 2
LARGEST_PACK = 256 << 20
MOST_PACKS = 24
STALE_SECONDS = 3600.0


class Pack(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """All readings of one tree by path."""

    format: int
    readings: dict[str, Reading]


def pack_file(cache_dir: Path, root: Path) -> Path:
    """Where the readings of the tree at ``root`` lie."""
    return cache_dir / "facts" / f"{hashlib.blake2b(os.fsencode(root), digest_size=12).hexdigest()}.pack"


def load(file: Path) -> dict[str, Reading]:
    """The kept readings; none where the file is missing, unreadable, damaged or of another format."""
    try:
        pack = msgspec.msgpack.decode(file.read_bytes(), type=Pack)
    except (OSError, msgspec.MsgspecError):
        return {}  # a cache that cannot be used is rebuilt, nothing is lost
    return pack.readings if pack.format == FORMAT else {}


def save(file: Path, readings: dict[str, Reading]) -> None:
    """Replaces the kept readings; raises KaizenError sources.cache_not_written (full disk, read-only folder)."""
    data = msgspec.msgpack.encode(Pack(FORMAT, readings))
    if len(data) > LARGEST_PACK:
        return
    replace_file(file, data)
    _prune(file.parent, keep=file)


def replace_file(file: Path, data: bytes) -> None:
    """Writes ``data`` beside ``file`` and renames it there, so that readers see the old or the new whole."""
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        descriptor, name = tempfile.mkstemp(dir=file.parent, prefix=".part-")
        part = Path(name)
        try:
            with os.fdopen(descriptor, "wb") as stream:
                stream.write(data)
            part.replace(file)
        except BaseException:
            part.unlink(missing_ok=True)
            raise
    except OSError as error:
        raise KaizenError("sources.cache_not_written", path=file.parent, reason=error.strerror) from error


def _prune(folder: Path, *, keep: Path) -> None:
    """Removes what crashed writers left behind and the packs not used for longest."""
    now = time.time()
    packs: list[tuple[float, Path]] = []
    for entry in os.scandir(folder):
        try:
            age = now - entry.stat().st_mtime
        except FileNotFoundError:
            continue
        if entry.name.startswith(".part-") and age > STALE_SECONDS:
            Path(entry.path).unlink(missing_ok=True)
        elif entry.name.endswith(".pack"):
            packs.append((age, Path(entry.path)))
    for _, pack in sorted(packs)[MOST_PACKS:]:
        if pack != keep:
            pack.unlink(missing_ok=True)
