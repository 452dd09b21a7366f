"""Which files git knows under a new name since a commit."""

import os
import re
import subprocess
from collections.abc import Iterator
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
    environment = {key: value for key, value in os.environ.items() if not key.startswith("GIT_")}
    try:
        answer = subprocess.run(
            (*GIT, *DIFF, commit, "--"),
            cwd=root,
            env=environment | {"GIT_OPTIONAL_LOCKS": "0"},
            capture_output=True,
            timeout=PATIENCE_SECONDS,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return {}  # without git, renamed files are still recognised by their content
    return dict(_pairs(answer.stdout)) if answer.returncode == 0 else {}


def _pairs(output: bytes) -> Iterator[tuple[str, str]]:
    """Pairs out of ``R087 NUL old NUL new NUL ...``."""
    parts = [os.fsdecode(part) for part in output.split(b"\0")]
    for start in range(0, len(parts) - 2, 3):
        yield parts[start + 1], parts[start + 2]
