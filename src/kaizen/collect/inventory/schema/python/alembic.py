"""Alembic revisions: what ``upgrade`` does, as operations."""

from collections.abc import Callable, Iterator

from kaizen.collect.inventory.schema import operations as op
from kaizen.collect.inventory.schema.facts import AlembicFile
from kaizen.collect.inventory.schema.operations import AnyOperation, Column, Problem, QName
from kaizen.collect.inventory.schema.python.columntypes import column, sql_type
from kaizen.collect.inventory.schema.python.entities import entity_sql
from kaizen.collect.inventory.schema.python.interpreter import Module
from kaizen.collect.inventory.schema.python.sqltext import executed
from kaizen.collect.inventory.schema.python.values import Call, Ref, TooLong, Value

Found = Iterator[AnyOperation | Problem]
COMPUTED = "the name of the table is computed"


def read_revision(data: bytes) -> AlembicFile | None:
    """A revision file as facts; None for a Python file that is none."""
    changes = _Changes()
    module = Module(data, changes.called)
    revision = module.constant("revision")
    down, depends = module.constant("down_revision"), module.constant("depends_on")
    if not isinstance(revision, str) or "down_revision" not in module.constants:
        return None
    for name in _entries(module):
        try:
            module.run(name)
        except TooLong:
            changes.problems.append(Problem(1, f"{name} does more than can be followed"))
    return AlembicFile(
        str(revision),
        _revisions(down),
        _revisions(depends),
        tuple(changes.operations),
        tuple(changes.problems),
    )


def _entries(module: Module) -> list[str]:
    """``upgrade``, and the functions of each engine where a multi-database environment calls them by name."""
    engines = [name for name in module.functions if name.startswith("upgrade_")]
    source = module.functions["upgrade"].text if "upgrade" in module.functions else None
    if source and b"globals()" in source:
        return engines
    return ["upgrade"] if source else []


def _revisions(value: Value) -> tuple[str, ...]:
    if isinstance(value, str):
        return (str(value),)
    return tuple(str(item) for item in value if isinstance(item, str)) if isinstance(value, list) else ()


class _Changes:
    """Collects what the calls of ``op``, of a batch or of a connection change."""

    def __init__(self) -> None:
        self.operations: list[AnyOperation] = []
        self.problems: list[Problem] = []
        self.tables: list[tuple[Value, Call]] = []

    def called(self, call: Call) -> None:
        """Takes note of one call."""
        for found in self._found(call):
            if isinstance(found, Problem):
                self.problems.append(found)
            else:
                self.operations.append(found)

    def _found(self, call: Call) -> Found:
        name, receiver = call.name, call.receiver
        if name in SQL_CALLS and receiver is not None:
            value = call.argument(0, "sqltext") or call.argument(0, "statement")
            yield from executed(value, call.line)
            if isinstance(value, Ref) and value.last.isupper():
                yield Problem(call.line, f"its SQL ({value.text}) is defined in another file")
        elif name in ENTITIES and receiver is not None:
            yield from self._entity(call)
        elif name in IN_BATCH and isinstance(receiver, Call) and receiver.name == "batch_alter_table":
            batch = _table(receiver, 0, "table_name")
            yield from IN_BATCH[name](batch, call) if batch else [Problem(call.line, COMPUTED)]
        elif name == "Table" and call.positional():
            self.tables.append((call.argument(1, "metadata"), call))
        elif name in ("create", "drop") and isinstance(receiver, Call) and receiver.name == "Table":
            yield from _create_table(receiver) if name == "create" else _drop_table(receiver)
        elif name == "create_all":
            for metadata, declared in self.tables:
                if metadata is receiver or metadata == receiver:
                    yield from _create_table(declared)
        elif name in CALLS and _is_operations(call):
            yield from CALLS[name](call)

    def _entity(self, call: Call) -> Found:
        sql = entity_sql(call.argument(0, "entity"), call.name)
        if sql:
            yield from executed(sql, call.line)
        else:
            yield Problem(call.line, "the entity it changes is defined elsewhere")


SQL_CALLS = frozenset(("execute", "exec_driver_sql", "execute_sql", "scalar"))
ENTITIES = frozenset(("create_entity", "drop_entity", "replace_entity"))


def _is_operations(call: Call) -> bool:
    """Whether the receiver is Alembic's ``op``, under whatever name it was passed on."""
    return isinstance(call.receiver, Ref) or (isinstance(call.receiver, Call) and call.receiver.name == "Operations")


def _plain(value: Value) -> str:
    if isinstance(value, Call) and value.name == "f":
        value = value.argument(0, "name")
    if isinstance(value, Call) and value.name == "quoted_name":
        value = value.argument(0, "value")
    return str(value) if isinstance(value, str) and "_computed_" not in value else ""


