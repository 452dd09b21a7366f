"""Stock: what is left."""

import requests
from fastapi import APIRouter

router = APIRouter()


@router.get("/{article}")
def left(article: str, formula: str = "count") -> dict[str, int]:
    """What is left of an article, by a formula of the caller's choice."""
    count = requests.get(f"http://warehouse.internal/{article}").json()["count"]
    return {"left": eval(formula, {"count": count})}
