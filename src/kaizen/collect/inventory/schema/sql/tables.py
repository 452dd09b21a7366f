"""CREATE TABLE, views and ALTER TABLE of PostgreSQL's parse tree as operations."""

import re
from collections.abc import Iterator

from kaizen.collect.inventory.schema.operations import (
    AddColumn,
    AnyOperation,
    AttachPartition,
    ChangeColumn,
    Column,
    CreateRelation,
    DropColumn,
    QName,
    SetPrimaryKey,
    SetRowSecurity,
)
from kaizen.collect.inventory.schema.sql.types import Node, is_serial, names, printed

NOT_NULL = frozenset(("CONSTR_NOTNULL", "CONSTR_PRIMARY", "CONSTR_IDENTITY"))
DEFAULT_END = re.compile(r"""(?xis) ( [^\s,()'"\[\]]+ | '(?:[^']|'')*' | "[^"]*" | [\s] | [,()\[\]] )""")
NEXT_CLAUSE = frozenset(
    ["not", "null", "primary", "unique", "references", "check", "constraint", "collate", "generated", "deferrable"]
)


def relation_name(node: Node) -> QName:
    """(schema, name) of a RangeVar."""
    return node.get("schemaname", ""), node["relname"]


def is_temporary(node: Node) -> bool:
    """Whether a RangeVar that is being created vanishes with the session."""
    return node.get("relpersistence") == "t" or node.get("schemaname") == "pg_temp"


def create_table(node: Node, text: str, line: int, *, server: str = "") -> Iterator[AnyOperation]:
    """CreateStmt; ``server`` is given for the base of a CreateForeignTableStmt."""
    relation = node["relation"]
    parents = tuple(relation_name(item["RangeVar"]) for item in node.get("inhRelations", []))
    elements = node.get("tableElts", [])
    partition = bool(node.get("partbound")) and bool(parents)
    yield CreateRelation(
        kind="temporary" if is_temporary(relation) else "foreign_table" if server else "table",
        name=relation_name(relation),
        columns=_columns(elements, text),
        if_not_exists=bool(node.get("if_not_exists")),
        partition_of=parents[0] if partition else None,
        inherits=() if partition else parents,
        like=tuple(relation_name(e["TableLikeClause"]["relation"]) for e in elements if "TableLikeClause" in e),
        attributes=({"partitioned": True} if "partspec" in node else {}) | ({"server": server} if server else {}),
        line=line,
    )


def _columns(elements: list[Node], text: str) -> tuple[Column, ...]:
    keys = {
        key
        for element in elements
        if element.get("Constraint", {}).get("contype") == "CONSTR_PRIMARY"
        for key in names(element["Constraint"].get("keys", []))
    }
    return tuple(column(e["ColumnDef"], text, keys) for e in elements if "ColumnDef" in e)


def column(node: Node, text: str, keys: set[str] | None = None) -> Column:
    """A ColumnDef with its own constraints and the primary key of its table."""
    constraints = [item["Constraint"] for item in node.get("constraints", [])]
    kinds = {item["contype"] for item in constraints}
    name = node.get("colname", "")
    primary = "CONSTR_PRIMARY" in kinds or name in (keys or ())
    type_node = node.get("typeName", {})
    serial = is_serial(type_node)
    default = next((default_text(text, c["location"]) for c in constraints if c["contype"] == "CONSTR_DEFAULT"), None)
    if default is None and serial:
        default = "nextval"
    return Column(
        name,
        printed(type_node) if type_node else "",
        not (kinds & NOT_NULL or primary or serial),
        default,
        primary,
    )


def default_text(text: str, offset: int, keyword: str = "default") -> str:
    """The expression behind the DEFAULT at a byte offset, up to the next clause or column."""
    raw = text if text.isascii() else text.encode()[offset:].decode(errors="replace")
    start = (offset if text.isascii() else 0) + len(keyword)
    depth, end = 0, start
    for token in DEFAULT_END.finditer(raw, start):
        word = token.group()
        if depth == 0 and (word in ",)" or word.lower() in NEXT_CLAUSE) and raw[start:end].strip():
            break
        depth += (word in "([") - (word in ")]")
        end = token.end()
    return " ".join(raw[start:end].split()).rstrip(";")


def create_view(node: Node, line: int) -> Iterator[AnyOperation]:
    """ViewStmt."""
    relation = node["view"]
    reads, uses = references(node["query"])
    yield CreateRelation(
        kind="temporary" if is_temporary(relation) else "view",
        name=relation_name(relation),
        columns=_query_columns(node["query"], names(node.get("aliases", []))),
        replace=bool(node.get("replace")),
        reads=reads,
        uses=uses,
        attributes={"materialized": False},
        line=line,
    )


