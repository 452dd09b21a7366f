"""What the shape of a rule cannot say: entries that contradict each other, patterns that do not compile."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import singledispatch

from kaizen.analyze.standards.globs import name_pattern, path_pattern
from kaizen.analyze.standards.linear import linear
from kaizen.analyze.standards.model import (
    AnyRule,
    Each,
    ForbiddenPattern,
    Match,
    Naming,
    Needs,
    RequiredFiles,
    RequiredPattern,
    Rule,
    SizeLimits,
)
from kaizen.kit.errors import KaizenError

CODE_NAME = re.compile(r"(\*\.)?[^\s*]+(\.\*)?|new [^\s*]+")
DEFINITION = re.compile(r"((class|function|method) )?\S+")
Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Flaw:
    """Something unsound in a rule: where below the rule, and the code and values of the sentence about it."""

    path: Path
    code: str
    values: Mapping[str, object] = field(default_factory=dict)


def flaws_of(rule: AnyRule) -> Iterator[Flaw]:
    """Everything unsound in a rule that has the right shape."""
    for part in ("include", "exclude"):
        yield from unsound_globs(getattr(rule.scope, part), ("scope", part))
    for part in ("items", "exclude_items"):
        yield from unsound_globs(getattr(rule.scope, part), ("scope", part), name_pattern)
    for index, exception in enumerate(rule.exceptions):
        if (exception.path is None) == (exception.item is None):
            yield Flaw(("exceptions", index), "path_or_item")
        if exception.path is not None:
            yield from unsound_globs([exception.path], ("exceptions", index, "path"))
        if exception.item is not None:
            yield from unsound_globs([exception.item], ("exceptions", index, "item"), name_pattern)
    yield from _own_flaws(rule)


@singledispatch
def _own_flaws(rule: Rule) -> Iterator[Flaw]:
    """Flaws of one kind of rule; most kinds have none."""
    return iter(())


@_own_flaws.register
def _(rule: ForbiddenPattern) -> Iterator[Flaw]:
    match = rule.match
    if not (match.calls or match.imports or match.decorators or match.definitions or match.text):
        yield Flaw(("match",), "nothing_given", {"options": "calls, imports, decorators, definitions, text"})
    if match.arguments and not (match.calls or match.decorators):
        yield Flaw(("match", "arguments"), "arguments_alone")
    yield from _unsound_names(match, ("match",))
    yield from _unsound_patterns(match.text, ("match", "text"))


@_own_flaws.register
def _(rule: RequiredPattern) -> Iterator[Flaw]:
    each, needs = rule.each, rule.needs
    given = [bool(part) for part in (each.calls, each.decorators, each.definitions, each.imports, each.file)]
    if sum(given) != 1:
        yield Flaw(("each",), "exactly_one", {"options": "calls, decorators, definitions, imports, file"})
    if sum(bool(part) for part in (needs.argument, needs.decorators, needs.calls, needs.imports)) != 1:
        yield Flaw(("needs",), "exactly_one", {"options": "argument, decorators, calls, imports"})
    if needs.argument and not (each.calls or each.decorators):
        yield Flaw(("needs", "argument"), "needs_other", {"other": "each.calls, each.decorators"})
    if needs.decorators and not each.definitions:
        yield Flaw(("needs", "decorators"), "needs_other", {"other": "each.definitions"})
    yield from _unsound_names(each, ("each",))
    yield from _unsound_names(needs, ("needs",))


@_own_flaws.register
def _(rule: Naming) -> Iterator[Flaw]:
    if not (rule.style or rule.prefixes or rule.suffixes or rule.pattern):
        yield Flaw((), "nothing_given", {"options": "style, prefixes, suffixes, pattern"})
    if rule.pattern:
        yield from _unsound_patterns([rule.pattern], ("pattern",))


@_own_flaws.register
def _(rule: RequiredFiles) -> Iterator[Flaw]:
    for index, entry in enumerate(rule.files):
        yield from unsound_globs([entry] if isinstance(entry, str) else entry, ("files", index))


@_own_flaws.register
def _(rule: SizeLimits) -> Iterator[Flaw]:
    if rule.file_lines is None and rule.function_lines is None and rule.parameters is None:
        yield Flaw((), "nothing_given", {"options": "file_lines, function_lines, parameters"})


def _unsound_names(part: Match | Each | Needs, path: Path) -> Iterator[Flaw]:
    for name in ("calls", "imports", "decorators"):
        for index, entry in enumerate(getattr(part, name)):
            if not CODE_NAME.fullmatch(entry):
                yield Flaw((*path, name, index), "bad_name", {"name": entry})
    for index, entry in enumerate(getattr(part, "definitions", ())):
        if not DEFINITION.fullmatch(entry):
            yield Flaw((*path, "definitions", index), "bad_definition", {"name": entry})
        else:
            yield from unsound_globs([entry.rpartition(" ")[2]], (*path, "definitions", index), name_pattern)


def _unsound_patterns(patterns: Iterable[str], path: Path) -> Iterator[Flaw]:
    for index, pattern in enumerate(patterns):
        try:
            linear(pattern)
        except KaizenError as error:
            yield Flaw((*path, index), "unusable_pattern", error.values)


def unsound_globs(globs: Iterable[str], path: Path, translated: Callable[[str], str] = path_pattern) -> Iterator[Flaw]:
    """A flaw for every glob that cannot be used."""
    for glob in globs:
        try:
            linear(translated(glob))
        except KaizenError as error:
            yield Flaw(path, "unusable_glob", {"glob": glob, "problem": error.values["problem"]})
