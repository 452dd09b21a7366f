"""Scripts people run: package.json, deno.json, Makefile, justfile and task tables of pyproject.toml."""

from collections.abc import Iterator
from collections.abc import Mapping as Files

from kaizen.collect.inventory.model import JSON, Item, Kind
from kaizen.collect.inventory.pipelines.documents import Document, Mapping, Node, Scalar, Sequence
from kaizen.collect.inventory.pipelines.texts import Entries

TASKFILES = frozenset({"taskfile.yml", "taskfile.yaml", "taskfile.dist.yml", "taskfile.dist.yaml"})
MADE_UP = frozenset({"fixtures", "__fixtures__", "testdata"})
TABLES = tuple(("tool", tool, table) for tool, table in {
    "taskipy": "tasks", "pdm": "scripts", "poe": "tasks", "rye": "scripts", "pixi": "tasks",
}.items())  # fmt: skip


def script_items(documents: Files[str, Document], texts: Files[str, Entries]) -> Iterator[Item]:
    """One item for each script, named ``folder:name`` with ``.`` for the root folder."""
    for path, document in documents.items():
        name = path.rsplit("/", 1)[-1]
        if not MADE_UP.isdisjoint(path.split("/")):
            continue
        if name == "package.json":
            yield from _table(path, document.root.mapping("scripts"), "json", "package.json")
        elif name in {"deno.json", "deno.jsonc"}:
            yield from _table(path, document.root.mapping("tasks"), "json", "deno")
        elif name == "pyproject.toml":
            yield from _pyproject(path, document.root)
        elif name.lower() in TASKFILES:
            yield from _table(path, document.root.mapping("tasks"), "yaml", "task")
    for path, entries in texts.items():
        if entries.language in {"make", "just"}:
            for entry in entries.entries:
                yield _item(path, entry.name, entry.line, entries.language, {"runner": entries.language})


def folder_of(path: str) -> str:
    """The folder of a posix path, ``.`` for the root."""
    return path.rpartition("/")[0] or "."


def _item(path: str, name: str, line: int, language: str, attributes: dict[str, JSON]) -> Item:
    return Item(Kind.SCRIPT, f"{folder_of(path)}:{name}", path, line, language, attributes)


def _table(path: str, table: Mapping, language: str, runner: str) -> Iterator[Item]:
    for name, line, body in table.entries:
        inner = isinstance(body, Mapping) and body.text("internal") == "true"
        if not name.startswith("//") and not (runner == "pdm" and name == "_") and not inner:
            yield _item(path, name, line, language, {"runner": runner, "command": _command(body)})


def _command(body: Node) -> str:
    if isinstance(body, Scalar):
        return body.text
    if isinstance(body, Sequence):
        return " && ".join(item.text for item in body.items if isinstance(item, Scalar))
    return next((body.text(key) for key in ("cmd", "shell", "command", "script", "call") if body.text(key)), "")


def _pyproject(path: str, root: Mapping) -> Iterator[Item]:
    for keys in TABLES:
        table = root
        for key in keys:
            table = table.mapping(key)
        yield from _table(path, table, "toml", keys[1])
    for _, _, feature in root.mapping("tool").mapping("pixi").mapping("feature").entries:
        if isinstance(feature, Mapping):
            yield from _table(path, feature.mapping("tasks"), "toml", "pixi")
    yield from _table(path, root.mapping("tool").mapping("hatch").mapping("scripts"), "toml", "hatch")
    for _, _, environment in root.mapping("tool").mapping("hatch").mapping("envs").entries:
        if isinstance(environment, Mapping):
            yield from _table(path, environment.mapping("scripts"), "toml", "hatch")
