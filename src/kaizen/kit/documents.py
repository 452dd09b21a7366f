"""YAML read strictly: positions kept, bombs refused, plain scalars as YAML 1.2 understands them.

Only mappings with text keys, lists and scalars: no tags, no merge keys. ``no``, ``on`` and dates stay text.
"""

import re
from dataclasses import dataclass, field
from typing import TypeAlias

import yaml

from kaizen.kit.errors import KaizenError

SIZE_LIMIT = 2 * 1024 * 1024
NODE_LIMIT = 200_000
"""Nodes after aliases are followed, so that a few lines cannot become millions."""
DEPTH_LIMIT = 32
Plain: TypeAlias = "bool | int | float | str | list[Plain] | dict[str, Plain] | None"
Path: TypeAlias = tuple[str | int, ...]
WORDS: dict[str, bool | None] = {
    "": None, "~": None, "null": None, "Null": None, "NULL": None,
    "true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False,
}  # fmt: skip
INTEGER = re.compile(r"[-+]?[0-9]{1,18}")
NUMBER = re.compile(r"[-+]?(\.[0-9]{1,18}|[0-9]{1,18}(\.[0-9]{0,18})?)([eE][-+]?[0-9]{1,3})?")
LOADER: type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(slots=True, eq=False)
class Node:
    """A value and the line (from 1) it starts on; ``keys`` are the lines of a mapping's keys.

    ``size`` counts the nodes in it, aliases followed.
    """

    line: int
    value: "str | bool | int | float | list[Node] | dict[str, Node] | None"
    keys: dict[str, int] = field(default_factory=dict)
    size: int = 1
    pending: str | None = None
    closed: bool = False

    def plain(self) -> Plain:
        """The value without positions."""
        if isinstance(self.value, list):
            return [node.plain() for node in self.value]
        if isinstance(self.value, dict):
            return {key: node.plain() for key, node in self.value.items()}
        return self.value

    def line_at(self, path: Path) -> int:
        """The line of the value at a path, or of the innermost value that exists on the way."""
        node = self
        for step in path:
            inner: Node | None = None
            if isinstance(node.value, dict) and isinstance(step, str):
                inner = node.value.get(step)
            elif isinstance(node.value, list) and isinstance(step, int) and 0 <= step < len(node.value):
                inner = node.value[step]
            if inner is None:
                break
            node = inner
        return node.line


def parse(data: bytes, file: str) -> Node:
    """The one document of a YAML file, named ``file`` in errors; raises KaizenError documents.* for what is refused."""
    if len(data) > SIZE_LIMIT:
        raise KaizenError("documents.too_large", file=file, limit=SIZE_LIMIT // 1024)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise KaizenError("documents.not_text", file=file, byte=error.start) from error
    builder = _Builder(file)
    try:
        for event in yaml.parse(text, Loader=LOADER):
            builder.take(event)
    except yaml.YAMLError as error:
        raise _syntax(error, file) from error
    return builder.finished()


def _syntax(error: yaml.YAMLError, file: str) -> KaizenError:
    mark = getattr(error, "problem_mark", None)
    problem = getattr(error, "problem", None) or getattr(error, "reason", None) or "it is not YAML"
    return KaizenError("documents.bad_yaml", file=file, line=mark.line + 1 if mark else 1, problem=problem)


class _Builder:
    """Builds nodes from events without recursion, so that depth is a limit and not a crash."""

    def __init__(self, file: str) -> None:
        self._file = file
        self._open: list[Node] = []
        self._anchors: dict[str, Node] = {}
        self._total = 0
        self._root: Node | None = None

    def take(self, event: yaml.Event) -> None:
        """Adds what one event of the parser says."""
        line = event.start_mark.line + 1 if event.start_mark else 1
        if isinstance(event, yaml.AliasEvent):
            self._alias(event.anchor, line)
        elif isinstance(event, yaml.ScalarEvent):
            self._refuse_tag(event.tag, line)
            self._add(Node(line, _scalar(event), closed=True), event.anchor)
        elif isinstance(event, yaml.MappingStartEvent | yaml.SequenceStartEvent):
            self._refuse_tag(event.tag, line)
            value: dict[str, Node] | list[Node] = {} if isinstance(event, yaml.MappingStartEvent) else []
            node = Node(line, value)
            self._add(node, event.anchor)
            self._open.append(node)
            if len(self._open) > DEPTH_LIMIT:
                raise KaizenError("documents.too_deep", file=self._file, line=line, limit=DEPTH_LIMIT)
        elif isinstance(event, yaml.MappingEndEvent | yaml.SequenceEndEvent):
            self._close()
        elif isinstance(event, yaml.DocumentStartEvent) and self._root is not None:
            raise KaizenError("documents.several_documents", file=self._file, line=line)

    def finished(self) -> Node:
        """The root; raises KaizenError for an empty file."""
        if self._root is None or self._root.value is None:
            raise KaizenError("documents.empty", file=self._file)
        return self._root

    def _refuse_tag(self, tag: str | None, line: int) -> None:
        if tag not in {None, "!"}:
            raise KaizenError("documents.tag_refused", file=self._file, line=line, tag=tag)

    def _alias(self, anchor: str | None, line: int) -> None:
        target = self._anchors.get(anchor or "")
        if target is None:
            problem = f"the alias *{anchor} has no anchor before it"
            raise KaizenError("documents.bad_yaml", file=self._file, line=line, problem=problem)
        if not target.closed:
            raise KaizenError("documents.alias_to_itself", file=self._file, line=line, alias=anchor)
        self._add(Node(line, target.value, target.keys, size=target.size, closed=True), None)

    def _add(self, node: Node, anchor: str | None) -> None:
        self._total += node.size
        if self._total > NODE_LIMIT:
            raise KaizenError("documents.too_many_values", file=self._file, line=node.line, limit=NODE_LIMIT)
        if anchor:
            self._anchors[anchor] = node
        if not self._open:
            self._root = node
            return
        parent = self._open[-1]
        if node.closed:
            parent.size += node.size
        if isinstance(parent.value, list):
            parent.value.append(node)
        elif isinstance(parent.value, dict) and parent.pending is None:
            parent.pending = self._key(parent.value, node)
            parent.keys[parent.pending] = node.line
        elif isinstance(parent.value, dict) and parent.pending is not None:
            parent.value[parent.pending] = node
            parent.pending = None

    def _key(self, known: dict[str, Node], node: Node) -> str:
        if not isinstance(node.value, str):
            raise KaizenError("documents.key_not_text", file=self._file, line=node.line)
        if node.value in known:
            first = known[node.value].line
            raise KaizenError("documents.duplicate_key", file=self._file, line=node.line, key=node.value, first=first)
        return node.value

    def _close(self) -> None:
        node = self._open.pop()
        node.closed = True
        if self._open:
            self._open[-1].size += node.size


def _scalar(event: yaml.ScalarEvent) -> str | bool | int | float | None:
    text = event.value
    if event.style:
        return text
    if text in WORDS:
        return WORDS[text]
    if INTEGER.fullmatch(text):
        return int(text)
    return float(text) if NUMBER.fullmatch(text) else text
