"""Each request is counted, timed and logged under its correlation id; bodies have a size limit."""

import logging
import re
import time
from typing import cast

from fastapi import FastAPI
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kaizen.api.problems import problem
from kaizen.kit.errors import KaizenError
from kaizen.kit.ids import new_id
from kaizen.kit.logging import bound

log = logging.getLogger("kaizen.requests")
TRACEPARENT = re.compile(r"^[0-9a-f]{2}-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}$")
REQUEST_ID = re.compile(r"^[A-Za-z0-9._:-]{1,100}$")
METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}
BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
SECURITY_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
}


def registry_of(app: FastAPI) -> CollectorRegistry:
    """The metrics registry of an app."""
    return cast("CollectorRegistry", app.state.registry)


class Observing:
    """ASGI middleware around everything else."""

    def __init__(self, app: ASGIApp, registry: CollectorRegistry) -> None:
        self.app = app
        self.requests = Counter(
            "kaizen_http_requests", "Requests by route and status.", ["method", "route", "status"], registry=registry
        )
        self.seconds = Histogram(
            "kaizen_http_request_seconds", "Time to answer.", ["method", "route"], buckets=BUCKETS, registry=registry
        )
        self.under_way = Gauge("kaizen_http_requests_under_way", "Requests being answered.", registry=registry)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        correlation = correlation_id(Headers(scope=scope))
        status, started = 500, False

        async def sending(message: Message) -> None:
            nonlocal status, started
            if message["type"] == "http.response.start":
                status, started = message["status"], True
                headers = MutableHeaders(scope=message)
                headers["X-Request-ID"] = correlation
                for name, value in SECURITY_HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        begun = time.perf_counter()
        with bound(correlation_id=correlation), self.under_way.track_inprogress():
            try:
                await self.app(scope, receive, sending)
            except Exception:
                if started:
                    raise
                log.exception("unexpected error", extra={"path": scope["path"]})
                await problem(scope, KaizenError("api.unexpected"))(scope, receive, sending)
            finally:
                self._note(scope, status, time.perf_counter() - begun)

    def _note(self, scope: Scope, status: int, seconds: float) -> None:
        route = route_of(scope)
        method = scope["method"] if scope["method"] in METHODS else "other"
        self.requests.labels(method, route, status).inc()
        self.seconds.labels(method, route).observe(seconds)
        detail = {"method": scope["method"], "path": scope["path"], "route": route, "status": status}
        log.info("request", extra=detail | {"ms": round(seconds * 1000, 2)})


class SizeLimit:
    """ASGI middleware that refuses a body above the limit, announced or not."""

    def __init__(self, app: ASGIApp, limit: int) -> None:
        self.app = app
        self.limit = limit

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        refusal = problem(scope, KaizenError("api.too_large", limit=self.limit))
        announced = Headers(scope=scope).get("content-length", "0")
        if not announced.isdecimal() or int(announced) > self.limit:
            await refusal(scope, receive, send)
            return
        read = 0

        async def counted() -> Message:
            nonlocal read
            message = await receive()
            read += len(message.get("body", b""))
            if read > self.limit:
                raise ClientDisconnect
            return message

        async def answered(message: Message) -> None:
            # The framework makes a 400 of the interrupted body; the reader shall be told the true reason.
            if read <= self.limit:
                await send(message)
            elif message["type"] == "http.response.start":
                await refusal(scope, receive, send)

        await self.app(scope, counted, answered)


def route_of(scope: Scope) -> str:
    """The pattern of the address: bounded in number, unlike the addresses themselves."""
    matched = getattr(scope.get("route"), "path", None)
    if matched is None:
        return "unmatched"
    if ":path}" in matched:
        return str(matched)
    # A router knows only its own part of the pattern; what stands before it are the fixed words of its prefix.
    known, address = matched.split("/")[1:], scope["path"].split("/")
    return "/".join([*address[: len(address) - len(known)], *known])


def correlation_id(headers: Headers) -> str:
    """The trace id of a W3C traceparent, else a well-formed X-Request-ID, else a fresh id."""
    trace = TRACEPARENT.match(headers.get("traceparent", ""))
    if trace:
        return trace.group(1)
    given = headers.get("x-request-id", "")
    return given if REQUEST_ID.match(given) else str(new_id())