def _table(call: Call, position: int, title: str) -> QName | None:
    """(schema, name) of the table a call is about; None where it is computed. An unknown schema is the default."""
    name = _plain(call.argument(position, title))
    schema = _plain(call.keyword("schema"))
    if "." in name and not schema:
        schema, _, name = name.rpartition(".")
    return (schema, name) if name else None


def _columns(values: list[Value]) -> tuple[Column, ...]:
    calls = [value for value in values if isinstance(value, Call)]
    keys: set[str] = set()
    for call in calls:
        if call.name == "PrimaryKeyConstraint":
            keys.update(_plain(item) for item in call.positional())
    found = [column(call) for call in calls if call.name == "Column"]
    return tuple(
        Column(c.name, c.type, c.nullable and c.name not in keys, c.default, c.primary_key or c.name in keys)
        for c in found
        if c
    )


def _create_table(call: Call) -> Found:
    name = _table(call, 0, "table_name")
    if name is None:
        yield Problem(call.line, COMPUTED)
        return
    temporary = "TEMPORARY" in [item for item in call.positional() if isinstance(item, str)]
    prefixes = call.keyword("prefixes")
    temporary = temporary or (isinstance(prefixes, list) and "TEMPORARY" in prefixes)
    partitioned = call.has("postgresql_partition_by")
    yield op.CreateRelation(
        kind="temporary" if temporary else "table",
        name=name,
        columns=_columns(call.positional()[1:]),
        if_not_exists=call.keyword("if_not_exists") is True,
        attributes={"partitioned": True} if partitioned else {},
        line=call.line,
    )


def _drop_table(call: Call) -> Found:
    name = _table(call, 0, "table_name")
    yield op.DropRelations(names=(name,), line=call.line) if name else Problem(call.line, COMPUTED)


def _rename_table(call: Call) -> Found:
    name, new = _table(call, 0, "old_table_name"), _plain(call.argument(1, "new_table_name"))
    yield op.RenameRelation(name=name, new=new, line=call.line) if name and new else Problem(call.line, COMPUTED)


def _add_column(table: QName, call: Call, position: int) -> Found:
    value = call.argument(position, "column")
    made = column(value) if isinstance(value, Call) else None
    if made:
        yield op.AddColumn(table=table, column=made, line=call.line)


def _drop_column(table: QName, call: Call, position: int) -> Found:
    name = _plain(call.argument(position, "column_name"))
    if name:
        yield op.DropColumn(table=table, column=name, line=call.line)


def _alter_column(table: QName, call: Call, position: int) -> Found:
    name = _plain(call.argument(position, "column_name"))
    if not name:
        return
    new = _plain(call.keyword("new_column_name")) or _plain(call.keyword("name"))
    kind, nullable = call.keyword("type_"), call.keyword("nullable")
    default = None
    if call.has("server_default"):
        value = call.keyword("server_default")
        default = "" if value is None else str(value) if isinstance(value, str) else call.source("server_default")
    yield op.ChangeColumn(
        table=table,
        column=name,
        type=sql_type(kind) or None,
        nullable=nullable if isinstance(nullable, bool) else None,
        default=default,
        line=call.line,
    )
    if new and new != name:
        yield op.RenameColumn(table=table, column=name, new=new, line=call.line)


def _primary_key(table: QName, call: Call, position: int) -> Found:
    columns = call.argument(position, "columns")
    if isinstance(columns, list):
        yield op.SetPrimaryKey(table=table, columns=tuple(_plain(item) for item in columns), line=call.line)


def _on_table(action: Callable[[QName, Call, int], Found], first: int, where: int) -> Callable[[Call], Found]:
    def found(call: Call) -> Found:
        table = _table(call, where, "table_name")
        yield from action(table, call, first) if table else [Problem(call.line, COMPUTED)]

    return found


def _in_batch(action: Callable[[QName, Call, int], Found], first: int) -> Callable[[QName, Call], Found]:
    return lambda table, call: action(table, call, first)


CALLS: dict[str, Callable[[Call], Found]] = {
    "create_table": _create_table,
    "drop_table": _drop_table,
    "rename_table": _rename_table,
    "add_column": _on_table(_add_column, 1, 0),
    "drop_column": _on_table(_drop_column, 1, 0),
    "alter_column": _on_table(_alter_column, 1, 0),
    "create_primary_key": _on_table(_primary_key, 2, 1),
}
IN_BATCH: dict[str, Callable[[QName, Call], Found]] = {
    "add_column": _in_batch(_add_column, 0),
    "drop_column": _in_batch(_drop_column, 0),
    "alter_column": _in_batch(_alter_column, 0),
    "create_primary_key": _in_batch(_primary_key, 1),
}
