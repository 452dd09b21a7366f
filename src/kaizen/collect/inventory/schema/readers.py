"""The readers of schema facts: which files they want, a cheap look at the bytes, and the parsing itself.

Parsers are imported when a file is read, so that the parent process never loads them.
"""

import re
from dataclasses import dataclass
from typing import ClassVar

from kaizen.collect.inventory.schema.facts import (
    AlembicFile,
    DjangoApp,
    DjangoFile,
    FunctionFile,
    ModelFile,
    PrismaFile,
    ScriptFile,
    SqlFile,
)
from kaizen.collect.sources import Unreadable

VERSION = "2"
CHANGES = re.compile(rb"\b(create|alter|drop|rename|select\s+.*\binto)\b", re.IGNORECASE)
SCRIPT = re.compile(r"(^|/)[\w-]*migrat\w*/(?:.*/)?[\w.-]+\.(ts|js|mjs|cjs|mts)$", re.IGNORECASE)
UP = re.compile(rb"\bup\b")
CALLED = re.compile(
    rb"createTable|dropTable|renameTable|createView|dropView|addSql|\.(query|raw|execute|sql|runSql)\s*[(`<]|\bsql`|executeRaw"
)
EDGE = re.compile(
    r"(^|/)(supabase/functions/[^/]+/index\.(ts|tsx|js|mjs)|netlify/edge-functions/[^/]+(/index)?\.(ts|tsx|js|mjs)"
    r"|supabase/config\.toml|wrangler\.(toml|jsonc?))$"
)


@dataclass(frozen=True, slots=True)
class SqlReader:
    """SQL scripts of any dialect."""

    name: ClassVar[str] = "schema-sql"
    version: ClassVar[str] = VERSION
    selection: ClassVar[str] = ""
    shape: ClassVar[type[SqlFile]] = SqlFile

    def wants(self, path: str) -> bool:
        return path.endswith((".sql", ".SQL", ".ddl", ".pgsql"))

    def needs(self, data: bytes) -> bool:
        return CHANGES.search(data) is not None

    def read(self, path: str, data: bytes) -> SqlFile:
        """Operations of the script; raises Unreadable for text that only looks like SQL."""
        from kaizen.collect.inventory.schema.sql.reading import read_script  # noqa: PLC0415 - parsers load in workers

        return read_script(data.decode())


@dataclass(frozen=True, slots=True)
class AlembicReader:
    """Alembic revisions."""

    name: ClassVar[str] = "schema-alembic"
    version: ClassVar[str] = VERSION
    selection: ClassVar[str] = ""
    shape: ClassVar[type[AlembicFile]] = AlembicFile

    def wants(self, path: str) -> bool:
        return path.endswith(".py")

    def needs(self, data: bytes) -> bool:
        return b"down_revision" in data and b"def upgrade" in data and b"revision" in data

    def read(self, path: str, data: bytes) -> AlembicFile:
        """What ``upgrade`` does; raises Unreadable where the file has no revision that is a literal."""
        from kaizen.collect.inventory.schema.python.alembic import read_revision  # noqa: PLC0415

        found = read_revision(data)
        if found is None:
            raise Unreadable("looks like an Alembic revision, but its revision is computed")
        return found


@dataclass(frozen=True, slots=True)
class DjangoReader:
    """Django migrations."""

    name: ClassVar[str] = "schema-django"
    version: ClassVar[str] = VERSION
    selection: ClassVar[str] = ""
    shape: ClassVar[type[DjangoFile]] = DjangoFile

    def wants(self, path: str) -> bool:
        return path.endswith(".py") and "migrations/" in path

    def needs(self, data: bytes) -> bool:
        return b"class Migration" in data

    def read(self, path: str, data: bytes) -> DjangoFile:
        """Dependencies and operations; raises Unreadable where the class is not found."""
        from kaizen.collect.inventory.schema.python.django import read_migration  # noqa: PLC0415

        found = read_migration(data)
        if found is None:
            raise Unreadable("looks like a Django migration, but its class is not at the top level")
        return found


@dataclass(frozen=True, slots=True)
class DjangoAppReader:
    """Labels of Django apps, and where projects have their root."""

    name: ClassVar[str] = "schema-django-app"
    version: ClassVar[str] = VERSION
    selection: ClassVar[str] = ""
    shape: ClassVar[type[DjangoApp]] = DjangoApp

    def wants(self, path: str) -> bool:
        return path.rpartition("/")[2] in ("apps.py", "manage.py")

    def needs(self, data: bytes) -> bool:
        return b"label" in data or b"DJANGO_SETTINGS_MODULE" in data

    def read(self, path: str, data: bytes) -> DjangoApp:
        """The declared label, "" for none."""
        from kaizen.collect.inventory.schema.python.django import read_app  # noqa: PLC0415

        return read_app(data) if path.endswith("apps.py") else DjangoApp()


