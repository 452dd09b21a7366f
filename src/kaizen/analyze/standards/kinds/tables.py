"""Tables of the final schema: required columns with their types, and names."""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from kaizen.analyze.standards.linear import Test, linear
from kaizen.analyze.standards.model import Column, Named, Naming, RequiredColumns, Style
from kaizen.analyze.standards.scopes import ItemScope, within_prefixes
from kaizen.analyze.standards.verdict import Outcome, Violation
from kaizen.collect.inventory.model import Item, Kind

STYLES = {
    Style.SNAKE_CASE: r"\A_?[a-z0-9]+(_+[a-z0-9]+)*\z",
    Style.CAMEL_CASE: r"\A[a-z][a-zA-Z0-9]*\z",
    Style.PASCAL_CASE: r"\A[A-Z][a-zA-Z0-9]*\z",
}
SYNONYMS = {
    "timestamp with time zone": "timestamptz",
    "timestamp without time zone": "timestamp",
    "time with time zone": "timetz",
    "time without time zone": "time",
    "int": "integer",
    "int4": "integer",
    "serial": "integer",
    "serial4": "integer",
    "int8": "bigint",
    "bigserial": "bigint",
    "serial8": "bigint",
    "int2": "smallint",
    "smallserial": "smallint",
    "bool": "boolean",
    "character varying": "varchar",
    "character": "char",
    "bpchar": "char",
    "decimal": "numeric",
    "float8": "double precision",
    "float4": "real",
}
LENGTH = re.compile(r"\s*\([^)]*\)")


@dataclass(frozen=True, slots=True)
class Known:
    """A column as the inventory tells it; an empty type is not known."""

    name: str
    type: str
    nullable: bool | None


Table = tuple[Item, list[Known]]
"""A table and what is known of its columns; an empty list where the inventory could not tell."""


def canonical(type_: str) -> str:
    """One spelling of an SQL type: lower case, no schema of the catalogue, no length, no synonym."""
    text = " ".join(LENGTH.sub("", type_.lower().replace('"', "")).split()).removeprefix("pg_catalog.")
    base, brackets, _ = text.partition("[")
    return SYNONYMS.get(base.strip(), base.strip()) + ("[]" if brackets else "")


class Tables:
    """The tables of the inventory with their columns, read once for all rules."""

    def __init__(self, items: Sequence[Item] | None) -> None:
        """``items`` is None where there is no inventory."""
        self._known = items is not None
        self._tables: dict[str, list[Table]] = {}
        for item in items or ():
            if item.kind is Kind.TABLE:
                self._tables.setdefault(item.name, []).append((item, columns_of(item)))
        self._names = sorted(self._tables)

    def within(self, scope: ItemScope, outcome: Outcome) -> list[Table]:
        """The tables of a scope whose columns are known; the outcome is told why there are none, or fewer."""
        outcome.unit = "table"
        if not self._known:
            outcome.unknown = "the inventory is not known"
            return []
        names = within_prefixes(self._names, scope.prefixes)
        tables = [each for name in names for each in self._tables[name] if scope.covers(name, each[0].path)]
        known = [each for each in tables if each[1]]
        outcome.checked = len(known)
        if not tables:
            outcome.unknown = "no table is in scope"
        elif not known:
            outcome.unknown = "the columns of no table in scope are known"
        elif len(known) < len(tables):
            outcome.partly = _unknown_columns(len(tables) - len(known))
            outcome.blind |= {table.path for table, columns in tables if not columns}
        return known


def _unknown_columns(count: int) -> str:
    return "the columns of 1 table are not known" if count == 1 else f"the columns of {count} tables are not known"


def check_columns(rule: RequiredColumns, tables: Tables, scope: ItemScope, outcome: Outcome) -> None:
    """Compares each table of the scope with the columns it must have."""
    for table, columns in tables.within(scope, outcome):
        found = {column.name: column for column in columns}
        for wanted in rule.columns:
            problem = _problem(wanted, found.get(wanted.name))
            if problem:
                message = f"table {table.name} {problem}"
                outcome.add(
                    Violation(
                        table.path, table.line, message, wanted.name, f"table {table.name}", (table.kind, table.name)
                    )
                )


