"""One PostgreSQL statement becomes operations, by PostgreSQL's own grammar."""

import re
from collections.abc import Callable, Iterator

import pgparse

from kaizen.collect.inventory.schema.operations import (
    AnyOperation,
    CreatePolicy,
    CreateRelation,
    CreateServer,
    DropPolicy,
    DropRelations,
    DropSchema,
    DropServer,
    DropTrigger,
    DropType,
    MoveRelation,
    Problem,
    RenameColumn,
    RenameRelation,
    RenameSchema,
    RenameType,
    SearchPath,
)
from kaizen.collect.inventory.schema.sql import plpgsql, routines, tables
from kaizen.collect.inventory.schema.sql.types import Node, names, qualified

WORD = re.compile(r"\s*([A-Za-z]+)(?:\s+([A-Za-z]+))?(?:\s+([A-Za-z]+))?")
RELEVANT = frozenset(["create", "alter", "drop", "do", "set", "reset", "select", "import", "with"])
IRRELEVANT_WORDS = """
index unique sequence extension role user group database publication subscription default statistics operator
cast collation language tablespace rule event text access conversion
"""
IRRELEVANT = frozenset(IRRELEVANT_WORDS.split())
PLACEHOLDER = re.compile(
    r"\$\{[^}\n]*\}|\{\{[^}\n]*\}\}|\$\([^)\n]*\)|<%[^%\n]*%>|@@?[A-Za-z]\w*@|(?<![:\w]):'?\"?[A-Za-z_]\w*'?\"?"
)
RELATIONS = frozenset(("OBJECT_TABLE", "OBJECT_VIEW", "OBJECT_MATVIEW", "OBJECT_FOREIGN_TABLE"))
ROUTINES = frozenset(("OBJECT_FUNCTION", "OBJECT_PROCEDURE", "OBJECT_ROUTINE", "OBJECT_AGGREGATE"))
SERVERS = frozenset(("OBJECT_FOREIGN_SERVER", "OBJECT_FDW"))
TYPES = frozenset(("OBJECT_TYPE", "OBJECT_DOMAIN"))
DEFAULT_PATH = ("public",)
Found = Iterator[AnyOperation | Problem]


class NotPostgresError(Exception):
    """Raised for a statement that PostgreSQL's grammar refuses; the message is the grammar's."""


def read(text: str, line: int) -> Found:
    """Operations of one statement that starts on ``line``; raises NotPostgresError where it cannot be parsed."""
    if not is_relevant(text):
        return
    for raw in _parsed(text):
        start = raw.get("stmt_location", 0)
        at = line + text.encode()[:start].count(b"\n") if start else line
        for kind, node in raw["stmt"].items():
            handler = HANDLERS.get(kind)
            if handler:
                yield from handler(node, text, at)


def is_relevant(text: str) -> bool:
    """Whether a statement can change tables, functions, triggers or the search path; reads its first words."""
    match = WORD.match(text)
    if not match:
        return False
    first, second, third = ((word or "").lower() for word in match.groups())
    if first in ("set", "reset"):
        return "search_path" in text or "SEARCH_PATH" in text or second in ("schema", "all") or third == "schema"
    if first in ("select", "with"):
        head = text.lower()
        return "search_path" in head or " into " in " ".join(head[:100_000].split())
    return first in RELEVANT and (first == "do" or second not in IRRELEVANT)


def _parsed(text: str) -> list[Node]:
    try:
        return pgparse.parse(text)  # type: ignore[no-any-return]
    except (RecursionError, UnicodeError) as error:
        raise NotPostgresError("nested too deeply" if isinstance(error, RecursionError) else "not text") from error
    except pgparse.PGQueryError as error:
        filled = PLACEHOLDER.sub(_filled, text)
        if filled != text:
            try:
                return pgparse.parse(filled)  # type: ignore[no-any-return]
            except pgparse.PGQueryError:
                pass  # the first message names what the author wrote
        raise NotPostgresError(str(error.message)) from error


