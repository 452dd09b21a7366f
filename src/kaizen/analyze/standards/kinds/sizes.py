"""Size limits: how long files and functions are, how many parameters they take."""

from bisect import bisect_left, insort
from dataclasses import dataclass, field

from kaizen.analyze.standards.kinds.spots import FileView
from kaizen.analyze.standards.model import SizeLimits
from kaizen.analyze.standards.scopes import FileScope
from kaizen.analyze.standards.verdict import Outcome, Violation


@dataclass(order=True, slots=True)
class Limit:
    """One limit of one rule; ``number`` keeps the order of equal limits."""

    limit: int
    number: int
    scope: FileScope = field(compare=False)
    outcome: Outcome = field(compare=False)


class SizePlan:
    """The limits of every rule, sorted, so that a size is compared with the smallest only, unless it exceeds it."""

    def __init__(self) -> None:
        self._file_lines: list[Limit] = []
        self._function_lines: list[Limit] = []
        self._parameters: list[Limit] = []

    def add(self, rule: SizeLimits, scope: FileScope, outcome: Outcome) -> None:
        """Adds the limits of a rule."""
        groups = (self._file_lines, self._function_lines, self._parameters)
        for group, limit in zip(groups, (rule.file_lines, rule.function_lines, rule.parameters), strict=True):
            if limit is not None:
                insort(group, Limit(limit, len(group), scope, outcome))

    def look(self, view: FileView) -> None:
        """Measures one file and everything defined in it."""
        facts = view.facts
        for limit in _exceeded(self._file_lines, facts.lines, view.path):
            message = f"has {facts.lines} lines, {facts.lines - limit.limit} more than {limit.limit}"
            limit.outcome.add(Violation(view.path, None, message, ""))
        if not self._function_lines and not self._parameters:
            return
        for definition in facts.definitions:
            if definition.kind == "class":
                continue
            lines, name = definition.end_line - definition.line + 1, definition.name
            found = [
                (limit, f"{name} has {lines} lines, more than {limit.limit}", "lines")
                for limit in _exceeded(self._function_lines, lines, view.path)
            ]
            found += [
                (limit, f"{name} takes {definition.parameters} parameters, more than {limit.limit}", "parameters")
                for limit in _exceeded(self._parameters, definition.parameters, view.path)
            ]
            for limit, message, what in found:
                limit.outcome.add(Violation(view.path, definition.line, message, f"{name} {what}", context=name))


def _exceeded(limits: list[Limit], size: int, path: str) -> list[Limit]:
    """The limits below a size whose rules look at the file."""
    if not limits or size <= limits[0].limit:
        return []
    count = bisect_left(limits, size, key=lambda each: each.limit)
    return [limit for limit in limits[:count] if limit.scope.covers(path)]
