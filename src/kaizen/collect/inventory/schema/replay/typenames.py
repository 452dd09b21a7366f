"""Types that were renamed, in the columns and functions that name them."""

import re

import msgspec

from kaizen.collect.inventory.schema import operations as op
from kaizen.collect.inventory.schema.replay.database import Database

NAME = re.compile(r"""("[^"]+"|[^".\s(\[]+)(?:\([^)]*\))?(?:\[\])?$""")


def rename_type(database: Database, operation: op.RenameType) -> None:
    """Columns and functions of a type follow its name."""
    old, new = operation.name[1], operation.new
    for relation in database.relations.values():
        for name, column in relation.columns.items():
            relation.columns[name] = msgspec.structs.replace(column, type=_renamed(column.type, old, new))
    rename_in_routines(database, old, new)


def rename_in_routines(database: Database, old: str, new: str) -> None:
    """Functions that take or return a type, or rows of a table, follow its name."""
    for overloads in database.routines.values():
        for routine in overloads:
            routine.arguments = tuple(_renamed(argument, old, new) for argument in routine.arguments)
            routine.returns = _renamed(routine.returns, old, new)


def _renamed(written: str, old: str, new: str) -> str:
    """A type with its name replaced; schema, ``setof`` and ``[]`` stay."""
    match = NAME.search(written)
    if not match or match.group(1).strip('"') != old:
        return written
    return written[: match.start(1)] + new + written[match.end(1) :]
