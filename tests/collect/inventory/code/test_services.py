"""Services join what code can start with the ways it is started."""

from pathlib import Path

import pytest

from kaizen.collect.inventory.model import Kind
from tests.collect.inventory.trees import found_in, one

FASTAPI = "from fastapi import FastAPI\napp = FastAPI()\n"
CELERY = "from celery import Celery\napp = Celery('x')\n@app.task\ndef t(): ...\n"
CASES = [
    pytest.param(
        {
            "compose.yaml": """
                services:
                  api: {build: ./backend, command: uvicorn shop.main:app}
                  worker: {image: shop-api, command: celery -A shop.tasks worker}
                  beat: {image: shop-api, command: celery -A shop.tasks beat}
                  flower: {image: mher/flower, command: celery flower}
                  db: {image: postgres:16}
                """,
            "backend/pyproject.toml": "[project]\nname = 'shop'\n",
            "backend/shop/__init__.py": "",
            "backend/shop/main.py": FASTAPI,
            "backend/shop/tasks.py": CELERY,
        },
        {"api": False, "worker": False, "beat": False, "flower": True, "db": True},
        id="one compose file: own services, tools and stores",
    ),
    pytest.param(
        {
            "docker-compose.yml": "services:\n"
            "  web: {build: {context: ., dockerfile: apps/web/Dockerfile}}\n  cache: {image: valkey/valkey}\n",
            "deploy/docker-compose.prod.yml": "services:\n  web: {image: acme/web}\n  cache: {image: valkey/valkey}\n",
            "apps/web/Dockerfile": "FROM node\nCMD npm start\n",
            "apps/web/package.json": '{"name": "@acme/web", "dependencies": {"next": "15"}, '
            '"scripts": {"start": "next start"}}',
            "apps/web/app/page.tsx": "export default () => null\n",
            "apps/admin/package.json": '{"name": "@acme/admin", "devDependencies": {"vite": "6"}, '
            '"scripts": {"dev": "vite"}}',
            "apps/admin/index.html": "<html></html>\n",
            "packages/ui/package.json": '{"name": "ui", "devDependencies": {"vite": "6", '
            '"vitest": "3"}, "scripts": {"dev": "vite build"}}',
            "packages/next-helpers/package.json": '{"name": "helpers", "devDependencies": {"next": "15"}}',
            "examples/demo/package.json": '{"name": "demo", "dependencies": {"next": "15"}, '
            '"scripts": {"dev": "next dev"}}',
            "examples/demo/app/page.tsx": "export default () => null\n",
        },
        {"web": False, "cache": True, "admin": False},
        id="two deployments of one service; packages and examples are none",
    ),
    pytest.param(
        {
            "Procfile": "web: gunicorn site.wsgi\nworker: celery -A site worker\nrelease: python manage.py migrate\n",
            "manage.py": "import django\n",
            "site/__init__.py": "",
            "site/settings.py": "ROOT_URLCONF = 'site.urls'\n",
            "site/urls.py": "from django.urls import path\nurlpatterns = []\n",
            "site/wsgi.py": "",
            "site/celery.py": CELERY,
        },
        {"web": False, "worker": False},
        id="Procfile processes run a Django project and its worker",
    ),
    pytest.param(
        {
            "a/main.py": FASTAPI,
            "a/requirements.txt": "fastapi\n",
            "b/main.py": FASTAPI,
            "b/requirements.txt": "fastapi\n",
        },
        {"a": False, "b": False},
        id="applications nobody deploys are named by their folder",
    ),
]


@pytest.mark.parametrize(("files", "expected"), CASES)
def test_services(tmp_path: Path, files: dict[str, str], expected: dict[str, bool]) -> None:
    found = found_in(tmp_path, files)
    services = {item.name: item.attributes["external"] for item in found.items if item.kind is Kind.SERVICE}
    assert services == expected


def test_a_service_stands_where_its_code_does_and_lists_its_deployments(tmp_path: Path) -> None:
    files = {
        "compose.yaml": "services:\n  api: {build: .}\n",
        "Dockerfile": 'FROM python\nCMD ["uvicorn", "app.main:app"]\n',
        "app/__init__.py": "",
        "app/main.py": FASTAPI,
        "CODEOWNERS": "* @all\n/app/ @web @api\n",
    }
    item = one(found_in(tmp_path, files), "api")
    assert (item.path, item.line, item.owner) == ("app/main.py", 2, "@web @api")
    assert item.attributes["framework"] == "fastapi"
    assert item.attributes["deployments"] == [
        {"system": "compose", "path": "compose.yaml", "line": 2, "command": "uvicorn app.main:app"}
    ]
