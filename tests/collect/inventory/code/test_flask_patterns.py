"""Flask and its extensions in their documented ways."""

from pathlib import Path

import pytest

from kaizen.collect.inventory.model import Kind
from tests.collect.inventory.trees import found_in, names

CASES = [
    pytest.param(
        {
            "app/__init__.py": """
                from flask import Flask
                def create_app(config=None):
                    app = Flask(__name__)
                    from .auth import bp as auth_bp
                    from . import blog
                    app.register_blueprint(auth_bp)
                    app.register_blueprint(blog.bp, url_prefix="/blog")
                    app.add_url_rule("/", endpoint="index")
                    @app.route("/ping")
                    def ping(): ...
                    return app
                """,
            "app/auth.py": """
                from flask import Blueprint
                bp = Blueprint("auth", __name__, url_prefix="/auth")
                @bp.route("/login", methods=("GET", "POST"))
                def login(): ...
                @bp.before_app_request
                def load(): ...
                @bp.get("/me/<string:name>")
                def me(): ...
                """,
            "app/blog.py": """
                from flask import Blueprint
                from flask.views import MethodView, View
                bp = Blueprint("blog", __name__)
                class Item(MethodView):
                    init_every_request = False
                    def get(self, id): ...
                    def patch(self, id): ...
                class Plain(View):
                    methods = ["GET", "POST"]
                    def dispatch_request(self): ...
                bp.add_url_rule("/items/<int:id>", view_func=Item.as_view("item"))
                view = Plain.as_view("plain")
                bp.add_url_rule("/plain", view_func=view)
                """,
        },
        [
            "GET /",
            "GET /auth/login",
            "GET /auth/me/{name}",
            "GET /blog/items/{id}",
            "GET /blog/plain",
            "GET /ping",
            "PATCH /blog/items/{id}",
            "POST /auth/login",
            "POST /blog/plain",
        ],
        id="flask factory+nested+views",
    ),
    pytest.param(
        {
            "main.py": """
                from flask import Flask
                from flask_restful import Api, Resource
                app = Flask(__name__)
                api = Api(app, prefix="/api")
                class T(Resource):
                    def get(self, id): ...
                    def delete(self, id): ...
                class L(Resource):
                    def get(self): ...
                    def post(self): ...
                api.add_resource(T, "/t/<id>", "/tt/<string:id>", endpoint="t")
                api.add_resource(L, "/t")
                """,
        },
        [
            "DELETE /api/t/{id}",
            "DELETE /api/tt/{id}",
            "GET /api/t",
            "GET /api/t/{id}",
            "GET /api/tt/{id}",
            "POST /api/t",
        ],
        id="flask-restful",
    ),
    pytest.param(
        {
            "main.py": """
                from flask import Flask, Blueprint
                from flask_restful import Api, Resource
                bp = Blueprint("api", __name__, url_prefix="/v1")
                api = Api(bp)
                class T(Resource):
                    def get(self): ...
                api.add_resource(T, "/t")
                def create_app():
                    app = Flask(__name__)
                    app.register_blueprint(bp)
                    return app
                """,
        },
        ["GET /v1/t"],
        id="flask-restful init_app & blueprint",
    ),
    pytest.param(
        {
            "main.py": """
                from flask import Flask
                from flask.views import MethodView
                from flask_smorest import Api, Blueprint
                app = Flask(__name__)
                api = Api(app)
                blp = Blueprint("pets", "pets", url_prefix="/pets")
                @blp.route("/")
                class Pets(MethodView):
                    @blp.response(200)
                    def get(self): ...
                    def post(self): ...
                @blp.route("/<pet_id>")
                class Pet(MethodView):
                    def delete(self, pet_id): ...
                @blp.route("/fn", methods=["GET"])
                def fn(): ...
                api.register_blueprint(blp)
                """,
        },
        ["DELETE /pets/{pet_id}", "GET /pets/", "GET /pets/fn", "POST /pets/"],
        id="flask-smorest",
    ),
    pytest.param(
        {
            "bps.py": """
                from flask import Blueprint
                a = Blueprint("a", __name__, url_prefix="/a")
                b = Blueprint("b", __name__, url_prefix="/b")
                @a.route("/x")
                def x(): ...
                @b.post("/y")
                def y(): ...
                blueprints = [a, b]
                """,
            "main.py": """
                from flask import Flask
                import bps
                def create_app():
                    app = Flask(__name__)
                    for blueprint in bps.blueprints:
                        app.register_blueprint(blueprint)
                    return app
                """,
        },
        ["GET /a/x", "POST /b/y"],
        id="flask blueprint loop",
    ),
    pytest.param(
        {
            "site_/__init__.py": """
                from flask import Flask
                app = Flask(__name__)
                from site_ import views
                """,
            "site_/views.py": """
                from site_ import app
                @app.route("/")
                @app.route("/index")
                def index(): ...
                """,
        },
        ["GET /", "GET /index"],
        id="flask app from module level import in views",
    ),
    pytest.param(
        {
            "main.py": """
                from flask import Flask
                from flask.views import MethodView
                app = Flask(__name__)
                class UserAPI(MethodView):
                    def get(self): ...
                class GroupAPI(MethodView):
                    def post(self): ...
                def register_api(view, endpoint, url):
                    app.add_url_rule(url, view_func=view.as_view(endpoint))
                register_api(UserAPI, "u", "/users/")
                register_api(GroupAPI, "g", "/groups/")
                """,
        },
        ["GET /users/", "POST /groups/"],
        id="flask methodview loop register_api",
    ),
]


@pytest.mark.parametrize(("files", "routes"), CASES)
def test_flask_patterns(tmp_path: Path, files: dict[str, str], routes: list[str]) -> None:
    found = found_in(tmp_path, files)
    assert names(found, Kind.ROUTE) == routes
