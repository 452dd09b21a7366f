"""Writes what the migrations make of an empty SQLite database into one script: part of make docs and make migration."""

import sys
import tempfile
from pathlib import Path

from kaizen.storage.database import Database
from kaizen.storage.schema import BASELINE, known_revisions, run_migrations


def baseline() -> str:
    """The statements that make the tables and indexes, and the one that says which revision they are."""
    with tempfile.TemporaryDirectory() as folder:
        database = Database(f"sqlite:///{Path(folder) / 'baseline.db'}")
        with database.writing() as connection:
            run_migrations(connection)
            query = "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY rowid"
            made = [str(row[0]) for row in connection.exec_driver_sql(query)]
        database.dispose()
    stamp = f"INSERT INTO alembic_version (version_num) VALUES ('{known_revisions()[-1]}')"
    return ";\n\n".join([*made, stamp]) + "\n"


if __name__ == "__main__":
    text = baseline()
    if not BASELINE.is_file() or BASELINE.read_text(encoding="utf-8") != text:
        BASELINE.write_text(text, encoding="utf-8")
        sys.stdout.write(f"written: {BASELINE.name}\n")
