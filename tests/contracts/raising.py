"""Where the source makes errors: under which codes, with which values."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from string import Formatter

from tools.pages.source import Found, called, calls, keywords, literal, modules, strings

CODE = re.compile(r"^[a-z_]+\.[a-z_]+$")


@dataclass(frozen=True)
class Raised:
    """A place that makes errors of some codes with values of these names; ``more`` where not all can be seen.

    ``certain`` tells that every one of the codes may come with these values; otherwise a variable decides.
    """

    place: str
    certain: bool
    codes: frozenset[str]
    values: frozenset[str]
    more: bool


def raised() -> list[Raised]:
    """Every ``KaizenError(...)`` of the source whose codes can be read off the function around it."""
    return [_read(found) for found in calls() if called(found.call) == "KaizenError" and found.call.args]


def spoken_codes() -> frozenset[str]:
    """Codes that stand in the source as they are."""
    return frozenset(text for module in modules() for text in strings(module.tree) if CODE.match(text))


def composed_codes(concept: str) -> frozenset[str]:
    """Codes of a concept that puts them together (``f"concept.{name}"``): every word its source mentions."""
    composing = [module for module in modules() if any(_composes(node, concept) for node in ast.walk(module.tree))]
    around = {module.name.rsplit(".", 1)[0] for module in composing}
    mentioned = (strings(module.tree) for module in modules() if any(module.name.startswith(each) for each in around))
    return frozenset(f"{concept}.{word}" for words in mentioned for word in words)


def placeholders(sentence: str) -> frozenset[str]:
    """The names in braces."""
    return frozenset(name for _, name, _, _ in Formatter().parse(sentence) if name)


def _read(found: Found) -> Raised:
    names, more = keywords(found)
    code = found.call.args[0]
    return Raised(found.place, not isinstance(code, ast.Name), frozenset(_codes(code, found)), frozenset(names), more)


def _codes(node: ast.expr, found: Found) -> Iterator[str]:
    """The codes an argument may be: constants in it, or those the function assigns to the name."""
    if not isinstance(node, ast.Name):
        yield from (text for text in strings(node) if CODE.match(text))
        return
    for each in ast.walk(found.function or found.module.tree):
        targets = each.targets if isinstance(each, ast.Assign) else []
        if any(isinstance(target, ast.Name) and target.id == node.id for target in targets):
            assert isinstance(each, ast.Assign)
            yield from (text for text in strings(each.value) if CODE.match(text))


def _composes(node: ast.AST, concept: str) -> bool:
    return isinstance(node, ast.JoinedStr) and (literal(node.values[0]) or "") == f"{concept}."
