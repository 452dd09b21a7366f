"""Type names as PostgreSQL prints them: integer, character varying(20), timestamp with time zone, text[]."""

from typing import Any

Node = dict[str, Any]
PRINTED = {
    "int": "integer",
    "int2": "smallint",
    "int4": "integer",
    "int8": "bigint",
    "float4": "real",
    "float8": "double precision",
    "bool": "boolean",
    "varchar": "character varying",
    "bpchar": "character",
    "varbit": "bit varying",
    "decimal": "numeric",
    "timestamptz": "timestamp with time zone",
    "timestamp": "timestamp without time zone",
    "timetz": "time with time zone",
    "time": "time without time zone",
    "serial2": "smallint",
    "serial4": "integer",
    "serial8": "bigint",
    "smallserial": "smallint",
    "serial": "integer",
    "bigserial": "bigint",
}
SERIALS = frozenset(("serial2", "serial4", "serial8", "smallserial", "serial", "bigserial"))


def names(items: list[Node]) -> tuple[str, ...]:
    """Parts of a dotted name given as String nodes."""
    return tuple(item["String"].get("sval", "") for item in items if "String" in item)


def qualified(parts: tuple[str, ...]) -> tuple[str, str]:
    """(schema or "", name) of a dotted name; a database in front is dropped."""
    return ("", parts[0]) if len(parts) == 1 else (parts[-2], parts[-1]) if parts else ("", "")


def printed(node: Node, *, modifiers: bool = True) -> str:
    """A TypeName node as text; without ``modifiers`` as in a function's signature."""
    parts = names(node.get("names", []))
    if node.get("pct_type"):
        return ".".join(parts) + "%type"
    base = _base(parts)
    if modifiers:
        base = _modified(base, node.get("typmods", []))
    return base + ("[]" if node.get("arrayBounds") else "")


def is_serial(node: Node) -> bool:
    """Whether a column of this type is numbered by a sequence of its own."""
    parts = names(node.get("names", []))
    return len(parts) == 1 and parts[0] in SERIALS


def _base(parts: tuple[str, ...]) -> str:
    if len(parts) == 2 and parts[0] == "pg_catalog":
        return '"char"' if parts[1] == "char" else PRINTED.get(parts[1], parts[1])
    if parts == ("char",):
        return '"char"'
    if len(parts) == 1:
        return PRINTED.get(parts[0]) or _quoted(parts[0])
    return ".".join(_quoted(part) for part in parts if part != "public")


def _quoted(name: str) -> str:
    plain = name.replace("_", "a").replace("$", "a").isalnum() and name == name.lower() and not name[0].isdigit()
    return name if plain else '"' + name.replace('"', '""') + '"'


def _modified(base: str, modifiers: list[Node]) -> str:
    values = [_modifier(item) for item in modifiers]
    if base == "interval" or not values or None in values:
        return base
    inside = "(" + ",".join(value for value in values if value) + ")"
    head, zone, tail = base.partition(" with")
    return f"{head}{inside}{zone}{tail}" if base.startswith("time") else base + inside


def _modifier(item: Node) -> str | None:
    constant = item.get("A_Const")
    if constant is not None:
        for kind in ("ival", "sval", "fval"):
            if kind in constant:
                return str(constant[kind].get(kind, 0))
    reference = item.get("ColumnRef")
    return ".".join(names(reference["fields"])) if reference else None