def _problem(wanted: Column, found: Known | None) -> str | None:
    types = {canonical(each) for each in wanted.types}
    spelled = " or ".join(wanted.types)
    if found is None:
        return f"has no column {wanted.name} {spelled}".rstrip() if wanted.required else None
    if types and found.type and canonical(found.type) not in types:
        return f"has {wanted.name} as {found.type} instead of {spelled}"
    if wanted.nullable is not None and found.nullable is not None and found.nullable != wanted.nullable:
        return f"has {wanted.name} {'not ' if wanted.nullable else ''}nullable"
    return None


def check_names(rule: Naming, tables: Tables, scope: ItemScope, outcome: Outcome) -> None:
    """Compares names of tables, columns and booleans with what the rule asks of them."""
    complaint = NameCheck(rule)
    checked = 0
    for table, columns in tables.within(scope, outcome):
        for kind, name, subject in _names(rule.of, table, columns):
            checked += 1
            problem = complaint(name)
            if problem:
                message = f"{kind} {subject} {problem}"
                about = f"{'table' if kind is Named.TABLE else 'column'} {subject}"
                outcome.add(Violation(table.path, table.line, message, name, about, (table.kind, table.name)))
    outcome.checked, outcome.unit = checked, "name"
    if not checked and outcome.unknown is None:
        outcome.unknown = f"no {' or '.join(rule.of)} is in scope"


def _names(of: Collection[Named], table: Item, columns: Iterable[Known]) -> Iterator[tuple[Named, str, str]]:
    """Kind, bare name and full name; a boolean is told once, as the more special of the two."""
    if Named.TABLE in of:
        yield Named.TABLE, bare(table.name), table.name
    for column in columns:
        boolean = canonical(column.type) == "boolean"
        if boolean and Named.BOOLEAN in of:
            yield Named.BOOLEAN, column.name, f"{table.name}.{column.name}"
        elif Named.COLUMN in of:
            yield Named.COLUMN, column.name, f"{table.name}.{column.name}"


class NameCheck:
    """What is wrong with a name; answers are remembered, since the same names occur in many tables."""

    def __init__(self, rule: Naming) -> None:
        self._rule = rule
        self._style: Test | None = linear(STYLES[rule.style]) if rule.style else None
        self._pattern: Test | None = linear(rf"\A(?:{rule.pattern})\z") if rule.pattern else None
        self._known: dict[str, str | None] = {}

    def __call__(self, name: str) -> str | None:
        if name not in self._known:
            self._known[name] = self._of(name)
        return self._known[name]

    def _of(self, name: str) -> str | None:
        rule = self._rule
        if self._style is not None and not self._style(name):
            return f"is not in {rule.style}"
        if rule.prefixes and not name.startswith(rule.prefixes):
            return f"does not begin with {', '.join(rule.prefixes)}"
        if rule.suffixes and not name.endswith(rule.suffixes):
            return f"does not end with {', '.join(rule.suffixes)}"
        if self._pattern is not None and not self._pattern(name):
            return f"does not match {rule.pattern}"
        return None


def columns_of(table: Item) -> list[Known]:
    """The columns in a table's attributes; empty where the inventory could not tell."""
    found = table.attributes.get("columns")
    columns: list[Known] = []
    for each in found if isinstance(found, list) else ():
        if isinstance(each, dict) and isinstance(name := each.get("name"), str):
            type_, nullable = each.get("type"), each.get("nullable")
            columns.append(
                Known(name, type_ if isinstance(type_, str) else "", nullable if isinstance(nullable, bool) else None)
            )
    return columns


def bare(name: str) -> str:
    """A table's name without its schema and quotes."""
    return name.rpartition(".")[2].strip('"')
