"""``/api/v1/probes``: what the system depends on, and how that is."""

from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from fastapi import Path as Segment
from pydantic import BaseModel, ConfigDict

from kaizen.api.asking import Here
from kaizen.api.parts import Joined, Parts
from kaizen.api.replies import once, reply
from kaizen.collect.probes import History, ProbeList, service
from kaizen.collect.probes.config import FILE
from kaizen.collect.probes.files import find_file
from kaizen.collect.probes.shapes import NAME
from kaizen.kit.actor import LOCAL_WORKSPACE
from kaizen.kit.errors import KaizenError
from kaizen.storage.jobs import JobView, enqueue
from kaizen.storage.work import Context

router = APIRouter(prefix="/probes", tags=["probes"])
Name = Annotated[str, Segment(pattern=f"^{NAME}$")]
Hours = Annotated[int, Query(ge=1, le=840, description="how far to look back")]


class CheckRequest(BaseModel):
    """Nothing: which file is checked is decided where the server was started, not by a request."""

    model_config = ConfigDict(extra="forbid")


@router.get("", response_model=ProbeList)
def probes(request: Request, here: Here, parts: Joined) -> Response:
    """The probes of the server's kaizen.yaml with what is known of each."""
    return reply(request, service.list_probes(here, _file_of(here, parts)))


@router.get("/{name}/history", response_model=History)
def history(request: Request, here: Here, parts: Joined, name: Name, hours: Hours = 24) -> Response:
    """Samples of a probe, oldest first; long histories are thinned, changes of state all stay."""
    return reply(request, service.history(here, name, hours, _file_of(here, parts)))


@router.post("/checks", status_code=202, response_model=JobView)
def check(request: Request, here: Here, parts: Joined, body: CheckRequest) -> Response:
    """Asks for a check of every probe in the background; the answer is its job."""
    payload = {"path": str(_file_to_check(here, parts))}
    return once(request, here, 202, lambda: enqueue(here, "probes.check", payload), request_body=body.model_dump())


@router.post("/{name}/heartbeat", status_code=204)
def heartbeat(request: Request, here: Here, parts: Joined, name: Name) -> Response:
    """Somebody reports that they are alive, for a probe of the kind heartbeat."""
    return once(request, here, 204, lambda: service.take_heartbeat(here, name, _file_of(here, parts)))


def _file_of(here: Context, parts: Parts) -> Path | None:
    """The kaizen.yaml of the repository the server stands in, else the one this workspace checked last (None)."""
    mine = here.actor.workspace_id == LOCAL_WORKSPACE
    return parts.root / FILE if mine and parts.root is not None else None


def _file_to_check(here: Context, parts: Parts) -> Path:
    own = _file_of(here, parts)
    if own is not None:
        return find_file(own.parent)
    known = service.current_file(here)
    if known is None:
        raise KaizenError("probes.nothing_watched")
    return find_file(known)
