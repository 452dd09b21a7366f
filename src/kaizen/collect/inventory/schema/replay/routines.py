"""Functions with their overloads, and triggers."""

from kaizen.collect.inventory.schema import operations as op
from kaizen.collect.inventory.schema.operations import QName
from kaizen.collect.inventory.schema.replay.database import Database
from kaizen.collect.inventory.schema.replay.state import Routine, Trigger

WITHOUT_SCHEMA = str.maketrans("", "", '"')


def signature(arguments: tuple[str, ...]) -> tuple[str, ...]:
    """Argument types to compare: without schema, because a search path may add or hide it."""
    return tuple(argument.rpartition(".")[2].translate(WITHOUT_SCHEMA) for argument in arguments)


def matching(database: Database, name: QName, arguments: tuple[str, ...] | None) -> list[Routine]:
    """Routines a statement means: the one with these argument types, all of the name where none are given."""
    routines = database.routines.get(database.resolved(name, database.routines), [])
    if arguments is None:
        return list(routines)
    wanted = signature(arguments)
    return [routine for routine in routines if signature(routine.arguments) == wanted]


def create(database: Database, operation: op.CreateRoutine) -> None:
    """A routine; one with the same argument types is replaced."""
    key = database.created(operation.name)
    routines = database.routines.setdefault(key, [])
    arguments = tuple(_declared(database, argument) for argument in operation.arguments)
    for old in [r for r in routines if signature(r.arguments) == signature(arguments)]:
        routines.remove(old)
    routines.append(
        Routine(
            *key, arguments, database.place(operation.line), operation.routine, operation.returns, operation.language
        )
    )


def _declared(database: Database, argument: str) -> str:
    """``table.column%type`` as the type of that column where it is known."""
    if not argument.endswith("%type"):
        return argument
    table, _, column = argument.removesuffix("%type").rpartition(".")
    schema, _, name = table.rpartition(".")
    relation = database.relation((schema, name))
    known = relation.columns.get(column) if relation else None
    return known.type.partition("(")[0] if known else argument


def change(database: Database, operation: op.ChangeRoutine) -> None:
    """Another name or schema; triggers follow."""
    old = database.resolved(operation.name, database.routines)
    for routine in matching(database, operation.name, operation.arguments):
        database.routines[old].remove(routine)
        routine.schema, routine.name = operation.schema or routine.schema, operation.new or routine.name
        new = routine.schema, routine.name
        database.routines.setdefault(new, []).append(routine)
        if not routine.arguments:
            for triggers in database.triggers.values():
                for trigger in triggers.values():
                    trigger.function = new if trigger.function == old else trigger.function


def create_trigger(database: Database, operation: op.CreateTrigger) -> None:
    """A trigger of a table, which may be a table of the platform that no migration creates."""
    if not operation.table[0] and operation.table[1] in database.temporary:
        return
    table = database.resolved(operation.table, database.relations)
    function = database.resolved(operation.function, database.routines) if operation.function else None
    triggers = database.triggers.setdefault(table, {})
    triggers[operation.name] = Trigger(operation.name, database.place(operation.line), function, operation.columns)


def drop_trigger(database: Database, operation: op.DropTrigger) -> None:
    """A trigger goes or gets another name; without a table it is looked for in all of them.

    A name that ends with * means those of django-pgtrigger that start so; their functions go with them.
    """
    tables = [database.resolved(operation.table, database.triggers)] if operation.table else list(database.triggers)
    for table in tables:
        triggers = database.triggers.get(table, {})
        for name in _named(triggers, operation.name):
            trigger = triggers.pop(name)
            if operation.new:
                trigger.name = operation.new
                triggers[operation.new] = trigger
            if operation.name.endswith("*") and trigger.function:
                database.routines.pop(trigger.function, None)


def _named(triggers: dict[str, Trigger], name: str) -> list[str]:
    if name.endswith("*"):
        return [known for known in triggers if known.startswith(name[:-1])]
    return [name] if name in triggers else []
