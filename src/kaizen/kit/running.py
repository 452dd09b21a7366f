"""Which server owns a home folder: a lock that dies with the process, and a file that says where it listens."""

import fcntl
import json
import os
from pathlib import Path
from typing import IO

from kaizen.kit.errors import KaizenError


class HomeLock:
    """Held by the one server of a home folder, until it ends in whatever way."""

    def __init__(self, home: Path) -> None:
        self.lock_file = home / "server.lock"
        self.address_file = home / "server.json"
        self._handle: IO[str] | None = None

    def take(self) -> bool:
        """Whether this process owns the home now; raises KaizenError where the folder takes no locks."""
        self._handle = locked(self.lock_file)
        return self._handle is not None

    def tell(self, url: str) -> None:
        """Writes where the server listens, readable by its owner only; raises KaizenError where it cannot."""
        try:
            self._write(url)
        except OSError as error:
            raise _unwritable(self.address_file.parent, error) from error

    def _write(self, url: str) -> None:
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


def locked(file: Path) -> IO[str] | None:
    """The handle that holds a file's lock until it is closed, or None while somebody else holds it.

    Raises KaizenError where the file cannot be written or its file system knows no locks.
    """
    try:
        handle = file.open("a", encoding="utf-8")
    except OSError as error:
        raise _unwritable(file.parent, error) from error
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        handle.close()
        return None
    except OSError as error:
        handle.close()
        raise _unwritable(file.parent, error) from error
    return handle


def _unwritable(home: Path, error: OSError) -> KaizenError:
    return KaizenError("storage.home_unwritable", home=home, reason=error.strerror or error)


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
