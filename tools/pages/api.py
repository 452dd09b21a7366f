"""openapi.json and api.md: every address of the API."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

from fastapi import FastAPI
from fastapi.routing import APIWebSocketRoute

from kaizen.api import live
from kaizen.api.parts import Parts
from kaizen.api.server import create_api
from kaizen.kit.actor import Door, local_actor
from kaizen.kit.codecs import to_pretty_json
from kaizen.kit.settings import Settings
from kaizen.storage.database import Database
from kaizen.storage.work import Context
from tools.pages.words import first_sentence, page, table

ABOUT = (
    "Lists are `{items, next_cursor, total}` and take `cursor` and `limit`; times are RFC 3339 in UTC; unknown values "
    "are null. Sign in with a session's cookie and its `X-CSRF-Token`, or with `Authorization: Bearer kz_...`. Reads "
    "carry an ETag, writes take an `Idempotency-Key`. Errors are problem documents: see [errors](errors.md). Bodies "
    "and answers in full: [openapi.json](openapi.json), or the playground of a running server at `/api/docs`."
)


def description() -> str:
    """openapi.json."""
    return to_pretty_json(_app().openapi()) + "\n"


def text() -> str:
    """api.md."""
    by_tag: defaultdict[str, list[tuple[str, str, str]]] = defaultdict(list)
    for tag, row in _endpoints(_app().openapi()["paths"]):
        by_tag[tag].append(row)
    for path, about in _sockets():
        by_tag["live"].append(("WebSocket", f"`{path}`", about))
    headers = ("Method", "Address", "What it does")
    return page("API", ABOUT, *(f"## {tag}\n\n{table(headers, rows)}" for tag, rows in sorted(by_tag.items())))


@cache
def _app() -> FastAPI:
    system = Context(Database("sqlite://"), local_actor("kaizen", Door.JOBS))
    return create_api(Parts(Settings(), system, None, Path(), datetime(2026, 1, 1, tzinfo=UTC), [], {}))


def _endpoints(paths: Mapping[str, Mapping[str, Any]]) -> Iterator[tuple[str, tuple[str, str, str]]]:
    for path, methods in paths.items():
        for method, operation in methods.items():
            about = first_sentence(operation.get("description", ""))
            yield operation["tags"][0], (method.upper(), f"`{path}`", about)


def _sockets() -> Iterator[tuple[str, str]]:
    for route in live.router.routes:
        if isinstance(route, APIWebSocketRoute):
            yield f"/api/v1{route.path}", first_sentence(route.endpoint.__doc__ or "")
