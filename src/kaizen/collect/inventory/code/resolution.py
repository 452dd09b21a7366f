"""From facts to items: every question of the inventory asked of the same facts."""

from collections.abc import Iterator
from collections.abc import Mapping as Files
from dataclasses import replace

from kaizen.collect.inventory.code import file_routes, page_routes
from kaizen.collect.inventory.code.applications import (
    Application,
    celery_applications,
    django_applications,
    folder_of,
    framework_of,
    is_aside,
    package_applications,
    starts,
)
from kaizen.collect.inventory.code.controllers import Controllers
from kaizen.collect.inventory.code.django_routes import DjangoRoutes
from kaizen.collect.inventory.code.listed_routes import LitestarRoutes
from kaizen.collect.inventory.code.python_names import Names
from kaizen.collect.inventory.code.python_routes import PythonRoutes
from kaizen.collect.inventory.code.schedules import Schedules
from kaizen.collect.inventory.code.script_names import ScriptNames
from kaizen.collect.inventory.code.script_routes import ScriptRoutes
from kaizen.collect.inventory.code.script_tasks import script_tasks
from kaizen.collect.inventory.code.services import Services
from kaizen.collect.inventory.code.suites import suite_items
from kaizen.collect.inventory.code.tasks import Tasks
from kaizen.collect.inventory.model import Item, Kind, Skipped
from kaizen.collect.inventory.pipelines.deployments import Deployments, cron_jobs
from kaizen.collect.inventory.pipelines.documents import Document
from kaizen.collect.inventory.pipelines.roles import start_of
from kaizen.collect.inventory.pipelines.scripts import script_items
from kaizen.collect.inventory.pipelines.sql_schedules import sql_schedules
from kaizen.collect.inventory.pipelines.texts import Entries
from kaizen.collect.inventory.pipelines.workflows import workflow_items
from kaizen.collect.inventory.readers import CRONS, DOCUMENTS, PYTHON, SCRIPT, SUITES, TEXTS
from kaizen.collect.inventory.schema import schema_items
from kaizen.collect.sources import Facts, Tree
from kaizen.collect.sources.code import CodeFacts

MANIFESTS = frozenset({"package.json", "pyproject.toml", "go.mod", "Cargo.toml", "deno.json", "setup.py", "Pipfile",
    "setup.cfg",
                       "tox.ini", "pytest.ini", "manage.py"})  # fmt: skip
RUNNERS = ("vitest", "jest", "mocha", "ava", "@playwright/test", "cypress", "tap")


def resolve(tree: Tree, facts: Facts) -> tuple[list[Item], list[Skipped]]:
    """All items of a tree, unsorted, and the files whose syntax is broken."""
    documents, texts = facts.of(DOCUMENTS), facts.of(TEXTS)
    python, script = facts.of(PYTHON), facts.of(SCRIPT)
    found = _Code(tree, python, script, documents, texts)
    items = [
        *found.items(),
        *workflow_items(documents),
        *script_items(documents, texts),
        *suite_items(facts.of(SUITES), *_packages(tree, documents)),
        *_crons(documents),
        *sql_schedules(facts.of(CRONS)),
    ]
    schema, unclear = schema_items(facts)
    return [*items, *schema], [*_broken(python), *_broken(script), *unclear]


def _broken(facts: Files[str, CodeFacts]) -> Iterator[Skipped]:
    for path, fact in facts.items():
        if fact.syntax_error:
            yield Skipped(path, f"understood in part: syntax error at line {fact.syntax_error}")


def _flat(manifest: Document) -> bool:
    tables = (manifest.root.mapping("dependencies"), manifest.root.mapping("devDependencies"))
    return any(
        name in {"@react-router/fs-routes", "remix-flat-routes"} for table in tables for name, _, _ in table.entries
    )


def _crons(documents: Files[str, Document]) -> Iterator[Item]:
    for name, path, line, system, moment in cron_jobs(documents):
        if name and not is_aside(path):
            yield Item(Kind.SCHEDULE, name, path, line, None, {"library": system, "when": moment})


def _packages(tree: Tree, documents: Files[str, Document]) -> tuple[dict[str, frozenset[str]], frozenset[str]]:
    """Tools each manifest folder names, and the folders with a sign of pytest."""
    packages: dict[str, frozenset[str]] = {}
    signs: set[str] = set()
    for file in tree.files:
        name = file.path.rsplit("/", 1)[-1]
        if name in MANIFESTS:
            packages.setdefault(folder_of(file.path), frozenset())
        if name in {"pytest.ini", "conftest.py"}:
            signs.add(folder_of(file.path))
    for path, document in documents.items():
        root = document.root
        if path.endswith("package.json"):
            names = {
                name for table in ("dependencies", "devDependencies") for name, _, _ in root.mapping(table).entries
            }
            tools = {tool.removeprefix("@").partition("/")[0] for tool in RUNNERS if tool in names}
            packages[folder_of(path)] = frozenset(tools)
        elif path.endswith("pyproject.toml") and root.mapping("tool").get("pytest"):
            signs.add(folder_of(path))
    return packages, frozenset(signs)


