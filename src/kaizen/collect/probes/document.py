"""YAML read strictly into values that know their line: no tags, no bombs, scalars as YAML 1.2 understands them."""

import re
from dataclasses import dataclass, field
from typing import Any

import yaml

from kaizen.kit.errors import KaizenError

SIZE_LIMIT = 256 * 1024
NODE_LIMIT = 20_000
"""Values after aliases are followed, so that a few lines cannot become millions."""
ALIAS_LIMIT = 200
DEPTH_LIMIT = 16
WORDS: dict[str, bool | None] = {"": None, "~": None, "null": None, "true": True, "false": False}
SCALARS = {"str", "int", "float", "bool", "null", "timestamp", "value"}
WHOLE = re.compile(r"[-+]?[0-9]{1,15}")
FRACTION = re.compile(r"[-+]?[0-9]{0,15}\.[0-9]{1,15}")
LOADER: type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
Scalar = str | bool | int | float | None


@dataclass(slots=True)
class Node:
    """A value and the line (from 1) it stands on; ``keys`` are the lines of a mapping's keys."""

    line: int
    value: "Scalar | list[Node] | dict[str, Node]"
    keys: dict[str, int] = field(default_factory=dict)


def parse(data: bytes, file: str) -> Node:
    """The one document of a file, named ``file`` in errors; raises KaizenError probes.* for what is refused."""
    if len(data) > SIZE_LIMIT:
        raise KaizenError("probes.too_large", file=file, limit=SIZE_LIMIT // 1024)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise KaizenError("probes.not_text", file=file, byte=error.start) from error
    try:
        _check_events(text, file)
        root = yaml.compose(text, Loader=LOADER)
    except yaml.YAMLError as error:
        raise _syntax(error, file) from error
    if root is None:
        raise KaizenError("probes.empty", file=file)
    return _Reading(file).node(root, 0)


def _check_events(text: str, file: str) -> None:
    """Depth and number of aliases, without recursion: composing afterwards cannot exhaust the stack."""
    depth = aliases = 0
    for event in yaml.parse(text, Loader=LOADER):
        line = event.start_mark.line + 1 if event.start_mark else 1
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        elif isinstance(event, yaml.AliasEvent):
            aliases += 1
        if depth > DEPTH_LIMIT:
            raise KaizenError("probes.too_deep", file=file, line=line, limit=DEPTH_LIMIT)
        if aliases > ALIAS_LIMIT:
            raise KaizenError("probes.too_many_values", file=file, line=line, limit=NODE_LIMIT)


def _syntax(error: yaml.YAMLError, file: str) -> KaizenError:
    mark: Any = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    problem = getattr(error, "problem", None) or getattr(error, "context", None) or "it is not YAML"
    return KaizenError("probes.bad_yaml", file=file, line=mark.line + 1 if mark else 1, problem=problem)


class _Reading:
    def __init__(self, file: str) -> None:
        self.file = file
        self.total = 0

    def node(self, given: yaml.Node, depth: int) -> Node:
        line = given.start_mark.line + 1
        self.total += 1
        if self.total > NODE_LIMIT:
            raise KaizenError("probes.too_many_values", file=self.file, line=line, limit=NODE_LIMIT)
        if depth > DEPTH_LIMIT:
            raise KaizenError("probes.too_deep", file=self.file, line=line, limit=DEPTH_LIMIT)
        if isinstance(given, yaml.MappingNode):
            return self.mapping(given, line, depth)
        if isinstance(given, yaml.SequenceNode):
            self.refuse_tag(given, "seq", line)
            return Node(line, [self.node(each, depth + 1) for each in given.value])
        return Node(line, self.scalar(given, line))

    def mapping(self, given: yaml.MappingNode, line: int, depth: int) -> Node:
        self.refuse_tag(given, "map", line)
        values: dict[str, Node] = {}
        keys: dict[str, int] = {}
        for key, value in given.value:
            at = key.start_mark.line + 1
            if not isinstance(key, yaml.ScalarNode) or key.value == "<<":
                raise KaizenError("probes.key_not_text", file=self.file, line=at)
            if key.value in keys:
                raise KaizenError("probes.duplicate_key", file=self.file, line=at, key=key.value, first=keys[key.value])
            keys[key.value] = at
            values[key.value] = self.node(value, depth + 1)
        return Node(line, values, keys)

    def scalar(self, given: yaml.Node, line: int) -> Scalar:
        text = str(given.value)
        if given.tag.removeprefix("tag:yaml.org,2002:") not in SCALARS:
            raise KaizenError("probes.tag_refused", file=self.file, line=line, tag=given.tag)
        if getattr(given, "style", None):
            return text
        if text.lower() in WORDS:
            return WORDS[text.lower()]
        if WHOLE.fullmatch(text):
            return int(text)
        return float(text) if FRACTION.fullmatch(text) else text

    def refuse_tag(self, given: yaml.Node, wanted: str, line: int) -> None:
        if given.tag != f"tag:yaml.org,2002:{wanted}":
            raise KaizenError("probes.tag_refused", file=self.file, line=line, tag=given.tag)
