"""``/api/v1/live``: a socket that tells what happens, and resumes after the position last seen."""

import asyncio
import contextlib
from urllib.parse import urlsplit

from fastapi import APIRouter, WebSocket, WebSocketDisconnect
from starlette.concurrency import run_in_threadpool

from kaizen.api.asking import identify
from kaizen.api.parts import parts_of
from kaizen.kit.codecs import to_json
from kaizen.kit.errors import KaizenError
from kaizen.storage.events import Event, events_after, latest_position
from kaizen.storage.work import Context

router = APIRouter()
LOOK_SECONDS = 0.4
BATCH = 200
POLICY_VIOLATION = 1008
TRY_AGAIN_LATER = 1013


@router.websocket("/live")
async def live(socket: WebSocket, after: int | None = None) -> None:
    """Sends ``live.ready`` with the position reached, then every event after it, in order."""
    if not _same_origin(socket):
        await socket.close(POLICY_VIOLATION, "foreign origin")
        return
    try:
        actor = await run_in_threadpool(identify, socket)
    except KaizenError:
        await socket.close(POLICY_VIOLATION, "not signed in")
        return
    await socket.accept()
    here = parts_of(socket).system.acting_as(actor)
    listening = asyncio.create_task(_until_closed(socket))
    try:
        await _tell(socket, here, after, listening)
    except WebSocketDisconnect:
        return
    except KaizenError:
        with contextlib.suppress(RuntimeError):
            await socket.close(TRY_AGAIN_LATER, "the database does not answer")
    finally:
        listening.cancel()


async def _tell(socket: WebSocket, here: Context, after: int | None, listening: "asyncio.Task[None]") -> None:
    position = after if after is not None else await run_in_threadpool(latest_position, here)
    await socket.send_text(to_json({"name": "live.ready", "position": position}).decode())
    while not listening.done():
        news = await run_in_threadpool(events_after, here, position, BATCH)
        for event in news:
            await socket.send_text(_message(event))
            position = event.position
        if len(news) < BATCH:
            await asyncio.wait({listening}, timeout=LOOK_SECONDS)


async def _until_closed(socket: WebSocket) -> None:
    with contextlib.suppress(WebSocketDisconnect, RuntimeError):
        while True:
            await socket.receive_text()


def _message(event: Event) -> str:
    told = {"position": event.position, "name": event.name, "at": event.at, "payload": event.payload}
    return to_json(told).decode()


def _same_origin(socket: WebSocket) -> bool:
    origin = socket.headers.get("origin")
    return origin is None or urlsplit(origin).netloc == socket.headers.get("host")
