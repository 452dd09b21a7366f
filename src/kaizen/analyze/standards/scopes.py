"""Which files and items a rule looks at, and which it excuses; each distinct scope is compiled once."""

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from kaizen.analyze.standards.globs import any_name, any_path, literal, literal_prefix
from kaizen.analyze.standards.linear import Test
from kaizen.analyze.standards.model import Language, Rule, Scope, Waived

LANGUAGES = {
    Language.PYTHON: frozenset({"python"}),
    Language.TYPESCRIPT: frozenset({"typescript", "tsx"}),
    Language.JAVASCRIPT: frozenset({"javascript"}),
    Language.SQL: frozenset({"sql"}),
}


class FileScope:
    """The files of one scope; remembers its answers."""

    def __init__(self, scope: Scope, languages: Mapping[str, str | None]) -> None:
        self._include = any_path(scope.include)
        self._exclude = any_path(scope.exclude)
        self._wanted = frozenset(name for language in scope.languages for name in LANGUAGES[language])
        self._languages = languages
        self._prefixes = tuple(literal_prefix(glob) for glob in scope.include)
        self._known: dict[str, bool] = {}

    def covers(self, path: str) -> bool:
        """Whether the scope takes in a path."""
        known = self._known.get(path)
        if known is None:
            known = self._known[path] = self._covers(path)
        return known

    def _covers(self, path: str) -> bool:
        if self._wanted and self._languages.get(path) not in self._wanted:
            return False
        if self._include is not None and not self._include(path):
            return False
        return self._exclude is None or not self._exclude(path)

    def among(self, paths: Sequence[str]) -> list[str]:
        """The covered ones of sorted paths; folders that no glob can reach are not looked at."""
        return [path for path in self._reachable(paths) if self.covers(path)]

    def _reachable(self, paths: Sequence[str]) -> Iterable[str]:
        return within_prefixes(paths, self._prefixes)


def within_prefixes(texts: Sequence[str], prefixes: Sequence[str]) -> Iterable[str]:
    """The sorted texts that begin with one of the prefixes; all of them without prefixes, or with an empty one."""
    if not prefixes or not all(prefixes):
        return texts
    found: dict[str, None] = {}
    for prefix in prefixes:
        start, end = bisect_left(texts, prefix), bisect_left(texts, prefix + "\U0010ffff")
        found |= dict.fromkeys(texts[start:end])
    return found


class ItemScope:
    """The items of one scope, by name and by the file they stand in."""

    def __init__(self, scope: Scope, files: FileScope, outside: Test | None = None) -> None:
        """``outside`` says which paths no rule looks at."""
        self._outside = outside
        self.prefixes = tuple(literal(glob) for glob in scope.items)
        self._items = any_name(scope.items)
        self._excluded = any_name(scope.exclude_items)
        self._files = files

    def covers(self, name: str, path: str) -> bool:
        """Whether the scope takes in an item."""
        if self._items is not None and not self._items(name):
            return False
        if self._excluded is not None and self._excluded(name):
            return False
        return self._files.covers(path) and (self._outside is None or not self._outside(path))


class Excuses:
    """The exceptions of one rule that hold today; ``expired`` are those that no longer do."""

    def __init__(self, rule: Rule, today: date) -> None:
        held = [each for each in rule.exceptions if today <= each.expires]
        self.expired = [each for each in rule.exceptions if each.expires < today]
        self._tests = [(any_path((each.path,)) if each.path else any_name((each.item or "",)), each) for each in held]

    def find(self, path: str, item: str | None) -> Waived | None:
        """The exception that covers a place, or None."""
        for test, exception in self._tests:
            about = path if exception.path else item
            if about is not None and test is not None and test(about):
                return exception
        return None
