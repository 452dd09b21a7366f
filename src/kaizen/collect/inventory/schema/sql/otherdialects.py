"""Statements of MySQL, SQLite, SQL Server and others become operations, by sqlglot and, failing that, by their head."""

import logging
import re
from collections.abc import Iterator

import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError

from kaizen.collect.inventory.schema.operations import (
    AnyOperation,
    Column,
    CreateRelation,
    CreateRoutine,
    CreateTrigger,
    DropRelations,
    DropRoutine,
    DropTrigger,
    Problem,
    QName,
    RenameColumn,
    RenameRelation,
)
from kaizen.collect.inventory.schema.sql.alterations import altered
from kaizen.collect.inventory.schema.sql.identifiers import NAME, split_name, unquoted
from kaizen.collect.inventory.schema.sql.types import PRINTED

Found = Iterator[AnyOperation | Problem]
RELEVANT = re.compile(r"\s*(create|alter|drop|rename|exec)\b", re.IGNORECASE)
GUARD = re.compile(r"\s*if\b.*?(?=\b(?:create|alter|drop|exec)\b)", re.IGNORECASE | re.DOTALL)
UNINTERESTING = re.compile(
    r"\s*(create|alter|drop)\s+(?:or\s+replace\s+)?(unique\s+|fulltext\s+|spatial\s+|clustered\s+|nonclustered\s+)*"
    r"(index|database|user|sequence|login|role|schema|synonym|tablespace|event)\b",
    re.IGNORECASE,
)
HEADS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(pattern.replace("NAME", NAME), re.IGNORECASE | re.DOTALL))
    for kind, pattern in (
        (
            "trigger",
            r"\s*create\s+(?:or\s+(?:replace|alter)\s+)?(?:definer\s*=\s*\S+\s+)?(?:temp\w*\s+)?trigger\s+"
            r"(?:if\s+not\s+exists\s+)?NAME.*?\bon\s+NAME",
        ),
        (
            "routine",
            r"\s*create\s+(?:or\s+(?:replace|alter)\s+)?(?:definer\s*=\s*\S+\s+)?(?:aggregate\s+)?"
            r"(function|procedure)\s+(?:if\s+not\s+exists\s+)?NAME",
        ),
        ("drop_trigger", r"\s*drop\s+trigger\s+(?:if\s+exists\s+)?NAME"),
        ("drop_routine", r"\s*drop\s+(?:function|procedure)\s+(?:if\s+exists\s+)?NAME"),
        ("rename", r"\s*rename\s+table\s+NAME\s+to\s+NAME\s*$"),
        ("sp_rename", r"\s*exec(?:ute)?\s+(?:\w+\.)*sp_rename\s+N?'([^']+)'\s*,\s*N?'([^']+)'\s*(?:,\s*N?'(\w+)')?"),
        (
            "table",
            r"\s*create\s+(temp\w*\s+)?(?:virtual\s+|external\s+|unlogged\s+)?table\s+(?:if\s+not\s+exists\s+)?NAME",
        ),
    )
)
KINDS = {"TABLE": "table", "VIEW": "view"}
STRAY = re.compile(r"""["`\[\]]""")
logging.getLogger("sqlglot").addFilter(lambda record: record.levelno >= logging.ERROR)


def read(text: str, line: int, dialect: str) -> Found:
    """Operations of one statement that starts on ``line``; a Problem where neither way understands it."""
    guard = GUARD.match(text) if dialect == "tsql" else None
    if guard:
        line += text.count("\n", 0, guard.end())
        text = text[guard.end() :]
    if not RELEVANT.match(text) or UNINTERESTING.match(text):
        return
    if text.lstrip()[:5].lower() == "alter":
        yield from altered(text, line)
        return
    head = list(_by_head(text, line))
    if head and not isinstance(head[0], CreateRelation):
        yield from head
        return
    try:
        tree = sqlglot.parse_one(text, dialect=dialect)
    except (SqlglotError, RecursionError) as error:
        yield from head
        yield Problem(line, f"{dialect}: {_first_sentence(error)}")
        return
    if isinstance(tree, exp.Command):
        yield from head or [Problem(line, f"{dialect}: statement not understood")]
    else:
        yield from _by_tree(tree, line)


