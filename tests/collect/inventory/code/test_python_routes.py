"""Routes of FastAPI, Starlette, Flask, Litestar and their kin carry every prefix they are reached under."""

from pathlib import Path

import pytest

from kaizen.collect.inventory.model import Kind
from tests.collect.inventory.trees import found_in, names, one

CASES = [
    pytest.param(
        {
            "main.py": """
                from fastapi import FastAPI
                from api.users import router as users
                import api.items as items
                app = FastAPI()
                app.include_router(users, prefix="/v1")
                app.include_router(items.router, prefix="/v1/items")
                """,
            "api/__init__.py": "",
            "api/users.py": """
                from fastapi import APIRouter
                router = APIRouter(prefix="/users")
                @router.get("")
                def list_users(): ...
                @router.post("/{user_id:int}/keys")
                async def add_key(user_id: int): ...
                """,
            "api/items.py": """
                from fastapi import APIRouter
                router = APIRouter()
                @router.api_route("/both", methods=["GET", "POST"])
                def both(): ...
                @router.websocket("/live")
                async def live(ws): ...
                """,
        },
        [
            "GET /v1/items/both",
            "GET /v1/users",
            "POST /v1/items/both",
            "POST /v1/users/{user_id}/keys",
            "WEBSOCKET /v1/items/live",
        ],
        id="prefixes of include and of the router itself add up",
    ),
    pytest.param(
        {
            "app/main.py": """
                from fastapi import FastAPI
                from .core import settings
                from .routes import api_router
                def create_app():
                    application = FastAPI()
                    application.include_router(api_router, prefix=settings.API)
                    application.include_router(api_router, prefix="/old")
                    return application
                """,
            "app/core.py": """
                from pydantic_settings import BaseSettings
                class Settings(BaseSettings):
                    API: str = "/api/v2"
                settings = Settings()
                """,
            "app/routes/__init__.py": "from .all import api_router\n",
            "app/routes/all.py": """
                from fastapi import APIRouter
                from app.routes import cats, dogs
                api_router = APIRouter()
                for router in [cats.router, dogs.router]:
                    api_router.include_router(router)
                """,
            "app/routes/cats.py": """
                from fastapi import APIRouter
                PREFIX = "/cats"
                router = APIRouter(prefix=PREFIX)
                @router.get("/{cat}")
                def cat(): ...
                """,
            "app/routes/dogs.py": """
                from fastapi import APIRouter
                router = APIRouter(prefix="/dogs")
                @router.delete("/")
                def dogs(): ...
                """,
        },
        ["DELETE /api/v2/dogs/", "DELETE /old/dogs/", "GET /api/v2/cats/{cat}", "GET /old/cats/{cat}"],
        id="relative imports, re-exports, loops, settings and a router mounted twice",
    ),
    pytest.param(
        {
            "main.py": """
                from fastapi import FastAPI
                app = FastAPI()
                admin = FastAPI()
                app.mount("/admin", admin)
                @admin.get("/users")
                def users(): ...
                def handler(): ...
                app.get("/direct")(handler)
                app.add_api_route("/added", handler, methods=["PUT"])
                """
        },
        ["GET /admin/users", "GET /direct", "PUT /added"],
        id="mounted applications, direct calls and added routes",
    ),
    pytest.param(
        {
            "web.py": """
                from flask import Flask, Blueprint
                from flask.views import MethodView
                app = Flask(__name__)
                bp = Blueprint("b", __name__, url_prefix="/ignored")
                inner = Blueprint("c", __name__, url_prefix="/inner")
                class Users(MethodView):
                    def get(self): ...
                    def post(self): ...
                app.add_url_rule("/users/<int:user_id>", view_func=Users.as_view("users"))
                @bp.route("/<path:name>", methods=["GET", "DELETE"])
                def read(name): ...
                @inner.route("/x")
                def x(): ...
                bp.register_blueprint(inner)
                app.register_blueprint(bp, url_prefix="/files")
                """
        },
        [
            "DELETE /files/{name}",
            "GET /files/inner/x",
            "GET /files/{name}",
            "GET /users/{user_id}",
            "POST /users/{user_id}",
        ],
        id="blueprints: the prefix of registration replaces their own, class views answer their methods",
    ),
    pytest.param(
        {
            "app.py": """
                from starlette.applications import Starlette
                from starlette.routing import Mount, Route, WebSocketRoute
                def home(request): ...
                routes = [
                    Route("/", home),
                    Mount("/api", routes=[Route("/jobs/{job_id:int}", home, methods=["POST", "GET"])]),
                    WebSocketRoute("/ws", home),
                ]
                app = Starlette(routes=routes)
                """
        },
        ["GET /", "GET /api/jobs/{job_id}", "POST /api/jobs/{job_id}", "WEBSOCKET /ws"],
        id="Starlette's lists of routes, mounts inside",
    ),
    pytest.param(
        {
            "app.py": """
                from litestar import Controller, Litestar, Router, get, post
                class Books(Controller):
                    path = "/books"
                    @get()
                    async def all(self) -> None: ...
                    @post("/{book_id:uuid}")
                    async def add(self) -> None: ...
                @get("/health")
                async def health() -> None: ...
                api = Router(path="/api", route_handlers=[Books])
                app = Litestar(route_handlers=[api, health])
                """
        },
        ["GET /api/books", "GET /health", "POST /api/books/{book_id}"],
        id="Litestar's handlers, controllers and routers",
    ),
    pytest.param(
        {
            "shop/routing.py": """
                from fastapi import APIRouter as Base
                def router_class(route):
                    class Custom(Base): ...
                    return Custom
                APIRouter = router_class(object)
                class Versioned(Base): ...
                """,
            "shop/orders.py": """
                from shop.routing import APIRouter, Versioned
                router = APIRouter(prefix="/orders")
                second = Versioned(prefix="/second")
                @router.get("/")
                def orders(): ...
                @second.get("/x")
                def x(): ...
                """,
            "shop/api.py": """
                from fastapi import APIRouter
                from shop.orders import router as orders_router, second
                router = APIRouter(prefix="/v1")
                # /v1/orders
                router.include_router(orders_router)
                router.include_router(second)
                """,
            "shop/app.py": """
                from fastapi import FastAPI
                from .api import router
                def create_app() -> FastAPI:
                    app = FastAPI()
                    app.include_router(router)
                    return app
                app = create_app()
                """,
        },
        ["GET /v1/orders/", "GET /v1/second/x"],
        id="router classes made by the project itself",
    ),
    pytest.param(
        {
            "console/__init__.py": """
                from flask import Blueprint
                from flask_restx import Api, Namespace
                bp = Blueprint("console", __name__, url_prefix="/console/api")
                class OurApi(Api): ...
                api = OurApi(bp, version="1")
                root = Namespace("console", path="/")
                pets = Namespace("pets")
                from . import views
                api.add_namespace(root)
                api.add_namespace(pets)
                """,
            "console/views.py": """
                from flask_restx import Resource
                from console import root, pets
                @root.route("/apps/<uuid:app_id>", "/a/<uuid:app_id>")
                class Apps(Resource):
                    def get(self, app_id): ...
                    def delete(self, app_id): ...
                @pets.route("/")
                class Pets(Resource):
                    def post(self): ...
                """,
            "app.py": """
                from flask import Flask
                from console import bp
                app = Flask(__name__)
                app.register_blueprint(bp)
                """,
        },
        [
            "DELETE /console/api/a/{app_id}",
            "DELETE /console/api/apps/{app_id}",
            "GET /console/api/a/{app_id}",
            "GET /console/api/apps/{app_id}",
            "POST /console/api/pets/",
        ],
        id="namespaces of flask-restx on a blueprint",
    ),
    pytest.param(
        {
            "app.py": """
                from unittest import mock
                import httpx
                client = httpx.Client()
                client.get("/not-a-route")
                @mock.patch("a.b")
                def helper(): ...
                class Box:
                    @property
                    def get(self): ...
                """
        },
        [],
        id="clients, mocks and properties are no routes",
    ),
]


@pytest.mark.parametrize(("files", "expected"), CASES)
def test_routes_are_named_as_they_are_reached(tmp_path: Path, files: dict[str, str], expected: list[str]) -> None:
    assert names(found_in(tmp_path, files), Kind.ROUTE) == expected


def test_a_router_nobody_mounts_is_listed_as_such(tmp_path: Path) -> None:
    found = found_in(
        tmp_path,
        {
            "a.py": """
                from fastapi import APIRouter, FastAPI
                app = FastAPI()
                lost = APIRouter(prefix="/lost")
                @lost.get("/x")
                def x(): ...
                """
        },
    )
    item = one(found, "GET /lost/x")
    assert item.attributes["mounted"] is False
    assert (item.path, item.line) == ("a.py", 4)


def test_routes_of_tests_and_examples_do_not_count(tmp_path: Path) -> None:
    source = """
        from fastapi import FastAPI
        app = FastAPI()
        @app.get("/x")
        def x(): ...
        """
    found = found_in(tmp_path, {"examples/a.py": source, "tests/test_a.py": source, "docs/b.py": source})
    assert names(found, Kind.ROUTE) == []
    assert names(found, Kind.SERVICE) == []
