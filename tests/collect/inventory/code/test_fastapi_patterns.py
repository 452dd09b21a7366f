"""FastAPI as projects really write it: own classes, helpers, loops, settings, versions."""

from pathlib import Path

import pytest

from kaizen.collect.inventory.model import Kind
from tests.collect.inventory.trees import found_in, names

CASES = [
    pytest.param(
        {
            "core/__init__.py": "from .web import FastAPI, APIRouter\n",
            "core/web.py": """
                import fastapi
                class FastAPI(fastapi.FastAPI):
                    pass
                class APIRouter(fastapi.APIRouter):
                    def __init__(self, **kw): super().__init__(**kw)
                """,
            "main.py": """
                from core import FastAPI, APIRouter
                app = FastAPI()
                r = APIRouter(prefix="/a")
                @r.get("/x")
                def x(): ...
                app.include_router(r, prefix="/b")
                """,
        },
        ["GET /b/a/x"],
        id="own FastAPI subclass reexported same name",
    ),
    pytest.param(
        {
            "cfg.py": """
                API_V1 = "/v1"
                class Paths:
                    USERS = "/users"
                    ITEMS = f"{API_V1}/items"
                """,
            "main.py": """
                from fastapi import FastAPI, APIRouter
                from cfg import API_V1, Paths
                import cfg
                r = APIRouter(prefix=f"{API_V1}{Paths.USERS}")
                @r.get("/" + "x")
                def x(): ...
                @r.post(path="/y")
                def y(): ...
                s = APIRouter()
                @s.get(f"{cfg.API_V1}/z/{{zid}}")
                def z(): ...
                t = APIRouter(prefix=Paths.ITEMS)
                @t.put("/{item_id}")
                def t1(): ...
                app = FastAPI()
                for q in (r, s, t):
                    app.include_router(q)
                """,
        },
        ["GET /v1/users/x", "GET /v1/z/{zid}", "POST /v1/users/y", "PUT /v1/items/{item_id}"],
        id="class attr prefix & fstring & consts",
    ),
    pytest.param(
        {
            "routes.py": """
                from fastapi import APIRouter
                r = APIRouter()
                @r.get("/x")
                def x(): ...
                def setup(app):
                    app.include_router(r, prefix="/p")
                """,
            "main.py": """
                from fastapi import FastAPI
                from routes import setup
                def create_app():
                    app = FastAPI()
                    setup(app)
                    return app
                """,
        },
        ["GET /p/x"],
        id="include via helper function with app param",
    ),
    pytest.param(
        {
            "app/__init__.py": "",
            "app/api/__init__.py": """
                from fastapi import FastAPI
                from . import users, items
                def register_routers(app: FastAPI, prefix: str = "/api") -> None:
                    app.include_router(users.router, prefix=prefix)
                    app.include_router(items.router, prefix="/items")
                """,
            "app/api/users.py": """
                from fastapi import APIRouter
                router = APIRouter(prefix="/users")
                @router.get("/me")
                async def me(): ...
                """,
            "app/api/items.py": """
                from fastapi import APIRouter
                router = APIRouter()
                @router.get("")
                async def items(): ...
                """,
            "app/main.py": """
                from fastapi import FastAPI
                from app.api import register_routers
                app = FastAPI(root_path="/proxy")
                register_routers(app)
                """,
        },
        ["GET /api/users/me", "GET /items"],
        id="helper in package; nested helper",
    ),
    pytest.param(
        {
            "main.py": """
                from fastapi import FastAPI, APIRouter
                a = APIRouter()
                b = APIRouter()
                @a.get("/x")
                def x(): ...
                @b.get("/y")
                def y(): ...
                ROUTERS = [(a, "/a"), (b, "/b")]
                app = FastAPI()
                for router, prefix in ROUTERS:
                    app.include_router(router, prefix=prefix)
                """,
        },
        ["GET /a/x", "GET /b/y"],
        id="router list of tuples loop",
    ),
    pytest.param(
        {
            "main.py": """
                from fastapi import FastAPI, APIRouter
                a = APIRouter()
                b = APIRouter()
                @a.get("/x")
                def x(): ...
                @b.get("/y")
                def y(): ...
                ROUTERS = {"/a": a, "/b": b}
                app = FastAPI()
                for prefix, router in ROUTERS.items():
                    app.include_router(router, prefix=prefix)
                """,
        },
        ["GET /a/x", "GET /b/y"],
        id="router dict loop",
    ),
    pytest.param(
        {
            "users.py": """
                from fastapi import APIRouter
                def get_router() -> APIRouter:
                    router = APIRouter(prefix="/users")
                    @router.get("/x")
                    def x(): ...
                    router.add_api_route("/y", x, methods=["POST"])
                    return router
                """,
            "main.py": """
                from fastapi import FastAPI
                from users import get_router
                app = FastAPI()
                app.include_router(get_router(), prefix="/v1")
                """,
        },
        ["GET /v1/users/x", "POST /v1/users/y"],
        id="router factory function",
    ),
    pytest.param(
        {
            "main.py": """
                from fastapi import FastAPI, APIRouter
                class Server:
                    def __init__(self):
                        self.app = FastAPI()
                        self.router = APIRouter(prefix="/s")
                        self.router.add_api_route("/x", self.x, methods=["GET"])
                        self.router.add_api_route("/y", self.x, methods=["POST", "PUT"])
                        self.app.include_router(self.router)
                    def x(self): ...
                """,
        },
        ["GET /s/x", "POST /s/y", "PUT /s/y"],
        id="class-held app",
    ),
    pytest.param(
        {
            "main.py": """
                from fastapi import FastAPI
                app = FastAPI()
                v1 = FastAPI()
                v2 = FastAPI()
                @v1.get("/x")
                def x(): ...
                @v2.get("/x")
                def x2(): ...
                app.mount("/v1", v1)
                app.mount(path="/v2", app=v2)
                @app.websocket("/ws/{room}")
                async def ws(): ...
                """,
        },
        ["GET /v1/x", "GET /v2/x", "WEBSOCKET /ws/{room}"],
        id="versioned subapps",
    ),
    pytest.param(
        {
            "main.py": """
                from fastapi import FastAPI
                from fastapi.staticfiles import StaticFiles
                app = FastAPI()
                app.mount("/static", StaticFiles(directory="s"))
                @app.get("/")
                def r(): ...
                @app.head("/h")
                def h(): ...
                @app.exception_handler(404)
                def e(): ...
                @app.middleware("http")
                def m(): ...
                @app.on_event("startup")
                def s(): ...
                """,
        },
        ["GET /", "HEAD /h"],
        id="static mount not a route",
    ),
    pytest.param(
        {
            "app/__init__.py": "",
            "app/api/__init__.py": "",
            "app/api/v1/__init__.py": """
                from fastapi import APIRouter
                from app.api.v1.endpoints import users, items
                api_router = APIRouter()
                api_router.include_router(users.router, prefix="/users", tags=["u"])
                api_router.include_router(items.router, tags=["i"], prefix="/items")
                """,
            "app/api/v1/endpoints/__init__.py": "",
            "app/api/v1/endpoints/users.py": """
                from fastapi import APIRouter
                router = APIRouter()
                @router.get("/{user_id}")
                def u(): ...
                """,
            "app/api/v1/endpoints/items.py": """
                from fastapi import APIRouter
                router = APIRouter()
                @router.delete("/{id}", status_code=204)
                def u(): ...
                """,
            "app/core/__init__.py": "",
            "app/core/config.py": """
                from pydantic_settings import BaseSettings
                from pydantic import Field
                class Settings(BaseSettings):
                    API_V1_STR: str = Field(default="/api/v1")
                    other: str = ""
                def get_settings():
                    return Settings()
                settings = get_settings()
                """,
            "app/main.py": """
                from fastapi import FastAPI
                from app.api.v1 import api_router
                from app.core.config import settings
                app = FastAPI()
                app.include_router(api_router, prefix=settings.API_V1_STR)
                """,
        },
        ["DELETE /api/v1/items/{id}", "GET /api/v1/users/{user_id}"],
        id="router includes router with alias module import",
    ),
    pytest.param(
        {
            "cfg.py": """
                from functools import lru_cache
                from pydantic_settings import BaseSettings
                class S(BaseSettings):
                    api_prefix: str = "/api"
                    @property
                    def v1(self): return "/v1"
                @lru_cache
                def get_settings() -> S:
                    return S()
                """,
            "main.py": """
                from fastapi import FastAPI, APIRouter
                from cfg import get_settings
                settings = get_settings()
                r = APIRouter()
                @r.get("/x")
                def x(): ...
                app = FastAPI()
                app.include_router(r, prefix=get_settings().api_prefix)
                app.include_router(r, prefix=f"{settings.api_prefix}/two")
                """,
        },
        ["GET /api/two/x", "GET /api/x"],
        id="cached settings call",
    ),
    pytest.param(
        {
            "main.py": """
                from fastapi import FastAPI, APIRouter
                from fastapi_utils.cbv import cbv
                router = APIRouter(prefix="/c")
                @cbv(router)
                class C:
                    @router.get("/x")
                    def x(self): ...
                app = FastAPI()
                app.include_router(router)
                """,
        },
        ["GET /c/x"],
        id="fastapi cbv",
    ),
    pytest.param(
        {
            "main.py": """
                from fastapi import FastAPI
                app = FastAPI()
                @app.get("/a")
                @app.get("/b")
                def ab(): ...
                @app.api_route("/c", methods={"GET","POST"})
                def c(): ...
                M = ["PUT","PATCH"]
                @app.api_route("/d", methods=M)
                def d(): ...
                """,
        },
        ["GET /a", "GET /b", "GET /c", "PATCH /d", "POST /c", "PUT /d"],
        id="methods tuple/set, api_route multiple decorators",
    ),
    pytest.param(
        {
            "main.py": """
                from fastapi import FastAPI
                from fastapi.routing import APIRoute
                def h(): ...
                routes=[APIRoute("/a", h, methods=["POST"])]
                app = FastAPI(routes=routes)
                """,
        },
        ["POST /a"],
        id="routes=[*x.routes] and app.routes.extend? fastapi routes list",
    ),
]


@pytest.mark.parametrize(("files", "routes"), CASES)
def test_fastapi_patterns(tmp_path: Path, files: dict[str, str], routes: list[str]) -> None:
    found = found_in(tmp_path, files)
    assert names(found, Kind.ROUTE) == routes
