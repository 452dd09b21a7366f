"""Answers: JSON of the use case's result, ETags for those who poll, one effect per idempotency key."""

import hashlib
from collections.abc import Callable
from typing import Any

from fastapi import Request, Response

from kaizen.kit.codecs import to_json
from kaizen.kit.errors import KaizenError
from kaizen.storage.idempotency import answer_given, keep_answer
from kaizen.storage.work import Context, Row


def reply(request: Request, value: Any, status: int = 200) -> Response:
    """The value as JSON with an ETag; 304 without a body when the reader has it already."""
    body = to_json(value)
    tag = f'"{hashlib.blake2b(body, digest_size=16).hexdigest()}"'
    headers = {"ETag": tag, "Cache-Control": "private, no-cache", "Vary": "Cookie, Authorization, Accept-Encoding"}
    if request.method == "GET" and tag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    return Response(body, status, headers, media_type="application/json")


def once(
    request: Request,
    context: Context,
    status: int,
    action: Callable[[], Any],
    *,
    request_body: object = None,
    secret: bool = False,
) -> Response:
    """Runs ``action`` and answers with its result; a repeated Idempotency-Key gets the first answer again.

    The key is stored in the transaction of the action, so that both happen or neither; of two such
    requests at once the second waits for the first. ``secret`` answers are not kept.
    """
    key = request.headers.get("idempotency-key")
    if key is None:
        return _answer(status, to_json(action()))
    if not (1 <= len(key) <= 200 and key.isascii() and key.isprintable()):
        raise KaizenError("api.key_invalid", length=len(key))
    fingerprint = _fingerprint(request, context, request_body)
    with context.keeping() as work:
        work.alone(f"idempotency {key}")
        row = answer_given(work, key)
        if row is not None:
            return _repeated(key, fingerprint, row)
        body = to_json(action())
        keep_answer(work, key, fingerprint, status, None if secret else body)
    return _answer(status, body)


def _repeated(key: str, fingerprint: str, row: Row) -> Response:
    if row["request_hash"] != fingerprint:
        raise KaizenError("api.key_reused", key=key)
    if row["body"] is None:
        raise KaizenError("api.answer_not_kept", key=key)
    return _answer(row["status"], row["body"], repeated=True)


def _answer(status: int, body: bytes, *, repeated: bool = False) -> Response:
    headers = {"Cache-Control": "no-store"}
    if repeated:
        headers["Idempotency-Replayed"] = "true"
    if status == 204:
        return Response(status_code=204, headers=headers)
    return Response(body, status, headers, media_type="application/json")


def _fingerprint(request: Request, context: Context, request_body: object) -> str:
    actor = context.actor
    who = str(actor.key_id or actor.person_id or actor.name)
    asked = [request.method, request.url.path, request.url.query, who, request_body]
    return hashlib.sha256(to_json(asked)).hexdigest()
