"""Every database of a repository: its files in order, replayed, with what each file left unexplained."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from posixpath import normpath

from kaizen.collect.inventory.model import Skipped
from kaizen.collect.inventory.schema.facts import (
    AlembicFile,
    DjangoApp,
    DjangoFile,
    PrismaFile,
    ScriptFile,
    SqlFile,
)
from kaizen.collect.inventory.schema.operations import AnyOperation, Operation, Problem, RunFile
from kaizen.collect.inventory.schema.order.alembic import environments
from kaizen.collect.inventory.schema.order.django import projects
from kaizen.collect.inventory.schema.order.folders import folders
from kaizen.collect.inventory.schema.order.names import is_outside, version_key
from kaizen.collect.inventory.schema.replay import Database, applied
from kaizen.collect.inventory.schema.replay.django import Project

MOST_NESTED = 5
SHOWN_PROBLEMS = 3


@dataclass(slots=True)
class Replay:
    """One database after its last migration; ``source`` is migrations, script or model."""

    database: Database
    source: str
    tool: str
    skipped: list[Skipped] = field(default_factory=list)


class Files:
    """Facts of all files, and which SQL scripts others run."""

    def __init__(self, scripts: Mapping[str, SqlFile]) -> None:
        self.scripts = scripts
        self.by_name: dict[str, list[str]] = {}
        for path in scripts:
            self.by_name.setdefault(path.rpartition("/")[2], []).append(path)
        self.run: set[str] = set()

    def apply(self, database: Database, operations: tuple[AnyOperation, ...], path: str, depth: int = 0) -> None:
        """Applies operations of one file; files they run are applied in their place."""
        pending: list[Operation] = []
        for operation in operations:
            if not isinstance(operation, RunFile):
                pending.append(operation)
                continue
            applied(database, pending)
            pending = []
            found = self.found(operation.path, path)
            if found and depth < MOST_NESTED and found != path:
                self.run.add(found)
                kept = database.path, database.language
                database.path, database.language = found, "sql"
                self.apply(database, self.scripts[found].operations, found, depth + 1)
                database.path, database.language = kept
        applied(database, pending)

    def runner(self, database: Database) -> Callable[[tuple[AnyOperation, ...]], None]:
        """Applies operations to one database, in the file that it stands at."""
        return lambda operations: self.apply(database, operations, database.path)

    def found(self, written: str, path: str) -> str | None:
        """The script that a file at ``path`` means: beside it first, else the nearest whose path ends so."""
        folder = path.rpartition("/")[0]
        exact = normpath(f"{folder}/{written}").lstrip("/")
        if exact in self.scripts:
            return exact
        ending = normpath(written).lstrip("./")
        candidates = [p for p in self.by_name.get(ending.rpartition("/")[2], ()) if f"/{p}".endswith(f"/{ending}")]
        return max(candidates, key=lambda p: (_shared(p, path), p), default=None)


def _shared(left: str, right: str) -> int:
    count = 0
    for one, other in zip(left.split("/"), right.split("/"), strict=False):
        if one != other:
            break
        count += 1
    return count


def listed(path: str, problems: tuple[Problem, ...]) -> list[Skipped]:
    """The problems of a file as one reason with their lines."""
    if not problems:
        return []
    shown = "; ".join(f"line {problem.line}: {problem.reason}" for problem in problems[:SHOWN_PROBLEMS])
    more = len(problems) - SHOWN_PROBLEMS
    return [Skipped(path, f"not replayed in full: {shown}" + (f"; and {more} more" if more > 0 else ""))]


def alembic(files: Mapping[str, AlembicFile], scripts: Files) -> Iterator[Replay]:
    """Databases of Alembic environments."""
    own = {path: file for path, file in files.items() if not is_outside(path)}
    for root, paths, unplaced in environments(own):
        replay = Replay(Database(root), "migrations", "alembic", [Skipped(*pair) for pair in unplaced])
        for path in paths:
            replay.database.begin(path, "python")
            scripts.apply(replay.database, files[path].operations, path)
            replay.skipped += listed(path, files[path].problems)
        yield replay


def django(files: Mapping[str, DjangoFile], apps: Mapping[str, DjangoApp], scripts: Files) -> Iterator[Replay]:
    """Databases of Django projects."""
    own = {path: file for path, file in files.items() if not is_outside(path)}
    for root, placed in projects(own, apps):
        replay = Replay(Database(root), "migrations", "django")
        project = Project(scripts.runner(replay.database))
        for migration in placed:
            replay.database.begin(migration.path, "python")
            for step in migration.file.steps:
                project.step(migration.app, step)
            replay.skipped += listed(migration.path, migration.file.problems)
        yield replay


def typescript(files: Mapping[str, ScriptFile], scripts: Files) -> Iterator[Replay]:
    """Databases of TypeScript and JavaScript migrations, a folder each."""
    grouped: dict[str, list[str]] = {}
    for path in files:
        if not is_outside(path):
            grouped.setdefault(path.rpartition("/")[0], []).append(path)
    for root, paths in sorted(grouped.items()):
        replay = Replay(Database(root or "."), "migrations", "script")
        for path in sorted(paths, key=lambda p: version_key(p.rpartition("/")[2])):
            replay.database.begin(path, "javascript" if path.endswith(("js",)) else "typescript")
            scripts.apply(replay.database, files[path].operations, path)
            replay.skipped += listed(path, files[path].problems)
        yield replay


def sql(scripts: Files) -> Iterator[Replay]:
    """Databases of SQL scripts that no other migration runs."""
    for folder in folders(path for path in scripts.scripts if path not in scripts.run):
        source = "migrations" if folder.migrations else "script"
        replay = Replay(Database(folder.root), source, "sql", [Skipped(*pair) for pair in folder.ignored])
        for path in folder.paths:
            if path in scripts.run:
                continue
            replay.database.begin(path, "sql")
            scripts.apply(replay.database, scripts.scripts[path].operations, path)
            replay.skipped += listed(path, scripts.scripts[path].problems)
        yield replay


def drizzle(files: Mapping[str, ScriptFile]) -> Iterator[Replay]:
    """Databases as Drizzle schemas declare them; files of one folder are one."""
    yield from _declared(files, "drizzle", "typescript")


def prisma(files: Mapping[str, PrismaFile]) -> Iterator[Replay]:
    """Databases as Prisma schemas declare them; schemas split over a folder are one."""
    yield from _declared(files, "prisma", "prisma")


def _declared(files: Mapping[str, PrismaFile] | Mapping[str, ScriptFile], tool: str, language: str) -> Iterator[Replay]:
    grouped: dict[str, list[str]] = {}
    for path in sorted(files):
        if not is_outside(path):
            grouped.setdefault(path.rpartition("/")[0], []).append(path)
    for root, paths in grouped.items():
        replay = Replay(Database(root or "."), "model", tool)
        for path in paths:
            replay.database.begin(path, language)
            applied(replay.database, files[path].operations)
        yield replay
