"""Reads a whole SQL script: sections, dialect, statements, operations and what was not understood."""

import re
from collections.abc import Iterator

from kaizen.collect.inventory.schema.facts import SqlFile
from kaizen.collect.inventory.schema.operations import AnyOperation, Problem, RunFile
from kaizen.collect.inventory.schema.sql.dialect import family, guess
from kaizen.collect.inventory.schema.sql.sections import upward
from kaizen.collect.inventory.schema.sql.statements import Statement, statements

INCLUDE = re.compile(r"^[ \t]*\\ir?[ \t]+'?([^\s']+\.\w+)'?", re.MULTILINE)
CONDITIONAL = re.compile(r"/\*!\d*(.*?)\*/", re.DOTALL)
TEMPLATED = re.compile(r"\b(create|alter|drop)\s+(or\s+replace\s+)?(table|view|function|trigger)\b", re.IGNORECASE)
MOST_PROBLEMS = 50


def read_script(text: str) -> SqlFile:
    """A script as facts; raises Unreadable for text that only looks like SQL."""
    text = upward(text)
    dialect = guess(text)
    if dialect == "mysql":
        text = CONDITIONAL.sub(lambda match: "  " + match.group(1) + "  ", text)
    return collected(dialect, text)


def collected(dialect: str, text: str) -> SqlFile:
    """Operations and problems of all statements, psql includes at their place."""
    operations: list[AnyOperation] = []
    problems: list[Problem] = []
    includes = [
        RunFile(path=match.group(1), line=text.count("\n", 0, match.start(1)) + 1) for match in INCLUDE.finditer(text)
    ]
    for statement in statements(text, family(dialect)):
        while includes and includes[0].line < statement.line:
            operations.append(includes.pop(0))
        for found in of_statement(statement, dialect):
            if isinstance(found, Problem):
                problems.append(found)
            else:
                operations.append(found)
    return SqlFile(dialect, (*operations, *includes), tuple(problems[:MOST_PROBLEMS]))


def of_statement(statement: Statement, dialect: str) -> Iterator[AnyOperation | Problem]:
    """What one statement does, by the grammar of its script; what that refuses is tried by another one."""
    if statement.text.startswith("{") and TEMPLATED.search(statement.text):
        yield Problem(statement.line, "a template around this SQL is not followed")
        return
    found = _read(statement, dialect)
    if any(isinstance(item, Problem) for item in found):
        other = "postgres" if dialect != "postgres" else guess(statement.text)
        again = _read(statement, other) if other != dialect else []
        if again and not any(isinstance(item, Problem) for item in again):
            found = again
    yield from found


def _read(statement: Statement, dialect: str) -> list[AnyOperation | Problem]:
    """Parsers are loaded here, so that a repository without the dialect does not pay for it."""
    if dialect != "postgres":
        from kaizen.collect.inventory.schema.sql import otherdialects  # noqa: PLC0415 - slow to load

        return list(otherdialects.read(statement.text, statement.line, dialect))
    from kaizen.collect.inventory.schema.sql import postgres  # noqa: PLC0415

    try:
        return list(postgres.read(statement.text, statement.line))
    except postgres.NotPostgresError as error:
        return [Problem(statement.line, str(error))]
