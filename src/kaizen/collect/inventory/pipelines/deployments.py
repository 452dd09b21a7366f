"""How things are started: compose, Dockerfile, Procfile, supervisor, Kubernetes, Render, Fly, wrangler, Vercel."""

import re
from collections.abc import Iterable, Iterator
from collections.abc import Mapping as Files
from dataclasses import dataclass
from posixpath import basename, normpath

from kaizen.collect.inventory.pipelines.documents import Document, Mapping, Node, Scalar, Sequence, command
from kaizen.collect.inventory.pipelines.texts import Entries

COMPOSE = re.compile(r"(^|/)(docker-)?compose[^/]*\.ya?ml$|(^|/)[^/]*compose\.ya?ml$")
ASIDE = re.compile(r"(^|[./_-])(tests?|ci|e2e|examples?)([./_-]|$)")
SCRIPT_FILE = re.compile(r"([\w./-]+\.(?:sh|bash))\b")
PACKAGE_RUN = re.compile(r"\b(?:npm|yarn|pnpm|bun)\s+(?:run\s+)?([\w:.-]+)")
WORKLOADS = frozenset({"Deployment", "StatefulSet", "DaemonSet"})
KEEPING = re.compile(r"(^|/)(\.?docker\w*|deploy\w*|build|infra\w*|ci|ops|containers?|images?|\.github)(/|$)")
RENDER = {"web": "web", "worker": "worker", "pserv": "web", "private": "web"}
STORES = {"redis": "redis", "keyvalue": "redis"}
MANIFESTS = (
    "package.json", "pyproject.toml", "requirements.txt", "setup.py", "Pipfile", "go.mod", "Cargo.toml", "deno.json",
    "main.go", "main.py", "app.py", "Gemfile", "pom.xml", "mix.exs", "composer.json",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Deployment:
    """One way a service is started; ``command`` holds what scripts it runs say as well."""

    name: str
    path: str
    line: int
    system: str
    command: str = ""
    image: str = ""
    folder: str = ""
    built: bool = False
    public: bool = False
    base: str = ""


class Deployments:
    """Reads every deployment of a tree."""

    def __init__(self, documents: Files[str, Document], texts: Files[str, Entries], paths: Iterable[str] = ()) -> None:
        """``paths`` are all files of the tree."""
        self._documents, self._texts, self._paths = documents, texts, tuple(paths)
        self._by_name: dict[str, list[str]] = {}
        for path in texts:
            self._by_name.setdefault(basename(path), []).append(path)

    def all(self) -> Iterator[Deployment]:
        """Deployments file by file, those of compose first."""
        composed = [path for path in self._documents if COMPOSE.search(path) and not ASIDE.search(path)]
        for path in sorted(composed, key=lambda path: (path.count("/"), len(path), path)):
            yield from self._compose(path, self._documents[path].root)
        for path, document in self._documents.items():
            name = basename(path)
            if name in {"render.yaml", "render.yml"}:
                yield from self._render(path, document.root)
            elif name in {"fly.toml", "wrangler.toml", "wrangler.json", "wrangler.jsonc"}:
                yield from self._named(path, document.root, name.partition(".")[0])
            elif not COMPOSE.search(path):
                yield from self._workloads(path, document)
        for path, entries in self._texts.items():
            if entries.language in {"procfile", "ini"} and not ASIDE.search(path):
                system = "procfile" if entries.language == "procfile" else "supervisor"
                for entry in entries.entries:
                    text = self._followed(entry.text, _folder(path))
                    if entry.name != "release":
                        folder = _folder(path) if system == "procfile" else ""
                        yield Deployment(entry.name, path, entry.line, system, text, folder=folder, built=True)

    def alone(self, taken: Iterable[str]) -> Iterator[Deployment]:
        """Dockerfiles that start something in a package folder which nothing else (``taken``) speaks for."""
        known = set(taken)
        folders = {
            _folder(path) for path in (*self._documents, *self._texts, *self._paths) if basename(path) in MANIFESTS
        }
        for path, entries in self._texts.items():
            folder = _folder(path)
            if entries.language != "dockerfile" or basename(path) != "Dockerfile" or folder == ".":
                continue
            text = self._docker_command(path, "")
            started = text and not KEEPING.search(folder) and folder in folders
            if started and not any(folder == other or other.startswith(f"{folder}/") for other in known):
                line, text = entries.entries[-1].line, self._followed(text, folder)
                base = self._base(path)
                yield Deployment(basename(folder), path, line, "docker", text, "", folder, built=True, base=base)

    def _compose(self, path: str, root: Mapping) -> Iterator[Deployment]:
        here = _folder(path)
        for name, line, body in root.mapping("services").entries:
            if not isinstance(body, Mapping):
                continue
            build = body.get("build")
            context, dockerfile = self._build(here, build)
            started = " ".join(part for part in (command(body.get("entrypoint")), command(body.get("command"))) if part)
            if not started and build is not None:
                target = build.text("target") if isinstance(build, Mapping) else ""
                started = self._docker_command(dockerfile, target)
            folder = context
            apart = dockerfile and _folder(dockerfile) not in {context, "."}
            if build is not None and apart and not KEEPING.search(_folder(dockerfile)):
                folder = _folder(dockerfile)
            text = self._followed(started, folder or here)
            extends = body.get("extends")
            public = build is None and not isinstance(extends, Mapping)
            image = body.text("image")
            base = self._base(dockerfile) if build is not None else ""
            yield Deployment(name, path, line, "compose", text, image, folder, build is not None, public, base)

    def _build(self, here: str, build: Node | None) -> tuple[str, str]:
        """Context folder and Dockerfile of a build, "" without one."""
        if build is None:
            return "", ""
        context = (
            build.text
            if isinstance(build, Scalar)
            else build.text("context") or "."
            if isinstance(build, Mapping)
            else "."
        )
        folder = normpath(f"{here}/{context}") if "://" not in context else "."
        named = build.text("dockerfile") if isinstance(build, Mapping) else ""
        return folder, normpath(f"{folder}/{named or 'Dockerfile'}")

    def _base(self, dockerfile: str) -> str:
        """The image a Dockerfile ends on, through its own stages."""
        stages: dict[str, str] = {}
        image = ""
        entries = self._texts.get(dockerfile)
        for entry in entries.entries if entries else ():
            if entry.name == "FROM":
                words = [word for word in entry.text.split() if not word.startswith("--")]
                image = stages.get(words[0].lower(), words[0]) if words else ""
                if len(words) > 2:
                    stages[words[-1].lower()] = image
        return image

    def _docker_command(self, dockerfile: str, target: str) -> str:
        entries = self._texts.get(dockerfile)
        start = run = ""
        stages: dict[str, tuple[str, str]] = {}
        stage = ""
        for entry in entries.entries if entries else ():
            if entry.name == "FROM":
                words = entry.text.split()
                stage = words[-1].lower() if len(words) > 2 and words[-2].lower() == "as" else "last"
                start, run = stages.get(words[0].lower() if words else "", ("", ""))
            elif entry.name == "ENTRYPOINT":
                start = entry.text
            elif entry.name == "CMD":
                run = entry.text
            stages[stage] = (start, run)
        start, run = stages.get(target.lower(), (start, run)) if target else (start, run)
        return f"{start} {run}".strip()

    def _followed(self, text: str, folder: str) -> str:
        """The command with what the shell scripts and package scripts in it start."""
        more: list[str] = []
        for script in SCRIPT_FILE.findall(text):
            path = self._nearest(basename(script), folder)
            if path:
                more += [entry.text for entry in self._texts[path].entries]
        manifest = self._documents.get(normpath(f"{folder}/package.json"))
        for name in PACKAGE_RUN.findall(text) if manifest else ():
            more.append(manifest.root.mapping("scripts").text(name) if manifest else "")
        return " ; ".join(part for part in (text, *more) if part)

    def _nearest(self, name: str, folder: str) -> str | None:
        paths = self._by_name.get(name, [])
        return max(paths, key=lambda path: (path.startswith(f"{folder}/"), -len(path)), default=None)

    def _workloads(self, path: str, document: Document) -> Iterator[Deployment]:
        for root in document.roots:
            if isinstance(root, Mapping) and root.text("kind") in WORKLOADS and root.get("apiVersion"):
                name = root.mapping("metadata").text("name")
                containers = root.mapping("spec").mapping("template").mapping("spec").get("containers")
                items = containers.items if isinstance(containers, Sequence) else ()
                first = next((item for item in items if isinstance(item, Mapping)), Mapping((), root.line))
                text = f"{command(first.get('command'))} {command(first.get('args'))}".strip()
                if name and "{{" not in name:
                    image = first.text("image")
                    yield Deployment(name, path, root.line, "kubernetes", text, image, public=True)

    def _render(self, path: str, root: Mapping) -> Iterator[Deployment]:
        services = root.get("services")
        for body in services.items if isinstance(services, Sequence) else ():
            if isinstance(body, Mapping) and body.text("type") in RENDER:
                folder = normpath(body.text("rootDir") or body.text("dockerContext") or ".")
                text = body.text("startCommand") or body.text("dockerCommand")
                yield Deployment(
                    body.text("name"), path, body.line, "render", self._followed(text, folder), "", folder, built=True
                )
            elif isinstance(body, Mapping) and body.text("type") in STORES:
                yield Deployment(body.text("name"), path, body.line, "render", "", "redis", public=True)
        databases = root.get("databases")
        for body in databases.items if isinstance(databases, Sequence) else ():
            if isinstance(body, Mapping) and body.text("name"):
                yield Deployment(body.text("name"), path, body.line, "render", "", "postgres", public=True)

    def _named(self, path: str, root: Mapping, system: str) -> Iterator[Deployment]:
        name = root.text("app" if system == "fly" else "name")
        if name:
            line = root.line_of("app" if system == "fly" else "name")
            yield Deployment(name, path, line, system, folder=_folder(path), built=True)


def cron_jobs(documents: Files[str, Document]) -> Iterator[tuple[str, str, int, str, str]]:
    """Declared schedules: name, path, line, system and moment, of Vercel, wrangler, Render and Kubernetes."""
    for path, document in documents.items():
        name, root = basename(path), document.root
        if name == "vercel.json":
            crons = root.get("crons")
            for body in crons.items if isinstance(crons, Sequence) else ():
                if isinstance(body, Mapping):
                    yield body.text("path"), path, body.line, "vercel", body.text("schedule")
        elif name.startswith("wrangler."):
            triggers = root.mapping("triggers").get("crons")
            for item in triggers.items if isinstance(triggers, Sequence) else ():
                if isinstance(item, Scalar):
                    yield root.text("name") or _folder(path), path, item.line, "wrangler", item.text
        elif name in {"render.yaml", "render.yml"}:
            services = root.get("services")
            for body in services.items if isinstance(services, Sequence) else ():
                if isinstance(body, Mapping) and body.text("type") == "cron":
                    yield body.text("name"), path, body.line, "render", body.text("schedule")
        for other in document.roots:
            if isinstance(other, Mapping) and other.text("kind") == "CronJob" and other.get("apiVersion"):
                title, moment = other.mapping("metadata").text("name"), other.mapping("spec").text("schedule")
                yield title, path, other.line, "kubernetes", moment


def _folder(path: str) -> str:
    return path.rpartition("/")[0] or "."
