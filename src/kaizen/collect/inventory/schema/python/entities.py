"""Functions, views and triggers that alembic_utils keeps as objects, written out as SQL."""

from kaizen.collect.inventory.schema.python.values import Call, Text, Value

KINDS = {
    "PGFunction": "FUNCTION",
    "PGView": "VIEW",
    "PGMaterializedView": "MATERIALIZED VIEW",
    "PGTrigger": "TRIGGER",
}


def entity_sql(value: Value, action: str) -> Text | None:
    """The statement that creates or drops an entity; None where its parts are not literal."""
    if not isinstance(value, Call) or value.name not in KINDS:
        return None
    kind = KINDS[value.name]
    schema, signature, definition = (
        value.argument(position, title) for position, title in enumerate(("schema", "signature", "definition"))
    )
    if not (isinstance(schema, str) and isinstance(signature, str) and isinstance(definition, str)):
        return None
    line = value.line
    if kind == "TRIGGER":
        table = value.keyword("on_entity")
        created = f"CREATE TRIGGER {signature} {definition}"
        return Text.at(f"DROP TRIGGER {signature} ON {table}" if action == "drop_entity" else created, line)
    if action == "drop_entity":
        return Text.at(f"DROP {kind} {schema}.{signature}", line)
    joint = "" if kind == "FUNCTION" else "AS"
    replaced = "" if kind == "MATERIALIZED VIEW" else "OR REPLACE"
    return Text.at(f"CREATE {replaced} {kind} {schema}.{signature} {joint} {definition}", line)
