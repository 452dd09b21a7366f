"""What git knows of files that a scan does not see: a new name since a commit, or that they are ignored."""

import os
import re
import subprocess
from collections.abc import Iterable
from pathlib import Path

COMMIT = re.compile(r"[0-9a-f]{7,64}")
GIT = ("git", "-c", "core.fsmonitor=false", "-c", "core.quotepath=false", "-c", "safe.directory=*")
DIFF = (
    "diff",
    "--no-ext-diff",
    "--no-textconv",
    "--relative",
    "-z",
    "--name-status",
    "--diff-filter=R",
    "-M",
    "-l2000",
)
PATIENCE_SECONDS = 20


def renames_since(root: Path, commit: str | None) -> dict[str, str]:
    """Old path -> new path below ``root``, from a commit to the work tree; empty where git cannot say."""
    if commit is None or not COMMIT.fullmatch(commit):
        return {}
    parts = _asked(root, *DIFF, commit, "--")
    triples = (parts[start : start + 3] for start in range(0, len(parts) - 2, 3))
    return {old: new for _, old, new in triples}


def ignored(root: Path, paths: Iterable[str]) -> frozenset[str]:
    """The paths that git was told to ignore, so that they are no part of the repository; none where git cannot say."""
    asked = "".join(f"{path}\0" for path in paths)
    return frozenset(_asked(root, "check-ignore", "-z", "--stdin", given=asked)) if asked else frozenset()


def _asked(root: Path, *arguments: str, given: str = "") -> list[str]:
    """The parts of git's answer that end with NUL; none where it has no answer or takes too long."""
    environment = {key: value for key, value in os.environ.items() if not key.startswith("GIT_")}
    try:
        answer = subprocess.run(
            (*GIT, *arguments),
            cwd=root,
            env=environment | {"GIT_OPTIONAL_LOCKS": "0"},
            input=os.fsencode(given),
            capture_output=True,
            timeout=PATIENCE_SECONDS,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return []  # renamed files are then recognised by their content, and ignored ones stay on record
    return [os.fsdecode(part) for part in answer.stdout.split(b"\0")[:-1]] if answer.returncode == 0 else []
