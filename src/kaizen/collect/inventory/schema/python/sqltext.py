"""SQL inside Python texts becomes operations with the lines of the Python file."""

from collections.abc import Iterator

import msgspec

from kaizen.collect.inventory.schema.operations import AnyOperation, Problem, RunFile
from kaizen.collect.inventory.schema.python.expressions import UNKNOWN
from kaizen.collect.inventory.schema.python.values import Call, FileText, Value
from kaizen.collect.inventory.schema.sql.dialect import guess
from kaizen.collect.inventory.schema.sql.postgres import is_relevant
from kaizen.collect.inventory.schema.sql.reading import collected

WRAPPERS = frozenset(("text", "DDL", "SQL", "Composed", "literal_column", "TextClause", "ReplaceableObject"))
Found = Iterator[AnyOperation | Problem]


def executed(value: Value, line: int) -> Found:
    """What running ``value`` changes: a text, a wrapped one, a list of them or another file's contents."""
    if isinstance(value, Call) and value.name in WRAPPERS:
        value = value.argument(0, "text") or value.argument(0, "statement")
    if isinstance(value, FileText):
        yield RunFile(path=value.path, line=line)
    elif isinstance(value, list):
        for item in value:
            yield from executed(item, line)
    elif isinstance(value, str):
        yield from _of_text(value, getattr(value, "line", 0) or line)


def _of_text(text: str, line: int) -> Found:
    facts = collected(guess(text), text)
    for operation in facts.operations:
        placed = msgspec.structs.replace(operation, line=operation.line + line - 1)
        yield from _without_unknown(placed)
    for problem in facts.problems:
        if UNKNOWN not in text or is_relevant(text):
            yield Problem(problem.line + line - 1, problem.reason)


def _without_unknown(operation: AnyOperation) -> Found:
    """A schema that is not known is the default one; a name that is not known is a problem."""
    if UNKNOWN not in repr(operation):
        yield operation
        return
    changes: dict[str, tuple[str, str]] = {}
    for title in ("name", "table", "child"):
        value = getattr(operation, title, None)
        if isinstance(value, tuple) and len(value) == 2 and value[0] == UNKNOWN:
            changes[title] = ("", value[1])
    operation = msgspec.structs.replace(operation, **changes)
    own = [getattr(operation, title, "") for title in ("name", "table", "column", "names", "new", "schema")]
    if UNKNOWN in repr([item for item in own if not isinstance(item, msgspec.Struct)]):
        yield Problem(operation.line, "the name in this SQL is computed")
    else:
        yield operation
