"""What goes when something is dropped: the thing, what cannot stand without it, and with CASCADE what leans on it."""

from kaizen.collect.inventory.schema import operations as op
from kaizen.collect.inventory.schema.operations import QName
from kaizen.collect.inventory.schema.replay import routines
from kaizen.collect.inventory.schema.replay.database import Database
from kaizen.collect.inventory.schema.replay.state import Relation, Routine


def drop_relations(database: Database, operation: op.DropRelations) -> None:
    """DROP TABLE or VIEW of several names; a temporary table hides the real one of its name."""
    for name in operation.names:
        if not name[0] and name[1] in database.temporary:
            database.temporary.discard(name[1])
            continue
        relation = database.relation(name)
        if relation:
            _drop(database, relation, cascade=operation.cascade)


def _drop(database: Database, relation: Relation, *, cascade: bool) -> None:
    if database.relations.pop(relation.key, None) is None:
        return
    database.triggers.pop(relation.key, None)
    for other in list(database.relations.values()):
        if other.partition_of is relation or (cascade and (relation in other.reads or other in relation.children)):
            _drop(database, other, cascade=cascade)
    if cascade:
        _drop_routines_of_type(database, relation.key)


def drop_column(database: Database, relation: Relation, column: str, *, cascade: bool) -> None:
    """A column goes; with ``cascade`` the views that mention it."""
    relation.columns.pop(column, None)
    if not cascade:
        return
    for view in list(database.relations.values()):
        if relation in view.reads and (column in view.uses or "*" in view.uses):
            _drop(database, view, cascade=True)
    triggers = database.triggers.get(relation.key, {})
    for name in [name for name, trigger in triggers.items() if column in trigger.columns]:
        del triggers[name]


def drop_routine(database: Database, operation: op.DropRoutine) -> None:
    """DROP FUNCTION; with CASCADE the triggers that call it."""
    for routine in routines.matching(database, operation.name, operation.arguments):
        _drop_routine(database, routine, cascade=operation.cascade)


def _drop_routine(database: Database, routine: Routine, *, cascade: bool) -> None:
    key = routine.schema, routine.name
    database.routines[key].remove(routine)
    if not cascade:
        return
    for view in list(database.relations.values()):
        if view.kind == "view" and f"{routine.name}()" in view.uses:
            _drop(database, view, cascade=True)
    if routine.arguments:
        return
    for triggers in database.triggers.values():
        for name in [name for name, trigger in triggers.items() if trigger.function == key]:
            del triggers[name]


def create_server(database: Database, operation: op.CreateServer) -> None:
    """A foreign server and the wrapper it stands on."""
    database.servers[operation.name] = operation.wrapper


def drop_server(database: Database, operation: op.DropServer) -> None:
    """DROP SERVER or FOREIGN DATA WRAPPER; with CASCADE the foreign tables behind it."""
    if not operation.cascade:
        return
    wrapped = {server for server, wrapper in database.servers.items() if wrapper == operation.name}
    servers = wrapped if operation.wrapper else {operation.name}
    for relation in list(database.relations.values()):
        if relation.attributes.get("server") in servers:
            _drop(database, relation, cascade=True)


def drop_schema(database: Database, operation: op.DropSchema) -> None:
    """DROP SCHEMA ... CASCADE empties it; without CASCADE only an empty one can go."""
    if not operation.cascade:
        return
    for relation in [r for r in database.relations.values() if r.schema == operation.name]:
        _drop(database, relation, cascade=True)
    for key in [key for key in database.routines if key[0] == operation.name]:
        for routine in list(database.routines[key]):
            _drop_routine(database, routine, cascade=True)
    for key in [key for key in database.triggers if key[0] == operation.name]:
        del database.triggers[key]


def drop_type(database: Database, operation: op.DropType) -> None:
    """DROP TYPE ... CASCADE takes the columns and functions of the type along."""
    if not operation.cascade:
        return
    for relation in list(database.relations.values()):
        for column in list(relation.columns.values()):
            if _is_type(column.type, operation.name):
                drop_column(database, relation, column.name, cascade=True)
    _drop_routines_of_type(database, operation.name)


def _drop_routines_of_type(database: Database, name: QName) -> None:
    for found in list(database.routines.values()):
        for routine in list(found):
            used = (*routine.arguments, routine.returns.removeprefix("setof "))
            if any(_is_type(argument, name) for argument in used):
                _drop_routine(database, routine, cascade=True)


def _is_type(written: str, name: QName) -> bool:
    schema, _, base = written.removesuffix("[]").partition("(")[0].rpartition(".")
    wanted = name[0] or "public"
    return base.strip('"') == name[1] and (schema or "public").strip('"') == wanted
