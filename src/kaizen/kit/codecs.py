"""JSON as Kaizen writes it everywhere: RFC 3339 times in UTC, decimals and ids as strings."""

from typing import Any

import msgspec

_encoder = msgspec.json.Encoder(decimal_format="string", uuid_format="canonical")


def to_json(value: object) -> bytes:
    """Compact JSON bytes of dataclasses, structs and plain values."""
    return _encoder.encode(value)


def to_pretty_json(value: object) -> str:
    """Indented JSON text, for people and files that are compared by people."""
    return msgspec.json.format(_encoder.encode(value), indent=2).decode()


def to_plain(value: object) -> Any:
    """The value as dicts, lists and scalars that JSON knows, for storing in a JSON column."""
    return msgspec.json.decode(_encoder.encode(value))


def from_json(data: bytes | str) -> Any:
    """Plain values of JSON text; raises msgspec.DecodeError for what is no JSON."""
    return msgspec.json.decode(data)
