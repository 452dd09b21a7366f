"""Puts the API together: routers, middleware, errors, the portal's files."""

from fastapi import APIRouter, FastAPI
from prometheus_client import CollectorRegistry
from starlette.middleware.gzip import GZipMiddleware

from kaizen import __version__
from kaizen.api import (
    access,
    findings,
    health,
    home,
    improvements,
    inventory,
    live,
    pages,
    probes,
    problems,
    reports,
    standards,
    system,
    testruns,
)
from kaizen.api.described import DescribedApi
from kaizen.api.figures import OwnFigures
from kaizen.api.heads import Heads
from kaizen.api.hosts import KnownHosts
from kaizen.api.observing import Observing, SizeLimit
from kaizen.api.parts import Parts

COMPRESSED_FROM = 1000
DESCRIPTION = """Everything the portal and the command line do. Sign in with a session's cookie and its
X-CSRF-Token, or with an API key: `Authorization: Bearer kz_...`. Errors are problem details (RFC 9457)."""

CONCEPTS = (
    access.router,
    findings.router,
    home.router,
    improvements.router,
    inventory.router,
    probes.router,
    reports.router,
    standards.router,
    system.router,
    testruns.router,
)


def create_api(parts: Parts) -> FastAPI:
    """The ASGI application of a server."""
    app = DescribedApi(
        title="Kaizen",
        version=__version__,
        description=DESCRIPTION,
        openapi_url="/api/openapi.json",
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
    )
    app.state.parts = parts
    app.state.registry = CollectorRegistry()
    app.state.registry.register(OwnFigures(parts.gauges))
    problems.install(app)
    _mount(app)
    app.add_middleware(GZipMiddleware, minimum_size=COMPRESSED_FROM)
    app.add_middleware(SizeLimit, limit=parts.settings.request_max_bytes)
    app.add_middleware(Heads)
    app.add_middleware(KnownHosts, settings=parts.settings)
    app.add_middleware(Observing, registry=app.state.registry)
    return app


def _mount(app: FastAPI) -> None:
    versioned = APIRouter(prefix="/api/v1", responses=_problem_answers())
    for router in CONCEPTS:
        versioned.include_router(router)
    versioned.include_router(live.router)
    app.include_router(versioned)
    app.include_router(health.router)
    pages.install(app)


def _problem_answers() -> dict[int | str, dict[str, object]]:
    told = {400: "Not JSON", 401: "Not signed in", 403: "Not allowed", 404: "Not there", 409: "Conflict"}
    told |= {
        413: "Too large",
        421: "Asked under a foreign name",
        422: "Invalid",
        429: "Too many requests",
        503: "A dependency is down",
    }
    return {status: {"description": text, "content": {"application/problem+json": {}}} for status, text in told.items()}
