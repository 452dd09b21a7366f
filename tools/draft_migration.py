"""Drafts the next migration from what the stores' tables have and the migrations do not: make migration NAME=..."""

import importlib
import pkgutil
import re
import sys
import tempfile
from pathlib import Path

from alembic.autogenerate import produce_migrations, render_python_code
from alembic.migration import MigrationContext

import kaizen
from kaizen.storage.database import Database
from kaizen.storage.schema import MIGRATIONS, known_revisions, run_migrations
from kaizen.storage.tables import metadata

TEMPLATE = '''"""{about}."""

import sqlalchemy as sa
from alembic import op

from kaizen.storage.types import Exact, Instant, json_column

revision = "{revision}"
down_revision = {previous}


def upgrade() -> None:
{calls}


{functions}
'''


def import_all() -> None:
    """Imports every module of Kaizen, so that every table is known."""
    for module in pkgutil.walk_packages(kaizen.__path__, "kaizen."):
        if module.name.rsplit(".", 1)[-1] in ("store", "jobs", "idempotency"):
            importlib.import_module(module.name)


def draft(name: str) -> Path:
    """Writes the draft and returns its path; what it says still has to be read and split by table."""
    import_all()
    known = known_revisions()
    with tempfile.TemporaryDirectory() as folder:
        database = Database(f"sqlite:///{folder}/draft.db")
        if known:
            with database.writing() as connection:
                run_migrations(connection)
        with database.reading() as connection:
            changes = produce_migrations(MigrationContext.configure(connection), metadata).upgrade_ops
        assert changes is not None
        body = render_python_code(changes)
    body = re.sub(r"kaizen\.storage\.types\.(Instant|Exact)\(length=\d+\)", r"\1()", body)
    body = re.sub(
        r"sa\.JSON\([^()]*\)\.with_variant\(postgresql\.JSONB\([^()]*Text\(\)\), 'postgresql'\)", "json_column()", body
    )
    body = "\n".join(line for line in body.splitlines() if "###" not in line).strip()
    parts = re.split(r"\n(?=\s*op\.create_table\()", body)
    names = [_part_name(part, number) for number, part in enumerate(parts)]
    revision = f"{int(known[-1]) + 1 if known else 1:04d}"
    text = TEMPLATE.format(
        about=name.replace("_", " ").capitalize(),
        revision=revision,
        previous=f'"{known[-1]}"' if known else None,
        calls="\n".join(f"    {name}()" for name in names),
        functions="\n\n\n".join(
            f"def {name}() -> None:\n    {part.strip()}" for name, part in zip(names, parts, strict=True)
        ),
    )
    file = MIGRATIONS / "versions" / f"{revision}_{name}.py"
    file.write_text(text, encoding="utf-8")
    return file


def _part_name(part: str, number: int) -> str:
    table = re.search(r"op\.create_table\(\s*['\"](\w+)", part)
    return f"_{table.group(1)}" if table else f"_change_{number}"


if __name__ == "__main__":
    sys.stdout.write(f"{draft(sys.argv[1])}\n")
