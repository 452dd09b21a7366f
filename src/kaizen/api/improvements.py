"""``/api/v1/improvements``: what to improve first."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response

from kaizen.api.asking import Here
from kaizen.api.replies import reply
from kaizen.prioritize.improvements import ShortList, get_short_list

router = APIRouter(prefix="/improvements", tags=["improvements"])


@router.get("/short-list", response_model=ShortList)
def short_list(
    request: Request,
    here: Here,
    limit: Annotated[int, Query(ge=1, le=50)] = 3,
    repository_id: UUID | None = None,
) -> Response:
    """What is most worth improving, each with its reason and evidence."""
    return reply(request, get_short_list(here, limit, repository_id))
