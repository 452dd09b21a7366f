"""Joins applications in the code with the ways they are started into services."""

import re
from collections.abc import Iterable, Iterator
from collections.abc import Mapping as Files
from dataclasses import dataclass, field
from posixpath import basename

from kaizen.collect.inventory.code.applications import Application, is_aside
from kaizen.collect.inventory.model import JSON, Item, Kind
from kaizen.collect.inventory.pipelines.deployments import Deployment
from kaizen.collect.inventory.pipelines.roles import Start, is_public, is_store, start_of

WORDS = re.compile(r"[a-z0-9]+")
FILLER = frozenset(
    {"service", "server", "app", "application", "container", "prod", "production", "dev", "local", "main"}
)
PYTHON = frozenset({"fastapi", "starlette", "flask", "quart", "sanic", "litestar", "django", "django-ninja", "aiohttp"})


@dataclass(slots=True)
class Service:
    """A service while it is being put together."""

    name: str
    external: bool
    deployments: list[Deployment] = field(default_factory=list)
    starts: list[Start] = field(default_factory=list)
    applications: list[Application] = field(default_factory=list)

    @property
    def role(self) -> str:
        return next((start.role for start in self.starts if start.role), "")

    @property
    def folders(self) -> set[str]:
        return {deployment.folder for deployment in self.deployments if deployment.folder}


class Services:
    """Services of one tree."""

    def __init__(
        self,
        deployments: Iterable[Deployment],
        applications: Iterable[Application],
        *,
        files: Files[str, str],
        repository: str,
        own: Iterable[str] = (),
    ) -> None:
        """``files`` maps dotted module names that commands may use to files of the tree; ``own`` holds Dockerfiles."""
        self._files, self._repository = files, repository
        applications = list(applications)
        folders = {*own, *(application.folder for application in applications)}
        self._parts = {basename(folder).lower() for folder in folders if folder != "."}
        kept = [deployment for deployment in deployments if not is_aside(deployment.path)]
        self._built = {_image(deployment.image) for deployment in kept if deployment.built and deployment.image}
        self._own_names = {deployment.name for deployment in kept if deployment.built}
        self._services: list[Service] = []
        for deployment in kept:
            self._place(deployment)
        self._join(applications)

    def items(self) -> Iterator[Item]:
        """One item for each service, its applications' place before its deployments'."""
        for service in self._services:
            if service.applications:
                first = service.applications[0]
                path, line, language = first.path, first.line, first.language
            else:
                path, line, language = service.deployments[0].path, service.deployments[0].line, "yaml"
            yield Item(Kind.SERVICE, service.name, path, line, language, self._attributes(service))

    def _attributes(self, service: Service) -> dict[str, JSON]:
        found: dict[str, JSON] = {"external": service.external}
        frameworks = list(dict.fromkeys(application.framework for application in service.applications))
        if frameworks:
            found["framework"] = frameworks[0]
        folder = next((a.folder for a in service.applications), next(iter(sorted(service.folders)), ""))
        if folder:
            found["folder"] = folder
        role = service.role or next((application.role for application in service.applications), "")
        if role and not service.external:
            found["role"] = role
        names = {
            service.name,
            *(d.name for d in service.deployments),
            *(a.name for a in service.applications if a.name),
        }
        found["aliases"] = [*sorted(names - {service.name})]
        found["deployments"] = [_deployment(deployment) for deployment in service.deployments]
        return found

    def _place(self, deployment: Deployment) -> None:
        start = start_of(deployment.command)
        external = self._external(deployment, start)
        for service in self._services:
            if self._same(service, deployment, start, external=external):
                service.deployments.append(deployment)
                service.starts.append(start)
                service.external = service.external and external
                return
        self._services.append(Service(deployment.name, external, [deployment], [start]))

    def _external(self, deployment: Deployment, start: Start) -> bool:
        """A store or tool merely started beside: nothing of it is built or run from this tree."""
        if start.role == "tool" or (deployment.base and is_store(deployment.base) and not start.role):
            return True
        if deployment.built or not deployment.public:
            return False
        if _image(deployment.image) in self._built or deployment.name in self._own_names:
            return False
        own = (start.module and self._file(start.module)) or start.role in {"worker", "beat"}
        return not (own or self._named_here(deployment))

    def _named_here(self, deployment: Deployment) -> bool:
        """An image that is named like this tree's own: ``ghcr.io/acme/shop-api`` beside ``acme/shop-web``."""
        image = _image(deployment.image)
        if deployment.system == "kubernetes" and not is_public(image):
            return bool({deployment.name.lower(), basename(image).lower()} & self._parts)
        return (
            not is_public(image)
            and "/" in image
            and any(built.rpartition("/")[0] == image.rpartition("/")[0] for built in self._built if "/" in built)
        )

    def _same(self, service: Service, deployment: Deployment, start: Start, *, external: bool) -> bool:
        if service.name == deployment.name or any(d.name == deployment.name for d in service.deployments):
            mine, theirs = service.folders, deployment.folder
            apart = theirs and mine and deployment.system == "compose" and not any(_related(m, theirs) for m in mine)
            return not apart
        if external or service.external or service.role != start.role or not start.role:
            return False
        if any(d.path == deployment.path for d in service.deployments):
            return False
        if start.role in {"beat", "worker", "web"} and start.module:
            return any(known.module == start.module for known in service.starts)
        return False

    def _file(self, module: str) -> str | None:
        return self._files.get(module)

    def _join(self, applications: list[Application]) -> None:
        crowded = _crowded(applications)
        for application in applications:
            service = self._service_of(application)
            if service is not None:
                service.applications.append(application)
            elif application.role != "worker" or not self._has_worker(application):
                self._services.append(
                    Service(_name(application, crowded, self._repository), False, applications=[application])
                )

    def _has_worker(self, application: Application) -> bool:
        """One worker of the same project already runs this object."""
        for service in self._services:
            if service.role in {"worker", "beat"} and service.deployments:
                return True
            if any(
                known.role == "worker" and known.framework == application.framework for known in service.applications
            ):
                return True
        return False

    def _service_of(self, application: Application) -> Service | None:
        candidates = [service for service in self._services if not service.external]
        for service in candidates:
            if self._started_by(service, application):
                return service
        if application.role == "worker":
            return None
        found = [service for service in candidates if service.role in {"", "web"} and self._fits(service, application)]
        return max(found, key=lambda service: self._closeness(service, application), default=None)

    def _started_by(self, service: Service, application: Application) -> bool:
        """The command names the very file (or module) of the application."""
        for start in service.starts:
            if application.role == "worker" and start.role != "worker":
                continue
            if application.role == "web" and start.role not in {"web", ""}:
                continue
            file = self._file(start.module) if start.module else None
            if file and file == application.path:
                return True
            if start.file and _compiled(start.file) == _compiled(application.path):
                return True
            if file and application.framework == "django" and file.startswith(_prefix(application.folder)):
                return True
            if (
                file
                and application.framework == "celery"
                and file.rpartition("/")[0] == application.path.rpartition("/")[0]
            ):
                return True
        return False

    def _fits(self, service: Service, application: Application) -> bool:
        taken = any(known.folder != application.folder for known in service.applications)
        same_kind = {known.framework for known in service.applications} & {application.framework}
        if taken or (service.applications and not same_kind and application.framework in PYTHON):
            return False
        if any(
            folder == application.folder or application.folder.startswith(f"{folder}/")
            for folder in service.folders - {"."}
        ):
            return not service.starts or all(
                not start.module or not self._file(start.module) for start in service.starts
            )
        if application.folder == "." and "." in service.folders and service.role != "worker":
            alone = [other for other in self._services if "." in other.folders and other.role in {"", "web"}]
            if len(alone) == 1 and not any(deployment.system == "kubernetes" for deployment in service.deployments):
                return True
        names = {_plain(service.name), *(_plain(deployment.name) for deployment in service.deployments)}
        return _plain(basename(application.folder)) in names or bool(
            application.name and _plain(application.name) in names
        )

    def _closeness(self, service: Service, application: Application) -> tuple[bool, bool, int]:
        exact = application.folder in service.folders
        named = _plain(service.name) == _plain(basename(application.folder))
        return exact, named, -len(service.applications)


