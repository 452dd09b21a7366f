"""Where a repository was cloned from, without the password that its address may hold."""

import re
import subprocess
from pathlib import Path

CREDENTIALS = re.compile(r"(?<=://)[^/@\s]+@")


def remote_of(root: Path) -> str | None:
    """The address of ``origin``, or None outside git and without one."""
    command = ["git", "-C", str(root), "config", "--get", "remote.origin.url"]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=10, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return None
    address = done.stdout.strip()
    return CREDENTIALS.sub("", address) or None
