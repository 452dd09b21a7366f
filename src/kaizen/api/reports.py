"""``/api/v1/reports``: what is open, and whether it gets better."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response

from kaizen.api.asking import Here
from kaizen.api.replies import reply
from kaizen.loop.reports import service
from kaizen.loop.reports.model import Format
from kaizen.loop.reports.repositories import repository_of
from kaizen.loop.reports.views import IssuesReport, TrendsReport
from kaizen.loop.reports.writing import written

router = APIRouter(prefix="/reports", tags=["reports"])

MEDIA = {Format.TEXT: "text/plain; charset=utf-8", Format.MARKDOWN: "text/markdown; charset=utf-8"}
FORMS: dict[int | str, dict[str, Any]] = {
    200: {"content": {"text/plain": {"schema": {"type": "string"}}, "text/markdown": {"schema": {"type": "string"}}}}
}
Form = Annotated[Format, Query(alias="format", description="form of the report")]
Of = Annotated[UUID | None, Query(description="a repository on record; without it, the one scanned last")]


@router.get("/trends", response_model=TrendsReport, responses=FORMS)
def trends(
    request: Request,
    here: Here,
    form: Form = Format.JSON,
    repository_id: Of = None,
    days: Annotated[int, Query(ge=1, le=3650, description="how far to look back")] = 90,
) -> Response:
    """Whether findings, coverage, failures and files not understood get better."""
    return _told(request, service.trends(here, repository_of(here, repository_id), days), form)


@router.get("/issues", response_model=IssuesReport, responses=FORMS)
def issues(request: Request, here: Here, form: Form = Format.JSON, repository_id: Of = None) -> Response:
    """What is open, grouped by rule, the worst first."""
    return _told(request, service.issues(here, repository_of(here, repository_id)), form)


def _told(request: Request, report: TrendsReport | IssuesReport, form: Format) -> Response:
    if form is Format.JSON:
        return reply(request, report)
    headers = {"Cache-Control": "private, no-cache", "Vary": "Cookie, Authorization, Accept-Encoding"}
    return Response(written(report, form), headers=headers, media_type=MEDIA[form])
