"""One scan: discover a folder and record what was found, with the database opened while workers read."""

import hashlib
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from kaizen.collect.inventory.discovery import discover
from kaizen.collect.inventory.model import Discovery
from kaizen.collect.inventory.remote import remote_of
from kaizen.kit.progress import Progress, ProgressSink, silent

if TYPE_CHECKING:
    from kaizen.storage.work import Context

SEEN_AGAIN_SECONDS = 3600
QUIET_SECONDS = 1.0


@dataclass(frozen=True, slots=True)
class Scan:
    """A discovery; ``recorded`` is False for an unchanged one that was put on record less than an hour ago."""

    discovery: Discovery
    recorded: bool


class _Note(msgspec.Struct, frozen=True):
    """What was put on record last, where and when (Unix seconds)."""

    digest: str
    database: str
    at: float


def scan_folder(
    open_context: "Callable[[], Context]",
    root: Path,
    cache_dir: Path,
    report: ProgressSink = silent,
    *,
    database: str = "",
    always_record: bool = False,
) -> Scan:
    """Discovers ``root`` and records it; raises KaizenError for no such folder or an unusable database.

    ``open_context`` is called when the record is needed: while workers read, or not at all when the same was
    recorded into the same ``database`` within the hour (see docs/decisions/0004-seen-again.md).
    """
    opened: list[Context] = []
    found = discover(
        root,
        cache_dir=cache_dir,
        on_progress=_counter(report),
        while_waiting=lambda: opened.append(open_context()),
    )
    note = _Note(_digest(found), database, time.time())
    file = _note_file(cache_dir, root)
    if not always_record and _is_recent(_read(file), note):
        return Scan(found, recorded=False)
    # Imported here: an unchanged tree must not wait for the database layer.
    from kaizen.collect.inventory.service import record_discovery  # noqa: PLC0415

    record_discovery(opened[0] if opened else open_context(), root, found, remote=remote_of(root))
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(msgspec.msgpack.encode(note))
    return Scan(found, recorded=True)


def _note_file(cache_dir: Path, root: Path) -> Path:
    name = hashlib.blake2b(str(root.resolve()).encode(), digest_size=12).hexdigest()
    return cache_dir / "inventory" / f"{name}.noted"


def _counter(report: ProgressSink) -> Callable[[int, int], None]:
    begun = time.monotonic()

    def count(done: int, total: int) -> None:
        passed = time.monotonic() - begun
        left = passed / done * (total - done) if done and passed > QUIET_SECONDS else None
        report(Progress("reading files", done, total, left))

    return count


def _digest(found: Discovery) -> str:
    content = msgspec.msgpack.encode((found.repository, found.commit, found.items, found.skipped, found.files))
    return hashlib.blake2b(content, digest_size=16).hexdigest()


def _is_recent(last: _Note | None, now: _Note) -> bool:
    if last is None or (last.digest, last.database) != (now.digest, now.database):
        return False
    return 0 <= now.at - last.at < SEEN_AGAIN_SECONDS


def _read(file: Path) -> _Note | None:
    try:
        return msgspec.msgpack.decode(file.read_bytes(), type=_Note)
    except (OSError, msgspec.MsgspecError):
        return None  # nothing noted, or by an older version: it is recorded again
