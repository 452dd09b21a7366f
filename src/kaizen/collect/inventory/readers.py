"""The readers discovery uses, and the words a file must hold before it is worth parsing."""

import msgspec

from kaizen.collect.inventory.code.suites import SuiteReader
from kaizen.collect.inventory.pipelines.documents import DocumentReader
from kaizen.collect.inventory.pipelines.texts import TextReader
from kaizen.collect.inventory.schema import SCHEMA_READERS
from kaizen.collect.sources import Reader
from kaizen.collect.sources.code import PythonReader, ScriptReader

PYTHON_WORDS = (
    "APIRouter", "FastAPI", "Flask", "Blueprint", "Starlette", "Litestar", "litestar", "Quart", "Sanic", "Ninja", "ninja",
    "include_router", "add_api_route", "add_url_rule", "@app.", "@router.", "_router.", "@api.", "@bp.", "@blueprint",
    "urlpatterns", "View", "rest_framework", "django.urls", "api_view", "router", "Router", "ROOT_URLCONF",
    "Celery", "celery", "shared_task", "dramatiq", "huey", "taskiq", "procrastinate", "WorkerSettings", "beat_schedule",
    "BEAT_SCHEDULE", "scheduler", "repeat_every", "schedule.every", "rq.", "django_rq", "periodic", "actor",
    "require_http_methods", "require_POST", "require_GET", "login_required", "csrf_exempt", "HttpResponse", "JsonResponse",
)  # fmt: skip
SCRIPT_WORDS = (
    "express", "fastify", "Fastify", "hono", "Hono", "elysia", "koa", "polka", "restify", "itty-router", "@nestjs/",
    "@Controller", "@JsonController", "react-router", "@remix-run", "createFileRoute", "createLazyFileRoute", "vue-router",
    "bullmq", "inngest", "node-cron", "trigger.dev", "agenda", "croner", "node-schedule", "'cron'", '"cron"',
    "function GET", "function POST", "function PUT", "function PATCH", "function DELETE", "const GET", "const POST",
    "const PUT", "const PATCH", "const DELETE", " as GET", " as POST", "{ GET", "Router()", ".router", "fastify.",
    "app.get(", "app.post(", "app.use(", "router.get(", "router.post(", "router.use(", "router.put(", "server.get(",
)  # fmt: skip


class _Python(PythonReader):
    """Besides the words, files of imports and constants only: names are followed through them."""

    def __init__(self) -> None:
        super().__init__(PYTHON_WORDS)
        self.selection += "|bare"

    def needs(self, data: bytes) -> bool:
        return super().needs(data) or (b"def " not in data and b"import" in data) or b"settings" in data[:20_000]


class _Script(ScriptReader):
    """Besides the words, short files that only hand names on."""

    def __init__(self) -> None:
        super().__init__(SCRIPT_WORDS)
        self.selection += "|barrel"

    def needs(self, data: bytes) -> bool:
        if len(data) < 3_000 and b"=>" not in data and b"interface" not in data and b"export" in data:
            return b" from " in data or b"controllers" in data
        return super().needs(data)


PYTHON = _Python()
SCRIPT = _Script()
DOCUMENTS = DocumentReader()
TEXTS = TextReader()
SUITES = SuiteReader()
READERS: tuple[Reader[msgspec.Struct], ...] = (PYTHON, SCRIPT, DOCUMENTS, TEXTS, SUITES, *SCHEMA_READERS)
