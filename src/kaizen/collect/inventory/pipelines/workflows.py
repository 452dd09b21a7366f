"""Workflows and their jobs: GitHub Actions and GitLab CI."""

from collections.abc import Iterator
from collections.abc import Mapping as Files
from posixpath import normpath

from kaizen.collect.inventory.model import JSON, Item, Kind
from kaizen.collect.inventory.pipelines.documents import Document, Mapping, Node, Scalar, Sequence, texts

GITHUB = ".github/workflows/"
RESERVED = frozenset(
    {"stages", "variables", "default", "include", "workflow", "image", "services", "cache", "before_script",
     "after_script", "pages:deploy", "spec"}
)  # fmt: skip
WORK = frozenset({"script", "trigger", "extends", "run", "stage", "needs", "rules", "only", "parallel"})


def workflow_items(files: Files[str, Document]) -> Iterator[Item]:
    """Every workflow of the root folder and every job in it."""
    for path, document in files.items():
        if path.startswith(GITHUB) and "/" not in path[len(GITHUB) :]:
            yield from _github(path, document.root)
    yield from _gitlab(files)


def _github(path: str, root: Mapping) -> Iterator[Item]:
    jobs = root.mapping("jobs")
    if not jobs.entries:
        return
    name = path.rsplit("/", 1)[-1]
    triggers = root.get("on") or root.get("true")
    attributes: dict[str, JSON] = {"system": "github", "triggers": list(_triggers(triggers)), "jobs": len(jobs.entries)}
    if root.text("name"):
        attributes["title"] = root.text("name")
    crons = [cron for cron in _crons(triggers) if cron]
    if crons:
        attributes["crons"] = list(crons)
    yield Item(Kind.WORKFLOW, name, path, 1, "yaml", attributes)
    for job, line, body in jobs.entries:
        if isinstance(body, Mapping):
            yield Item(Kind.JOB, f"{name}/{job}", path, line, "yaml", _job(body))


def _job(body: Mapping) -> dict[str, JSON]:
    found: dict[str, JSON] = {"needs": list(texts(body.get("needs")))}
    for key, name in (("name", "title"), ("uses", "uses"), ("runs-on", "runner")):
        values = texts(body.get(key))
        if values:
            found[name] = ", ".join(values)
    steps = body.get("steps")
    if isinstance(steps, Sequence):
        found["steps"] = len(steps.items)
    return found


def _triggers(node: Node | None) -> list[str]:
    return [name for name, _, _ in node.entries] if isinstance(node, Mapping) else texts(node)


def _crons(node: Node | None) -> list[str]:
    schedule = node.get("schedule") if isinstance(node, Mapping) else None
    items = schedule.items if isinstance(schedule, Sequence) else ()
    return [item.text("cron") for item in items if isinstance(item, Mapping)]


def _gitlab(files: Files[str, Document]) -> Iterator[Item]:
    queue = [path for path in (".gitlab-ci.yml", ".gitlab-ci.yaml") if path in files]
    seen: set[str] = set()
    while queue:
        path = queue.pop(0)
        if path in seen or path not in files:
            continue
        seen.add(path)
        root = files[path].root
        queue += _local_includes(root, files)
        jobs = [(name, line, body) for name, line, body in root.entries if _is_job(name, body)]
        name = path.rsplit("/", 1)[-1]
        yield Item(Kind.WORKFLOW, name, path, 1, "yaml", {"system": "gitlab", "jobs": len(jobs)})
        for job, line, body in jobs:
            attributes: dict[str, JSON] = {}
            if isinstance(body, Mapping):
                attributes = {"stage": body.text("stage") or "test", "needs": list(texts(body.get("needs")))}
            yield Item(Kind.JOB, f"{name}/{job}", path, line, "yaml", attributes)


def _is_job(name: str, body: Node) -> bool:
    if name.startswith(".") or name in RESERVED or not isinstance(body, Mapping):
        return False
    return any(key in WORK for key, _, _ in body.entries)


def _local_includes(root: Mapping, files: Files[str, Document]) -> list[str]:
    include = root.get("include")
    entries = include.items if isinstance(include, Sequence) else (include,) if include else ()
    found: list[str] = []
    for entry in entries:
        local = entry.text if isinstance(entry, Scalar) else entry.text("local") if isinstance(entry, Mapping) else ""
        path = normpath(local.lstrip("/")) if local and "://" not in local else ""
        if "*" in path:
            prefix, _, suffix = path.partition("*")
            found += [file for file in files if file.startswith(prefix) and file.endswith(suffix.lstrip("*/"))]
        elif path:
            found.append(path)
    return found
