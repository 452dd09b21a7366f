"""``/api/v1/home``: the first page in one answer."""

from fastapi import APIRouter, Request, Response

from kaizen.api.asking import Here
from kaizen.api.replies import reply
from kaizen.loop.home import Home, gather_home

router = APIRouter(tags=["home"])


@router.get("/home", response_model=Home)
def home(request: Request, here: Here) -> Response:
    """What needs us now."""
    return reply(request, gather_home(here))
