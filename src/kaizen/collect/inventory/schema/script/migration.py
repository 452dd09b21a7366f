"""What the ``up`` of a TypeScript or JavaScript migration changes, as operations."""

from collections.abc import Callable, Iterator

import msgspec
import tree_sitter_javascript
import tree_sitter_typescript
from tree_sitter import Language, Node, Parser

from kaizen.collect.inventory.schema import operations as op
from kaizen.collect.inventory.schema.facts import ScriptFile
from kaizen.collect.inventory.schema.operations import AnyOperation, Column, Problem, QName
from kaizen.collect.inventory.schema.script.columns import built, described, in_chain
from kaizen.collect.inventory.schema.script.literals import UNKNOWN, is_true, items, pairs, string, text_of
from kaizen.collect.inventory.schema.sql.dialect import guess
from kaizen.collect.inventory.schema.sql.reading import collected

PARSERS = {
    ".ts": Parser(Language(tree_sitter_typescript.language_typescript())),
    ".js": Parser(Language(tree_sitter_javascript.language())),
}
SQL_CALLS = frozenset(
    ("query", "raw", "execute", "addSql", "sql", "runSql", "$executeRawUnsafe", "unsafe", "run", "exec")
)
COMPUTED = "the name of the table is computed"
Found = Iterator[AnyOperation | Problem]


def read_migration(data: bytes, extension: str) -> ScriptFile | None:
    """A migration file as facts; None for a file without an ``up``."""
    root = PARSERS[".js" if extension in (".js", ".mjs", ".cjs") else ".ts"].parse(data).root_node
    up = _up(root)
    if up is None:
        return None
    constants = dict(_constants(root))
    operations: list[AnyOperation] = []
    problems: list[Problem] = []
    for call in _calls(up):
        for found in _changes(call, constants):
            if isinstance(found, Problem):
                problems.append(found)
            else:
                operations.append(found)
    return ScriptFile(tuple(operations), tuple(problems))


def _up(root: Node) -> Node | None:
    """The function called ``up``: a method, an exported function or constant, or a member of ``exports``."""
    pending = [root]
    while pending:
        node = pending.pop(0)
        name = node.child_by_field_name("name") or node.child_by_field_name("key") or node.child_by_field_name("left")
        if node.type in ("method_definition", "function_declaration", "pair", "assignment_expression",
                         "variable_declarator", "public_field_definition") and _title(name) == "up":  # fmt: skip
            return (
                node.child_by_field_name("body")
                or node.child_by_field_name("value")
                or node.child_by_field_name("right")
            )
        if node.type not in ("function_declaration", "method_definition", "arrow_function", "function_expression"):
            pending.extend(node.named_children)
    return None


def _title(name: Node | None) -> str:
    return text_of(name).strip("\"'").rpartition(".")[2]


def _constants(root: Node) -> Iterator[tuple[str, Node]]:
    for statement in root.named_children:
        for node in (statement, *statement.named_children):
            for declared in node.named_children if node.type == "lexical_declaration" else []:
                name, value = declared.child_by_field_name("name"), declared.child_by_field_name("value")
                if name is not None and value is not None:
                    yield text_of(name), value


def _calls(node: Node) -> Iterator[Node]:
    """Calls in the order in which they run: what a call is made on and its arguments come first."""
    stack: list[tuple[Node, bool]] = [(node, False)]
    while stack:
        current, left = stack.pop()
        if left:
            yield current
            continue
        if current.type == "call_expression":
            stack.append((current, True))
        stack.extend((child, False) for child in reversed(current.named_children))


def _changes(call: Node, constants: dict[str, Node]) -> Found:
    function, arguments = call.child_by_field_name("function"), call.child_by_field_name("arguments")
    if function is None or arguments is None:
        return
    line = call.start_point[0] + 1
    if arguments.type == "template_string":
        if text_of(function).rpartition(".")[2] in ("sql", "$executeRaw"):
            yield from _sql(arguments, constants)
        return
    if function.type != "member_expression":
        return
    name = text_of(function.child_by_field_name("property"))
    given = [child for child in arguments.named_children if child.type != "comment"]
    if name in SQL_CALLS and given:
        first = given[0]
        if first.type == "call_expression":
            return
        for text in items(first) or [first]:
            yield from _sql(text, constants)
    elif name in CALLS and given:
        for found in CALLS[name](given, call, constants):
            placed = function.child_by_field_name("property")
            at = placed.start_point[0] + 1 if placed is not None else line
            yield msgspec.structs.replace(found, line=at)


