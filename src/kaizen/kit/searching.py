"""Searching for a pattern, or for many words at once, in time linear in the text.

The engine is the one inside pydantic-core (Rust's regex). It cannot backtrack, refuses what would need it, and
looks for a hundred literals in one pass, where ``any(word in text ...)`` takes a pass for each.
"""

import re
from collections.abc import Callable, Iterable

from pydantic_core import SchemaValidator, core_schema

Test = Callable[[str | bytes], bool]
SYNTAX = re.compile(r"[\\.+*?()|\[\]{}^$#&~-]")


def search_for(pattern: str) -> Test:
    """Whether the pattern occurs in a text, or in bytes that are UTF-8.

    Raises pydantic_core.SchemaError for a pattern that is wrong, needs backtracking or becomes too large.
    """
    schema = core_schema.str_schema(pattern=pattern, regex_engine="rust-regex")
    return SchemaValidator(schema).isinstance_python


def search_for_any(words: Iterable[str]) -> Test:
    """Whether one of the words occurs in a text (or in bytes that are UTF-8)."""
    return search_for("|".join(SYNTAX.sub(r"\\\g<0>", word) for word in words))
