"""``/healthz``, ``/readyz`` and ``/metrics``: for balancers, orchestrators and Prometheus."""

import asyncio

from fastapi import APIRouter, Request, Response
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from kaizen.api.observing import registry_of
from kaizen.api.parts import Joined
from kaizen.api.system import examine_all
from kaizen.kit.codecs import to_json

router = APIRouter(tags=["health"])


@router.get("/healthz", response_class=Response)
async def healthz() -> Response:
    """The process answers, also while every thread waits for a database that hangs."""
    return Response(b'{"status":"up"}', media_type="application/json", headers={"Cache-Control": "no-store"})


@router.get("/readyz", response_class=Response)
async def readyz(parts: Joined) -> Response:
    """Whether requests can be served: each dependency with its time and reason; 503 when one is down."""
    # Not in the threads that answer requests: those may all be waiting for what is examined here.
    states = await asyncio.to_thread(examine_all, parts)
    ready = all(state.reason is None for state in states)
    body = to_json({"status": "up" if ready else "down", "dependencies": states})
    headers = {"Cache-Control": "no-store"}
    return Response(body, 200 if ready else 503, headers, media_type="application/json")


@router.get("/metrics", response_class=Response)
async def metrics(request: Request) -> Response:
    """Kaizen's own metrics in the Prometheus text format; figures that cannot be read now are left out."""
    text = await asyncio.to_thread(generate_latest, registry_of(request.app))
    return Response(text, media_type=CONTENT_TYPE_LATEST)