def _first_sentence(error: Exception) -> str:
    return STRAY.sub("", str(error).split("\n", 1)[0].split(". Line", 1)[0])[:120]


def _by_head(text: str, line: int) -> Found:
    for kind, pattern in HEADS:
        match = pattern.match(text)
        if match:
            yield from _headed(kind, match, line)
            return


def _headed(kind: str, match: re.Match[str], line: int) -> Found:
    first, *others = (part or "" for part in match.groups())
    if kind == "trigger":
        yield CreateTrigger(table=split_name(others[0]), name=split_name(first)[1], line=line)
    elif kind == "routine":
        yield CreateRoutine(name=split_name(others[0]), routine=first.lower(), line=line)
    elif kind == "drop_trigger":
        yield DropTrigger(table=None, name=split_name(first)[1], line=line)
    elif kind == "drop_routine":
        yield DropRoutine(name=split_name(first), arguments=None, line=line)
    elif kind == "rename":
        yield RenameRelation(name=split_name(first), new=split_name(others[0])[1], line=line)
    elif kind == "sp_rename":
        yield from _sp_rename(first, others[0], others[1], line)
    else:
        temporary = bool(first) or split_name(others[0])[1].startswith("#")
        yield CreateRelation(kind="temporary" if temporary else "table", name=split_name(others[0]), line=line)


def _sp_rename(old: str, new: str, kind: str, line: int) -> Found:
    if kind.upper() == "COLUMN":
        table, _, column = old.rpartition(".")
        yield RenameColumn(table=split_name(table), column=unquoted(column), new=new, line=line)
    elif kind.upper() in ("", "OBJECT"):
        yield RenameRelation(name=split_name(old), new=new, line=line)


def _by_tree(tree: exp.Expr, line: int) -> Found:
    if isinstance(tree, exp.Create):
        yield from _created(tree, line)
    elif isinstance(tree, exp.Drop) and tree.kind in KINDS:
        dropped = tuple(_name(table) for table in tree.find_all(exp.Table))
        yield DropRelations(names=dropped, cascade=bool(tree.args.get("cascade")), line=line)


def _name(table: exp.Expr) -> QName:
    schema = table.text("db")
    return ("" if schema in ("main", "public") else schema), table.name


def _created(tree: exp.Create, line: int) -> Found:
    if tree.kind not in KINDS:
        return
    target = tree.this
    table = target.this if isinstance(target, exp.Schema) else target
    temporary = tree.find(exp.TemporaryProperty) is not None or table.name.startswith("#")
    view = tree.kind == "VIEW"
    materialized = tree.find(exp.MaterializedProperty) is not None
    yield CreateRelation(
        kind="temporary" if temporary else KINDS[tree.kind],
        name=_name(table),
        columns=tuple(_columns(target)) if isinstance(target, exp.Schema) else (),
        if_not_exists=bool(tree.args.get("exists")),
        replace=bool(tree.args.get("replace")),
        reads=tuple(_name(t) for t in tree.expression.find_all(exp.Table)) if view and tree.expression else (),
        attributes={"materialized": materialized} if view else {},
        line=line,
    )


def _columns(schema: exp.Schema) -> Iterator[Column]:
    keys = {item.name for constraint in schema.find_all(exp.PrimaryKey) for item in constraint.expressions}
    for item in schema.expressions:
        if isinstance(item, exp.ColumnDef):
            yield _column(item, keys)


def _column(item: exp.ColumnDef, keys: set[str]) -> Column:
    nullable, default, primary = True, None, item.name in keys
    for constraint in item.constraints:
        kind = constraint.kind
        if isinstance(kind, exp.NotNullColumnConstraint):
            nullable = bool(kind.args.get("allow_null"))
        elif isinstance(kind, exp.PrimaryKeyColumnConstraint):
            primary = True
        elif isinstance(kind, exp.DefaultColumnConstraint):
            default = kind.this.sql()
    return Column(item.name, _type(item.args.get("kind")), nullable and not primary, default, primary)


def _type(kind: exp.Expr | None) -> str:
    name = kind.sql().lower() if kind is not None else ""
    base, parenthesis, rest = name.partition("(")
    return PRINTED.get(base, base) + parenthesis + rest
