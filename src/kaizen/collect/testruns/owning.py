"""Tells whether the process that began a run still lives, so that what it left behind can be closed."""

import os
import socket
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path

SILENCE = timedelta(minutes=5)
_STAT = "/proc/{}/stat"


@cache
def _host() -> str:
    """This machine, this boot: numbers of processes mean nothing beyond."""
    try:
        boot = Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
    except OSError:
        boot = "-"
    return f"{socket.gethostname()}/{boot}"


def this_process() -> str:
    """Names this process in a way that a later process of the same number does not share."""
    return f"{_host()}/{os.getpid()}/{_born(os.getpid())}"


def is_gone(owner: str, heard_at: datetime, now: datetime) -> bool:
    """True where the owner is certainly dead, or is of another machine and has been silent for five minutes."""
    host, _, rest = owner.rpartition("/")[0].rpartition("/")
    born = owner.rpartition("/")[2]
    if host != _host() or not rest.isdigit():
        return now - heard_at > SILENCE
    return not _lives(int(rest)) or _born(int(rest)) != born


def _lives(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _born(process: int) -> str:
    """When a process was started, in ticks; a dash where the machine does not tell."""
    try:
        text = Path(_STAT.format(process)).read_text(encoding="utf-8", errors="replace")
    except OSError:
        return "-"
    fields = text.rpartition(")")[2].split()
    # A zombie is dead: it only waits for its parent to notice.
    return "dead" if fields[:1] == ["Z"] else fields[19] if len(fields) > 19 else "-"
