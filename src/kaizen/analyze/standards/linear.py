"""Patterns of strangers, matched in time linear in the text whatever the pattern says.

Python's ``re`` backtracks: thirty letters and ``(a+)+$`` keep it busy for minutes, and nothing can stop it. The
engine inside pydantic-core (Rust's regex) cannot do that; it refuses look-around and back-references instead.
"""

from collections.abc import Callable, Sequence
from functools import lru_cache

from pydantic_core import SchemaError, SchemaValidator, core_schema

from kaizen.kit.errors import KaizenError

LENGTH_LIMIT = 500
GROUP = 50
Test = Callable[[str], bool]


@lru_cache(maxsize=4096)
def linear(pattern: str) -> Test:
    """Whether the pattern occurs anywhere in a text, as a function of the text.

    Raises KaizenError standards.bad_pattern for a pattern that is too long, wrong or needs backtracking.
    """
    if len(pattern) > LENGTH_LIMIT:
        problem = f"longer than {LENGTH_LIMIT} characters"
        raise KaizenError("standards.bad_pattern", pattern=pattern[:40], problem=problem)
    try:
        return _compiled(pattern)
    except SchemaError as error:
        problem = str(error).strip().rpartition("error: ")[2].splitlines()[0]
        raise KaizenError("standards.bad_pattern", pattern=pattern, problem=problem) from error


def _compiled(pattern: str) -> Test:
    schema = core_schema.str_schema(pattern=pattern, regex_engine="rust-regex")
    return SchemaValidator(schema).isinstance_python


class LinearSet:
    """Many patterns at once: a text that none of them matches costs few searches, not one for each."""

    def __init__(self, patterns: Sequence[str]) -> None:
        """Raises KaizenError standards.bad_pattern, as ``linear`` does."""
        starts = range(0, len(patterns), GROUP)
        self._groups = [_Group(start, patterns[start : start + GROUP]) for start in starts]

    def hits(self, text: str) -> list[int]:
        """Indexes of the patterns that occur in the text, in ascending order."""
        return [
            group.first + offset
            for group in self._groups
            if group.any(text)
            for offset, test in enumerate(group.tests)
            if test(text)
        ]


class _Group:
    """Patterns from the index ``first`` on, each on its own and all as one test."""

    __slots__ = ("any", "first", "tests")

    def __init__(self, first: int, patterns: Sequence[str]) -> None:
        self.first = first
        self.tests = [linear(pattern) for pattern in patterns]
        self.any = _any_of(patterns, self.tests)


def _any_of(patterns: Sequence[str], tests: Sequence[Test]) -> Test:
    try:
        return _compiled("|".join(f"(?:{pattern})" for pattern in patterns))
    except SchemaError:  # together they are larger than the engine allows: ask each
        return lambda text: any(test(text) for test in tests)
