"""Text patterns: ruled out by what they must hold, searched in whole files, and only then line by line."""

from collections.abc import Iterable, Iterator

from kaizen.analyze.standards.linear import Test, any_of, linear
from kaizen.analyze.standards.literals import required_literals
from kaizen.analyze.standards.model import ForbiddenPattern
from kaizen.analyze.standards.scopes import FileScope
from kaizen.analyze.standards.verdict import Material, Outcome, Violation

Entry = tuple[str, FileScope, Outcome]


class TextPlan:
    """Every text pattern of every rule, looked for in one reading of each file."""

    def __init__(self) -> None:
        self._exact, self._folded = _Shelf(), _Shelf()
        self._always: list[Entry] = []
        self._scopes: dict[int, FileScope] = {}

    def add(self, rule: ForbiddenPattern, scope: FileScope, outcome: Outcome) -> None:
        """Adds the text patterns of a rule."""
        for pattern in rule.match.text:
            self._scopes[id(scope)] = scope
            entry = (pattern, scope, outcome)
            literals = required_literals(pattern)
            if literals is None:
                self._always.append(entry)
            else:
                (self._folded if literals.folded else self._exact).put(literals.texts, entry)

    def look(self, material: Material, paths: list[str]) -> set[str]:
        """Searches the files that some pattern is about; returns those whose text could not be had."""
        unread: set[str] = set()
        for path in paths:
            if not any(scope.covers(path) for scope in self._scopes.values()):
                continue
            text = material.text_of(path)
            if text is None:
                unread.add(path)
                continue
            for pattern, scope, outcome in dict.fromkeys(self._candidates(text)):
                if scope.covers(path) and linear(f"(?m:{pattern})")(text):
                    for violation in _lines(path, text, pattern):
                        outcome.add(violation)
        return unread

    def _candidates(self, text: str) -> Iterator[Entry]:
        yield from self._always
        yield from self._exact.candidates(text)
        if self._folded:
            yield from self._folded.candidates(text.casefold())


class _Shelf:
    """Patterns by the literals they need; one search tells that a text holds none of them."""

    def __init__(self) -> None:
        self._entries: dict[str, list[Entry]] = {}
        self._test: Test | None = None

    def __bool__(self) -> bool:
        return bool(self._entries)

    def put(self, literals: Iterable[str], entry: Entry) -> None:
        for literal in literals:
            self._entries.setdefault(literal, []).append(entry)

    def candidates(self, text: str) -> Iterator[Entry]:
        """The patterns that may match the text."""
        if self._test is None:
            self._test = any_of([_quoted(literal) for literal in self._entries])
        if self._test(text):
            for literal, entries in self._entries.items():
                if literal in text:
                    yield from entries


def _quoted(literal: str) -> str:
    """The literal as a pattern; bytes beyond ASCII and punctuation are spelled by their numbers."""
    return "".join(char if char.isalnum() else f"\\x{{{ord(char):x}}}" for char in literal)


def _lines(path: str, text: str, pattern: str) -> list[Violation]:
    test = linear(pattern)
    return [
        Violation(path, number, f"holds text that matches {pattern}")
        for number, line in enumerate(text.split("\n"), 1)
        if test(line)
    ]
