"""A small shop to try things on: a service, its tables, its tests, and a few broken promises."""

import subprocess
from pathlib import Path

SERVICE = '''"""Orders over HTTP."""
import requests
from fastapi import FastAPI

app = FastAPI()


@app.get("/orders")
def list_orders():
    return requests.get("http://127.0.0.1:9/orders").json()


@app.post("/orders")
def create_order(formula: str):
    return eval(formula)


@app.get("/orders/{order_id}")
def read_order(order_id: int):
    return {"id": order_id}
'''

TABLES = """create table orders (id uuid primary key, placed_on date, premium boolean);
create table "orderLines" (id uuid primary key, amount integer);
"""

TESTS = '''"""Prices."""


def test_a_price_is_never_negative():
    assert max(0, -1) == 0


def test_a_total_is_the_sum_of_its_lines():
    assert sum([3, 4]) == 8
'''

PROBES = """version: 1
probes:
  - name: checkout
    kind: http
    url: http://127.0.0.1:9/healthz
  - name: nightly-backup
    kind: heartbeat
    every: 25h
"""

FILES = {
    "README.md": "# Shop\n",
    "CODEOWNERS": "/services/ @team-orders\n",
    "kaizen.yaml": PROBES,
    "services/orders/app.py": SERVICE,
    "services/orders/requirements.txt": "fastapi\nrequests\n",
    "services/orders/Dockerfile": "FROM python:3.12\nCOPY . .\nCMD uvicorn app:app\n",
    "services/orders/tests/test_prices.py": TESTS,
    "supabase/migrations/20250101000000_orders.sql": TABLES,
    ".github/workflows/test.yml": "on: push\njobs:\n  unit:\n    runs-on: ubuntu-24.04\n    steps: [{run: pytest}]\n",
}


def write_shop(folder: Path) -> Path:
    """Writes the shop as a git repository with one commit; returns its folder."""
    for name, text in FILES.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    git = ["git", "-c", "user.name=Shop", "-c", "user.email=shop@example.org", "-c", "init.defaultBranch=main"]
    for command in (["init", "-q"], ["add", "-A"], ["commit", "-q", "-m", "shop: Open"]):
        subprocess.run([*git, *command], cwd=folder, check=True, capture_output=True)
    return folder


def add_route(shop: Path, name: str) -> None:
    """Adds a route to the shop's service."""
    app = shop / "services/orders/app.py"
    app.write_text(app.read_text() + f'\n\n@app.get("/{name}")\ndef {name}():\n    return 1\n', encoding="utf-8")


def write_many_routes(folder: Path, files: int, routes: int) -> Path:
    """A service with ``files`` x ``routes`` routes; returns its folder."""
    folder.mkdir(parents=True)
    (folder / "requirements.txt").write_text("fastapi\n")
    (folder / "app.py").write_text(
        "from fastapi import FastAPI\n"
        + "".join(f"from routes_{n} import router as r{n}\n" for n in range(files))
        + "app = FastAPI()\n"
        + "".join(f"app.include_router(r{n})\n" for n in range(files))
    )
    for n in range(files):
        lines = [f'@router.get("/part-{n}/thing-{m}")\ndef thing_{m}():\n    return {m}\n' for m in range(routes)]
        (folder / f"routes_{n}.py").write_text(
            "from fastapi import APIRouter\nrouter = APIRouter()\n\n" + "\n".join(lines)
        )
    return folder
