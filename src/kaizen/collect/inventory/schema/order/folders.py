"""SQL scripts grouped into databases: folders of migrations in their order, and scripts that stand alone."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from kaizen.collect.inventory.schema.order import names


@dataclass(slots=True)
class Folder:
    """Scripts of one database in order; ``ignored`` are those its tool does not run, with the reason."""

    root: str
    migrations: bool
    paths: list[str] = field(default_factory=list)
    ignored: list[tuple[str, str]] = field(default_factory=list)


def folders(paths: Iterable[str]) -> Iterator[Folder]:
    """Databases that SQL scripts make up; what undoes, seeds, tests or shows is left out."""
    kept = [path for path in sorted(paths) if not names.is_outside(path) and not names.undoes(path)]
    grouped: dict[str, list[str]] = {}
    for path in kept:
        grouped.setdefault(_root(path), []).append(path)
    for root, members in grouped.items():
        yield from _split(root, members)


def _root(path: str) -> str:
    folder, _, name = path.rpartition("/")
    above, _, own = folder.rpartition("/")
    if name in names.NESTED and names.is_versioned(own):
        return above
    if names.FLYWAY.match(name) or names.REPEATABLE.match(name):
        parts = folder.split("/")
        at = next((number for number, part in enumerate(parts) if part in ("migration", "migrations")), None)
        if at is not None:
            return "/".join(parts[: at + 2 if parts[at + 1 : at + 2] and parts[at + 1] in DIALECTS else at + 1])
    return folder


def _split(root: str, members: list[str]) -> Iterator[Folder]:
    """Migrations of a folder, and the scripts that merely lie beside them."""
    if root.endswith("supabase/migrations"):
        yield _supabase(root, members)
        return
    versioned = [path for path in members if _version(path)]
    if len(versioned) < 2 and not names.in_migrations(root):
        versioned = []
    if versioned:
        yield Folder(root or ".", _is_tool(root, versioned), sorted(versioned, key=_order))
    others = [path for path in members if path not in versioned and not names.is_aside(path.rpartition("/")[2])]
    if others:
        migrating = not versioned and names.in_migrations(root)
        yield Folder(root or ".", migrating, sorted(others, key=_usual))


def _is_tool(root: str, versioned: list[str]) -> bool:
    """Whether numbered scripts are migrations, not merely numbered: by their folder or by how a tool names them."""
    titles = [path.rpartition("/")[2] for path in versioned]
    named = any(names.FLYWAY.match(title) or title in names.NESTED or title.endswith(".up.sql") for title in titles)
    return named or names.in_migrations(root)


def _supabase(root: str, members: list[str]) -> Folder:
    run = [path for path in members if names.SUPABASE.match(path.rpartition("/")[2])]
    reason = "not run by Supabase: its name does not start with a version number"
    return Folder(root, True, run, [(path, reason) for path in members if path not in run])


def _version(path: str) -> str:
    """The part of a path that holds its version; "" where it has none."""
    folder, _, name = path.rpartition("/")
    own = folder.rpartition("/")[2]
    if name in names.NESTED and names.is_versioned(own):
        return own
    return name if names.is_versioned(name) or names.REPEATABLE.match(name) else ""


def _order(path: str) -> tuple[bool, tuple[tuple[int, int | str], ...], str]:
    name = _version(path)
    match = names.VERSION.match(name)
    repeatable = bool(names.REPEATABLE.match(name))
    return repeatable, names.version_key(match.group(1) if match and not repeatable else name), name


def _usual(path: str) -> tuple[int, str]:
    name = path.rpartition("/")[2]
    return names.rank(name), path


DIALECTS = (
    "postgres",
    "postgresql",
    "pg",
    "mysql",
    "mariadb",
    "sqlite",
    "sqlite3",
    "mssql",
    "sqlserver",
    "oracle",
    "h2",
)


def dialect_of(root: str) -> str:
    """The part of a root that names a database product, "" where none does."""
    return next((part for part in reversed(root.split("/")) if part in DIALECTS), "")
