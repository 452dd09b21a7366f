"""YAML with lines kept and scalars as they are written; nothing in it can grow, tags and merge keys are refused."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TypeAlias

import yaml

from kaizen.kit.errors import KaizenError

SIZE_LIMIT = 4 * 1024 * 1024
NODE_LIMIT = 200_000
DEPTH_LIMIT = 40
Plain: TypeAlias = "bool | int | float | str | list[Plain] | dict[str, Plain] | None"
NULLS = {"", "~", "null", "Null", "NULL"}
FLAGS = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
NUMBER = re.compile(r"[-+]?(\.[0-9]{1,30}|[0-9]{1,30}(\.[0-9]{0,30})?)([eE][-+]?[0-9]{1,2})?")
LOADER: type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(slots=True, eq=False)
class Node:
    """A scalar (``text``), a list (``items``) or a mapping (``fields``) and the line, from 1, on which it starts."""

    line: int
    text: str | None = None
    quoted: bool = False
    items: "list[Node] | None" = None
    fields: "dict[str, Node] | None" = None
    size: int = 1
    key: str | None = field(default=None, repr=False)
    open: bool = False

    @property
    def null(self) -> bool:
        """Whether it is empty."""
        return self.text is not None and not self.quoted and self.text in NULLS

    @property
    def number(self) -> Decimal | None:
        """The number that a plain scalar spells, exactly."""
        if self.text is None or self.quoted or not NUMBER.fullmatch(self.text):
            return None
        return Decimal(self.text)

    @property
    def flag(self) -> bool | None:
        """True or false, where a plain scalar says so."""
        return None if self.text is None or self.quoted else FLAGS.get(self.text)

    def plain(self) -> Plain:
        """The value without lines."""
        if self.items is not None:
            return [node.plain() for node in self.items]
        if self.fields is not None:
            return {key: node.plain() for key, node in self.fields.items()}
        if self.null or self.quoted:
            return None if self.null else self.text
        if self.flag is not None:
            return self.flag
        number = self.number
        if number is None:
            return self.text
        return int(number) if number == number.to_integral_value() and "." not in str(number) else float(number)


def parse(data: bytes, file: str) -> list[Node]:
    """The documents of a YAML file that are not empty; raises KaizenError slos.* with file and line."""
    if len(data) > SIZE_LIMIT:
        raise KaizenError("slos.file_large", file=file, limit=SIZE_LIMIT // 1024 // 1024)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise KaizenError("slos.file_encoding", file=file, byte=error.start) from error
    builder = _Builder(file)
    try:
        for event in yaml.parse(text, Loader=LOADER):
            builder.take(event)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        problem = getattr(error, "problem", None) or getattr(error, "reason", None) or "no YAML"
        raise KaizenError("slos.file_yaml", file=file, line=mark.line + 1 if mark else 1, problem=problem) from error
    return [root for root in builder.roots if not root.null]


class _Builder:
    """Builds nodes from events without recursion, so that depth is a limit and not a crash."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.roots: list[Node] = []
        self.open: list[Node] = []
        self.anchors: dict[str, Node] = {}
        self.total = 0

    def take(self, event: yaml.Event) -> None:
        """Adds what one event says."""
        line = event.start_mark.line + 1 if event.start_mark else 1
        if isinstance(event, yaml.DocumentStartEvent):
            self.anchors = {}
        elif isinstance(event, yaml.AliasEvent):
            self._add(self._target(event.anchor, line), None)
        elif isinstance(event, yaml.ScalarEvent):
            self._refuse_tag(event.tag, line)
            self._add(Node(line, event.value, quoted=bool(event.style)), event.anchor)
        elif isinstance(event, yaml.MappingStartEvent | yaml.SequenceStartEvent):
            self._refuse_tag(event.tag, line)
            mapping = isinstance(event, yaml.MappingStartEvent)
            node = Node(line, items=None if mapping else [], fields={} if mapping else None, open=True)
            self._add(node, event.anchor)
            self.open.append(node)
            if len(self.open) > DEPTH_LIMIT:
                raise self._trouble(line, f"more than {DEPTH_LIMIT} levels deep")
        elif isinstance(event, yaml.MappingEndEvent | yaml.SequenceEndEvent):
            node = self.open.pop()
            node.open = False
            if self.open:
                self.open[-1].size += node.size

    def _add(self, node: Node, anchor: str | None) -> None:
        self.total += node.size
        if self.total > NODE_LIMIT:
            raise self._trouble(node.line, f"more than {NODE_LIMIT} values once aliases are followed")
        if anchor:
            self.anchors[anchor] = node
        if not self.open:
            self.roots.append(node)
            return
        parent = self.open[-1]
        if not node.open:
            parent.size += node.size
        if parent.items is not None:
            parent.items.append(node)
        elif parent.fields is not None and parent.key is None:
            parent.key = self._key(parent.fields, node)
        elif parent.fields is not None and parent.key is not None:
            parent.fields[parent.key] = node
            parent.key = None

    def _key(self, known: dict[str, Node], node: Node) -> str:
        if node.text is None or node.text == "<<":
            raise self._trouble(node.line, "a key that is no plain text, or a merge key")
        if node.text in known:
            raise self._trouble(
                node.line, f"the key {node.text} stands here again, first in line {known[node.text].line}"
            )
        return node.text

    def _target(self, anchor: str | None, line: int) -> Node:
        found = self.anchors.get(anchor or "")
        if found is None or found.open:
            raise self._trouble(line, f"the alias *{anchor} refers to nothing finished before it")
        return found

    def _refuse_tag(self, tag: str | None, line: int) -> None:
        if tag not in {None, "!"}:
            raise self._trouble(line, f"the tag {tag}")

    def _trouble(self, line: int, problem: str) -> KaizenError:
        return KaizenError("slos.file_yaml", file=self.file, line=line, problem=problem)


def objects(documents: list[Node]) -> Iterator[Node]:
    """The objects of documents, each of which is one object or a list of them."""
    for document in documents:
        yield from document.items if document.items is not None else [document]
