"""Tables that a Drizzle schema in TypeScript declares, for repositories without migrations of them."""

import re
from collections.abc import Iterator

import tree_sitter_typescript
from tree_sitter import Language, Node, Parser

from kaizen.collect.inventory.schema.facts import ScriptFile
from kaizen.collect.inventory.schema.operations import AnyOperation, Column, CreateRelation
from kaizen.collect.inventory.schema.script.literals import UNKNOWN, pairs, string, text_of

PARSERS = {
    ".tsx": Parser(Language(tree_sitter_typescript.language_tsx())),
    ".ts": Parser(Language(tree_sitter_typescript.language_typescript())),
}
TABLES = frozenset(("pgTable", "mysqlTable", "sqliteTable", "singlestoreTable"))
CREATORS = frozenset(("pgTableCreator", "mysqlTableCreator", "sqliteTableCreator"))
SCHEMAS = frozenset(("pgSchema", "mysqlSchema"))
VIEWS = frozenset(("pgView", "pgMaterializedView", "mysqlView", "sqliteView"))
TYPES = {
    "serial": "integer",
    "bigserial": "bigint",
    "smallserial": "smallint",
    "varchar": "character varying",
    "char": "character",
    "int": "integer",
    "doublePrecision": "double precision",
    "timestamp": "timestamp without time zone",
    "decimal": "numeric",
}
SIZE = re.compile(r"length\s*:\s*(\d+)")
ZONE = re.compile(r"withTimezone\s*:\s*true")
CAMEL = re.compile(r"(?<=[a-z0-9])[A-Z]")


def read_tables(data: bytes, extension: str) -> ScriptFile:
    """Tables and views of one file in the order of their declaration."""
    root = PARSERS[".tsx" if extension == ".tsx" else ".ts"].parse(data).root_node
    reading = _Reading()
    for statement in root.named_children:
        for node in (statement, *statement.named_children):
            for declared in node.named_children if node.type == "lexical_declaration" else []:
                reading.declare(declared)
    return ScriptFile(tuple(reading.operations))


class _Reading:
    """Walks the constants of a file; table creators and schemas are remembered by their name."""

    def __init__(self) -> None:
        self.prefixes: dict[str, tuple[str, str]] = {}
        self.schemas: dict[str, str] = {}
        self.operations: list[AnyOperation] = []

    def declare(self, node: Node) -> None:
        """One ``const name = call(...)``."""
        name, call = text_of(node.child_by_field_name("name")), node.child_by_field_name("value")
        while call is not None and call.type == "call_expression":
            function, arguments = call.child_by_field_name("function"), call.child_by_field_name("arguments")
            given = arguments.named_children if arguments is not None else []
            if function is None or self._found(name, function, given, call):
                return
            call = function.child_by_field_name("object") if function.type == "member_expression" else None

    def _found(self, name: str, function: Node, given: list[Node], call: Node) -> bool:
        called = text_of(function)
        first = string(given[0]) if given else None
        owner, _, member = called.rpartition(".")
        if called in CREATORS and given:
            self.prefixes[name] = _pattern(given[0])
        elif called in SCHEMAS and first:
            self.schemas[name] = first
        elif first and (called in TABLES or called in self.prefixes):
            before, after = self.prefixes.get(called, ("", ""))
            self.operations.append(_table(("", before + first + after), given, call))
        elif first and owner in self.schemas and member == "table":
            self.operations.append(_table((self.schemas[owner], first), given, call))
        elif first and called in VIEWS:
            attributes: dict[str, bool | str] = {"materialized": "Materialized" in called}
            line = call.start_point[0] + 1
            self.operations.append(CreateRelation(kind="view", name=("", first), attributes=attributes, line=line))
        else:
            return False
        return True


def _pattern(function: Node) -> tuple[str, str]:
    """What a table creator puts before and after a name."""
    body = function.child_by_field_name("body")
    before, separator, after = (string(body) or "").partition(UNKNOWN)
    return (before, after) if separator else ("", "")


def _table(name: tuple[str, str], given: list[Node], call: Node) -> CreateRelation:
    columns = tuple(_columns(given[1])) if len(given) > 1 else ()
    return CreateRelation(kind="table", name=name, columns=columns, line=call.start_point[0] + 1)


def _columns(node: Node) -> Iterator[Column]:
    for title, value in pairs(node).items():
        methods: list[str] = []
        current: Node | None = value
        given: list[Node] = []
        function = None
        while current is not None and current.type == "call_expression":
            function, arguments = current.child_by_field_name("function"), current.child_by_field_name("arguments")
            given = arguments.named_children if arguments is not None else []
            inner = function is not None and function.type == "member_expression"
            methods.append(text_of(function.child_by_field_name("property") if inner and function else function))
            current = function.child_by_field_name("object") if inner and function else None
        if methods:
            named = string(given[0]) if given else None
            primary = "primaryKey" in methods
            kind = _type(methods[-1], " ".join(map(text_of, given))) + ("[]" if "array" in methods else "")
            yield Column(named or title, kind, "notNull" not in methods and not primary, None, primary)


def _type(function: str, arguments: str) -> str:
    size = SIZE.search(arguments)
    if function == "timestamp" and ZONE.search(arguments):
        return "timestamp with time zone"
    base = TYPES.get(function, CAMEL.sub(lambda match: "_" + match.group(), function).lower())
    return f"{base}({size.group(1)})" if size else base
