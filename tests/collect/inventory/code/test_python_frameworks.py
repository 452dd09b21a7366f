"""Starlette, aiohttp, Litestar, Ninja, Falcon, Tornado and Bottle in their documented ways."""

from pathlib import Path

import pytest

from kaizen.collect.inventory.model import Kind
from tests.collect.inventory.trees import found_in, names

CASES = [
    pytest.param(
        {
            "q.py": """
                from quart import Quart, Blueprint
                app = Quart(__name__)
                @app.get("/q")
                async def q(): ...
                @app.websocket("/w")
                async def w(): ...
                """,
            "s.py": """
                from sanic import Sanic, Blueprint
                app = Sanic("x")
                bp = Blueprint("b", url_prefix="/b")
                @bp.get("/x/<id:int>")
                async def x(r): ...
                @bp.route("/y", methods=["POST"])
                async def y(r): ...
                app.blueprint(bp)
                @app.websocket("/feed")
                async def feed(r, ws): ...
                """,
        },
        ["GET /b/x/{id}", "GET /q", "POST /b/y", "WEBSOCKET /feed", "WEBSOCKET /w"],
        id="quart sanic",
    ),
    pytest.param(
        {
            "main.py": """
                from aiohttp import web
                routes = web.RouteTableDef()
                @routes.get("/a")
                async def a(r): ...
                @routes.view("/v")
                class V(web.View):
                    async def get(self): ...
                    async def post(self): ...
                async def h(r): ...
                app = web.Application()
                app.add_routes(routes)
                app.add_routes([web.get("/b/{id}", h), web.post("/b", h)])
                app.router.add_get("/c", h)
                app.router.add_route("DELETE", "/d", h)
                admin = web.Application()
                admin.router.add_post("/e", h)
                app.add_subapp("/admin/", admin)
                """,
        },
        ["DELETE /d", "GET /a", "GET /b/{id}", "GET /c", "GET /v", "POST /admin/e", "POST /b", "POST /v"],
        id="aiohttp",
    ),
    pytest.param(
        {
            "main.py": """
                from starlette.applications import Starlette
                from starlette.routing import Route, Mount, Router
                from starlette.endpoints import HTTPEndpoint
                from starlette.staticfiles import StaticFiles
                class E(HTTPEndpoint):
                    async def get(self, r): ...
                    async def delete(self, r): ...
                def h(r): ...
                user_routes = [Route("/", h), Route("/{id}", E)]
                inner = Router([Route("/r", h, methods=["POST"])])
                app = Starlette(debug=True, routes=[Mount("/users", routes=user_routes, name="u"),
                  Mount("/inner", app=inner), Mount("/static", StaticFiles()), Route("/x", endpoint=h)])
                app.add_route("/added", h, methods=["PUT"])
                """,
        },
        ["DELETE /users/{id}", "GET /users/", "GET /users/{id}", "GET /x", "POST /inner/r", "PUT /added"],
        id="starlette",
    ),
    pytest.param(
        {
            "users.py": """
                from litestar import Controller, Router, get, post, patch, websocket_listener
                from litestar.handlers import HTTPRouteHandler
                class Base(Controller):
                    path = "/base"
                class Users(Base):
                    path = "/users"
                    @get(path=["/", "/all"])
                    async def a(self) -> None: ...
                    @patch("/{user_id:int}")
                    async def b(self) -> None: ...
                @websocket_listener("/ws")
                async def ws(data: str) -> None: ...
                router = Router(path="/v1", route_handlers=[Users, ws])
                """,
            "main.py": """
                from litestar import Litestar, get, route, HttpMethod
                from users import router
                @get(["/h", "/health"])
                async def h() -> None: ...
                @route("/m", http_method=["GET", "POST"])
                async def m() -> None: ...
                def create_app():
                    return Litestar(route_handlers=[h, m, router], path="/api")
                """,
        },
        [
            "GET /api/h",
            "GET /api/health",
            "GET /api/m",
            "GET /api/v1/users",
            "GET /api/v1/users/all",
            "PATCH /api/v1/users/{user_id}",
            "POST /api/m",
            "WEBSOCKET /api/v1/ws",
        ],
        id="litestar",
    ),
    pytest.param(
        {
            "svc/__init__.py": "",
            "svc/app.py": """
                from fastapi import FastAPI
                from svc import routers
                app = FastAPI()
                routers.init(app)
                """,
            "svc/routers.py": """
                from svc.r import r1, r2
                ROUTES = [r1, r2]
                def init(application):
                    [application.include_router(x) for x in ROUTES]
                """,
            "svc/r.py": """
                from fastapi import APIRouter
                r1 = APIRouter(prefix="/one")
                r2 = APIRouter(prefix="/two")
                @r1.get("/")
                def a(): ...
                @r2.get("/")
                def b(): ...
                """,
        },
        ["GET /one/", "GET /two/"],
        id="include_router in lifespan/function args on imported app obj",
    ),
    pytest.param(
        {
            "api/__init__.py": """
                from .a import router as a_router
                from .b import router as b_router
                routers = [a_router, b_router]
                __all__ = ["routers"]
                """,
            "api/a.py": """
                from fastapi import APIRouter
                router = APIRouter(prefix="/a")
                @router.get("/")
                def a(): ...
                """,
            "api/b.py": """
                from fastapi import APIRouter
                router = APIRouter(prefix="/b")
                @router.get("/")
                def a(): ...
                """,
            "main.py": """
                from fastapi import FastAPI
                from api import routers
                app = FastAPI()
                for r in routers: app.include_router(r, prefix="/api")
                """,
        },
        ["GET /api/a/", "GET /api/b/"],
        id="all routers in __init__ list",
    ),
    pytest.param(
        {
            "t.py": """
                import requests
                from cachetools import cached
                cache = {}
                requests.get("/x")
                session = requests.Session()
                @cached(cache)
                def a(): ...
                redis.get("/x")
                os.environ.get("/y")
                client = TestClient(app)
                client.post("/x")
                @registry.route("x")
                def y(): ...
                """,
        },
        [],
        id="non-routes",
    ),
    pytest.param(
        {
            "manage.py": "import django\n",
            "p/settings.py": 'ROOT_URLCONF="p.urls"\n',
            "p/__init__.py": "",
            "p/urls.py": """
                from django.urls import path
                from ninja import NinjaAPI
                from ev.api import router as ev
                api = NinjaAPI(version="2")
                api.add_router("/events/", ev)
                api.add_router("/s", "ev.other.router")
                @api.get("/h")
                def h(request): ...
                urlpatterns=[path("api/", api.urls)]
                """,
            "ev/__init__.py": "",
            "ev/api.py": """
                from ninja import Router
                router = Router(tags=["x"])
                @router.get("")
                def l(request): ...
                @router.api_operation(["POST","PATCH"], "/{eid}")
                def o(request): ...
                """,
            "ev/other.py": """
                from ninja import Router
                router = Router()
                @router.delete("/d")
                def l(request): ...
                """,
        },
        ["DELETE /api/s/d", "GET /api/events/", "GET /api/h", "PATCH /api/events/{eid}", "POST /api/events/{eid}"],
        id="ninja",
    ),
    pytest.param(
        {
            "b.py": """
                from bottle import Bottle, route, get
                app = Bottle()
                @app.route("/a/<name>")
                def a(name): ...
                @app.post("/b")
                def b(): ...
                @route("/c")
                def c(): ...
                """,
            "f.py": """
                import falcon.asgi
                class R:
                    def on_get(self, req, resp): ...
                    def on_post(self, req, resp): ...
                app = falcon.asgi.App()
                app.add_route("/things/{id}", R())
                """,
            "t.py": """
                import tornado.web
                class H(tornado.web.RequestHandler):
                    def get(self): ...
                    def post(self): ...
                def make():
                    return tornado.web.Application([(r"/t", H), (r"/u/([0-9]+)", H)])
                """,
        },
        [
            "GET /a/{name}",
            "GET /c",
            "GET /t",
            "GET /things/{id}",
            "GET /u/{value}",
            "POST /b",
            "POST /t",
            "POST /things/{id}",
            "POST /u/{value}",
        ],
        id="falcon tornado bottle",
    ),
    pytest.param(
        {
            "svc-a/app/__init__.py": "",
            "svc-a/app/main.py": """
                from fastapi import FastAPI
                from app.routers import router
                app = FastAPI()
                app.include_router(router, prefix="/a")
                """,
            "svc-a/app/routers.py": """
                from fastapi import APIRouter
                router = APIRouter()
                @router.get("/x")
                def x(): ...
                """,
            "svc-b/app/__init__.py": "",
            "svc-b/app/main.py": """
                from fastapi import FastAPI
                from app.routers import router
                app = FastAPI()
                app.include_router(router, prefix="/b")
                """,
            "svc-b/app/routers.py": """
                from fastapi import APIRouter
                router = APIRouter()
                @router.get("/y")
                def x(): ...
                """,
        },
        ["GET /a/x", "GET /b/y"],
        id="monorepo same module names",
    ),
    pytest.param(
        {
            "src/shop/__init__.py": "",
            "src/shop/api/__init__.py": "",
            "src/shop/api/x.py": """
                from fastapi import APIRouter
                router = APIRouter(prefix="/x")
                @router.get("/{id:path}")
                def x(): ...
                """,
            "src/shop/main.py": """
                import shop.api.x
                from fastapi import FastAPI
                app = FastAPI()
                app.include_router(shop.api.x.router)
                """,
        },
        ["GET /x/{id}"],
        id="fastapi app passed modules: import app.api.x as x",
    ),
]


@pytest.mark.parametrize(("files", "routes"), CASES)
def test_python_frameworks(tmp_path: Path, files: dict[str, str], routes: list[str]) -> None:
    found = found_in(tmp_path, files)
    assert names(found, Kind.ROUTE) == routes
