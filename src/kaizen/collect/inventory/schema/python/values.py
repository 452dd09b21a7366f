"""Values that a migration's text alone decides, and markers for those it does not."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TypeAlias

from tree_sitter import Node

Env: TypeAlias = dict[str, "Value"]
Value: TypeAlias = "str | int | float | bool | list[Value] | dict[str, Value] | Ref | Call | FileText | None"
Evaluate: TypeAlias = Callable[[Node, Env], Value]


LONGEST_TEXT = 4_000_000


class TooLong(Exception):  # noqa: N818 - it ends a walk, it reports no fault
    """Raised when following a file takes more steps or room than any migration needs."""


class Text(str):
    """A text with the line where its first literal stands; raises TooLong for one that grew without end."""

    line: int = 0

    @classmethod
    def at(cls, text: str, line: int) -> "Text":
        if len(text) > LONGEST_TEXT:
            raise TooLong
        made = cls(text)
        made.line = line
        return made


class PathText(Text):
    """The known end of a file path."""


@dataclass(frozen=True, slots=True)
class Ref:
    """A name that is not a literal: ``settings.AUTH_USER_MODEL``, a parameter, a query result."""

    text: str

    @property
    def last(self) -> str:
        return self.text.rpartition(".")[2]


@dataclass(frozen=True, slots=True)
class FileText:
    """The contents of another file, named by the end of its path."""

    path: str
    line: int


@dataclass(slots=True)
class Call:
    """A call that is not decided here, such as ``sa.Column(...)``; its arguments are evaluated when asked for."""

    name: str
    receiver: Value
    line: int
    arguments: Node
    env: Env
    evaluate: Evaluate
    _positional: list[Node] | None = None
    _keywords: dict[str, Node] = field(default_factory=dict)

    @property
    def dotted(self) -> str:
        """Full name: ``op.create_table`` for a call on ``op``."""
        if isinstance(self.receiver, Ref):
            return f"{self.receiver.text}.{self.name}"
        if isinstance(self.receiver, Call):
            return f"{self.receiver.dotted}.{self.name}"
        return self.name

    def positional(self) -> list[Value]:
        """Positional arguments, starred literal lists expanded."""
        self._split()
        return list(self._expanded(self._positional or []))

    def keyword(self, name: str) -> Value:
        """The value of a keyword argument, None where it is missing."""
        self._split()
        node = self._keywords.get(name)
        return self.evaluate(node, self.env) if node is not None else None

    def has(self, name: str) -> bool:
        """Whether a keyword argument is given."""
        self._split()
        return name in self._keywords

    def source(self, name: str) -> str | None:
        """The source text of a keyword argument."""
        self._split()
        node = self._keywords.get(name)
        return node.text.decode(errors="replace") if node is not None and node.text else None

    def argument(self, position: int, name: str) -> Value:
        """An argument given by position or by name."""
        found = self.positional()
        return found[position] if position < len(found) else self.keyword(name)

    def keywords(self) -> Iterator[str]:
        """Names of all keyword arguments."""
        self._split()
        yield from self._keywords

    def _split(self) -> None:
        if self._positional is not None:
            return
        self._positional = []
        children = self.arguments.named_children if self.arguments.type == "argument_list" else [self.arguments]
        for child in children:
            if child.type == "keyword_argument":
                title, value = child.child_by_field_name("name"), child.child_by_field_name("value")
                if title is not None and title.text and value is not None:
                    self._keywords[title.text.decode()] = value
            elif child.type == "dictionary_splat":
                self._splat(child)
            elif child.type != "comment":
                self._positional.append(child)

    def _splat(self, node: Node) -> None:
        inner = node.named_children[0]
        if inner.type == "dictionary":
            for pair in inner.named_children:
                key, value = pair.child_by_field_name("key"), pair.child_by_field_name("value")
                if key is not None and value is not None:
                    self._keywords[str(self.evaluate(key, self.env))] = value

    def _expanded(self, nodes: list[Node]) -> Iterator[Value]:
        for node in nodes:
            if node.type == "list_splat":
                value = self.evaluate(node.named_children[0], self.env)
                yield from value if isinstance(value, list) else [value]
            else:
                yield self.evaluate(node, self.env)
