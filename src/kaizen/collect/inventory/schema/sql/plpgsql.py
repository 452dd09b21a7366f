"""What a DO block would execute: the statements of its PL/pgSQL body, loops over literal lists unrolled."""

import re
from collections.abc import Iterator

import pgparse

from kaizen.collect.inventory.schema.operations import Problem
from kaizen.collect.inventory.schema.sql.constants import UndecidedError, Value, expression, rows
from kaizen.collect.inventory.schema.sql.statements import Statement, statements
from kaizen.collect.inventory.schema.sql.types import Node

MOST_STATEMENTS = 20_000
SCHEMA_WORD = re.compile(
    r"\b(create|drop|alter)\s+(or\s+replace\s+)?(materialized\s+|foreign\s+|unlogged\s+|constraint\s+)?"
    r"(table|view|function|procedure|trigger|schema)\b",
    re.IGNORECASE,
)
FLOW = re.compile(
    r"(?is)^(?:\s*(?:begin|else|loop|declare)\b|\s*(?:els?if|if|when|for|while|foreach)\b.*?\b(?:then|loop)\b)+"
)
ABSENT = re.compile(r"\s*\(*\s*not\s+exists\b", re.IGNORECASE)
Executed = Statement | Problem


def executed(text: str, body: str, line: int) -> Iterator[Executed]:
    """Statements that the DO block ``text`` on ``line`` runs: all branches, save those behind IF NOT EXISTS.

    Dynamic SQL that depends on the database is a Problem where it names tables, functions or triggers.
    """
    first = line + text[: max(text.find(body), 0)].count("\n")
    try:
        function: Node = pgparse.parse_pgsql(text)[0]["PLpgSQL_function"]
    except (pgparse.PGQueryError, RecursionError):
        yield from _cut(body, first)
        return
    walk = _Walk(function.get("datums", []), first - 1)
    yield from walk.block([function["action"]])


def _cut(body: str, first: int) -> Iterator[Executed]:
    """Statements of a body that PL/pgSQL's grammar refuses: cut at semicolons, control words removed."""
    for statement in statements(body, "postgres"):
        flow = FLOW.match(statement.text)
        skipped = flow.end() if flow else 0
        rest = statement.text[skipped:]
        blank = len(rest) - len(rest.lstrip())
        lines = statement.text[: skipped + blank].count("\n")
        yield Statement(rest.lstrip(), first - 1 + statement.line + lines)


class _Walk:
    """Goes through one body; ``known`` holds the variables whose values are literal."""

    def __init__(self, datums: list[Node], offset: int) -> None:
        self.offset = offset
        self.names: list[str] = []
        self.known: dict[str, Value] = {}
        self.left = MOST_STATEMENTS
        for datum in datums:
            for node in datum.values():
                self.names.append(node.get("refname", ""))
                self._assign(node.get("refname", ""), node.get("default_val"))

    def block(self, items: list[Node]) -> Iterator[Executed]:
        for item in items:
            for kind, node in item.items():
                self.left -= 1
                if self.left < 0:
                    return
                yield from self._statement(kind.removeprefix("PLpgSQL_stmt_"), node)

    def _statement(self, kind: str, node: Node) -> Iterator[Executed]:
        line = self.offset + node.get("lineno", 1)
        if kind == "execsql":
            yield Statement(_query(node["sqlstmt"]), line)
        elif kind == "perform":
            yield Statement(_query(node["expr"]), line)
        elif kind in ("dynexecute", "dynfors"):
            yield from self._dynamic(_query(node["query"]), line)
        elif kind == "assign":
            self._assign(self._variable(node.get("varno")), node.get("expr"), assignment=True)
        elif kind in ("fors", "foreach_a", "fori"):
            yield from self._loop(kind, node)
        elif kind == "if" and ABSENT.match(_query(node["cond"])):
            yield from self._branch(node.get("then_body", []))
            return
        for part in ("then_body", "elsif_list", "body", "case_when_list", "else_body", "else_stmts"):
            if kind not in ("fors", "foreach_a", "fori"):
                yield from self._branch(node.get(part, []))

    def _branch(self, items: list[Node]) -> Iterator[Executed]:
        for item in items:
            arm = item.get("PLpgSQL_if_elsif") or item.get("PLpgSQL_case_when")
            yield from self.block(arm.get("stmts", []) if arm else [item])

    def _dynamic(self, query: str, line: int) -> Iterator[Executed]:
        try:
            value = expression(query, self.known)
        except UndecidedError:
            if SCHEMA_WORD.search(query):
                yield Problem(line, "dynamic SQL: what it changes depends on the data")
            return
        for statement in statements(str(value), "postgres"):
            yield Statement(statement.text, line + statement.line - 1)

    def _loop(self, kind: str, node: Node) -> Iterator[Executed]:
        try:
            values = self._iterated(kind, node)
        except UndecidedError:
            values = [None]
        variable = self._loop_variable(node)
        for value in values:
            if value is None:
                self.known.pop(variable, None)
            else:
                self.known[variable] = value
            yield from self.block(node.get("body", []))

    def _iterated(self, kind: str, node: Node) -> list[Value | None]:
        if kind == "fors":
            return list(rows(_query(node["query"]), self.known))
        if kind == "foreach_a":
            listed = expression(_query(node["expr"]), self.known)
            return list(listed) if isinstance(listed, list) else [None]
        low, high = (str(expression(_query(node[part]), self.known)) for part in ("lower", "upper"))
        if not (low.isdigit() and high.isdigit() and int(high) - int(low) < MOST_STATEMENTS):
            raise UndecidedError
        return [str(number) for number in range(int(low), int(high) + 1)]

    def _loop_variable(self, node: Node) -> str:
        for inner in node.get("var", {}).values():
            fields = inner.get("fields", [])
            return str(fields[0].get("name", "")) if fields else str(inner.get("refname", ""))
        return self._variable(node.get("varno"))

    def _variable(self, number: int | None) -> str:
        return self.names[number] if number is not None and number < len(self.names) else ""

    def _assign(self, name: str, node: Node | None, *, assignment: bool = False) -> None:
        if node is None:
            return
        text = _query(node)
        if assignment:
            text = re.split(r":?=", text, maxsplit=1)[-1]
        try:
            self.known[name] = expression(text, self.known)
        except UndecidedError:
            self.known.pop(name, None)


def _query(node: Node) -> str:
    return str(node["PLpgSQL_expr"]["query"])