class _Code:
    """What code and configuration say together."""

    def __init__(
        self, tree: Tree, python: Files[str, CodeFacts], script: Files[str, CodeFacts],
        documents: Files[str, Document], texts: Files[str, Entries],
    ) -> None:  # fmt: skip
        self._paths = [file.path for file in tree.files]
        self._repository = tree.repository
        self._documents, self._texts = documents, texts
        self._names = Names(python)
        packages = {
            document.root.text("name") or folder_of(path): folder_of(path)
            for path, document in documents.items()
            if path.endswith("package.json")
        }
        self._scripts = ScriptNames(script, packages)
        self._folders = sorted(set(packages.values()))
        self._python_files = [path for path in python if not is_aside(path)]
        self._script_files = [path for path in script if not is_aside(path)]

    def items(self) -> Iterator[Item]:
        """Routes, tasks, schedules and services."""
        django, node = DjangoRoutes(self._names, self._python_files), ScriptRoutes(self._scripts, self._script_files)
        yield from django.items()
        web = PythonRoutes(self._names, self._python_files, django.ninja)
        yield from web.items()
        yield from LitestarRoutes(self._names, self._python_files).items()
        yield from node.items()
        yield from Controllers(self._scripts, self._script_files, self._folders).items()
        yield from self._page_routes()
        yield from Tasks(self._names, self._python_files).items()
        yield from Schedules(self._names, self._python_files).items()
        yield from script_tasks(self._scripts, self._script_files)
        yield from self._services(web, node).items()

    def _page_routes(self) -> Iterator[Item]:
        for path, document in self._documents.items():
            if not path.endswith("package.json") or is_aside(path):
                continue
            folder, framework = folder_of(path), framework_of(document.root)
            if framework == "next":
                yield from file_routes.next_routes(folder, self._own(folder), self._scripts)
            elif framework == "remix" or _flat(document):
                yield from file_routes.flat_routes(
                    folder, self._own(folder), self._scripts.scripts, framework or "remix"
                )
        for path in self._script_files:
            script = self._scripts.scripts[path]
            modules = {item.module for item in script.facts.imports}
            if "@react-router/dev/routes" in modules and path.endswith(("/routes.ts", "/routes.js", "/routes.tsx")):
                yield from page_routes.configured(self._scripts, path)
            if modules & {"react-router-dom", "react-router", "vue-router", "wouter", "@sentry/react"}:
                yield from page_routes.elements(self._scripts, script)
                yield from page_routes.objects(self._scripts, script)
            yield from file_routes.file_route_calls(script)

    def _own(self, folder: str) -> list[str]:
        return [path for path in self._paths if folder == "." or path.startswith(f"{folder}/")]

    def _services(self, web: PythonRoutes, node: ScriptRoutes) -> Services:
        reader = Deployments(self._documents, self._texts, self._paths)
        deployments, applications = list(reader.all()), list(self._applications(web, node))
        taken = {deployment.folder for deployment in deployments} | {application.folder for application in applications}
        deployments += reader.alone(taken)
        modules = {start.module for deployment in deployments if (start := start_of(deployment.command)).module}
        files = {module: file for module in modules if (file := self._module_file(module))}
        own = {folder_of(path) for path in self._paths if path.endswith("Dockerfile")}
        return Services(deployments, applications, files=files, repository=self._repository, own=own)

    def _module_file(self, module: str) -> str | None:
        """The file of a module that a command names; the shortest path wins, celery.py stands for its package."""
        for name in (f"{module}.celery", module, f"{module}.__main__", module.rpartition(".")[0]):
            stem = name.replace(".", "/")
            wanted = (f"{stem}.py", f"{stem}/__init__.py")
            ends = tuple(f"/{path}" for path in wanted)
            paths = [path for path in self._paths if name and (path in wanted or path.endswith(ends))]
            if paths:
                return min(paths, key=lambda path: (path.count("/"), path))
        return None

    def _applications(self, web: PythonRoutes, node: ScriptRoutes) -> Iterator[Application]:
        packaged = list(package_applications(self._documents, self._paths))
        yield from packaged
        yield from self._python_applications(web)
        yield from self._node_applications(node, {application.folder for application in packaged})
        for worker in celery_applications(self._names):
            yield replace(worker, folder=self._project(worker.path))

    def _python_applications(self, web: PythonRoutes) -> Iterator[Application]:
        django = list(django_applications(self._names, self._paths))
        yield from django
        seen: set[str] = set()
        for (path, _), framework, line in web.applications():
            if path not in seen and framework != "django-ninja":
                seen.add(path)
                yield Application(self._project(path), framework, "web", path, line, "python")

    def _project(self, path: str) -> str:
        """The folder of the Python project around a file: the nearest with a manifest, else the file's own."""
        holders = {
            folder_of(known)
            for known in self._paths
            if known.rsplit("/", 1)[-1] in {"pyproject.toml", "requirements.txt", "setup.py", "Pipfile", "Dockerfile"}
        }
        folder = folder_of(path)
        while folder != "." and folder not in holders:
            folder = folder_of(folder)
        return folder if folder != "." else folder_of(path)

    def _node_applications(self, node: ScriptRoutes, packaged: set[str]) -> Iterator[Application]:
        seen = set(packaged)
        for (path, name), framework in node.applications().items():
            folder = next((f for f in sorted(self._folders, key=len, reverse=True) if path.startswith(f"{f}/")), ".")
            if folder not in seen and self._startable(folder):
                seen.add(folder)
                line = next((item.line for item in self._scripts.scripts[path].assigned.get(name, ())), 1)
                yield Application(folder, framework, "web", path, line, self._scripts.scripts[path].facts.language)

    def _startable(self, folder: str) -> bool:
        """Whether a package can be started by itself; a library that offers an application cannot."""
        base = "" if folder == "." else f"{folder}/"
        manifest = self._documents.get(f"{base}package.json")
        signs = ("Dockerfile", "wrangler.", "Procfile", "fly.toml", "vercel.json")
        return (
            manifest is None
            or starts(manifest.root)
            or any(path.startswith(tuple(base + sign for sign in signs)) for path in self._paths)
        )
