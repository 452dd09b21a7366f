"""Columns come, go and change; views that mention one follow its name."""

import msgspec

from kaizen.collect.inventory.schema import operations as op
from kaizen.collect.inventory.schema.replay import drops
from kaizen.collect.inventory.schema.replay.database import Database
from kaizen.collect.inventory.schema.replay.state import Relation


def add(database: Database, operation: op.AddColumn) -> None:
    """A new column, in the partitions and children too; an existing one stays."""
    relation = database.relation(operation.table)
    if relation:
        for table in _family(relation):
            table.columns.setdefault(operation.column.name, operation.column)


def drop(database: Database, operation: op.DropColumn) -> None:
    """A column goes, with CASCADE the views that mention it too."""
    relation = database.relation(operation.table)
    if not relation:
        return
    for table in _family(relation):
        drops.drop_column(database, table, operation.column, cascade=operation.cascade)


def rename(database: Database, operation: op.RenameColumn) -> None:
    """A column gets another name and keeps its place."""
    relation = database.relation(operation.table)
    if not relation:
        return
    for table in _family(relation):
        table.columns = {
            operation.new if name == operation.column else name: msgspec.structs.replace(column, name=operation.new)
            if name == operation.column
            else column
            for name, column in table.columns.items()
        }
        for view in database.relations.values():
            if table in view.reads and operation.column in view.uses:
                view.uses.add(operation.new)


def change(database: Database, operation: op.ChangeColumn) -> None:
    """Type, nullability or default of a column; what is None stays."""
    relation = database.relation(operation.table)
    for table in _family(relation) if relation else ():
        column = table.columns.get(operation.column)
        if column:
            table.columns[operation.column] = msgspec.structs.replace(
                column,
                type=column.type if operation.type is None else operation.type,
                nullable=column.nullable if operation.nullable is None else operation.nullable,
                default=column.default if operation.default is None else operation.default or None,
            )


def set_primary_key(database: Database, operation: op.SetPrimaryKey) -> None:
    """The named columns are the primary key and cannot be null."""
    relation = database.relation(operation.table)
    for name in operation.columns if relation else ():
        column = relation.columns.get(name) if relation else None
        if relation and column:
            relation.columns[name] = msgspec.structs.replace(column, primary_key=True, nullable=False)


def _family(relation: Relation) -> list[Relation]:
    """The table and all its partitions and children."""
    found = [relation]
    for member in found:
        found.extend(child for child in member.children if child not in found)
    return found