def _compiled(path: str) -> str:
    """A file without its suffix and the folders that compilers add or drop: ``dist/index.js`` is ``src/index.ts``."""
    stem = path.removeprefix("./").removeprefix("/app/").rsplit(".", 1)[0]
    for folder in ("dist/", "build/", "src/", "out/"):
        stem = stem.removeprefix(folder)
    return stem


def _crowded(applications: list[Application]) -> set[str]:
    """Folder names that several applications share."""
    names = [basename(application.folder) for application in applications]
    return {name for name in names if names.count(name) > 1}


def _name(application: Application, crowded: set[str], repository: str) -> str:
    last = basename(application.folder)
    if application.folder == ".":
        last = application.name or repository
    elif last in {"src", "app", repository} and "/" in application.folder:
        last = basename(application.folder.rpartition("/")[0])
    elif last in crowded and "/" in application.folder and application.role == "web":
        last = application.folder
    return f"{last}-worker" if application.role == "worker" and "worker" not in last else last


def _prefix(folder: str) -> str:
    return "" if folder == "." else f"{folder}/"


def _related(first: str, second: str) -> bool:
    """Whether one folder lies in the other; the root relates to everything."""
    return first == second or "." in {first, second} or first.startswith(f"{second}/") or second.startswith(f"{first}/")


def _plain(name: str) -> str:
    words = [word for word in WORDS.findall(name.lower().rsplit("/", 1)[-1]) if word not in FILLER]
    return "-".join(words) or name.lower()


def _image(image: str) -> str:
    plain = image.partition("@")[0]
    head, _, tail = plain.rpartition("/")
    return f"{head}/{tail.partition(':')[0]}" if head else tail.partition(":")[0]


def _deployment(deployment: Deployment) -> JSON:
    found: dict[str, JSON] = {"system": deployment.system, "path": deployment.path, "line": deployment.line}
    for key, value in (("image", deployment.image), ("command", deployment.command[:300])):
        if value:
            found[key] = value
    return found
