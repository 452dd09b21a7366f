"""Column types of SQLAlchemy as PostgreSQL prints them."""

from collections.abc import Callable

from kaizen.collect.inventory.schema.operations import Column
from kaizen.collect.inventory.schema.python.values import Call, Ref, Value

PLAIN = {
    "integer": "integer",
    "int": "integer",
    "biginteger": "bigint",
    "bigint": "bigint",
    "smallinteger": "smallint",
    "smallint": "smallint",
    "string": "character varying",
    "str": "character varying",
    "unicode": "character varying",
    "varchar": "character varying",
    "autostring": "character varying",
    "nvarchar": "character varying",
    "char": "character",
    "text": "text",
    "unicodetext": "text",
    "boolean": "boolean",
    "bool": "boolean",
    "date": "date",
    "time": "time without time zone",
    "float": "double precision",
    "double": "double precision",
    "double_precision": "double precision",
    "real": "real",
    "numeric": "numeric",
    "decimal": "numeric",
    "largebinary": "bytea",
    "bytes": "bytea",
    "pickletype": "bytea",
    "uuid": "uuid",
    "guid": "uuid",
    "json": "json",
    "jsonb": "jsonb",
    "interval": "interval",
    "timedelta": "interval",
    "dict": "json",
}
SIZED = frozenset(("character varying", "character", "vector", "halfvec", "bit", "numeric"))


def sql_type(value: Value) -> str:
    """A type object or class as text; "" where it is not known."""
    if isinstance(value, Ref):
        return _named(value.last, None)
    if not isinstance(value, Call):
        return ""
    special = SPECIAL.get(value.name.lower())
    return special(value) if special else _named(value.name, value)


def _array(value: Call) -> str:
    return sql_type(value.argument(0, "item_type")) + "[]"


def _wrapped(value: Call) -> str:
    return sql_type(value.argument(0, "type"))


def _variant(value: Call) -> str:
    if not isinstance(value.receiver, Call):
        return ""
    on_postgres = value.argument(1, "dialect") == "postgresql"
    return sql_type(value.argument(0, "type_")) if on_postgres else sql_type(value.receiver)


def _enum(value: Call) -> str:
    name = value.keyword("name")
    if isinstance(name, str):
        return str(name)
    first = value.argument(0, "enum")
    return first.last.lower() if isinstance(first, Ref) else "enum"


def _named(name: str, call: Call | None) -> str:
    lowered = name.lower()
    if lowered in ("datetime", "timestamp", "timestamptz", "tz_aware_datetime", "utcdatetime"):
        aware = lowered not in ("datetime", "timestamp") or (call is not None and call.argument(0, "timezone") is True)
        return "timestamp with time zone" if aware else "timestamp without time zone"
    if lowered == "time" and call is not None and call.keyword("timezone") is True:
        return "time with time zone"
    base = PLAIN.get(lowered, lowered)
    if call is None or base not in SIZED:
        return base
    sizes = (*call.positional(), *map(call.keyword, ("length", "dim", "precision", "scale")))
    numbers = [str(item) for item in sizes if isinstance(item, int) and not isinstance(item, bool)]
    return f"{base}({','.join(numbers)})" if numbers else base


def column(call: Call) -> Column | None:
    """A ``Column(...)`` call; None where its name is not known."""
    positional = call.positional()
    name = call.keyword("name")
    if positional and isinstance(positional[0], str):
        name = positional.pop(0)
    if not isinstance(name, str):
        return None
    return described(call, str(name), positional)


def described(call: Call, name: str, positional: list[Value]) -> Column:
    """What ``Column(...)`` or ``mapped_column(...)`` says of a column whose name is known."""
    kinds = [item for item in (*positional, call.keyword("type_"), call.keyword("sa_type")) if _is_type(item)]
    primary = call.keyword("primary_key") is True
    nullable = call.keyword("nullable")
    default = _default(call)
    return Column(
        name,
        sql_type(kinds[0]) if kinds else "",
        nullable if isinstance(nullable, bool) else not primary,
        default,
        primary,
    )


def _is_type(value: Value) -> bool:
    name = value.name if isinstance(value, Call) else value.last if isinstance(value, Ref) else ""
    others = ("ForeignKey", "Identity", "Computed", "Sequence", "CheckConstraint", "FetchedValue")
    return bool(name) and name not in others


def _default(call: Call) -> str | None:
    value = call.keyword("server_default")
    if isinstance(value, Call):
        inner = value.argument(0, "text")
        value = inner if value.name in ("text", "literal_column") and isinstance(inner, str) else value
    if value is None:
        return None
    return str(value) if isinstance(value, str) else call.source("server_default")


SPECIAL: dict[str, Callable[[Call], str]] = {
    "array": _array,
    "enum": _enum,
    "choicetype": _enum,
    "with_variant": _variant,
    "as_mutable": _wrapped,
    "stringencryptedtype": _wrapped,
}
