"""Applications in the code itself: framework objects and packages that can be started."""

import re
from collections.abc import Iterator
from collections.abc import Mapping as Files
from dataclasses import dataclass

from kaizen.collect.inventory.code.python_names import Names
from kaizen.collect.inventory.pipelines.documents import Document, Mapping
from kaizen.collect.sources.code import Call

ASIDE = frozenset(
    {"examples", "example", "test", "tests", "__tests__", "e2e", "cookbook", "cookbooks", "notebooks", "__mocks__",
     "testdata", "__fixtures__", ".storybook", ".devcontainer"}
)  # fmt: skip
HIGH_ASIDE = frozenset(
    {"demo", "demos", "doc", "docs", "documentation", "template", "templates", "fixtures", "samples", "sample",
     "playground", "playgrounds", "benchmarks", "benchmark", "bench", "starters", "starter", "tutorial", "tutorials",
     "mocks", "sandbox", "storybook", "boilerplate", "testing", "docs_src", "cookiecutter", "skeleton", "skeletons",
     "scaffold", "scaffolds", "scaffolding", "website-docs", "e2e-tests", "integration-tests"}
)  # fmt: skip
HIGH = 3
ASIDE_NAME = re.compile(r"(^|[_-])(demo|example|sample)s?([_-]|$)")
TEST_FILE = re.compile(r"((^|/)(test_[^/]*|[^/]*_test|conftest)\.py|\.(test|spec|stories|cy)\.[cm]?[jt]sx?)$")
DEPENDENCIES = ("dependencies", "devDependencies", "peerDependencies")
STARTS = frozenset({"start", "dev", "serve", "develop", "start:dev", "start:prod", "dev:server", "preview"})
LIBRARY = ("exports", "module", "types", "files", "publishConfig")
PACKAGES = (
    ("next", "next"), ("@strapi/strapi", "strapi"), ("strapi", "strapi"), ("@nestjs/core", "nest"),
    ("@remix-run/serve", "remix"), ("@remix-run/node", "remix"), ("@remix-run/dev", "remix"), ("@remix-run/react",
        "remix"),
    ("@react-router/dev", "react-router"), ("nuxt", "nuxt"), ("@sveltejs/kit", "sveltekit"), ("astro", "astro"),
    ("@angular/core", "angular"), ("@redwoodjs/core", "redwood"), ("gatsby", "gatsby"),
    ("react-scripts", "create-react-app"), ("vite", "vite"),
)  # fmt: skip
SIGNS = {
    "next": ("next.config.", "app/", "pages/", "src/app/", "src/pages/"), "vite": ("index.html", "src/index.html"),
    "react-router": ("react-router.config.", "app/routes", "vite.config."), "remix": ("app/", "remix.config."),
    "nest": ("src/main.ts", "main.ts", "nest-cli.json"), "strapi": ("config/", "src/"), "nuxt": ("nuxt.config.",),
    "sveltekit": ("svelte.config.",), "astro": ("astro.config.",), "angular": ("angular.json", "src/main.ts"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Application:
    """Something that can be started: the folder it lives in, its role, and the place that proves it."""

    folder: str
    framework: str
    role: str
    path: str
    line: int
    language: str
    name: str = ""


def is_aside(path: str) -> bool:
    """Whether a file belongs to examples, docs, templates or tests rather than to the product.

    Words that also name parts of products (``templates``, ``samples``) count only near the root.
    """
    folders = path.split("/")[:-1]
    if not ASIDE.isdisjoint(folders) or "{{" in path:
        return True
    if any(folder in HIGH_ASIDE or ASIDE_NAME.search(folder) for folder in folders[:HIGH]):
        return True
    return TEST_FILE.search(path) is not None


def folder_of(path: str) -> str:
    """The folder of a posix path, ``.`` for the root."""
    return path.rpartition("/")[0] or "."


def nearest(folder: str, holders: frozenset[str]) -> str:
    """The closest folder at or above that is one of ``holders``, else the root."""
    while folder and folder != "." and folder not in holders:
        folder = folder.rpartition("/")[0]
    return folder or "."


def package_applications(documents: Files[str, Document], paths: list[str]) -> Iterator[Application]:
    """Applications by package.json: a framework, something to start, and the files it needs."""
    for path, document in documents.items():
        if not path.endswith("package.json") or is_aside(path):
            continue
        framework = framework_of(document.root)
        if framework == "vite" and any(document.root.get(key) is not None for key in LIBRARY):
            continue  # built to be imported
        if framework and starts(document.root) and _signed(framework, folder_of(path), paths):
            name = document.root.text("name")
            yield Application(folder_of(path), framework, "web", path, 1, "typescript", name)


def framework_of(manifest: Mapping) -> str | None:
    """The web framework a package.json depends on, the most telling first."""
    names = {name for table in DEPENDENCIES[:2] for name, _, _ in manifest.mapping(table).entries}
    return next((framework for package, framework in PACKAGES if package in names), None)


def starts(manifest: Mapping) -> bool:
    """Whether a package.json has a script that starts something."""
    return any(name in STARTS for name, _, _ in manifest.mapping("scripts").entries)


def _signed(framework: str, folder: str, paths: list[str]) -> bool:
    signs = SIGNS.get(framework)
    if signs is None:
        return True
    base = "" if folder == "." else f"{folder}/"
    return any(path.startswith(tuple(f"{base}{sign}" for sign in signs)) for path in paths)


def django_applications(names: Names, paths: list[str]) -> Iterator[Application]:
    """Django projects: the folder of each manage.py, or of settings with a root URL configuration."""
    found = [path for path in paths if path.rsplit("/", 1)[-1] == "manage.py" and not is_aside(path)]
    for path in found:
        yield Application(folder_of(path), "django", "web", path, 1, "python")
    if not found:
        for path, module in names.modules.items():
            if "ROOT_URLCONF" in module.assigned and not is_aside(path):
                yield Application(folder_of(folder_of(path)), "django", "web", path, 1, "python")
                return


def celery_applications(names: Names) -> Iterator[Application]:
    """Celery objects and dramatiq brokers, each the sign of a worker."""
    for path, module in names.modules.items():
        if is_aside(path):
            continue
        for call in module.facts.calls:
            framework = _worker(names, path, call)
            if framework:
                yield Application(folder_of(path), framework, "worker", path, call.line, "python")
                break
        for index, definition in enumerate(module.facts.definitions):
            attributes = module.attributes.get(index, {})
            if definition.name.endswith("WorkerSettings") and "functions" in attributes:
                yield Application(folder_of(path), "arq", "worker", path, definition.line, "python")
                break


def _worker(names: Names, path: str, call: Call) -> str | None:
    last = call.callee.rsplit(".", 1)[-1]
    if last == "Celery" and names.outside(path, call.callee).startswith("celery"):
        return "celery"
    if last in {"set_broker"} and names.outside(path, call.callee).startswith("dramatiq"):
        return "dramatiq"
    return None
