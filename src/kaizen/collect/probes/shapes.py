"""The forms a value of kaizen.yaml can have: each reads a node and describes itself in the JSON Schema."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Protocol
from urllib.parse import urlsplit

from kaizen.collect.probes.model import Secret
from kaizen.kit.documents import Node

NAME = r"[a-z0-9][a-z0-9._-]{0,62}"
ENVIRONMENT = r"[A-Za-z_][A-Za-z0-9_]{0,99}"
LENGTH = r"[0-9]{1,9}(\.[0-9]{1,3})?(ms|s|m|h|d)"
SECONDS = {"ms": 0.001, "s": 1.0, "m": 60.0, "h": 3600.0, "d": 86_400.0}
HEADER = r"[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}"
SECRET_HEADERS = {"authorization", "proxy-authorization", "cookie", "x-api-key", "api-key", "apikey", "x-auth-token"}
READS = re.compile(r"(?is)\s*(select|with|values|table|show)\b")
Schema = dict[str, Any]


class WrongError(Exception):
    """A node that does not have the form; ``path`` leads from the field to the place."""

    def __init__(self, expected: str, path: tuple[str | int, ...] = (), *, plain_secret: bool = False) -> None:
        super().__init__(expected)
        self.expected = expected
        self.path = path
        self.plain_secret = plain_secret


class Shape(Protocol):
    """A form of values."""

    def read(self, node: Node) -> Any:
        """The value; raises WrongError."""

    def schema(self) -> Schema:
        """The same in JSON Schema."""


@dataclass(frozen=True, slots=True)
class Text:
    """A text."""

    longest: int = 500
    pattern: str | None = None
    says: str = "a text"

    def read(self, node: Node) -> str:
        """The text; raises WrongError."""
        value = node.value
        fits = isinstance(value, str) and 0 < len(value) <= self.longest and "\0" not in value
        if not fits or (self.pattern and not re.fullmatch(self.pattern, str(value))):
            raise WrongError(self.says)
        return str(value)

    def schema(self) -> Schema:
        """A string."""
        limits: Schema = {"type": "string", "minLength": 1, "maxLength": self.longest}
        return limits | ({"pattern": f"^{self.pattern}$"} if self.pattern else {})


@dataclass(frozen=True, slots=True)
class Whole:
    """A whole number."""

    low: int
    high: int

    def read(self, node: Node) -> int:
        """The number; raises WrongError."""
        value = node.value
        if isinstance(value, bool) or not isinstance(value, int) or not self.low <= value <= self.high:
            raise WrongError(f"a whole number from {self.low} to {self.high}")
        return value

    def schema(self) -> Schema:
        """An integer."""
        return {"type": "integer", "minimum": self.low, "maximum": self.high}


@dataclass(frozen=True, slots=True)
class Flag:
    """Yes or no."""

    def read(self, node: Node) -> bool:
        """The flag; raises WrongError."""
        if not isinstance(node.value, bool):
            raise WrongError("true or false")
        return node.value

    def schema(self) -> Schema:
        """A boolean."""
        return {"type": "boolean"}


@dataclass(frozen=True, slots=True)
class Length:
    """A length of time: ``30s``, ``5m``, ``1h``, ``1d``, or a number of seconds."""

    low: float
    high: float

    def read(self, node: Node) -> float:
        """Seconds; raises WrongError."""
        value, seconds = node.value, None
        if isinstance(value, str) and (match := re.fullmatch(LENGTH, value)):
            seconds = float(value.removesuffix(match[2])) * SECONDS[match[2]]
        elif isinstance(value, int | float) and not isinstance(value, bool):
            seconds = float(value)
        if seconds is None or not self.low <= seconds <= self.high:
            raise WrongError(f"a length of time like 30s, 5m or 1h, from {self.low:g} to {self.high:g} seconds")
        return seconds

    def schema(self) -> Schema:
        """A number of seconds or a text with a unit."""
        number = {"type": "number", "minimum": self.low, "maximum": self.high}
        return {"oneOf": [number, {"type": "string", "pattern": f"^{LENGTH}$"}]}


@dataclass(frozen=True, slots=True)
class OneOf:
    """One of some words."""

    words: Sequence[str]

    def read(self, node: Node) -> str:
        """The word; raises WrongError."""
        if node.value not in self.words:
            raise WrongError(f"one of {', '.join(self.words)}")
        return str(node.value)

    def schema(self) -> Schema:
        """An enumeration."""
        return {"enum": list(self.words)}


@dataclass(frozen=True, slots=True)
class Many:
    """A list; with ``alone``, a single value is a list of one."""

    each: Shape
    most: int = 100
    alone: bool = False

    def read(self, node: Node) -> tuple[Any, ...]:
        """The values; raises WrongError."""
        if self.alone and not isinstance(node.value, list):
            return (self.each.read(node),)
        if not isinstance(node.value, list) or len(node.value) > self.most:
            raise WrongError(f"a list of at most {self.most} values")
        values = []
        for index, inner in enumerate(node.value):
            try:
                values.append(self.each.read(inner))
            except WrongError as wrong:
                raise WrongError(wrong.expected, (index, *wrong.path)) from wrong
        return tuple(values)

    def schema(self) -> Schema:
        """An array."""
        array: Schema = {"type": "array", "items": self.each.schema(), "maxItems": self.most}
        return {"oneOf": [self.each.schema(), array]} if self.alone else array


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """A secret that lies in an environment variable or a file, never here."""

    FIELDS: ClassVar[dict[str, Text]] = {
        "env": Text(100, ENVIRONMENT, "the name of an environment variable"),
        "file": Text(1000, None, "the path of a file"),
    }

    def read(self, node: Node) -> Secret:
        """The place; raises WrongError, marked ``plain_secret`` where a value stands instead of a place."""
        expected = "{env: NAME} or {file: PATH}"
        if not isinstance(node.value, dict):
            raise WrongError(expected, plain_secret=isinstance(node.value, str))
        if len(node.value) != 1 or not set(node.value) <= set(self.FIELDS):
            raise WrongError(expected)
        (name, inner), *_ = node.value.items()
        try:
            return Secret(**{name: self.FIELDS[name].read(inner)})
        except WrongError as wrong:
            raise WrongError(wrong.expected, (name,)) from wrong

    def schema(self) -> Schema:
        """An object with one of two fields."""
        kinds = [
            {"type": "object", "properties": {name: text.schema()}, "required": [name], "additionalProperties": False}
            for name, text in self.FIELDS.items()
        ]
        return {"oneOf": kinds}


@dataclass(frozen=True, slots=True)
class Headers:
    """Header names with a text, or with the place of a secret."""

    def read(self, node: Node) -> tuple[tuple[str, str | Secret], ...]:
        """Pairs of name and value; raises WrongError."""
        if not isinstance(node.value, dict) or len(node.value) > 50:
            raise WrongError("a mapping of at most 50 header names to values")
        pairs: list[tuple[str, str | Secret]] = []
        for name, inner in node.value.items():
            if not re.fullmatch(HEADER, name):
                raise WrongError("the name of a header", (name,))
            plain = isinstance(inner.value, str)
            if plain and name.lower() in SECRET_HEADERS:
                raise WrongError("{env: NAME} or {file: PATH}", (name,), plain_secret=True)
            shape: Shape = Text(2000, r"[\x20-\x7e]+", "a text of printable ASCII") if plain else Elsewhere()
            try:
                pairs.append((name, shape.read(inner)))
            except WrongError as wrong:
                raise WrongError(wrong.expected, (name, *wrong.path)) from wrong
        return tuple(pairs)

    def schema(self) -> Schema:
        """An object of strings and places of secrets."""
        value = {"oneOf": [{"type": "string", "minLength": 1, "maxLength": 2000}, *Elsewhere().schema()["oneOf"]]}
        named = {"propertyNames": {"pattern": f"^{HEADER}$"}, "maxProperties": 50}
        return {"type": "object", "additionalProperties": value} | named


@dataclass(frozen=True, slots=True)
class WebAddress:
    """An http or https address without credentials."""

    def read(self, node: Node) -> str:
        """The address; raises WrongError."""
        expected = "an address like https://host/path"
        text = Text(2000, r"[\x21-\x7e]+", expected).read(node)
        try:
            parts = urlsplit(text)
            fits = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
        except ValueError as error:
            raise WrongError(expected) from error
        if not fits:
            raise WrongError(expected)
        if "@" in parts.netloc:
            instead = "headers: {Authorization: {env: NAME}} instead of credentials in the address"
            raise WrongError(instead, plain_secret=True)
        return text

    def schema(self) -> Schema:
        """A string that begins like an address."""
        return {"type": "string", "pattern": "^https?://[^@/]+", "maxLength": 2000}


@dataclass(frozen=True, slots=True)
class Query:
    """One SQL statement that reads."""

    def read(self, node: Node) -> str:
        """The statement; raises WrongError."""
        text = Text(10_000).read(node).strip().removesuffix(";")
        if ";" in text or not READS.match(text):
            raise WrongError("one statement that only reads: SELECT, WITH, VALUES, TABLE or SHOW, without a semicolon")
        return text

    def schema(self) -> Schema:
        """A string."""
        return {"type": "string", "minLength": 1, "maxLength": 10_000}
