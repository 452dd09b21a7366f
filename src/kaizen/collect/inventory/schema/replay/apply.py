"""Which file applies which operation."""

from collections.abc import Callable, Iterable
from typing import Any

from kaizen.collect.inventory.schema import operations as op
from kaizen.collect.inventory.schema.replay import columns, drops, relations, routines, typenames
from kaizen.collect.inventory.schema.replay.database import Database

HANDLERS: dict[type[op.Operation], Callable[[Database, Any], None]] = {
    op.CreateRelation: relations.create,
    op.RenameRelation: relations.rename,
    op.MoveRelation: relations.move,
    op.AttachPartition: relations.attach,
    op.SetRowSecurity: relations.set_row_security,
    op.CreatePolicy: relations.create_policy,
    op.DropPolicy: relations.drop_policy,
    op.RenameSchema: relations.rename_schema,
    op.SearchPath: relations.set_search_path,
    op.AddColumn: columns.add,
    op.DropColumn: columns.drop,
    op.RenameColumn: columns.rename,
    op.ChangeColumn: columns.change,
    op.SetPrimaryKey: columns.set_primary_key,
    op.RenameType: typenames.rename_type,
    op.CreateRoutine: routines.create,
    op.ChangeRoutine: routines.change,
    op.CreateTrigger: routines.create_trigger,
    op.DropTrigger: routines.drop_trigger,
    op.DropRelations: drops.drop_relations,
    op.DropRoutine: drops.drop_routine,
    op.CreateServer: drops.create_server,
    op.DropServer: drops.drop_server,
    op.DropSchema: drops.drop_schema,
    op.DropType: drops.drop_type,
}


def applied(database: Database, operations: Iterable[op.Operation]) -> Database:
    """Does what the operations say; what they do to unknown things changes nothing.

    RunFile is expanded by the caller, who knows the other files.
    """
    for operation in operations:
        handler = HANDLERS.get(type(operation))
        if handler:
            handler(database, operation)
    return database
