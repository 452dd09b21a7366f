"""The schema's version: where a database stands, what this Kaizen needs, and the way there."""

from pathlib import Path

import sqlalchemy as sa

from kaizen.kit.errors import KaizenError
from kaizen.storage.database import Database

MIGRATIONS = Path(__file__).parent / "migrations"
MIGRATION_LOCK = 8420_002
# What the migrations make of an empty SQLite database, written by tools/baseline.py and held to them by a test:
# the first command in a fresh home then need not import Alembic, which takes longer than the rest of its work.
BASELINE = MIGRATIONS / "baseline.txt"


def known_revisions() -> list[str]:
    """Revisions in order; a migration's file name begins with its revision."""
    return sorted(file.name.split("_", 1)[0] for file in (MIGRATIONS / "versions").glob("[0-9]*.py"))


def current_revision(database: Database) -> str | None:
    """The revision a database stands at, or None for an empty one."""
    with database.reading() as connection:
        return _revision(connection)


def check_schema(database: Database) -> None:
    """Raises KaizenError with the command that helps unless the database is at this Kaizen's revision."""
    current, known = current_revision(database), known_revisions()
    if current == known[-1]:
        return
    code = "storage.behind" if current is None or current in known else "storage.ahead"
    raise KaizenError(code, database=database.label, current=current or "none", head=known[-1])


def upgrade_schema(database: Database) -> tuple[str | None, str]:
    """Brings a database to the newest revision, in one transaction; returns (before, after).

    Two processes may call this at once: the second waits and finds nothing to do.
    """
    known = known_revisions()
    before = current_revision(database)
    if before == known[-1]:
        return before, before
    if before is not None and before not in known:
        raise KaizenError("storage.ahead", database=database.label, current=before, head=known[-1])
    with database.writing() as connection:
        if not database.is_sqlite:
            connection.execute(sa.select(sa.func.pg_advisory_xact_lock(MIGRATION_LOCK)))
        if database.is_sqlite and _revision(connection) is None:
            _load_baseline(connection)
        if _revision(connection) != known[-1]:
            run_migrations(connection)
    return before, known[-1]


def _revision(connection: sa.Connection) -> str | None:
    if not sa.inspect(connection).has_table("alembic_version"):
        return None
    revision = connection.execute(sa.text("SELECT version_num FROM alembic_version")).scalar()
    return None if revision is None else str(revision)


def _load_baseline(connection: sa.Connection) -> None:
    for statement in BASELINE.read_text(encoding="utf-8").split(";\n\n"):
        connection.exec_driver_sql(statement)


def run_migrations(connection: sa.Connection) -> None:
    """Runs what is missing of the migrations, in the transaction of the connection."""
    # Alembic takes 0.3 s to import, and almost every start finds nothing to migrate.
    from alembic import command  # noqa: PLC0415
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