def _filled(match: re.Match[str]) -> str:
    following = match.string[match.end() : match.end() + 1]
    return "public" if following == "." else re.sub(r"\W", "", match.group()) or "x"


def _create(node: Node, text: str, line: int) -> Found:
    return tables.create_table(node, text, line)


def _create_foreign(node: Node, text: str, line: int) -> Found:
    return tables.create_table(node["base"], text, line, server=node.get("servername", ""))


def _create_server(node: Node, text: str, line: int) -> Found:
    yield CreateServer(name=node["servername"], wrapper=node.get("fdwname", ""), line=line)


def _import_foreign(node: Node, text: str, line: int) -> Found:
    if node.get("list_type") != "FDW_IMPORT_SCHEMA_LIMIT_TO":
        yield Problem(line, "imports a foreign schema whose tables only the other server knows")
        return
    for item in node.get("table_list", []):
        name = node["local_schema"], item["RangeVar"]["relname"]
        yield CreateRelation(kind="foreign_table", name=name, line=line)


def _create_as(node: Node, text: str, line: int) -> Found:
    if node.get("objtype") in ("OBJECT_TABLE", "OBJECT_MATVIEW"):
        materialized = node["objtype"] == "OBJECT_MATVIEW"
        lenient = bool(node.get("if_not_exists"))
        yield from tables.create_from_query(
            node["query"], node["into"], line, materialized=materialized, lenient=lenient
        )


def _select(node: Node, text: str, line: int) -> Found:
    if "intoClause" in node:
        yield from tables.create_from_query(
            {"SelectStmt": node}, node["intoClause"], line, materialized=False, lenient=False
        )
    for item in node.get("targetList", []):
        call = item.get("ResTarget", {}).get("val", {}).get("FuncCall", {})
        if call and names(call["funcname"])[-1] == "set_config" and len(call.get("args", [])) > 1:
            setting, value = (arg.get("A_Const", {}).get("sval", {}).get("sval", "") for arg in call["args"][:2])
            if setting == "search_path":
                yield _search_path(value.split(","), line)


def _search_path(schemas: list[str], line: int) -> SearchPath:
    cleaned = (schema.strip().strip('"') for schema in schemas)
    return SearchPath(schemas=tuple(s for s in cleaned if s and s != "$user") or DEFAULT_PATH, line=line)


def _set(node: Node, text: str, line: int) -> Found:
    if node["kind"] == "VAR_RESET_ALL":
        yield SearchPath(schemas=DEFAULT_PATH, line=line)
    elif node.get("name") == "search_path":
        values = [item.get("A_Const", {}).get("sval", {}).get("sval", "") for item in node.get("args", [])]
        yield _search_path(values, line)


def _create_view(node: Node, text: str, line: int) -> Found:
    return tables.create_view(node, line)


def _create_function(node: Node, text: str, line: int) -> Found:
    return routines.create_function(node, line)


def _define(node: Node, text: str, line: int) -> Found:
    if node.get("kind") == "OBJECT_AGGREGATE":
        yield from routines.create_aggregate(node, line)


def _create_trigger(node: Node, text: str, line: int) -> Found:
    return routines.create_trigger(node, line)


def _create_policy(node: Node, text: str, line: int) -> Found:
    yield CreatePolicy(table=tables.relation_name(node["table"]), name=node["policy_name"], line=line)


def _create_schema(node: Node, text: str, line: int) -> Found:
    for element in node.get("schemaElts", []):
        for kind, inner in element.items():
            relation = inner.get("relation") or inner.get("view")
            if relation:
                relation.setdefault("schemaname", node.get("schemaname", ""))
            if kind in HANDLERS:
                yield from HANDLERS[kind](inner, text, line)


