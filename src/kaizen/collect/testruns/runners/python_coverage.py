"""Coverage of Python suites: what to measure, how to have it written as JSON, and what of it is the project's own."""

import re
from pathlib import Path

from kaizen.collect.testruns import coverage_json
from kaizen.collect.testruns.model import Coverage
from kaizen.collect.testruns.places import Places
from kaizen.collect.testruns.runners.measured import own_modules
from kaizen.collect.testruns.runners.plan import Order

COVERAGE, DATA = "coverage.json", ".coverage"

_CONFIGURED = re.compile(r"--cov\b")
_CONFIGURATIONS = ("pyproject.toml", "pytest.ini", ".pytest.ini", "tox.ini", "setup.cfg")
_SOURCES = re.compile(r"^\s*(?:source|source_pkgs|source_dirs|include|omit)\s*=", re.MULTILINE)


def coverage_steps(python: str, data: str, written: Path) -> tuple[tuple[str, ...], ...]:
    """What turns coverage's data into JSON; combining fails harmlessly where there is a single data file."""
    coverage = (python, "-m", "coverage")
    return (
        (*coverage, "combine", "-q", "--keep", f"--data-file={data}"),
        (*coverage, "json", "-q", "-i", f"--data-file={data}", "-o", str(written)),
    )


def default_source(folder: Path) -> tuple[str, ...]:
    """``--source=.`` where the project says nothing of what to measure."""
    texts = map(_text, (folder / name for name in (".coveragerc", *_CONFIGURATIONS)))
    return () if any(_SOURCES.search(text) for text in texts) else ("--source=.",)


def measures_already(folder: Path) -> bool:
    """Whether the project's own options already ask pytest-cov to measure."""
    return any(_CONFIGURED.search(_text(folder / name)) for name in _CONFIGURATIONS)


def read_coverage(order: Order, folder: Path) -> Coverage | None:
    """Coverage of the project's own modules, or None where it was not measured."""
    file = order.report(COVERAGE)
    if not file.path.is_file():
        return None
    base = folder.relative_to(order.suite.root).as_posix()
    return own_modules(coverage_json.read(file, Places(order.suite.root), "" if base == "." else base))


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
