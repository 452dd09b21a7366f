"""``/api/v1/inventory``: what exists."""

from pathlib import Path
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel, Field

from kaizen.api.asking import Here, Paging
from kaizen.api.parts import Joined, Parts
from kaizen.api.replies import once, reply
from kaizen.collect.inventory import service
from kaizen.collect.inventory.model import Kind, Skipped
from kaizen.collect.inventory.views import InventorySummary, ItemOrder, ItemQuery, ItemView, RepositoryView
from kaizen.kit.errors import KaizenError
from kaizen.kit.paging import Page
from kaizen.storage.jobs import JobView, enqueue
from kaizen.storage.work import Context

router = APIRouter(prefix="/inventory", tags=["inventory"])
Text = Annotated[str | None, Query(max_length=300)]


class ScanRequest(BaseModel):
    """A folder on the server's machine; without one, the repository the server stands in."""

    path: str | None = Field(default=None, max_length=4096, pattern=r"^[^\x00]*$")


@router.get("/summary", response_model=InventorySummary)
def summary(request: Request, here: Here) -> Response:
    """How much of each kind there is."""
    return reply(request, service.summarize(here))


@router.get("/repositories", response_model=Page[RepositoryView])
def repositories(request: Request, here: Here, paging: Paging) -> Response:
    """Repositories, the one scanned last first."""
    return reply(request, service.list_repositories(here, paging))


@router.get("/items", response_model=Page[ItemView])
def items(
    request: Request,
    here: Here,
    paging: Paging,
    kind: Kind | None = None,
    q: Text = None,
    owner: Text = None,
    language: Text = None,
    active: bool | None = True,
    repository_id: UUID | None = None,
    sort: ItemOrder = ItemOrder.KIND,
) -> Response:
    """Items of the inventory."""
    query = ItemQuery(kind, q, owner, language, active, repository_id, sort)
    return reply(request, service.list_items(here, query, paging))


@router.get("/items/{item_id}", response_model=ItemView)
def item(request: Request, here: Here, item_id: UUID) -> Response:
    """One item."""
    return reply(request, service.get_item(here, item_id))


@router.get("/skipped", response_model=Page[Skipped])
def skipped(request: Request, here: Here, paging: Paging, repository_id: UUID | None = None) -> Response:
    """Files that the last scan did not understand, with the reason."""
    return reply(request, service.list_skipped(here, paging, repository_id))


@router.post("/scans", status_code=202, response_model=JobView)
def scan(request: Request, here: Here, parts: Joined, body: ScanRequest) -> Response:
    """Asks for a scan in the background; the answer is its job."""
    payload = {"path": folder_to_work_on(here, parts, body.path)}
    return once(request, here, 202, lambda: enqueue(here, "inventory.scan", payload), request_body=payload)


def folder_to_work_on(here: Context, parts: Parts, given: str | None) -> str:
    """The given folder, else the one the server was started with, else the one scanned last."""
    if given is not None:
        return str(Path(given))
    if parts.root is not None:
        return str(parts.root)
    latest = service.latest_repository(here)
    if latest is None:
        raise KaizenError("inventory.nothing_to_scan")
    return latest.path