def create_from_query(
    query: Node, into: Node, line: int, *, materialized: bool, lenient: bool
) -> Iterator[AnyOperation]:
    """CREATE TABLE AS, SELECT INTO and CREATE MATERIALIZED VIEW."""
    relation = into["rel"]
    reads, uses = references(query)
    yield CreateRelation(
        kind="temporary" if is_temporary(relation) else "view" if materialized else "table",
        name=relation_name(relation),
        columns=_query_columns(query, names(into.get("colNames", []))),
        if_not_exists=lenient,
        reads=reads,
        uses=uses,
        attributes={"materialized": True} if materialized else {"from_query": True},
        line=line,
    )


def _query_columns(query: Node, aliases: tuple[str, ...]) -> tuple[Column, ...]:
    select = query.get("SelectStmt", {})
    while "larg" in select:
        select = select["larg"]
    found = [_target_name(item["ResTarget"]) for item in select.get("targetList", []) if "ResTarget" in item]
    found[: len(aliases)] = aliases
    return tuple(Column(name) for name in found if name)


def _target_name(target: Node) -> str:
    if "name" in target:
        return str(target["name"])
    value = target.get("val", {})
    while "TypeCast" in value:
        value = value["TypeCast"]["arg"]
    if "ColumnRef" in value:
        fields = value["ColumnRef"]["fields"]
        return names(fields)[-1] if "String" in fields[-1] else "*"
    return names(value["FuncCall"]["funcname"])[-1] if "FuncCall" in value else ""


def references(tree: Node) -> tuple[tuple[QName, ...], tuple[str, ...]]:
    """Relations that a query reads (without its own WITH names) and column names that it mentions."""
    reads: dict[QName, None] = {}
    uses: dict[str, None] = {}
    own: set[str] = set()
    pending: list[object] = [tree]
    while pending:
        item = pending.pop()
        if isinstance(item, list):
            pending.extend(item)
        elif isinstance(item, dict):
            if "RangeVar" in item:
                reads[relation_name(item["RangeVar"])] = None
            if "CommonTableExpr" in item:
                own.add(item["CommonTableExpr"]["ctename"])
            if "ColumnRef" in item:
                last = item["ColumnRef"]["fields"][-1]
                uses["*" if "A_Star" in last else names([last])[0]] = None
            if "FuncCall" in item:
                uses[names(item["FuncCall"]["funcname"])[-1] + "()"] = None
            pending.extend(item.values())
    return tuple(name for name in reads if name[0] or name[1] not in own), tuple(uses)


def alter_table(node: Node, text: str, line: int) -> Iterator[AnyOperation]:
    """AlterTableStmt: each of its commands that changes what the inventory knows."""
    table = relation_name(node["relation"])
    for item in node.get("cmds", []):
        yield from _command(table, item["AlterTableCmd"], text, line)


def _command(table: QName, command: Node, text: str, line: int) -> Iterator[AnyOperation]:
    kind, name, definition = command["subtype"], command.get("name", ""), command.get("def", {})
    if kind == "AT_AddColumn":
        yield AddColumn(table=table, column=column(definition["ColumnDef"], text), line=line)
    elif kind == "AT_DropColumn":
        yield DropColumn(table=table, column=name, cascade=command.get("behavior") == "DROP_CASCADE", line=line)
    elif kind == "AT_AlterColumnType":
        type_name = printed(definition["ColumnDef"]["typeName"])
        yield ChangeColumn(table=table, column=name, type=type_name, line=line)
    elif kind in ("AT_SetNotNull", "AT_DropNotNull", "AT_AddIdentity"):
        yield ChangeColumn(table=table, column=name, nullable=kind == "AT_DropNotNull", line=line)
    elif kind == "AT_ColumnDefault":
        default = _set_default(definition, name, text) if definition else ""
        yield ChangeColumn(table=table, column=name, default=default, line=line)
    elif kind == "AT_AddConstraint" and definition["Constraint"]["contype"] == "CONSTR_PRIMARY":
        yield SetPrimaryKey(table=table, columns=names(definition["Constraint"].get("keys", [])), line=line)
    elif kind in ("AT_EnableRowSecurity", "AT_DisableRowSecurity"):
        yield SetRowSecurity(table=table, enabled=kind == "AT_EnableRowSecurity", line=line)
    elif kind in ("AT_AttachPartition", "AT_DetachPartition"):
        child = relation_name(definition["PartitionCmd"]["name"])
        yield AttachPartition(child=child, parent=table if kind == "AT_AttachPartition" else None, line=line)


def _set_default(definition: Node, name: str, text: str) -> str:
    match = re.search(rf"""(?is)\b"?{re.escape(name)}"?\s+set\s+(?=default\b)""", text)
    offset = len(text[: match.end()].encode()) if match else -1
    return default_text(text, offset) if match else "expression"
