"""The portal's files and the API playground, under a strict content policy."""

import json
from functools import cache
from pathlib import Path

from fastapi import APIRouter, FastAPI, Request, Response
from starlette.exceptions import HTTPException
from starlette.responses import FileResponse, HTMLResponse
from starlette.staticfiles import StaticFiles

BUILT = Path(__file__).parent.parent / "portal"
ASSETS_FOR_EVER = "public, max-age=31536000, immutable"
router = APIRouter(include_in_schema=False)

NOT_BUILT = """<!doctype html><html lang="en"><meta charset="utf-8"><title>Kaizen</title>
<body><h1>The portal is not built</h1>
<p>This checkout has no built pages. The API works: see <a href="/api/openapi.json">/api/openapi.json</a>.</p>
<p>Build the pages with <code>make portal</code> in the source folder,
or install the released package, which has them.</p>
</body></html>"""

PLAYGROUND = """<!doctype html><html lang="en"><meta charset="utf-8"><title>Kaizen API</title>
<link rel="stylesheet" href="/playground/swagger-ui.css">
<body><div id="swagger-ui"></div>
<script src="/playground/swagger-ui-bundle.js"></script><script src="/playground/start.js"></script></body></html>"""


@cache
def inline_hashes() -> dict[str, list[str]]:
    """The hashes of the portal's inline boot script and first style, as its build wrote them down."""
    info = BUILT / "build-info.json"
    told: dict[str, dict[str, list[str]]] = json.loads(info.read_text(encoding="utf-8")) if info.is_file() else {}
    return told.get("csp", {})


def content_policy(styles: str = "") -> str:
    """Scripts and styles only from here, plus the portal's own inline ones by their hash."""
    hashes = inline_hashes()
    scripts = " ".join(["'self'", *(f"'{each}'" for each in hashes.get("script", []))])
    styles = styles or " ".join(["'self'", *(f"'{each}'" for each in hashes.get("style", []))])
    return (
        f"default-src 'self'; script-src {scripts}; style-src {styles}; img-src 'self' data:; "
        "connect-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'; object-src 'none'"
    )


def install(app: FastAPI) -> None:
    """Serves the built portal: hashed assets for ever, the page for every other address outside /api."""
    if (BUILT / "assets").is_dir():
        app.mount("/assets", _LongLived(directory=BUILT / "assets"), name="assets")
    app.include_router(router)


class _LongLived(StaticFiles):
    def file_response(self, *args: object, **options: object) -> Response:
        response = super().file_response(*args, **options)  # type: ignore[arg-type]
        response.headers["Cache-Control"] = ASSETS_FOR_EVER
        return response


@router.get("/api/docs")
def playground() -> Response:
    """The API's playground: every address, with a form that tries it."""
    policy = content_policy(styles="'self' 'unsafe-inline'")  # Swagger UI writes styles of its own
    return HTMLResponse(PLAYGROUND, headers={"Content-Security-Policy": policy})


@router.get("/{path:path}")
def page(request: Request, path: str) -> Response:
    """A file of the portal, or the portal's page, whose router knows the address."""
    if path.startswith(("api/", "v1/")) or path == "api":
        raise HTTPException(404)
    headers = {"Content-Security-Policy": content_policy(), "Cache-Control": "no-cache"}
    file = _built_file(path)
    if file is not None:
        return FileResponse(file, headers=headers)
    if not (BUILT / "index.html").is_file():
        return HTMLResponse(NOT_BUILT, status_code=503, headers=headers)
    return FileResponse(BUILT / "index.html", headers=headers)


def _built_file(path: str) -> Path | None:
    """The file of the portal at an address, if there is one."""
    try:
        file = (BUILT / path).resolve()
        return file if path and file.is_relative_to(BUILT.resolve()) and file.is_file() else None
    except (OSError, ValueError):  # a name that no file can have: too long, or with a NUL
        return None
