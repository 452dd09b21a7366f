"""Structured files as one tree with lines: YAML, JSON and TOML read into the same nodes."""

from typing import TypeAlias

import msgspec

from kaizen.collect.sources import Unreadable

LARGEST = 1 << 20
YAML_MARKS = (
    b"services:",
    b"jobs:",
    b"kind:",
    b"script",
    b"stages:",
    b"functions:",
    b"include:",
    b"trigger:",
    b"tasks:",
)
JSON_NAMES = frozenset({"package.json", "vercel.json", "wrangler.json", "wrangler.jsonc", "deno.json", "deno.jsonc"})
TOML_NAMES = frozenset({"pyproject.toml", "wrangler.toml", "fly.toml", "Cargo.toml"})


class Scalar(msgspec.Struct, frozen=True, gc=False, tag="s", tag_field="k"):
    """A plain value as it is written."""

    text: str
    line: int


class Sequence(msgspec.Struct, frozen=True, gc=False, tag="l", tag_field="k"):
    """A list of nodes."""

    items: tuple["Node", ...]
    line: int


class Mapping(msgspec.Struct, frozen=True, gc=False, tag="m", tag_field="k"):
    """Keys with the line of each and their nodes, in order of writing."""

    entries: tuple[tuple[str, int, "Node"], ...]
    line: int

    def get(self, key: str) -> "Node | None":
        """The node of a key, None where it is missing."""
        return next((node for name, _, node in reversed(self.entries) if name == key), None)

    def mapping(self, key: str) -> "Mapping":
        """The mapping below a key, an empty one where there is none."""
        node = self.get(key)
        return node if isinstance(node, Mapping) else Mapping((), self.line)

    def text(self, key: str) -> str:
        """The text of a key, "" where it is missing or no plain value."""
        node = self.get(key)
        return node.text if isinstance(node, Scalar) else ""

    def line_of(self, key: str) -> int:
        """The line of a key, that of the mapping where it is missing."""
        return next((line for name, line, _ in self.entries if name == key), self.line)


Node: TypeAlias = Scalar | Sequence | Mapping


class Document(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """All documents of one file."""

    roots: tuple[Node, ...]

    @property
    def root(self) -> Mapping:
        """The first document if it is a mapping, an empty one else."""
        first = self.roots[0] if self.roots else None
        return first if isinstance(first, Mapping) else Mapping((), 1)


class DocumentReader:
    """Reads the YAML, JSON and TOML files that can declare something of the inventory."""

    name = "document"
    version = "1"
    selection = "declaring2"
    shape = Document

    def wants(self, path: str) -> bool:
        name = path.rsplit("/", 1)[-1]
        if name.endswith((".yml", ".yaml")):
            return not name.startswith(("pnpm-lock", "pnpm-workspace"))
        return name in JSON_NAMES or name in TOML_NAMES

    def needs(self, data: bytes) -> bool:
        return (
            data[:1].isspace() or data[:1] in {b"{", b"["} or any(mark in data for mark in YAML_MARKS) or b"[" in data
        )

    def read(self, path: str, data: bytes) -> Document:
        from kaizen.collect.inventory.pipelines import parsing  # noqa: PLC0415 - PyYAML loads in workers only

        if len(data) > LARGEST:
            raise Unreadable("structured file larger than 1 MB")
        if path.endswith((".yml", ".yaml")):
            return parsing.from_yaml(data)
        return parsing.from_toml(data) if path.endswith(".toml") else parsing.from_json(data)


def texts(node: Node | None) -> list[str]:
    """A plain value or a list of them as texts."""
    if isinstance(node, Scalar):
        return [node.text]
    return [item.text for item in node.items if isinstance(item, Scalar)] if isinstance(node, Sequence) else []


def command(node: Node | None) -> str:
    """A command written as text or as a list of words."""
    return " ".join(texts(node))
