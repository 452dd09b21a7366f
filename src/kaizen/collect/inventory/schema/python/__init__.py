"""Python files that define tables: Alembic revisions, Django migrations, SQLAlchemy classes. Parsed, never run."""
