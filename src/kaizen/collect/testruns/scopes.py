"""Which suites a scope selects, from where a suite stands and what its files import."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from kaizen.collect.testruns.model import Runner, Scope, Suite
from kaizen.collect.testruns.packages import package_of, source_files

MOST_FILES = 400
LARGEST = 262_144

_DATABASE_FOLDERS = frozenset({"db", "database", "databases", "migrations", "supabase", "sql"})
_PIPELINE_FOLDERS = frozenset(
    {".github", ".gitlab", "airflow", "ci", "cron", "dags", "dbt", "etl", "jobs", "pipeline", "pipelines"}
    | {"scheduler", "schedules", "tasks", "worker", "workers", "workflow", "workflows"}
)
_DATABASE_IMPORTS = re.compile(
    rb"""(?:^\s*(?:from|import)\s+|from\s+['"]|require\(\s*['"]|import\s+['"])"""
    rb"(?:sqlalchemy|sqlmodel|psycopg|psycopg2|asyncpg|aiosqlite|sqlite3|pymysql|django\.db|django\.test|alembic|"
    rb"peewee|tortoise|pymongo|pg|mysql2|knex|typeorm|sequelize|mongoose|@prisma/client|drizzle-orm|"
    rb"@supabase/supabase-js)\b"
    rb"|pytest\.mark\.django_db|\bdatabase/sql\b|\bsqlx::",
    re.MULTILINE,
)
_PIPELINE_IMPORTS = re.compile(
    rb"""(?:^\s*(?:from|import)\s+|from\s+['"]|require\(\s*['"]|import\s+['"])"""
    rb"(?:airflow|celery|dagster|dbt|dramatiq|huey|kfp|luigi|prefect|rq|bullmq|agenda|node-cron|@temporalio)\b",
    re.MULTILINE,
)


@dataclass(frozen=True, slots=True)
class Traits:
    """What scopes ask of a suite; ``package`` is the folder of the package that it tests."""

    suite: Suite
    package: str
    database: bool
    pipelines: bool


def traits_of(suite: Suite) -> Traits:
    """Looks at where a suite stands and at its files (at most 400 of them, their first 256 kB)."""
    texts = list(_texts(suite))
    folders = {part.lower() for part in Path(suite.folder).parts}
    database = suite.runner == Runner.PGTAP or bool(folders & _DATABASE_FOLDERS)
    pipelines = bool(folders & _PIPELINE_FOLDERS)
    return Traits(
        suite=suite,
        package=package_of(suite).relative_to(suite.root).as_posix(),
        database=database or any(map(_DATABASE_IMPORTS.search, texts)),
        pipelines=pipelines or any(map(_PIPELINE_IMPORTS.search, texts)),
    )


def in_scope(traits: Traits, scope: Scope, services: Iterable[str]) -> bool:
    """Whether a scope selects a suite; a suite may belong to several, and to none but ``all``.

    - ``database``: pgTAP suites, suites in a folder named after a database (``db``, ``migrations``,
      ``supabase`` ...), and suites whose files import a database driver or an object-relational mapper.
    - ``pipelines``: suites in a folder named after pipelines or background work (``ci``, ``dags``,
      ``jobs``, ``workers`` ...), and suites whose files import an orchestrator or a task queue.
    - ``services``: suites that stand inside a service's folder, or whose package holds one. ``services``
      are the folders of the services that the inventory knows.
    - ``coverage`` and ``all``: every suite.
    """
    if scope is Scope.DATABASE:
        return traits.database
    if scope is Scope.PIPELINES:
        return traits.pipelines
    if scope is Scope.SERVICES:
        return any(_touches(traits, service) for service in services)
    return True


def _touches(traits: Traits, service: str) -> bool:
    return _inside(traits.suite.folder, service) or _inside(service, traits.package)


def _inside(path: str, folder: str) -> bool:
    return folder in {"", "."} or path == folder or path.startswith(f"{folder}/")


def _texts(suite: Suite) -> Iterable[bytes]:
    for number, file in enumerate(source_files(suite.path)):
        if number >= MOST_FILES:
            return
        try:
            with file.open("rb") as stream:
                yield stream.read(LARGEST)
        except OSError:
            continue
