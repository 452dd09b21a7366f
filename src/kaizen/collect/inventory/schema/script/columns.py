"""Columns as migration libraries of TypeScript describe them: objects, builder callbacks, call chains."""

from collections.abc import Iterator

from tree_sitter import Node

from kaizen.collect.inventory.schema import operations as op
from kaizen.collect.inventory.schema.operations import AnyOperation, Column, QName
from kaizen.collect.inventory.schema.script.literals import is_true, items, pairs, string, text_of
from kaizen.collect.inventory.schema.sql.types import PRINTED

BUILDERS = {
    "increments": "integer",
    "bigIncrements": "bigint",
    "integer": "integer",
    "bigInteger": "bigint",
    "smallint": "smallint",
    "string": "character varying(255)",
    "text": "text",
    "boolean": "boolean",
    "date": "date",
    "datetime": "timestamp with time zone",
    "dateTime": "timestamp with time zone",
    "timestamp": "timestamp with time zone",
    "time": "time without time zone",
    "float": "real",
    "double": "double precision",
    "decimal": "numeric(8,2)",
    "binary": "bytea",
    "json": "json",
    "jsonb": "jsonb",
    "uuid": "uuid",
    "enum": "text",
    "enu": "text",
    "specificType": "",
}
SEQUELIZE = {
    "STRING": "character varying(255)",
    "TEXT": "text",
    "INTEGER": "integer",
    "BIGINT": "bigint",
    "BOOLEAN": "boolean",
    "DATE": "timestamp with time zone",
    "DATEONLY": "date",
    "UUID": "uuid",
    "JSON": "json",
    "JSONB": "jsonb",
    "FLOAT": "double precision",
    "DOUBLE": "double precision",
    "DECIMAL": "numeric",
}
TIMESTAMPS = tuple(Column(name, "timestamp with time zone") for name in ("created_at", "updated_at"))


def described(first: Node, others: list[Node]) -> tuple[Column, ...]:
    """Columns of ``new Table({columns: [...]})``, of an object by name, or of a builder callback."""
    inner = first.child_by_field_name("arguments") if first.type == "new_expression" else None
    options = pairs(inner.named_children[0]) if inner is not None and inner.named_children else {}
    if "columns" in options:
        return tuple(_listed(pairs(item)) for item in items(options["columns"]))
    if not others:
        return ()
    if others[0].type == "object":
        return tuple(_named(name, value) for name, value in pairs(others[0]).items())
    return tuple(o.column for o in built(("", ""), others[0]) if isinstance(o, op.AddColumn))


def _printed(kind: str) -> str:
    base, parenthesis, rest = kind.lower().partition("(")
    return PRINTED.get(base, base) + parenthesis + rest


def _listed(members: dict[str, Node]) -> Column:
    primary = is_true(members.get("isPrimary"))
    nullable = is_true(members.get("isNullable")) and not primary
    length = string(members.get("length"))
    kind = _printed(string(members.get("type")) or "")
    default = string(members.get("default"))
    return Column(
        string(members.get("name")) or "", f"{kind}({length})" if length else kind, nullable, default, primary
    )


def _named(name: str, value: Node) -> Column:
    members = pairs(value)
    kind = string(value) or string(members.get("type")) or ""
    if not kind:
        written = text_of(members.get("type", value)).partition("(")[0].rpartition(".")[2]
        kind = SEQUELIZE.get(written, "")
    primary = kind == "id" or is_true(members.get("primaryKey"))
    required = primary or is_true(members.get("notNull")) or text_of(members.get("allowNull")) == "false"
    return Column(name, "integer" if kind == "id" else _printed(kind), not required, None, primary)


def built(table: QName, callback: Node) -> Iterator[AnyOperation]:
    """Knex: what ``t.string("a").notNullable()`` and its like do inside a builder callback."""
    body = callback.child_by_field_name("body")
    pending = [body] if body is not None else []
    while pending:
        node = pending.pop(0)
        if node.type == "call_expression":
            yield from _chain(table, node)
        else:
            pending.extend(node.named_children)


def _chain(table: QName, node: Node) -> Iterator[AnyOperation]:
    names: list[str] = []
    given: list[Node] = []
    current: Node | None = node
    while current is not None and current.type == "call_expression":
        function, arguments = current.child_by_field_name("function"), current.child_by_field_name("arguments")
        names.append(text_of(function.child_by_field_name("property")) if function is not None else "")
        given = arguments.named_children if arguments is not None else []
        current = function.child_by_field_name("object") if function is not None else None
    kind, title = names[-1], string(given[0]) if given else None
    if kind == "timestamps":
        for column in TIMESTAMPS:
            yield op.AddColumn(table=table, column=column)
    elif kind in BUILDERS:
        primary = "primary" in names or kind in ("increments", "bigIncrements")
        nullable = "notNullable" not in names and not primary
        yield op.AddColumn(table=table, column=Column(title or "id", BUILDERS[kind], nullable, None, primary))
    elif kind in ("dropColumn", "dropColumns"):
        for item in given:
            yield op.DropColumn(table=table, column=string(item) or "")
    elif kind == "renameColumn" and len(given) > 1 and title:
        yield op.RenameColumn(table=table, column=title, new=string(given[1]) or title)


def in_chain(call: Node) -> tuple[Column, ...]:
    """Kysely: the ``addColumn`` calls chained behind ``createTable``."""
    found: list[Column] = []
    node = call.parent
    while node is not None and node.type in ("member_expression", "call_expression"):
        function = node.child_by_field_name("function") if node.type == "call_expression" else None
        arguments = node.child_by_field_name("arguments") if node.type == "call_expression" else None
        if function is not None and text_of(function.child_by_field_name("property")) == "addColumn":
            given = arguments.named_children if arguments is not None else []
            title = string(given[0]) if given else None
            source = text_of(given[2]) if len(given) > 2 else ""
            primary = "primaryKey" in source
            if title and len(given) > 1:
                nullable = "notNull" not in source and not primary
                found.append(Column(title, _printed(string(given[1]) or ""), nullable, None, primary))
        node = node.parent
    return tuple(found)