@dataclass(frozen=True, slots=True)
class ModelReader:
    """SQLAlchemy and SQLModel classes."""

    name: ClassVar[str] = "schema-models"
    version: ClassVar[str] = VERSION
    selection: ClassVar[str] = ""
    shape: ClassVar[type[ModelFile]] = ModelFile
    SIGNS: ClassVar[re.Pattern[bytes]] = re.compile(
        rb"__tablename__|table\s*=\s*True|\bTable\(|\bmapped_column\(|\bColumn\(|:\s*Mapped\["
    )

    def wants(self, path: str) -> bool:
        return path.endswith(".py")

    def needs(self, data: bytes) -> bool:
        imported = b"sqlalchemy" in data or b"sqlmodel" in data or b"__tablename__" in data or b"db.Model" in data
        return imported and b"down_revision" not in data and self.SIGNS.search(data) is not None

    def read(self, path: str, data: bytes) -> ModelFile:
        """Classes and Table objects."""
        from kaizen.collect.inventory.schema.python.models import read_models  # noqa: PLC0415

        return read_models(data)


@dataclass(frozen=True, slots=True)
class PrismaReader:
    """Prisma schemas."""

    name: ClassVar[str] = "schema-prisma"
    version: ClassVar[str] = VERSION
    selection: ClassVar[str] = ""
    shape: ClassVar[type[PrismaFile]] = PrismaFile

    def wants(self, path: str) -> bool:
        return path.endswith(".prisma")

    def needs(self, data: bytes) -> bool:
        return b"model" in data or b"view" in data

    def read(self, path: str, data: bytes) -> PrismaFile:
        """Tables and views."""
        from kaizen.collect.inventory.schema.prisma import read_schema  # noqa: PLC0415

        return read_schema(data.decode())


@dataclass(frozen=True, slots=True)
class ScriptReader:
    """TypeScript and JavaScript migrations."""

    name: ClassVar[str] = "schema-script"
    version: ClassVar[str] = VERSION
    selection: ClassVar[str] = ""
    shape: ClassVar[type[ScriptFile]] = ScriptFile

    def wants(self, path: str) -> bool:
        return SCRIPT.search(path) is not None and not path.endswith(".d.ts")

    def needs(self, data: bytes) -> bool:
        return UP.search(data) is not None and CALLED.search(data) is not None

    def read(self, path: str, data: bytes) -> ScriptFile:
        """What ``up`` does; nothing for a file without it."""
        from kaizen.collect.inventory.schema.script.migration import read_migration  # noqa: PLC0415

        return read_migration(data, "." + path.rpartition(".")[2]) or ScriptFile()


@dataclass(frozen=True, slots=True)
class DrizzleReader:
    """Drizzle schemas in TypeScript."""

    name: ClassVar[str] = "schema-drizzle"
    version: ClassVar[str] = VERSION
    selection: ClassVar[str] = ""
    shape: ClassVar[type[ScriptFile]] = ScriptFile

    def wants(self, path: str) -> bool:
        return path.endswith((".ts", ".tsx", ".mts")) and not path.endswith(".d.ts")

    def needs(self, data: bytes) -> bool:
        return b"drizzle-orm" in data and b"-core" in data and (b"Table" in data or b"Schema" in data)

    def read(self, path: str, data: bytes) -> ScriptFile:
        """Tables and views that the file declares."""
        from kaizen.collect.inventory.schema.script.drizzle import read_tables  # noqa: PLC0415

        return read_tables(data, "." + path.rpartition(".")[2])


@dataclass(frozen=True, slots=True)
class EdgeReader:
    """Entry files of edge functions and the configurations that name them."""

    name: ClassVar[str] = "schema-edge"
    version: ClassVar[str] = VERSION
    selection: ClassVar[str] = ""
    shape: ClassVar[type[FunctionFile]] = FunctionFile

    def wants(self, path: str) -> bool:
        return EDGE.search(path) is not None

    def needs(self, data: bytes) -> bool:
        return bool(data.strip())

    def read(self, path: str, data: bytes) -> FunctionFile:
        """Line of the handler, or what a configuration says; raises Unreadable for a broken configuration."""
        from kaizen.collect.inventory.schema.edge import read_entry  # noqa: PLC0415

        return read_entry(path, data.decode())


SCHEMA_READERS: tuple[
    SqlReader
    | AlembicReader
    | DjangoReader
    | DjangoAppReader
    | ModelReader
    | PrismaReader
    | ScriptReader
    | DrizzleReader
    | EdgeReader,
    ...,
] = (
    SqlReader(),
    AlembicReader(),
    DjangoReader(),
    DjangoAppReader(),
    ModelReader(),
    PrismaReader(),
    ScriptReader(),
    DrizzleReader(),
    EdgeReader(),
)
