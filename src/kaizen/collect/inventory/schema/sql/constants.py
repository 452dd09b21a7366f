"""Values of SQL expressions that are known without running anything: literals, ||, format(), lists."""

import re
from collections.abc import Mapping

import pgparse

from kaizen.collect.inventory.schema.sql.types import Node, names

Value = str | list["Value"] | dict[str, "Value"]
Known = Mapping[str, Value]
DIRECTIVE = re.compile(r"%(?:(?P<percent>%)|(?:(?P<position>\d+)\$)?(?P<kind>[sIL]))")


class UndecidedError(Exception):
    """Raised where a value depends on the contents of the database."""


def expression(text: str, known: Known) -> Value:
    """Value of an expression; raises UndecidedError."""
    return _value(_select(f"SELECT {text}")["targetList"][0]["ResTarget"]["val"], known)


def rows(query: str, known: Known) -> list[dict[str, Value]]:
    """Rows of ``SELECT unnest(ARRAY[...])``, ``FROM unnest(...)`` or ``VALUES``; raises UndecidedError."""
    select = _select(query)
    if "valuesLists" in select:
        return _listed(select, (), known)
    sources, targets = select.get("fromClause", []), select.get("targetList", [])
    if "whereClause" in select or len(sources) > 1:
        raise UndecidedError
    if sources:
        return _source(sources[0], known)
    target = targets[0]["ResTarget"]
    values = _unnested(target["val"], known)
    return [{target.get("name", "unnest"): value} for value in values]


def _select(query: str) -> Node:
    try:
        tree: list[Node] = pgparse.parse(query)
    except (pgparse.PGQueryError, RecursionError) as error:
        raise UndecidedError from error
    statement: Node | None = tree[0]["stmt"].get("SelectStmt") if tree else None
    if statement is None:
        raise UndecidedError
    return statement


def _source(source: Node, known: Known) -> list[dict[str, Value]]:
    if "RangeFunction" in source:
        function = source["RangeFunction"]
        items = function["functions"][0]["List"]["items"]
        alias = function.get("alias", {})
        name = (names(alias.get("colnames", [])) or (alias.get("aliasname", "unnest"),))[0]
        return [{name: value} for value in _unnested(items[0], known)]
    if "RangeSubselect" in source:
        inner = source["RangeSubselect"]
        select = inner["subquery"].get("SelectStmt", {})
        if "valuesLists" in select:
            return _listed(select, names(inner.get("alias", {}).get("colnames", [])), known)
    raise UndecidedError


def _listed(select: Node, columns: tuple[str, ...], known: Known) -> list[dict[str, Value]]:
    lines = [[_value(item, known) for item in line["List"]["items"]] for line in select["valuesLists"]]
    titles = [*columns, *(f"column{number + 1}" for number in range(len(columns), 100))]
    return [dict(zip(titles, line, strict=False)) for line in lines]


def _unnested(node: Node, known: Known) -> list[Value]:
    call = node.get("FuncCall")
    if not call or names(call["funcname"])[-1] != "unnest":
        raise UndecidedError
    value = _value(call["args"][0], known)
    if not isinstance(value, list):
        raise UndecidedError
    return value


def _value(node: Node, known: Known) -> Value:
    for kind, inner in node.items():
        if kind == "A_Const":
            return _constant(inner)
        if kind == "TypeCast":
            return _cast(inner, known)
        if kind == "A_ArrayExpr":
            return [_value(item, known) for item in inner.get("elements", [])]
        if kind == "ColumnRef":
            return _named(names(inner["fields"]), known)
        if kind == "A_Expr" and names(inner.get("name", [])) == ("||",):
            return _text(_value(inner["lexpr"], known)) + _text(_value(inner["rexpr"], known))
        if kind == "FuncCall":
            return _called(names(inner["funcname"])[-1], [_value(item, known) for item in inner.get("args", [])])
    raise UndecidedError


def _constant(node: Node) -> Value:
    for kind in ("sval", "ival", "fval"):
        if kind in node:
            return str(node[kind].get(kind, "" if kind == "sval" else 0))
    raise UndecidedError


def _cast(node: Node, known: Known) -> Value:
    value = _value(node["arg"], known)
    if node["typeName"].get("arrayBounds") and isinstance(value, str) and value[:1] == "{":
        return [item.strip().strip('"') for item in value.strip("{}").split(",")]
    return value


def _named(parts: tuple[str, ...], known: Known) -> Value:
    value: Value | None = known.get(parts[0])
    for part in parts[1:]:
        value = value.get(part) if isinstance(value, dict) else None
    if value is None:
        raise UndecidedError
    if isinstance(value, dict) and len(value) == 1:
        return next(iter(value.values()))
    return value


def _called(function: str, values: list[Value]) -> Value:
    if function == "format" and values:
        return _formatted(_text(values[0]), values[1:])
    if function in ("concat", "quote_ident", "lower", "upper", "trim", "btrim"):
        joined = "".join(_text(value) for value in values)
        changes = {
            "lower": joined.lower(),
            "upper": joined.upper(),
            "concat": joined,
            "quote_ident": _identifier(joined),
        }
        return changes.get(function, joined.strip())
    if function == "quote_literal":
        return _literal(_text(values[0]))
    raise UndecidedError


def _formatted(pattern: str, values: list[Value]) -> str:
    position = 0

    def replaced(match: re.Match[str]) -> str:
        nonlocal position
        if match["percent"]:
            return "%"
        position = int(match["position"]) if match["position"] else position + 1
        if position > len(values):
            raise UndecidedError
        text = _text(values[position - 1])
        return _identifier(text) if match["kind"] == "I" else _literal(text) if match["kind"] == "L" else text

    return DIRECTIVE.sub(replaced, pattern)


def _text(value: Value) -> str:
    if not isinstance(value, str):
        raise UndecidedError
    return value


def _identifier(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
