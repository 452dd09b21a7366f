"""``/api/v1/findings``: what was detected, and waivers."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response
from pydantic import AwareDatetime, BaseModel, Field

from kaizen.analyze.findings import RuleFigures, Severity, State, WaiverCategory, service
from kaizen.analyze.findings.rules import REASON_LIMIT
from kaizen.analyze.findings.views import FindingDetail, FindingOrder, FindingQuery, FindingsSummary, FindingView
from kaizen.api.asking import Here, Paging
from kaizen.api.replies import once, reply
from kaizen.kit.paging import Page

router = APIRouter(prefix="/findings", tags=["findings"])
Text = Annotated[str | None, Query(max_length=300)]
Path = Annotated[str | None, Query(max_length=4096)]


class WaiverRequest(BaseModel):
    """Why a finding is accepted, and until when; ``false_positive`` counts against its rule."""

    reason: str = Field(min_length=1, max_length=REASON_LIMIT)
    expires_at: AwareDatetime
    category: WaiverCategory = WaiverCategory.ACCEPTED_RISK


@router.get("/summary", response_model=FindingsSummary)
def summary(request: Request, here: Here) -> Response:
    """How many findings stand where, and what the last week brought."""
    return reply(request, service.summarize(here))


@router.get("", response_model=Page[FindingView])
def findings(
    request: Request,
    here: Here,
    paging: Paging,
    state: State | None = None,
    severity: Severity | None = None,
    rule: Text = None,
    path: Path = None,
    item_id: UUID | None = None,
    repository_id: UUID | None = None,
    q: Text = None,
    sort: FindingOrder = FindingOrder.SEVERITY,
) -> Response:
    """Findings; ``path`` is a file or a folder, ``q`` a part of path, message, rule or title."""
    query = FindingQuery(state, severity, rule, path, item_id, repository_id, q, sort)
    return reply(request, service.list_findings(here, query, paging))


@router.get("/rules", response_model=Page[RuleFigures])
def rules(request: Request, here: Here, paging: Paging) -> Response:
    """Findings by rule, with the share of false positives among those somebody judged."""
    return reply(request, service.list_rule_figures(here, paging))


@router.get("/{finding_id}", response_model=FindingDetail)
def finding(request: Request, here: Here, finding_id: UUID) -> Response:
    """One finding with its history."""
    return reply(request, service.get_finding(here, finding_id))


@router.post("/{finding_id}/waiver", status_code=201, response_model=FindingDetail)
def waive(request: Request, here: Here, finding_id: UUID, body: WaiverRequest) -> Response:
    """Accepts a finding until a moment; a second waiver replaces the first."""
    return once(
        request,
        here,
        201,
        lambda: service.waive_finding(here, finding_id, body.reason, body.expires_at, body.category),
        request_body=body.model_dump(mode="json"),
    )


@router.delete("/{finding_id}/waiver", status_code=204)
def unwaive(request: Request, here: Here, finding_id: UUID) -> Response:
    """Ends a waiver before its time."""
    return once(request, here, 204, lambda: service.unwaive_finding(here, finding_id))
