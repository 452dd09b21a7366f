"""Reads a whole SQL script: sections, dialect, statements, operations and what was not understood."""

import re
from collections.abc import Iterator

from kaizen.collect.inventory.schema.facts import SqlFile
from kaizen.collect.inventory.schema.operations import AnyOperation, Operation, Problem, RunFile
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
    """What one statement does, in its own dialect; PostgreSQL's refusals are tried in another dialect."""
    if statement.text.startswith("{") and TEMPLATED.search(statement.text):
        yield Problem(statement.line, "a template around this SQL is not followed")
        return
    from kaizen.collect.inventory.schema.sql import postgres  # noqa: PLC0415 - loads a parser

    if dialect == "postgres":
        try:
            yield from list(postgres.read(statement.text, statement.line))
        except postgres.NotPostgresError as error:
            yield from _elsewhere(statement, str(error))
    else:
        from kaizen.collect.inventory.schema.sql import otherdialects  # noqa: PLC0415 - slow to load

        yield from otherdialects.read(statement.text, statement.line, dialect)


def _elsewhere(statement: Statement, reason: str) -> Iterator[AnyOperation | Problem]:
    other = guess(statement.text)
    found: list[AnyOperation | Problem] = []
    if other != "postgres":
        from kaizen.collect.inventory.schema.sql import otherdialects  # noqa: PLC0415 - slow to load

        found = list(otherdialects.read(statement.text, statement.line, other))
    if found and all(isinstance(item, Operation) for item in found):
        yield from found
    else:
        yield Problem(statement.line, reason)
