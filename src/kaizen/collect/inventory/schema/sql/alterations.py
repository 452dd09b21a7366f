"""ALTER TABLE of MySQL, SQLite, SQL Server and others: each action by its first words."""

import re
from collections.abc import Iterator

from kaizen.collect.inventory.schema.operations import (
    AddColumn,
    AnyOperation,
    ChangeColumn,
    Column,
    DropColumn,
    QName,
    RenameColumn,
    RenameRelation,
    SetPrimaryKey,
)
from kaizen.collect.inventory.schema.sql.identifiers import IDENTIFIER, NAME, split_name, unquoted
from kaizen.collect.inventory.schema.sql.types import PRINTED

ALTER = re.compile(
    rf"\s*alter\s+table\s+(?:if\s+exists\s+|only\s+)*{NAME}\s*(?:on\s+cluster\s+\S+\s+)?(.*)", re.I | re.S
)
NOT_A_COLUMN = (
    r"(?!(?:constraint|primary|unique|foreign|index|key|fulltext|spatial|check|partition|period|default|table)\b)"
)
COLUMN = rf"(?:column\s+)?(?:if\s+(?:not\s+)?exists\s+)?{NOT_A_COLUMN}({IDENTIFIER})"
AFTER_TYPE = (
    r"not|null|default|primary|unique|auto_increment|comment|after|first|collate|character|check|references"
    r"|constraint|generated|identity|on"
)
TYPE = re.compile(rf"\s*([A-Za-z_][\w ]*?(?:\s*\([^)]*\))?)(?=\s+(?:{AFTER_TYPE})\b|\s*$)", re.I)
DEFAULT = re.compile(r"\bdefault\s+('(?:[^']|'')*'|\([^)]*\)|[^\s,]+)", re.I)
ACTIONS = tuple(
    (kind, re.compile(rf"(?is)\s*{pattern}"))
    for kind, pattern in (
        ("add", rf"add\s+{COLUMN}\s+(.*)"),
        ("key", rf"add\s+(?:constraint\s+(?:{IDENTIFIER}\s+)?)?primary\s+key\s*(?:\w+\s*)*\(([^)]*)\)"),
        ("drop", rf"drop\s+{COLUMN}\s*(?:cascade|restrict)?\s*$"),
        ("change", rf"change\s+{COLUMN}\s+({IDENTIFIER})\s+(.*)"),
        ("retype", rf"(?:modify|alter)\s+(?:column\s+)?({IDENTIFIER})\s+(?!set\b|drop\b|add\b)(?:type\s+)?(.*)"),
        ("rename", rf"rename\s+column\s+({IDENTIFIER})\s+to\s+({IDENTIFIER})"),
        ("rename_table", rf"rename\s+(?!column\b|index\b|key\b|constraint\b)(?:to\s+|as\s+)?{NAME}\s*$"),
    )
)
PIECES = re.compile(r"""(?s)'(?:[^'\\]|\\.|'')*'|"[^"]*"|`[^`]*`|\[[^\]]*\]|[(),]|[^'"`\[(),]+|.""")


def altered(text: str, line: int) -> Iterator[AnyOperation]:
    """Column and name changes of one ALTER TABLE statement; none where it is something else."""
    match = ALTER.match(text)
    if not match:
        return
    table = split_name(match.group(1))
    verb = ""
    for action in _separated(match.group(2)):
        repeated = (
            f"{verb} {action}"
            if verb and not re.match(r"\s*(add|drop|change|modify|alter|rename)\b", action, re.I)
            else action
        )
        first = re.match(r"\s*((?:add|drop)(?:\s+column)?)\b", repeated, re.I)
        verb = first.group(1) if first else ""
        yield from _action(table, repeated, line)


def _separated(text: str) -> Iterator[str]:
    depth, current = 0, ""
    inner = re.match(r"(?is)\s*add\s*\((.*)\)\s*;?\s*$", text)
    if inner:
        yield from (f"add {item}" for item in _separated(inner.group(1)))
        return
    for piece in PIECES.findall(text):
        depth += (piece == "(") - (piece == ")")
        if piece == "," and depth == 0:
            yield current
            current = ""
        else:
            current += piece
    yield current


def _action(table: QName, text: str, line: int) -> Iterator[AnyOperation]:
    for kind, pattern in ACTIONS:
        match = pattern.match(text)
        if not match:
            continue
        if kind == "add":
            yield AddColumn(table=table, column=_column(match.group(1), match.group(2)), line=line)
        elif kind == "key":
            keys = tuple(unquoted(part) for part in match.group(1).split(","))
            yield SetPrimaryKey(table=table, columns=keys, line=line)
        elif kind == "drop":
            yield DropColumn(table=table, column=unquoted(match.group(1)), line=line)
        elif kind == "change":
            new = _column(match.group(2), match.group(3))
            yield RenameColumn(table=table, column=unquoted(match.group(1)), new=new.name, line=line)
            yield _changed(table, new, line)
        elif kind == "retype":
            yield _changed(table, _column(match.group(1), match.group(2)), line)
        elif kind == "rename":
            names = unquoted(match.group(1)), unquoted(match.group(2))
            yield RenameColumn(table=table, column=names[0], new=names[1], line=line)
        else:
            yield RenameRelation(name=table, new=split_name(match.group(1))[1], line=line)
        return


def _changed(table: QName, column: Column, line: int) -> ChangeColumn:
    return ChangeColumn(table=table, column=column.name, type=column.type, nullable=column.nullable, line=line)


def _column(name: str, rest: str) -> Column:
    match = TYPE.match(rest)
    kind = " ".join(match.group(1).lower().split()) if match else ""
    base, parenthesis, tail = kind.partition("(")
    default = DEFAULT.search(rest)
    primary = bool(re.search(r"\bprimary\s+key\b", rest, re.I))
    required = primary or bool(re.search(r"\bnot\s+null\b", rest, re.I))
    printed = PRINTED.get(base.strip(), base) + parenthesis + tail
    return Column(unquoted(name), printed, not required, default.group(1) if default else None, primary)
