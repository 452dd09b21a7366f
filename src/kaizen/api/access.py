"""``/api/v1/session``, ``/keys`` and ``/audit``."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel, Field

from kaizen.access import rules, service
from kaizen.access.model import AuditEntry, KeyView, NewKey, SessionView
from kaizen.api.asking import COOKIE, Anybody, Here, Paging, session_lifetime
from kaizen.api.parts import Joined, Parts
from kaizen.api.replies import once, reply
from kaizen.kit.actor import Scope
from kaizen.kit.paging import Page

router = APIRouter(tags=["access"])


class SignIn(BaseModel):
    """The token of a one-time sign-in link."""

    token: str = Field(min_length=1, max_length=200)


class KeyRequest(BaseModel):
    """An API key to be made."""

    name: str = Field(min_length=1, max_length=100)
    scopes: list[Scope] = Field(min_length=1, max_length=3)
    expires_in_days: int | None = Field(default=None, ge=1, le=rules.MAX_DAYS)


@router.post("/session", response_model=SessionView)
def sign_in(request: Request, parts: Joined, body: SignIn) -> Response:
    """Opens a session with a sign-in link; sets the session's cookie."""
    opened = service.sign_in(parts.system, body.token, session_lifetime(parts))
    view = service.session_view(parts.system.acting_as(opened.actor), rules.csrf_token(opened.secret))
    return _with_cookie(reply(request, view), request, parts, opened.secret)


@router.get("/session", response_model=SessionView)
def session(request: Request, here: Here, parts: Joined) -> Response:
    """Who asks, in which workspace; a session also gets its CSRF token, and its cookie lasts on."""
    cookie = request.cookies.get(COOKIE)
    if not cookie or not here.actor.person_id:
        return reply(request, service.session_view(here, None))
    view = service.session_view(here, rules.csrf_token(cookie))
    return _with_cookie(reply(request, view), request, parts, cookie)


@router.delete("/session", status_code=204)
def sign_out(request: Request, here: Anybody) -> Response:
    """Ends the session."""
    service.sign_out(here, request.cookies.get(COOKIE, ""))
    response = Response(status_code=204)
    response.delete_cookie(COOKIE)
    return response


def _with_cookie(response: Response, request: Request, parts: Parts, secret: str) -> Response:
    """The answer with the session's cookie, which lasts as long as the session does without use; kept by nobody."""
    secure = request.url.scheme == "https" or parts.settings.public_url.startswith("https:")
    age = int(session_lifetime(parts).total_seconds())
    response.set_cookie(COOKIE, secret, max_age=age, httponly=True, samesite="strict", secure=secure)
    response.headers["Cache-Control"] = "no-store"
    return response


@router.get("/keys", response_model=Page[KeyView])
def list_keys(request: Request, here: Here, paging: Paging) -> Response:
    """API keys, newest first."""
    return reply(request, service.list_keys(here, paging))


@router.post("/keys", status_code=201, response_model=NewKey)
def create_key(request: Request, here: Here, body: KeyRequest) -> Response:
    """Makes an API key; its secret is in this answer and nowhere else."""
    return once(
        request,
        here,
        201,
        lambda: service.create_key(here, body.name, list(body.scopes), body.expires_in_days),
        request_body=body.model_dump(),
        secret=True,
    )


@router.delete("/keys/{key_id}", status_code=204)
def revoke_key(request: Request, here: Here, key_id: UUID) -> Response:
    """Ends a key at once."""
    return once(request, here, 204, lambda: service.revoke_key(here, key_id))


@router.get("/audit", response_model=Page[AuditEntry])
def list_audit(
    request: Request,
    here: Here,
    paging: Paging,
    actor: Annotated[str | None, Query(max_length=200)] = None,
    action: Annotated[str | None, Query(max_length=100)] = None,
) -> Response:
    """Who changed what, newest first."""
    return reply(request, service.list_audit(here, paging, actor, action))
