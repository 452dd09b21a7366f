"""``/api/v1/testruns``: what the suites said when they were run, and what reports said that others wrote."""

import hashlib
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request, Response
from pydantic import BaseModel

from kaizen.api.asking import Here, Paging
from kaizen.api.inventory import folder_to_work_on
from kaizen.api.parts import Joined
from kaizen.api.replies import once, reply
from kaizen.api.uploads import Upload, uploads_in
from kaizen.collect.testruns import service
from kaizen.collect.testruns.importing import Named, read_reports, record_reports
from kaizen.collect.testruns.model import FlakyCase, Outcome, ReportFile, Scope, SlowCase
from kaizen.collect.testruns.views import CaseQuery, CaseView, CoverageSummary, ModuleView, RunView
from kaizen.kit.paging import Page
from kaizen.loop.testing import coverage_of_repository, place_of_reports
from kaizen.storage.jobs import JobView, enqueue

router = APIRouter(prefix="/testruns", tags=["testruns"])
Text = Annotated[str | None, Query(max_length=300)]
FORM: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "required": ["files"],
                    "properties": {"files": {"type": "array", "items": {"type": "string", "format": "binary"}}},
                }
            }
        },
    }
}


class RunRequest(BaseModel):
    """Which suites of the repository that the server stands in, or that was scanned last, are to be run."""

    scope: Scope = Scope.ALL


@router.get("", response_model=Page[RunView])
def runs(request: Request, here: Here, paging: Paging, suite: Text = None) -> Response:
    """Runs, newest first; with ``suite``, of that suite only."""
    return reply(request, service.list_runs(here, paging, suite))


@router.get("/flaky", response_model=Page[FlakyCase])
def flaky(request: Request, here: Here, paging: Paging) -> Response:
    """Cases whose outcome changed while the code did not, within the last 30 runs of each suite."""
    return reply(request, service.list_flaky(here, paging))


@router.get("/slowest", response_model=Page[SlowCase])
def slowest(request: Request, here: Here, paging: Paging) -> Response:
    """Cases by the median of their durations within the last 30 runs of each suite, slowest first."""
    return reply(request, service.list_slowest(here, paging))


@router.get("/coverage", response_model=CoverageSummary)
def coverage_now(request: Request, here: Here) -> Response:
    """The coverage measured last of the repository scanned last, and what is below its floor."""
    return reply(request, coverage_of_repository(here))


@router.get("/{run_id}", response_model=RunView)
def run(request: Request, here: Here, run_id: UUID) -> Response:
    """One run."""
    return reply(request, service.get_run(here, run_id))


@router.get("/{run_id}/cases", response_model=Page[CaseView])
def cases(
    request: Request, here: Here, paging: Paging, run_id: UUID, outcome: Outcome | None = None, q: Text = None
) -> Response:
    """Cases of a run: what failed, then what was skipped, then what passed."""
    return reply(request, service.list_cases(here, run_id, CaseQuery(outcome, q), paging))


@router.get("/{run_id}/coverage", response_model=Page[ModuleView])
def coverage(request: Request, here: Here, paging: Paging, run_id: UUID) -> Response:
    """Coverage of a run by module, each beside the floor for modules."""
    return reply(request, service.list_coverage(here, run_id, paging))


@router.post("", status_code=202, response_model=JobView)
def start(request: Request, here: Here, parts: Joined, body: RunRequest) -> Response:
    """Asks for a run in the background; the answer is its job."""
    payload = {"scope": body.scope.value, "path": folder_to_work_on(here, parts, None)}
    return once(request, here, 202, lambda: enqueue(here, "testruns.run", payload), request_body=payload)


async def _body(request: Request) -> bytes:
    return await request.body()


@router.post("/imports", status_code=201, response_model=Page[RunView], openapi_extra=FORM)
def imports(request: Request, here: Here, parts: Joined, body: Annotated[bytes, Depends(_body)]) -> Response:
    """Takes in reports of tests or coverage (form field ``files``); one that cannot be read refuses them all."""
    uploads = uploads_in(request.headers.get("content-type", ""), body, "files")
    place = place_of_reports(here, parts.root, None)
    found = _read(uploads, place.root)
    mark = [(upload.name, hashlib.sha256(upload.content).hexdigest()) for upload in uploads]

    def record() -> Page[RunView]:
        views = record_reports(here, place, found)
        return Page(views, None, len(views))

    return once(request, here, 201, record, request_body=mark)


def _read(uploads: Sequence[Upload], root: Path | None) -> list[Named]:
    with tempfile.TemporaryDirectory(prefix="kaizen-upload-") as folder:
        files = []
        for number, upload in enumerate(uploads):
            path = Path(folder) / str(number)
            path.write_bytes(upload.content)
            files.append(ReportFile(path, upload.name))
        return read_reports(files, root)
