"""``/api/v1/standards``: the rules and how they stand."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Path, Request, Response

from kaizen.analyze.standards import service
from kaizen.analyze.standards.views import RuleDetail, StandardsView
from kaizen.api.asking import Here
from kaizen.api.inventory import folder_to_work_on
from kaizen.api.parts import Joined
from kaizen.api.replies import once, reply
from kaizen.storage.jobs import JobView, enqueue

router = APIRouter(prefix="/standards", tags=["standards"])


@router.get("", response_model=StandardsView)
def standards(request: Request, here: Here, repository_id: UUID | None = None) -> Response:
    """The rules of a repository (else of the one checked last) and how they stand."""
    return reply(request, service.show_standards(here, repository_id))


@router.get("/{rule}", response_model=RuleDetail)
def rule(
    request: Request, here: Here, rule: Annotated[str, Path(max_length=100)], repository_id: UUID | None = None
) -> Response:
    """One rule with why, fix, examples and exceptions."""
    return reply(request, service.explain_rule(here, rule, repository_id))


@router.post("/checks", status_code=202, response_model=JobView)
def check(request: Request, here: Here, parts: Joined) -> Response:
    """Asks for a check of the repository the server stands in (else the one scanned last); the answer is its job."""
    payload = {"path": folder_to_work_on(here, parts, None)}
    return once(request, here, 202, lambda: enqueue(here, "standards.check", payload), request_body=payload)
