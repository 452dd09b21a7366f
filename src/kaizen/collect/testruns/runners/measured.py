"""Keeps of a run's coverage what is the project's own code: no tests, nothing installed, nothing outside."""

import re
from dataclasses import replace

from kaizen.collect.testruns.model import Coverage

_INSTALLED = re.compile(r"(?:^|/)(?:site-packages|node_modules|\.venv|venv|vendor)/")
_TEST_FILE = re.compile(
    r"(?:^|/)(?:test_[^/]*\.py|[^/]*_test\.(?:py|go)|conftest\.py|[^/]*\.(?:test|spec)\.[cm]?[jt]sx?)$"
    r"|(?:^|/)(?:tests?|__tests__|e2e)/"
)


def own_modules(coverage: Coverage) -> Coverage:
    """The same coverage without test files, installed packages and files outside of the repository."""
    return replace(coverage, modules=tuple(entry for entry in coverage.modules if is_own(entry.module)))


def is_own(module: str) -> bool:
    """Whether a module is code that the suite tests rather than the suite itself or somebody else's."""
    outside = module.startswith(("/", "../")) or module[1:3] == ":/"
    return not outside and not _INSTALLED.search(module) and not _TEST_FILE.search(module)