def _drop(node: Node, text: str, line: int) -> Found:
    kind, cascade = node["removeType"], node.get("behavior") == "DROP_CASCADE"
    objects = node["objects"]
    if kind in RELATIONS:
        found = tuple(qualified(names(item["List"]["items"])) for item in objects)
        yield DropRelations(names=found, cascade=cascade, line=line)
        return
    for item in objects:
        if kind in ROUTINES:
            yield from routines.drop_routine(item, cascade, line)
        elif kind == "OBJECT_SCHEMA":
            yield DropSchema(name=names([item])[0], cascade=cascade, line=line)
        elif kind in SERVERS:
            yield DropServer(name=names([item])[0], wrapper=kind == "OBJECT_FDW", cascade=cascade, line=line)
        elif kind in TYPES:
            yield DropType(name=qualified(names(item["TypeName"]["names"])), cascade=cascade, line=line)
        elif kind in ("OBJECT_TRIGGER", "OBJECT_POLICY"):
            *table, name = names(item["List"]["items"])
            where = qualified(tuple(table))
            yield (
                DropTrigger(table=where, name=name, line=line)
                if kind == "OBJECT_TRIGGER"
                else DropPolicy(table=where, name=name, line=line)
            )


def _rename(node: Node, text: str, line: int) -> Found:
    kind, new = node["renameType"], node["newname"]
    if kind in ROUTINES:
        yield from routines.change_routine(node, line)
    elif kind == "OBJECT_SCHEMA":
        yield RenameSchema(name=node["subname"], new=new, line=line)
    elif kind in TYPES:
        yield RenameType(name=qualified(names(node["object"]["List"]["items"])), new=new, line=line)
    elif "relation" in node:
        table, inner = tables.relation_name(node["relation"]), node.get("subname", "")
        if kind in RELATIONS:
            yield RenameRelation(name=table, new=new, line=line)
        elif kind == "OBJECT_COLUMN":
            yield RenameColumn(table=table, column=inner, new=new, line=line)
        elif kind == "OBJECT_TRIGGER":
            yield DropTrigger(table=table, name=inner, new=new, line=line)
        elif kind == "OBJECT_POLICY":
            yield DropPolicy(table=table, name=inner, new=new, line=line)


def _move(node: Node, text: str, line: int) -> Found:
    if node["objectType"] in ROUTINES:
        yield from routines.change_routine(node, line)
    elif node["objectType"] in RELATIONS:
        yield MoveRelation(name=tables.relation_name(node["relation"]), schema=node["newschema"], line=line)


def _alter_table(node: Node, text: str, line: int) -> Found:
    return tables.alter_table(node, text, line)


def _do(node: Node, text: str, line: int) -> Found:
    arguments = {item["DefElem"]["defname"]: item["DefElem"].get("arg", {}) for item in node.get("args", [])}
    language = arguments.get("language", {}).get("String", {}).get("sval", "plpgsql").lower()
    body = arguments.get("as", {}).get("String", {}).get("sval", "")
    if language != "plpgsql":
        yield Problem(line, f"a DO block in {language} is not followed")
        return
    for item in plpgsql.executed(text, body, line):
        if isinstance(item, Problem):
            yield item
            continue
        try:
            yield from read(item.text, item.line)
        except NotPostgresError as error:
            yield Problem(item.line, str(error))


HANDLERS: dict[str, Callable[[Node, str, int], Found]] = {
    "CreateStmt": _create,
    "CreateForeignTableStmt": _create_foreign,
    "CreateForeignServerStmt": _create_server,
    "ImportForeignSchemaStmt": _import_foreign,
    "CreateTableAsStmt": _create_as,
    "SelectStmt": _select,
    "VariableSetStmt": _set,
    "ViewStmt": _create_view,
    "CreateFunctionStmt": _create_function,
    "DefineStmt": _define,
    "CreateTrigStmt": _create_trigger,
    "CreatePolicyStmt": _create_policy,
    "CreateSchemaStmt": _create_schema,
    "DropStmt": _drop,
    "RenameStmt": _rename,
    "AlterObjectSchemaStmt": _move,
    "AlterTableStmt": _alter_table,
    "DoStmt": _do,
}
