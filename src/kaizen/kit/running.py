"""Which server owns a home folder: a lock that dies with the process, and a file that says where it listens."""

import fcntl
import json
import os
from pathlib import Path
from typing import IO


class HomeLock:
    """Held by the one server of a home folder, until it ends in whatever way."""

    def __init__(self, home: Path) -> None:
        self.lock_file = home / "server.lock"
        self.address_file = home / "server.json"
        self._handle: IO[str] | None = None

    def take(self) -> bool:
        """Whether this process owns the home now."""
        handle = self.lock_file.open("a", encoding="utf-8")
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            handle.close()
            return False
        self._handle = handle
        return True

    def tell(self, url: str) -> None:
        """Writes where the server listens, readable by its owner only."""
        fresh = self.address_file.with_suffix(".new")
        descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            json.dump({"url": url, "pid": os.getpid()}, file)
        fresh.replace(self.address_file)

    def release(self) -> None:
        """Lets another server have the home."""
        if self._handle is not None:
            self.address_file.unlink(missing_ok=True)
            self._handle.close()
            self._handle = None


def running_server(home: Path) -> str | None:
    """The address of the server that owns a home folder, or None when there is none."""
    lock = HomeLock(home)
    if not lock.lock_file.is_file() or not os.access(lock.lock_file, os.W_OK):
        return None
    if lock.take():
        lock.release()
        return None
    try:
        return str(json.loads(lock.address_file.read_text(encoding="utf-8"))["url"])
    except (OSError, ValueError, KeyError):
        return "an address it has not told yet"
