"""One Python file with quick ways to its facts, and the name of what it binds."""

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property

from kaizen.collect.sources.code import Assignment, Call, CodeFacts, Import, Nested, Value


@dataclass(frozen=True, slots=True)
class Symbol:
    """A name where it lives: a file of the tree with what it binds there, or an outside dotted name."""

    path: str
    name: str
    outside: str = ""


class Module:
    """One file with quick ways to its facts."""

    def __init__(self, path: str, facts: CodeFacts) -> None:
        self.path, self.facts = path, facts

    @cached_property
    def imports(self) -> dict[str, Import]:
        """By bound name; ``import a.b`` binds ``a``."""
        named = (item for item in self.facts.imports if item.name != "*")
        return {item.alias if item.alias != item.module else item.alias.partition(".")[0]: item for item in named}

    @cached_property
    def stars(self) -> list[Import]:
        return [item for item in self.facts.imports if item.name == "*"]

    @cached_property
    def definitions(self) -> dict[str, int]:
        return {item.name: index for index, item in enumerate(self.facts.definitions)}

    @cached_property
    def assigned(self) -> dict[str, list[Assignment]]:
        found: dict[str, list[Assignment]] = defaultdict(list)
        for item in self.facts.assignments:
            found[item.target].append(item)
        return found

    @cached_property
    def members(self) -> dict[int, list[int]]:
        """Definitions by the definition around them."""
        found: dict[int, list[int]] = defaultdict(list)
        for index, item in enumerate(self.facts.definitions):
            found[item.scope].append(index)
        return found

    @cached_property
    def attributes(self) -> dict[int, dict[str, Assignment]]:
        """Assignments by scope and target."""
        found: dict[int, dict[str, Assignment]] = defaultdict(dict)
        for item in self.facts.assignments:
            found[item.scope][item.target] = item
        return found

    @cached_property
    def loops(self) -> dict[int, list[Assignment]]:
        """Loops by the definition around them, in source order."""
        found: dict[int, list[Assignment]] = defaultdict(list)
        for item in self.facts.assignments:
            if item.target.startswith("for "):
                found[item.scope].append(item)
        return found

    @cached_property
    def returns(self) -> dict[int, list[Value]]:
        """What each function returns."""
        found: dict[int, list[Value]] = defaultdict(list)
        for item in self.facts.assignments:
            if item.target == "return":
                found[item.scope].append(item.value)
        return found

    def call_of(self, value: Value) -> Call | None:
        return self.facts.calls[value.call] if isinstance(value, Nested) else None
