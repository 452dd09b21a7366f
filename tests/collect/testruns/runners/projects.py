"""Tiny projects with real suites, written into a folder."""

from collections.abc import Callable
from pathlib import Path

from kaizen.collect.testruns.execute import run_suite
from kaizen.collect.testruns.model import Progress, Result, Suite
from kaizen.kit.clock import now

CART = """def total(prices):
    if not prices:
        return 0
    return sum(prices)


def unused():
    return 1
"""


def write(root: Path, files: dict[str, str]) -> Path:
    """Writes the files below the folder and returns it."""
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    return root


def run(
    root: Path,
    folder: str,
    runner: str,
    *,
    limit_s: float = 60,
    coverage: bool = False,
    progress: Callable[[Progress], None] = lambda _: None,
) -> Result:
    """Runs one suite of the folder for real."""
    suite = Suite(root, folder, runner)
    return run_suite(suite, clock=now, coverage=coverage, limit_s=limit_s, progress=progress)


def outcomes(result: Result) -> dict[str, str]:
    """Outcome by name."""
    return {case.name: case.outcome.value for case in result.cases}


def lives(pid: int) -> bool:
    """Whether a process is there and is no zombie."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False
