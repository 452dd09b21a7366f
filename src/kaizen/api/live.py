"""``/api/v1/live``: a socket that tells what happens, and resumes after the position last seen."""

import asyncio
import contextlib
import time
from urllib.parse import urlsplit

from fastapi import APIRouter, WebSocket, WebSocketDisconnect
from starlette.concurrency import run_in_threadpool

from kaizen.api.asking import identify
from kaizen.api.parts import parts_of
from kaizen.kit.codecs import to_json
from kaizen.kit.errors import KaizenError, Kind
from kaizen.storage.events import Event, events_after, latest_position
from kaizen.storage.work import Context

router = APIRouter()
LOOK_SECONDS = 0.4
CHECK_SECONDS = 5.0
"""How long a key or session may have ended before its socket does."""
BATCH = 200
POLICY_VIOLATION = 1008
TRY_AGAIN_LATER = 1013


@router.websocket("/live")
async def live(socket: WebSocket, after: int | None = None) -> None:
    """Sends ``live.ready`` with the position reached, then every event after it, in order.

    Ends when the key is revoked or the session is over.
    """
    if not _same_origin(socket):
        await socket.close(POLICY_VIOLATION, "foreign origin")
        return
    try:
        here = await run_in_threadpool(_reader, socket)
    except KaizenError as error:
        await _refuse(socket, error)
        return
    await socket.accept()
    listening = asyncio.create_task(_until_closed(socket))
    try:
        await _tell(socket, here, after, listening)
    except WebSocketDisconnect:
        return
    except KaizenError as error:
        with contextlib.suppress(RuntimeError):
            await _refuse(socket, error)
    finally:
        listening.cancel()


async def _tell(socket: WebSocket, here: Context, after: int | None, listening: "asyncio.Task[None]") -> None:
    latest = await run_in_threadpool(latest_position, here)
    position = latest if after is None else max(0, min(after, latest))
    await socket.send_text(to_json({"name": "live.ready", "position": position}).decode())
    checked = time.monotonic()
    while not listening.done():
        if time.monotonic() - checked >= CHECK_SECONDS:
            here = await run_in_threadpool(_reader, socket)
            checked = time.monotonic()
        news = await run_in_threadpool(events_after, here, position, BATCH)
        for event in news:
            await socket.send_text(_message(event))
            position = event.position
        if len(news) < BATCH:
            await asyncio.wait({listening}, timeout=LOOK_SECONDS)


def _reader(socket: WebSocket) -> Context:
    """The context of whoever listens; raises KaizenError when they may not, or no longer. Listening is no use."""
    return parts_of(socket).system.acting_as(identify(socket, used=False))


async def _refuse(socket: WebSocket, error: KaizenError) -> None:
    if error.kind is Kind.DENIED:
        await socket.close(
            POLICY_VIOLATION, "not signed in" if error.code == "access.sign_in_needed" else "not allowed"
        )
    else:
        await socket.close(TRY_AGAIN_LATER, "the database does not answer")


async def _until_closed(socket: WebSocket) -> None:
    with contextlib.suppress(WebSocketDisconnect, RuntimeError):
        while (await socket.receive())["type"] != "websocket.disconnect":
            pass


def _message(event: Event) -> str:
    told = {"position": event.position, "name": event.name, "at": event.at, "payload": event.payload}
    return to_json(told).decode()


def _same_origin(socket: WebSocket) -> bool:
    """Whether no page asks, or a page of this server: under the name it was asked by, or its public one."""
    origin = socket.headers.get("origin")
    if origin is None:
        return True
    public = parts_of(socket).settings.public_url
    return _place(origin) in {_place(f"//{socket.headers.get('host')}"), _place(public)} - {""}


def _place(address: str) -> str:
    try:
        return urlsplit(address).netloc.lower()
    except ValueError:
        return ""
