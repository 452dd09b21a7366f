"""The tables of every store: each tenant's rows name their workspace, and the migrations make exactly these tables."""

import importlib
import pkgutil
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from tools.baseline import baseline

import kaizen
from kaizen.storage import schema
from kaizen.storage.database import Database
from kaizen.storage.schema import BASELINE
from kaizen.storage.tables import metadata

WITHOUT_A_WORKSPACE = {"workspaces"}

for _module in pkgutil.walk_packages(kaizen.__path__, "kaizen."):
    if _module.name.rsplit(".", 1)[-1] in ("store", "jobs", "idempotency"):
        importlib.import_module(_module.name)


def test_every_row_of_a_tenant_names_its_workspace() -> None:
    without = {table.name for table in metadata.tables.values() if "workspace_id" not in table.c}

    assert without == WITHOUT_A_WORKSPACE


def test_the_migrations_make_exactly_the_tables_of_the_stores(database: Database) -> None:
    with database.reading() as connection:
        difference = compare_metadata(MigrationContext.configure(connection), metadata)

    assert difference == []


def test_a_fresh_sqlite_database_is_what_the_migrations_make(tmp_path: Path) -> None:
    assert BASELINE.read_text(encoding="utf-8") == baseline(), "run: make docs"


def test_a_baseline_that_is_behind_is_taken_further_by_the_migrations(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = tmp_path / "old.sql"
    old.write_text("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL)\n")
    monkeypatch.setattr(schema, "BASELINE", old)
    database = Database(f"sqlite:///{tmp_path}/kaizen.db")

    assert schema.upgrade_schema(database) == (None, schema.known_revisions()[-1])
    with database.reading() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
    database.dispose()
