"""One scan: discover a folder and record what was found, with the database opened while workers read."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from kaizen.collect.inventory.discovery import discover
from kaizen.collect.inventory.model import Discovery
from kaizen.kit.progress import Progress, ProgressSink, silent

if TYPE_CHECKING:
    from kaizen.storage.work import Context

# An unchanged tree is put on record at most once an hour, so that "last seen" is exact to the hour.
SEEN_AGAIN_SECONDS = 3600


@dataclass(frozen=True, slots=True)
class Scan:
    """A discovery, and whether it was put on record now (an unchanged one was, less than an hour ago)."""

    discovery: Discovery
    recorded: bool


def scan_folder(
    open_context: "Callable[[], Context]", root: Path, cache_dir: Path | None, report: ProgressSink = silent
) -> Scan:
    """Discovers ``root`` and records it; raises KaizenError for no such folder or an unusable database."""
    begun = time.monotonic()

    def progress(done: int, total: int) -> None:
        passed = time.monotonic() - begun
        left = passed / done * (total - done) if done and passed > 1 else None
        report(Progress("reading files", done, total, left))

    found = discover(root, cache_dir=cache_dir, on_progress=progress)
    del open_context
    return Scan(found, recorded=False)
