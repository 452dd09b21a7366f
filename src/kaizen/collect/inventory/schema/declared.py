"""Tables that SQLAlchemy and SQLModel classes declare, with the columns of their mixins and parents."""

from collections.abc import Iterator, Mapping

from kaizen.collect.inventory.schema.databases import Replay, listed
from kaizen.collect.inventory.schema.facts import ModelClass, ModelFile
from kaizen.collect.inventory.schema.operations import Column, CreateRelation
from kaizen.collect.inventory.schema.order.names import is_outside
from kaizen.collect.inventory.schema.replay import Database, applied

MOST_PARENTS = 20


def models(files: Mapping[str, ModelFile]) -> Iterator[Replay]:
    """Databases as model classes declare them, one for each top folder."""
    own = {path: file for path, file in sorted(files.items()) if not is_outside(path) and not _is_test(path)}
    classes = {found.name: found for file in own.values() for found in file.classes}
    grouped: dict[str, list[str]] = {}
    for path in own:
        grouped.setdefault(_top(path), []).append(path)
    for root, paths in grouped.items():
        replay = Replay(Database(root), "model", "sqlalchemy")
        for path in paths:
            replay.database.begin(path, "python")
            applied(replay.database, [_relation(found, classes) for found in own[path].classes if found.table])
            replay.skipped += listed(path, own[path].problems)
        if replay.database.relations or replay.skipped:
            yield replay


def _is_test(path: str) -> bool:
    name = path.rpartition("/")[2]
    return name.startswith("test_") or name.endswith(("_test.py", "conftest.py"))


def _top(path: str) -> str:
    """The folder of the package or application: what stands before its source folder."""
    parts = path.split("/")[:-1]
    if parts[:1] in (["apps"], ["services"], ["packages"], ["projects"], ["libs"]) and len(parts) > 1:
        return "/".join(parts[:2])
    return parts[0] if parts else "."


def _relation(found: ModelClass, classes: Mapping[str, ModelClass]) -> CreateRelation:
    attributes: dict[str, bool | str] = {"model": found.name}
    return CreateRelation(
        kind="table",
        name=(found.schema, found.table),
        columns=tuple(_columns(found, classes, set()).values()),
        attributes=attributes,
        line=found.line,
    )


def _columns(found: ModelClass, classes: Mapping[str, ModelClass], seen: set[str]) -> dict[str, Column]:
    columns: dict[str, Column] = {}
    if len(seen) < MOST_PARENTS:
        for base in found.bases:
            parent = classes.get(base)
            if parent and base not in seen and parent is not found:
                columns.update(_columns(parent, classes, seen | {found.name}))
    columns.update((column.name, column) for column in found.columns)
    return columns
