"""The tables of every store: each tenant's rows name their workspace, and the migrations make exactly these tables."""

import importlib
import pkgutil

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

import kaizen
from kaizen.storage.database import Database
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