def _sql(node: Node, constants: dict[str, Node]) -> Found:
    text = string(node, constants)
    if text is None:
        return
    first = node.start_point[0]
    facts = collected(guess(text), text)
    for operation in facts.operations:
        if UNKNOWN in repr(operation):
            yield Problem(operation.line + first, "the name in this SQL is computed")
        else:
            yield msgspec.structs.replace(operation, line=operation.line + first)
    for problem in facts.problems:
        yield Problem(problem.line + first, problem.reason)


def _name(node: Node, call: Node, constants: dict[str, Node]) -> QName | None:
    """The table a call names: a text, ``new Table({name})``, or ``{schema, name}``; ``withSchema`` before it counts."""
    members = pairs(_options(node))
    text = string(members.get("name") or members.get("tableName"), constants) if members else string(node, constants)
    schema = string(members.get("schema"), constants) if members else _with_schema(call)
    if not text or UNKNOWN in text:
        return None
    if "." in text and not schema:
        schema, _, text = text.rpartition(".")
    return schema or "", text


def _options(node: Node) -> Node:
    arguments = node.child_by_field_name("arguments") if node.type == "new_expression" else None
    return arguments.named_children[0] if arguments is not None and arguments.named_children else node


def _with_schema(call: Node) -> str | None:
    node = call.child_by_field_name("function")
    while node is not None:
        inner = node.child_by_field_name("object") if node.type == "member_expression" else None
        if inner is None or inner.type != "call_expression":
            return None
        node = inner.child_by_field_name("function")
        if node is not None and text_of(node.child_by_field_name("property")) == "withSchema":
            arguments = inner.child_by_field_name("arguments")
            return string(arguments.named_children[0]) if arguments is not None and arguments.named_children else None
    return None


Given = list[Node]
Constants = dict[str, Node]


def _create(given: Given, call: Node, constants: Constants, *, lenient: bool = False) -> Found:
    name = _name(given[0], call, constants)
    if name is None:
        yield Problem(0, COMPUTED)
        return
    columns = described(given[0], given[1:]) or in_chain(call)
    yield op.CreateRelation(kind="table", name=name, columns=columns, if_not_exists=lenient)


def _drop(given: Given, call: Node, constants: Constants) -> Found:
    name = _name(given[0], call, constants)
    cascade = is_true(pairs(given[1]).get("cascade")) if len(given) > 1 else False
    yield op.DropRelations(names=(name,), cascade=cascade) if name else Problem(0, COMPUTED)


def _rename(given: Given, call: Node, constants: Constants) -> Found:
    name = _name(given[0], call, constants)
    new = _name(given[1], call, constants) if len(given) > 1 else None
    yield op.RenameRelation(name=name, new=new[1]) if name and new else Problem(0, COMPUTED)


def _alter(given: Given, call: Node, constants: Constants) -> Found:
    """Knex: the columns that a table builder adds and drops."""
    name = _name(given[0], call, constants)
    if name and len(given) > 1:
        yield from built(name, given[1])


def _add_column(given: Given, call: Node, constants: Constants) -> Found:
    name = _name(given[0], call, constants) if len(given) > 1 else None
    if name is None:
        return
    members = pairs(_options(given[1]))
    title = string(given[1], constants) or string(members.get("name"), constants)
    if title:
        kind = string(members.get("type")) or ""
        yield op.AddColumn(table=name, column=Column(title, kind))


def _drop_column(given: Given, call: Node, constants: Constants) -> Found:
    name = _name(given[0], call, constants) if len(given) > 1 else None
    title = string(given[1], constants) if len(given) > 1 else None
    if name and title:
        yield op.DropColumn(table=name, column=title)


def _rename_column(given: Given, call: Node, constants: Constants) -> Found:
    name = _name(given[0], call, constants) if len(given) > 2 else None
    titles = [string(node, constants) for node in given[1:3]]
    if name and titles[0] and titles[1]:
        yield op.RenameColumn(table=name, column=titles[0], new=titles[1])


def _create_view(given: Given, call: Node, constants: Constants) -> Found:
    name = _name(given[0], call, constants)
    if name:
        yield op.CreateRelation(kind="view", name=name, attributes={"materialized": False})


def _create_leniently(given: Given, call: Node, constants: Constants) -> Found:
    return _create(given, call, constants, lenient=True)


CALLS: dict[str, Callable[[Given, Node, Constants], Found]] = {
    "createTable": _create,
    "createTableIfNotExists": _create_leniently,
    "dropTable": _drop,
    "dropTableIfExists": _drop,
    "renameTable": _rename,
    "alterTable": _alter,
    "table": _alter,
    "addColumn": _add_column,
    "removeColumn": _drop_column,
    "dropColumn": _drop_column,
    "renameColumn": _rename_column,
    "createView": _create_view,
    "dropView": _drop,
    "dropViewIfExists": _drop,
}
