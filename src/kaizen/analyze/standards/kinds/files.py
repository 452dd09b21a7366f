"""Required files: each glob must find one."""

from collections.abc import Collection

from kaizen.analyze.findings import REPOSITORY
from kaizen.analyze.standards.globs import any_path
from kaizen.analyze.standards.model import RequiredFiles
from kaizen.analyze.standards.verdict import Outcome, Violation


class Present:
    """All files of the repository, whatever scopes exclude; remembers what it was asked."""

    def __init__(self, paths: Collection[str]) -> None:
        self.paths = paths
        self._known: dict[tuple[str, ...], bool] = {}

    def holds(self, globs: tuple[str, ...]) -> bool:
        """Whether one of the globs finds a file."""
        if globs not in self._known:
            test = any_path(globs)
            self._known[globs] = test is not None and any(map(test, self.paths))
        return self._known[globs]


def check(rule: RequiredFiles, present: Present, outcome: Outcome) -> None:
    """Looks for every entry of the rule."""
    outcome.unit = "entry"
    outcome.checked = len(rule.files)
    if not present.paths:
        outcome.unknown = "the folder is empty"
        return
    for entry in rule.files:
        choices = (entry,) if isinstance(entry, str) else entry
        if not present.holds(choices):
            name = " or ".join(choice.removeprefix("/") for choice in choices)
            message = f"there is no {name}"
            outcome.add(Violation(REPOSITORY, None, message, name, f"file {name}"))
