"""The readers discovery uses, and the words a file must hold before it is worth parsing."""

import msgspec

from kaizen.collect.inventory.code.suites import SuiteReader
from kaizen.collect.inventory.pipelines.documents import DocumentReader
from kaizen.collect.inventory.pipelines.sql_schedules import CronReader
from kaizen.collect.inventory.pipelines.texts import TextReader
from kaizen.collect.inventory.schema import SCHEMA_READERS
from kaizen.collect.sources import Reader
from kaizen.collect.sources.code import PythonReader, ScriptReader

PYTHON_WORDS = (
    "outer", "View", "FastAPI", "Flask", "flask", "lueprint", "Starlette", "starlette", "itestar", "Quart", "Sanic",
    "inja",
    "add_api_route", "add_url_rule", "@app.", "@api.", "@bp.", "urlpatterns", "rest_framework", "api_view", "URLCONF",
    "elery", "shared_task", "dramatiq", "@actor", "huey", "taskiq", "procrastinate", "WorkerSettings",
    "beat_schedule",
    "BEAT_SCHEDULE", "scheduler", "repeat_every", "schedule.every", "rq.", "periodic", "require_http_methods",
    "require_POST",
    "require_GET", "HttpResponse", "JsonResponse", "BaseSettings", "API_", "PREFIX", "background_task", "aiohttp",
    "falcon", "tornado", "bottle", "\"task\":", "'task':", "GenericActor", "cron",
)  # fmt: skip
SCRIPT_WORDS = (
    "'express", '"express', "'fastify", '"fastify', "fastify.", "'hono", '"hono', "@hono/", "'elysia",
    '"elysia', "'koa", '"koa', "@koa/router", "polka", "restify", "itty-router", "@nestjs/", "@Controller(",
    "@JsonController(", "<Route", "BrowserRouter(", "HashRouter(", "MemoryRouter(", "useRoutes(",
    "createRouter(", "@react-router/dev/routes", "createFileRoute(", "createLazyFileRoute(", "bullmq",
    "'bull'", '"bull"',
    "inngest", "node-cron", "@trigger.dev", "agenda.define", "croner", "node-schedule", "'cron'", '"cron"',
    "function GET", "function POST", "function PUT", "function PATCH", "function DELETE", "const GET",
    "const POST", "const PUT", "const PATCH", "const DELETE", " as GET", " as POST", "{ GET", "Router()",
    "pp.get(", "pp.post(", "pp.use(", "outer.get(", "outer.post(", "outer.use(", "outer.put(", "outer.patch(",
    "outer.delete(", "outer.route(", "erver.get(", "erver.post(", "registerController", "CONTROLLERS",
    "setGlobalPrefix", "RouterModule", "basePath", "pageExtensions", "element: <", "createRoute(",
    "erver.route(", "r.register(", "y.register(", "p.register(",
)  # fmt: skip
HANDED_ON = (b"oute", b"ontroller", b"/server", b"/app", b"lugin", b"andler")


class _Python(PythonReader):
    """Besides the words, files of imports or constants only: names and paths are followed through them."""

    def __init__(self) -> None:
        super().__init__(PYTHON_WORDS)
        self.selection += "|bare2"

    def needs(self, data: bytes) -> bool:
        if super().needs(data):
            return True
        if b"def " in data:
            return False
        return (b"import" in data and b"class " not in data) or b'"/' in data or b"'/" in data


class _Script(ScriptReader):
    """Besides the words, short files that only hand names on."""

    def __init__(self) -> None:
        super().__init__(SCRIPT_WORDS)
        self.selection += "|barrel2"

    def needs(self, data: bytes) -> bool:
        everything = len(data) < 400 and b"export *" in data
        return super().needs(data) or _constants(data) or _hands_on(data) or everything


def _hands_on(data: bytes) -> bool:
    return (
        len(data) < 3_000
        and b"export" in data
        and b" from " in data
        and b"=>" not in data
        and b"function" not in data
        and any(word in data for word in HANDED_ON)
    )


def _constants(data: bytes) -> bool:
    """Whether a short file seems to hold paths under names: routes of other files are written with them."""
    return (
        len(data) < 20_000
        and b"export" in data
        and (b'"/' in data or b"'/" in data)
        and (b"import" not in data or (b"=>" not in data and b"function" not in data))
    )


PYTHON = _Python()
SCRIPT = _Script()
DOCUMENTS = DocumentReader()
TEXTS = TextReader()
SUITES = SuiteReader()
CRONS = CronReader()
READERS: tuple[Reader[msgspec.Struct], ...] = (PYTHON, SCRIPT, DOCUMENTS, TEXTS, SUITES, CRONS, *SCHEMA_READERS)
