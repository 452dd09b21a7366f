"""Cursor paging: a page of results and the place where the next one begins."""

import base64
import binascii
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

import msgspec

from kaizen.kit.errors import KaizenError

MAX_LIMIT = 200
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class PageRequest:
    """Which part of a list is wanted: at most ``limit`` rows after ``cursor``."""

    cursor: str | None = None
    limit: int = 50

    def __post_init__(self) -> None:
        if not 1 <= self.limit <= MAX_LIMIT:
            raise KaizenError("kit.limit_out_of_range", limit=self.limit, maximum=MAX_LIMIT)


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """Rows of a list; ``next_cursor`` is null on the last page; ``total`` counts all pages."""

    items: list[T]
    next_cursor: str | None
    total: int


def encode_cursor(key: list[Any]) -> str:
    """An opaque, URL-safe text of the sort key of the last row of a page."""
    return base64.urlsafe_b64encode(msgspec.json.encode(key)).decode().rstrip("=")


def decode_cursor(cursor: str, length: int) -> list[Any]:
    """The sort key behind a cursor; raises KaizenError for one that was not made here."""
    try:
        raw = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
        key = msgspec.json.decode(raw, type=list[Any])
    except (binascii.Error, ValueError) as error:
        raise KaizenError("kit.bad_cursor", cursor=cursor[:80]) from error
    if len(key) != length or any(isinstance(part, dict | list) or part is None for part in key):
        raise KaizenError("kit.bad_cursor", cursor=cursor[:80])
    return key
