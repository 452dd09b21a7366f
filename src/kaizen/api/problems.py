"""Errors as problem details (RFC 9457), in the reader's language, with an id that the log knows."""

import logging
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.types import Scope

from kaizen.kit.codecs import to_json
from kaizen.kit.errors import KaizenError, Kind, Language
from kaizen.kit.ids import new_id

log = logging.getLogger(__name__)

STATUS = {
    Kind.INVALID: 422,
    Kind.NOT_FOUND: 404,
    Kind.CONFLICT: 409,
    Kind.DENIED: 403,
    Kind.LIMITED: 429,
    Kind.UNAVAILABLE: 503,
    Kind.INTERNAL: 500,
}
SPECIAL = {
    "access.sign_in_needed": 401,
    "access.link_spent": 401,
    "api.too_large": 413,
    "api.foreign_host": 421,
    "api.bad_json": 400,
}
RETRY_SECONDS = "5"


def status_of(error: KaizenError) -> int:
    """The HTTP status of an error."""
    return SPECIAL.get(error.code, STATUS[error.kind])


def reader_language(scope: Scope) -> Language:
    """Russian where the request prefers it, else English."""
    headers = dict(scope.get("headers", []))
    wanted = headers.get(b"accept-language", b"").decode("latin-1").lower()
    return "ru" if wanted.startswith("ru") else "en"


def problem(scope: Scope, error: KaizenError, status: int | None = None) -> Response:
    """The response that tells an error, by default with its own status; server errors are logged under the same id."""
    status, language = status or status_of(error), reader_language(scope)
    error_id = str(new_id())
    if status >= 500:
        log.error("request failed", extra={"error_id": error_id, "code": error.code, "sentence": str(error)})
    body: dict[str, Any] = {"type": f"urn:kaizen:error:{error.code}", "title": error.kind.value.replace("_", " ")}
    body |= {"status": status, "detail": error.sentence(language), "code": error.code}
    body |= {"hint": error.hint(language), "error_id": error_id}
    headers = {"Cache-Control": "no-store"}
    if status in (429, 503):
        headers["Retry-After"] = RETRY_SECONDS
    if status == 401:
        headers["WWW-Authenticate"] = "Bearer"
    return Response(to_json(body), status, headers, media_type="application/problem+json")


def install(app: FastAPI) -> None:
    """Every error of the app leaves as problem details."""

    @app.exception_handler(KaizenError)
    async def known(request: Request, error: KaizenError) -> Response:
        return problem(request.scope, error)

    @app.exception_handler(RequestValidationError)
    async def invalid(request: Request, error: RequestValidationError) -> Response:
        return problem(request.scope, _validation(error))

    @app.exception_handler(HTTPException)
    async def http(request: Request, error: HTTPException) -> Response:
        path = request.scope["path"]
        # The pages take every address, so that a wrong address of the API meets them with a wrong method.
        lost = error.status_code == 405 and path.startswith("/api/") and _pages_took(request)
        status = 404 if lost else error.status_code
        code = {404: "api.no_such_page", 405: "api.wrong_method"}.get(status, "api.refused")
        found = KaizenError(code, method=request.method, path=path, reason=error.detail)
        response = problem(request.scope, found, status)
        response.headers.update({} if lost else error.headers or {})
        return response


def _pages_took(request: Request) -> bool:
    return ":path}" in getattr(request.scope.get("route"), "path", "")


def _validation(error: RequestValidationError) -> KaizenError:
    first = error.errors()[0]
    if first["type"] == "json_invalid":
        return KaizenError("api.bad_json", reason=first.get("ctx", {}).get("error", first["msg"]))
    place = ".".join(str(part) for part in first["loc"])
    return KaizenError("api.invalid", place=place, problem=first["msg"], count=len(error.errors()))
