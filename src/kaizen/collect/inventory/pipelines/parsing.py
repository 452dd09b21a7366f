"""Parses YAML, JSON and TOML safely: no objects, no expanding aliases, no endless nesting."""

import json
import re
import tomllib
from typing import Any

import yaml

from kaizen.collect.inventory.pipelines.documents import Document, Mapping, Node, Scalar, Sequence
from kaizen.collect.sources import Unreadable

MOST_NODES = 50_000
DEEPEST = 60
LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
COMMENTS = re.compile(r'("(?:\\.|[^"\\])*")|//[^\n]*|/\*.*?\*/', re.DOTALL)
TRAILING = re.compile(r",(\s*[}\]])")
TABLE = re.compile(r"^\s*\[\[?([^\]]+)\]\]?")
KEY = re.compile(r"^\s*([\w.\"'-]+)\s*=")


class _Tree:
    """Turns composed YAML nodes into ours and counts them, so that a bomb of aliases stops early."""

    def __init__(self) -> None:
        self._count = 0

    def node(self, raw: Any, depth: int = 0) -> Node:
        self._count += 1
        if self._count > MOST_NODES:
            raise Unreadable(f"its aliases expand to more than {MOST_NODES:,} nodes")
        if depth > DEEPEST:
            raise Unreadable(f"nested deeper than {DEEPEST} levels")
        line = raw.start_mark.line + 1
        if isinstance(raw, yaml.ScalarNode):
            return Scalar(raw.value, line)
        if isinstance(raw, yaml.SequenceNode):
            return Sequence(tuple(self.node(item, depth + 1) for item in raw.value), line)
        entries: list[tuple[str, int, Node]] = []
        for key, value in raw.value:
            inner = self.node(value, depth + 1)
            if isinstance(key, yaml.ScalarNode) and key.value == "<<":
                sources = inner.items if isinstance(inner, Sequence) else (inner,)
                merged = [entry for source in sources if isinstance(source, Mapping) for entry in source.entries]
                entries = merged + entries
            elif isinstance(key, yaml.ScalarNode):
                entries.append((key.value, key.start_mark.line + 1, inner))
        return Mapping(tuple(entries), line)


def from_yaml(data: bytes) -> Document:
    """All documents of a YAML file; raises Unreadable with the place."""
    tree = _Tree()
    try:
        return Document(tuple(tree.node(root) for root in yaml.compose_all(data, Loader=LOADER) if root is not None))
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise Unreadable(f"not valid YAML (line {line}: {error.problem})") from error
    except yaml.YAMLError as error:
        raise Unreadable("not valid YAML") from error


def from_json(data: bytes) -> Document:
    """A JSON file, comments and trailing commas allowed; raises Unreadable with the place."""
    text = data.decode("utf-8")
    plain = TRAILING.sub(r"\1", COMMENTS.sub(lambda match: match[1] or re.sub(r"[^\n]", "", match[0]), text))
    try:
        value = json.loads(plain)
    except json.JSONDecodeError as error:
        raise Unreadable(f"not valid JSON (line {error.lineno}: {error.msg})") from error
    try:
        return Document(tuple(_Tree().node(root) for root in yaml.compose_all(plain, Loader=LOADER)))
    except yaml.YAMLError:
        return Document((plain_node(value, 1),))


def from_toml(data: bytes) -> Document:
    """A TOML file; raises Unreadable with the reason."""
    text = data.decode("utf-8")
    try:
        value = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise Unreadable(f"not valid TOML ({error})") from error
    lines: dict[str, int] = {}
    table = ""
    for number, line in enumerate(text.splitlines(), 1):
        header, key = TABLE.match(line), KEY.match(line)
        if header:
            table = header[1].replace('"', "").replace(" ", "") + "."
            lines.setdefault(table.removesuffix("."), number)
        elif key:
            lines.setdefault(table + key[1].strip("\"'"), number)
    return Document((plain_node(value, 1, lines),))


def plain_node(value: Any, line: int, lines: dict[str, int] | None = None, where: str = "") -> Node:
    """Plain Python data as nodes; ``lines`` knows the line of dotted keys."""
    if isinstance(value, dict):
        entries: list[tuple[str, int, Node]] = []
        for key, inner in value.items():
            dotted = f"{where}.{key}" if where else str(key)
            own = (lines or {}).get(dotted, line)
            entries.append((str(key), own, plain_node(inner, own, lines, dotted)))
        return Mapping(tuple(entries), line)
    if isinstance(value, list):
        return Sequence(tuple(plain_node(item, line, lines, where) for item in value), line)
    text = {True: "true", False: "false", None: ""}.get(value, str(value)) if not isinstance(value, str) else value
    return Scalar(text, line)
