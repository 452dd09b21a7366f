"""Whatever bytes a file holds, discovery ends in time and says what it could not understand."""

import random
import time
from pathlib import Path

import pytest

from kaizen.collect.inventory.discovery import discover
from kaizen.collect.inventory.model import Kind

SECONDS = 12.0
SAMPLES = {
    "app/main.py": b"""from fastapi import APIRouter, FastAPI
from app.settings import settings
router = APIRouter(prefix=f"{settings.api}/users")
for one, prefix in [(router, "/a"), (router, "/b")]:
    app.include_router(one, prefix=prefix)
class Users(Base[int], metaclass=Meta):
    @router.get("/{user_id}", response_model=None)
    async def read(self, user_id: int = 3, *args, **kw) -> dict: return {**kw, "x": [1, 2.5, b"z", None]}
""",
    "app/urls.py": b"""from django.urls import include, path, re_path
urlpatterns = [path("a/", include("app.urls")), re_path(r"^b/(?P<id>\\d+)/(?:x-(\\w+))?$", view)] + router.urls
""",
    "app/tasks.py": b"""from celery import Celery
app = Celery("x")
app.conf.beat_schedule = {**MORE, "a": {"task": "t", "schedule": crontab(hour=1)}}
@app.task(name="a.b", bind=True)
def run(self): return other.delay("\\ud800")
""",
    "app/migrations/0001_initial.py": b"""from django.db import migrations, models
class Migration(migrations.Migration):
    operations = [migrations.CreateModel(name="A", fields=[("id", models.AutoField(primary_key=True))])]
""",
    "alembic/versions/1_a.py": b"""from alembic import op
revision, down_revision = "1", None
def upgrade(): op.create_table("t", sa.Column("id", sa.Integer()), schema="s")
""",
    "web/src/server.ts": b"""import express, { Router } from "express";
const routes = [{ path: "/a", route: Router().get("/:id", h) }];
routes.forEach((r) => app.use(r.path, r.route));
@Controller({ path: ["a", `b/${X}`], version: "1" }) export class A { @Get(":id") one<T>(@Param() id: T) {} }
export enum E { A = "a" } export default async function (f, o) { f.get("/x", async () => ({ ...o })); }
""",
    "web/src/App.tsx": b"""import { Route, Routes } from "react-router-dom";
export default () => <Routes><Route path="/a/:b" element={<X {...p} y="1">{z ? <Y/> : null}</X>} /></Routes>;
""",
    "supabase/migrations/1.sql": b"""create table public.a (id uuid primary key, b int[] default '{}');
do $$ begin create view v as select 1; end $$;
alter table a add column c text;
select cron.schedule('x', '* * * * *', $$y$$);
""",
    ".github/workflows/ci.yml": b"on: {push: {}}\njobs:\n  a: &x\n    runs-on: u\n    steps: [{run: x}]\n",
    ".gitlab-ci.yml": b"include: [{local: /x.yml}]\na: {script: [x], needs: [b]}\n.b: &b {stage: c}\n",
    "compose.yaml": b"services:\n  api: {build: {context: ., dockerfile: D}, command: [uvicorn, 'a:b']}\n",
    "package.json": b'{"name": "x", "scripts": {"dev": "next dev"}, "dependencies": {"next": "15"}}',
    "pyproject.toml": b"[tool.poe.tasks]\na = 'x'\n[tool.poe.tasks.b]\ncmd = 'y'\n",
    "Makefile": b"A := b\nall: x ; y\n%.o: %.c\ndefine Z\nendef\nb c:: d\\\n  e\n",
    "justfile": b"@a b='c' *d: e\n  x\n",
    "Dockerfile": b'FROM python AS a\nCMD ["uvicorn", \\\n  "a:b"]\nFROM a\nENTRYPOINT x\n',
    "CODEOWNERS": b"[S][2] @a\n* @b\n/c/**/d* @e\n",
    "db/schema.prisma": b"model A { id Int @id @default(autoincrement()) b B[] @@map(\"as\") }\n",
    ".gitattributes": b"*.gen.ts linguist-generated\n",
}  # fmt: skip
NOISE = [
    b"(",
    b")",
    b"{",
    b"[",
    b"]",
    b"}",
    b'"',
    b"'",
    b"`",
    b"\\",
    b"\n",
    b"\x00",
    b"\xff\xfe",
    b"*",
    b"&a",
    b"${",
    b"<",
    b"/*",
]
PYTHON, SCRIPT = b"from fastapi import APIRouter, FastAPI\napp = FastAPI()\n", b"import express from 'express';\n"
DEEP = {
    "brackets": {"a.py": PYTHON + b"x = " + b"[" * 20_000, "a.ts": b"Router(" * 20_000},
    "calls": {"a.py": PYTHON + b"x = " + b"f(" * 5_000 + b")" * 5_000, "a.tsx": b"<Route>" * 5_000},
    "chains": {"a.py": PYTHON + b"x" + b".get('/x')" * 8_000, "a.ts": SCRIPT + b"express()" + b".get('/x', h)" * 8_000},
    "sums": {"a.py": PYTHON + b"x = 'a'" + b" + 'a'" * 8_000, "a.ts": SCRIPT + b"const x = 'a'" + b" + 'a'" * 8_000},
    "blocks": {"a.py": PYTHON + b"".join(b" " * n + b"if x:\n" for n in range(400)), "a.ts": SCRIPT + b"{" * 20_000},
    "data": {
        "package.json": b"[" * 100_000,
        ".github/workflows/a.yml": b"jobs: " + b"{a: " * 20_000,
        "pyproject.toml": b"[tool]\na = " + b"[" * 20_000,
    },
    "sql": {
        "migrations/1.sql": b"select " + b"(" * 20_000,
        "migrations/2.sql": b"create table a (b int default " + b"(" * 9_000 + b"1" + b")" * 9_000 + b");",
    },
    "regular expressions": {
        "u/urls.py": b"from django.urls import re_path\nurlpatterns = [re_path(r'^" + b"(?:" * 4_000 + b"', v), "
        b"re_path(r'^" + b"(a|" * 4_000 + b"$', v)]",
        "a.ts": SCRIPT + b"express().get('/" + b":a(" * 4_000 + b"', h)",
    },
}
LARGE = {
    "literals": {
        "a.py": PYTHON + b"x = [" + b"'/a', " * 150_000 + b"]\n",
        "a.ts": b"Router({" + b"a: 1, " * 150_000 + b"})",
    },
    "comments": {"a.py": PYTHON + b"# x\n" * 200_000, "a.ts": SCRIPT + b"// x\n" * 200_000},
    "one line": {
        "Makefile": b"a: " + b"b " * 500_000,
        "justfile": b"a" + b" b" * 500_000 + b":",
        "Dockerfile": b"CMD " + b"x " * 500_000,
        "CODEOWNERS": b"*" * 300 + b"x @a",
    },
    "braces in paths": {"a.py": PYTHON + b"@app.get('/" + b"{a:" * 30_000 + b"')\ndef x(): ...\n"},
    "many routes": {"a.py": PYTHON + b"".join(b"app.add_api_route('/%d', h)\n" % n for n in range(20_000))},
    "many mounts": {
        "a.py": PYTHON
        + b"".join(
            b"r%d = APIRouter()\nr%d.include_router(r%d)\nr%d.get('/x')(h)\n" % (n, n, n // 2, n) for n in range(2_000)
        )
    },
}
MULTIPLYING = {
    "constants made of constants": {
        "a.py": PYTHON
        + b"".join(b"P%d = f'" % n + b"{P%d}" % (n - 1) * 20 + b"'\n" for n in range(1, 14))
        + b"app.get(P13)(h)\n",
        "a.ts": SCRIPT
        + b"".join(b"const P%d = `" % n + b"${P%d}" % (n - 1) * 20 + b"`;\n" for n in range(1, 14))
        + b"const app = express(); app.get(P13, h);\n",
    },
    "lists made of lists": {
        "a.py": PYTHON
        + b"L0 = [1]\n"
        + b"".join(b"L%d = [" % n + b"*L%d, " % (n - 1) * 20 + b"]\n" for n in range(1, 12))
        + b"for r in L11: app.include_router(r)\n",
        "a.tsx": b"import { useRoutes } from 'react-router';\nconst r = ["
        + b"{ path: 'a', children: r }, " * 6
        + b"];\nuseRoutes(r);\n",
    },
    "patterns within themselves": {
        "u/urls.py": b"from django.urls import include, path\nurlpatterns = ["
        + b"path('a/', include('u.urls')), " * 6
        + b"path('b/', v)]\n"
        + b"more = more + [path('c/', include(more))]\n" * 6
        + b"urlpatterns += more\n",
    },
    "routers that mount each other": {
        "a.py": PYTHON
        + b"".join(b"r%d = APIRouter()\n" % n for n in range(30))
        + b"".join(b"r%d.include_router(r%d, prefix='/x')\n" % (n, n + 1) * 3 for n in range(29))
        + b"app.include_router(r0)\n"
        + b"r29.get('/x')(h)\n",
    },
    "functions that call each other": {
        "a.py": PYTHON
        + b"from celery import task\n"
        + b"".join(
            b"def f%d(app, p='/x'):\n    app.include_router(r, prefix=p)\n" % n
            + b"".join(b"    f%d(app, p)\n" % other for other in range(20))
            + b"    return f%d(app)\n" % (n + 1)
            for n in range(20)
        )
        + b"@f0(app)\ndef t(): ...\n",
    },
}


def write(root: Path, files: dict[str, bytes]) -> None:
    for path, data in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(data)


def mutated(data: bytes, chance: random.Random) -> bytes:
    """Cut off, cut out, doubled, or with noise put in."""
    at, to = sorted(chance.randrange(len(data) + 1) for _ in range(2))
    match chance.randrange(4):
        case 0:
            return data[:at]
        case 1:
            return data[:at] + data[to:]
        case 2:
            return data[:to] + data[at:]
        case _:
            for _ in range(chance.randrange(1, 6)):
                at = chance.randrange(len(data) + 1)
                data = data[:at] + chance.choice(NOISE) * chance.randrange(1, 4) + data[at:]
            return data


def test_the_samples_themselves_are_understood(tmp_path: Path) -> None:
    write(tmp_path, SAMPLES)
    found = discover(tmp_path)
    assert {Kind.ROUTE, Kind.TASK, Kind.SCHEDULE, Kind.JOB, Kind.SCRIPT, Kind.TABLE} <= set(found.summary)
    assert not [entry for entry in found.skipped if "reader failed" in entry.reason]


@pytest.mark.parametrize("seed", range(6))
def test_broken_files_never_break_discovery(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    for number in range(8):
        write(tmp_path, {f"p{number}/{path}": mutated(data, chance) for path, data in SAMPLES.items()})
        write(tmp_path, {path: mutated(data, chance) for path, data in SAMPLES.items()})
    started = time.monotonic()
    found = discover(tmp_path)
    assert time.monotonic() - started < SECONDS
    assert not [entry for entry in found.skipped if "reader failed" in entry.reason]


@pytest.mark.parametrize(
    "files", [pytest.param(files, id=name) for name, files in {**DEEP, **LARGE, **MULTIPLYING}.items()]
)
def test_deep_and_large_files_end_in_time(tmp_path: Path, files: dict[str, bytes]) -> None:
    write(tmp_path, files)
    started = time.monotonic()
    found = discover(tmp_path)
    assert time.monotonic() - started < SECONDS
    assert not [entry for entry in found.skipped if "reader failed" in entry.reason]


def test_ten_thousand_tiny_files_are_quick(tmp_path: Path) -> None:
    for number in range(100):
        write(tmp_path, {f"d{number}/m{at}.py": b"import os\n" for at in range(100)})
    started = time.monotonic()
    assert discover(tmp_path).files == 10_000
    assert time.monotonic() - started < SECONDS
