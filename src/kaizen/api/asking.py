"""Who asks: the session's cookie with its CSRF token, or an API key; everything else is refused."""

from datetime import timedelta
from typing import Annotated

from fastapi import Depends, Query, Request
from starlette.requests import HTTPConnection

from kaizen.access import rules
from kaizen.access.service import actor_of_key, actor_of_session
from kaizen.api.parts import Parts, parts_of
from kaizen.kit.actor import Actor, Scope
from kaizen.kit.errors import KaizenError
from kaizen.kit.paging import MAX_LIMIT, PageRequest
from kaizen.storage.work import Context

COOKIE = "kaizen_session"
READING = {"GET", "HEAD", "OPTIONS"}


def session_lifetime(parts: Parts) -> timedelta:
    """How long a sign-in lasts without use."""
    return timedelta(hours=parts.settings.session_hours)


def identify(connection: HTTPConnection, *, used: bool = True) -> Actor:
    """The actor of a request or socket; raises KaizenError when nobody is signed in.

    ``used`` notes the use, which prolongs a session.
    """
    parts = parts_of(connection)
    scheme, _, secret = connection.headers.get("authorization", "").partition(" ")
    if scheme.lower() == "bearer" and secret:
        return actor_of_key(parts.system, secret.strip(), used=used)
    cookie = connection.cookies.get(COOKIE)
    if not cookie:
        raise KaizenError("access.sign_in_needed")
    return actor_of_session(parts.system, cookie, session_lifetime(parts), used=used)


def current_context(request: Request) -> Context:
    """The context in which this request's use case runs; who may only read is refused a write at once."""
    here = signed_in(request)
    actor = here.actor
    if request.method not in READING and not actor.scopes & {Scope.WRITE, Scope.ADMIN}:
        raise KaizenError("access.not_allowed", actor=actor.name, scope=Scope.WRITE.value)
    return here


def signed_in(request: Request) -> Context:
    """The context of whoever is signed in, with the CSRF token where a session writes."""
    actor = identify(request)
    if actor.person_id is not None and request.method not in READING:
        _check_csrf(request)
    return parts_of(request).system.acting_as(actor)


def _check_csrf(request: Request) -> None:
    expected = rules.csrf_token(request.cookies.get(COOKIE, ""))
    if not rules.same(request.headers.get("x-csrf-token", ""), expected):
        raise KaizenError("access.csrf_missing")


def _page_request(
    cursor: Annotated[str | None, Query(max_length=1000, description="next_cursor of the previous page")] = None,
    limit: Annotated[int, Query(ge=1, le=MAX_LIMIT, description="rows of a page")] = 50,
) -> PageRequest:
    return PageRequest(cursor, limit)


Here = Annotated[Context, Depends(current_context)]
Anybody = Annotated[Context, Depends(signed_in)]
Paging = Annotated[PageRequest, Depends(_page_request)]
