"""SQL text becomes schema operations: PostgreSQL by its own grammar, other dialects by sqlglot."""
