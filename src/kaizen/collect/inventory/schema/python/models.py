"""Tables that SQLAlchemy and SQLModel classes declare, for repositories without migrations of them."""

import re
from collections.abc import Iterator

from tree_sitter import Node

from kaizen.collect.inventory.schema.facts import ModelClass, ModelFile
from kaizen.collect.inventory.schema.operations import Column, Problem
from kaizen.collect.inventory.schema.python.columntypes import column, described, sql_type
from kaizen.collect.inventory.schema.python.interpreter import Module, name_of, text_of
from kaizen.collect.inventory.schema.python.values import Call, Ref, TooLong, Value

WRAPPERS = frozenset(("Mapped", "Optional", "Annotated", "WriteOnlyMapped", "DynamicMapped"))
NOT_COLUMNS = frozenset(("relationship", "Relationship", "association_proxy", "column_property", "synonym"))
CAMEL = re.compile(r"(?<=[a-z0-9])[A-Z]|(?<!^)[A-Z](?=[a-z])")
SCALAR_WORDS = """
int str bool float bytes datetime date time timedelta Decimal UUID uuid4 UUID4 dict Any EmailStr
"""
SCALARS = frozenset(SCALAR_WORDS.split())


def read_models(data: bytes) -> ModelFile:
    """Classes with columns or a table name, and Table objects of a module's top level."""
    module = Module(data)
    classes: list[ModelClass] = []
    problems: list[Problem] = []
    try:
        for node in module.classes.values():
            made = _class(module, node)
            if made:
                classes.append(made)
        for name in list(module.constants):
            value = module.constant(name)
            if isinstance(value, Call) and value.name == "Table":
                classes.extend(_table(value))
    except TooLong:
        problems.append(Problem(1, "its models do more than can be followed"))
    return ModelFile(tuple(classes), tuple(problems))


def _table(call: Call) -> Iterator[ModelClass]:
    values = call.positional()
    schema = call.keyword("schema")
    if values and len(values) > 1 and isinstance(values[0], str) and not isinstance(values[1], str):
        made = [column(value) for value in values if isinstance(value, Call) and value.name == "Column"]
        known = tuple(item for item in made if item)
        yield ModelClass(
            call.line, str(values[0]), (), str(values[0]), str(schema) if isinstance(schema, str) else "", known
        )


def _class(module: Module, node: Node) -> ModelClass | None:
    name = name_of(node)
    body = node.child_by_field_name("body")
    bases, is_table = _bases(module, node)
    table = name.lower() if is_table else ""
    flask = any(base.endswith("db.Model") for base in bases)
    schema, abstract = "", False
    columns: list[Column] = []
    for statement in body.named_children if body is not None else []:
        inner = statement.named_children[0] if statement.type == "expression_statement" else None
        if inner is None or inner.type != "assignment":
            continue
        left, right = inner.child_by_field_name("left"), inner.child_by_field_name("right")
        title = text_of(left) if left is not None else ""
        if title == "__tablename__" and right is not None:
            value = module.evaluate(right, {})
            table = str(value) if isinstance(value, str) and "_computed_" not in value else ""
        elif title == "__abstract__":
            table, abstract = "", True
        elif title == "__table_args__" and right is not None:
            schema = _schema(module.evaluate(right, {}))
        elif title == "__table__" and right is not None:
            value = module.evaluate(right, {})
            made = next(_table(value), None) if isinstance(value, Call) and value.name == "Table" else None
            table, columns = (made.table, list(made.columns)) if made else (table, columns)
        else:
            columns.extend(_column(module, title, inner.child_by_field_name("type"), right))
    if flask and not table and not abstract and any(item.primary_key for item in columns):
        table = CAMEL.sub(lambda match: "_" + match.group(), name).lower()
    if not table and not columns:
        return None
    return ModelClass(node.start_point[0] + 1, name, bases, table, schema, tuple(columns))


def _bases(module: Module, node: Node) -> tuple[tuple[str, ...], bool]:
    arguments = node.child_by_field_name("superclasses")
    bases: list[str] = []
    is_table = False
    for child in arguments.named_children if arguments is not None else []:
        if child.type == "keyword_argument":
            is_table = is_table or text_of(child).replace(" ", "") == "table=True"
        else:
            base = text_of(child).partition("[")[0]
            bases.append(base if base.endswith("db.Model") else base.rpartition(".")[2])
    return tuple(bases), is_table


def _schema(value: Value) -> str:
    options = value[-1] if isinstance(value, list) and value else value
    schema = options.get("schema") if isinstance(options, dict) else None
    return str(schema) if isinstance(schema, str) else ""


def _column(module: Module, title: str, annotation: Node | None, right: Node | None) -> Iterator[Column]:
    value = module.evaluate(right, {}) if right is not None else None
    kind, optional, mapped = _annotated(text_of(annotation)) if annotation is not None else ("", False, False)
    if isinstance(value, Call):
        if value.name in NOT_COLUMNS:
            return
        if value.name in ("Column", "mapped_column"):
            made = column(value)
            positional = value.positional()
            found = made or described(value, title, positional)
            nullable = found.nullable if value.has("nullable") or not kind else optional and not found.primary_key
            yield Column(found.name, found.type or sql_type(Ref(kind)), nullable, found.default, found.primary_key)
            return
        if value.name == "Field":
            yield _field(value, title, kind, optional)
            return
    if kind in SCALARS and (mapped or not title.startswith("_")) and annotation is not None and title != "model_config":
        yield Column(title, sql_type(Ref(kind)), optional)


def _field(value: Call, title: str, kind: str, optional: bool) -> Column:
    inner = value.keyword("sa_column")
    if isinstance(inner, Call):
        made = column(inner) or described(inner, title, inner.positional())
        return Column(made.name, made.type or sql_type(Ref(kind)), made.nullable, made.default, made.primary_key)
    primary = value.keyword("primary_key") is True
    given = value.keyword("sa_type")
    written = sql_type(given) if given is not None else sql_type(Ref(kind))
    return Column(title, written, optional and not primary, None, primary)


def _annotated(text: str) -> tuple[str, bool, bool]:
    """(inner type, whether it may be None, whether it is Mapped) of an annotation."""
    optional, mapped = False, False
    text = text.strip().strip("\"'")
    while True:
        head, bracket, rest = text.partition("[")
        short = head.rpartition(".")[2]
        if not bracket or short not in WRAPPERS or not rest.endswith("]"):
            break
        optional = optional or short == "Optional"
        mapped = mapped or short == "Mapped"
        text = rest[:-1].split(",", 1)[0] if short == "Annotated" else rest[:-1]
    parts = [part.strip() for part in text.split("|")]
    optional = optional or "None" in parts
    kinds = [part for part in parts if part != "None"]
    return (kinds[0].rpartition(".")[2] if kinds else ""), optional, mapped
