"""Finds processes that a suite started and that left its process group, by a mark in their environment."""

import contextlib
import os
import secrets
import signal
from collections.abc import Iterator
from pathlib import Path

MARK = "RUN_BY_KAIZEN"
_PROCESSES = Path("/proc")


def fresh_mark() -> str:
    """A word that no other run bears."""
    return secrets.token_hex(12)


def end_stragglers(own: str) -> None:
    """Kills every process that still bears the mark; where there is no /proc, the group is all that is ended."""
    for _ in range(3):
        found = list(_bearers(own))
        if not found:
            return
        for process in found:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.kill(process, signal.SIGKILL)


def _bearers(own: str) -> Iterator[int]:
    sought = f"{MARK}={own}".encode()
    if not _PROCESSES.is_dir():
        return
    for entry in os.scandir(_PROCESSES):
        if not entry.name.isdigit() or int(entry.name) == os.getpid():
            continue
        with contextlib.suppress(OSError):
            if sought in Path(entry.path, "environ").read_bytes().split(b"\0"):
                yield int(entry.name)
