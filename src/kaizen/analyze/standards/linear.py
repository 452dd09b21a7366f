"""Patterns of strangers, matched in time linear in the text whatever the pattern says.

Python's ``re`` backtracks: thirty letters and ``(a+)+$`` keep it busy for minutes, and nothing can stop it. The
engine inside pydantic-core (Rust's regex) cannot do that; it refuses look-around and back-references instead.
"""

from collections.abc import Callable, Sequence
from functools import lru_cache

from pydantic_core import SchemaError

from kaizen.kit.errors import KaizenError
from kaizen.kit.searching import search_for

GROUP = 50
Test = Callable[[str], bool]


@lru_cache(maxsize=512)
def linear(pattern: str) -> Test:
    """Whether the pattern occurs anywhere in a text, as a function of the text.

    Raises KaizenError standards.bad_pattern for a pattern that is wrong, needs backtracking or becomes too large.
    """
    try:
        return search_for(pattern)
    except SchemaError as error:
        problem = str(error).strip().splitlines()[-1].strip().removeprefix("error: ").removeprefix("SchemaError: ")
        raise KaizenError("standards.bad_pattern", pattern=pattern, problem=problem) from error


def any_of(patterns: Sequence[str]) -> Test:
    """Whether any of the patterns occurs in a text, in one search; raises KaizenError as ``linear`` does."""
    if not patterns:
        return lambda _: False
    try:
        return search_for("|".join(f"(?:{pattern})" for pattern in patterns))
    except SchemaError:  # one is wrong, or together they are larger than the engine allows
        tests = [linear(pattern) for pattern in patterns]
        return lambda text: any(test(text) for test in tests)


class LinearSet:
    """Many patterns at once: a text that none of them matches costs few searches, not one for each."""

    def __init__(self, patterns: Sequence[str]) -> None:
        """Raises KaizenError standards.bad_pattern, as ``linear`` does."""
        self._groups = [
            (start, any_of(patterns[start : start + GROUP]), [linear(one) for one in patterns[start : start + GROUP]])
            for start in range(0, len(patterns), GROUP)
        ]

    def hits(self, text: str) -> list[int]:
        """Indexes of the patterns that occur in the text, in ascending order."""
        return [
            start + offset
            for start, some, tests in self._groups
            if some(text)
            for offset, test in enumerate(tests)
            if test(text)
        ]
