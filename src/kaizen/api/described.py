"""The application whose OpenAPI document also tells how to sign in, so that clients and the playground can."""

from typing import Any

from fastapi import FastAPI

from kaizen.api.asking import COOKIE

COOKIE_TEXT = "Set by a sign-in link; a browser that is signed in sends it by itself. Writes need X-CSRF-Token as well."
SCHEMES = {
    "key": {
        "type": "http",
        "scheme": "bearer",
        "description": "An API key. Make one on the portal's page Keys, or with: kaizen keys create NAME",
    },
    "session": {"type": "apiKey", "in": "cookie", "name": COOKIE, "description": COOKIE_TEXT},
}
NEEDS_NOBODY = {("/api/v1/session", "post")}


class DescribedApi(FastAPI):
    """FastAPI, with the ways to sign in declared once for all."""

    def openapi(self) -> dict[str, Any]:
        """The OpenAPI document; either scheme is enough, addresses outside ``/api/v1`` and signing in need none."""
        if self.openapi_schema is None:
            told = super().openapi()
            told["components"]["securitySchemes"] = SCHEMES
            told["security"] = [{name: []} for name in SCHEMES]
            for path, methods in told["paths"].items():
                for method, operation in methods.items():
                    if not path.startswith("/api/v1/") or (path, method) in NEEDS_NOBODY:
                        operation["security"] = []
        return super().openapi()
