"""Tables and views come, are renamed and moved; policies, partitions, schemas."""

from collections.abc import Iterator
from dataclasses import replace

from kaizen.collect.inventory.schema import operations as op
from kaizen.collect.inventory.schema.operations import Column
from kaizen.collect.inventory.schema.replay.database import Database
from kaizen.collect.inventory.schema.replay.state import Relation
from kaizen.collect.inventory.schema.replay.typenames import rename_in_routines


def create(database: Database, operation: op.CreateRelation) -> None:
    """A new relation; one of that name that exists stays, unless a view replaces a view."""
    if operation.kind == "temporary":
        database.temporary.add(operation.name[1])
        return
    key = database.created(operation.name)
    existing = database.relations.get(key)
    if existing and not (operation.replace and existing.kind == operation.kind == "view"):
        return
    relation = Relation(operation.kind, *key, database.place(operation.line), attributes=dict(operation.attributes))
    _inherit(database, relation, operation)
    reads = [found for found in map(database.relation, operation.reads) if found]
    relation.columns.update((column.name, column) for column in _selected(operation.columns, reads))
    relation.reads = reads if operation.kind == "view" else []
    relation.uses = set(operation.uses)
    if existing:
        _succeed(database, existing, relation)
    database.relations[key] = relation
    database.ever.add(key)


def _inherit(database: Database, relation: Relation, operation: op.CreateRelation) -> None:
    if operation.partition_of:
        relation.attributes["partition_of"] = ".".join(database.resolved(operation.partition_of, database.relations))
        relation.partition_of = database.relation(operation.partition_of)
    parents = [found for found in map(database.relation, operation.inherits) if found]
    if relation.partition_of:
        parents.append(relation.partition_of)
    for parent in parents:
        parent.children.append(relation)
    for source in (*parents, *filter(None, map(database.relation, operation.like))):
        relation.columns.update(source.columns)


def _selected(columns: tuple[Column, ...], reads: list[Relation]) -> Iterator[Column]:
    """Columns of a query: ``*`` is all of what is read, and a name that is read there has its type."""
    for column in columns:
        if column.name == "*":
            for relation in reads:
                yield from (Column(name, known.type) for name, known in relation.columns.items())
        elif reads and not column.type:
            types = [relation.columns[column.name].type for relation in reads if column.name in relation.columns]
            yield Column(column.name, types[0] if types else "")
        else:
            yield column


def _succeed(database: Database, old: Relation, new: Relation) -> None:
    for relation in database.relations.values():
        relation.reads = [new if read is old else read for read in relation.reads]


def rename(database: Database, operation: op.RenameRelation) -> None:
    """Another name, the same object: triggers, policies and views stay with it."""
    relation = database.relation(operation.name)
    if relation:
        _rekey(database, relation, relation.schema, operation.new)


def move(database: Database, operation: op.MoveRelation) -> None:
    """Another schema, the same object."""
    relation = database.relation(operation.name)
    if relation:
        _rekey(database, relation, operation.schema, relation.name)


def _rekey(database: Database, relation: Relation, schema: str, name: str) -> None:
    old = relation.key
    del database.relations[old]
    relation.renamed_from = relation.renamed_from or ".".join(old)
    relation.renamed_in = database.path
    relation.schema, relation.name = schema, name
    database.relations[relation.key] = relation
    database.ever.add(relation.key)
    if name != old[1]:
        rename_in_routines(database, old[1], name)
    triggers = database.triggers.pop(old, None)
    if triggers:
        database.triggers[relation.key] = triggers


def attach(database: Database, operation: op.AttachPartition) -> None:
    """A table becomes a partition of another, or stops being one."""
    child = database.relation(operation.child)
    if not child:
        return
    if child.partition_of:
        child.partition_of.children.remove(child)
    parent = database.relation(operation.parent) if operation.parent else None
    child.partition_of = parent
    child.attributes.pop("partition_of", None)
    if parent:
        child.attributes["partition_of"] = ".".join(parent.key)
        parent.children.append(child)


def set_row_security(database: Database, operation: op.SetRowSecurity) -> None:
    """Row level security is switched on or off."""
    relation = database.relation(operation.table)
    if relation:
        relation.row_security = operation.enabled


def create_policy(database: Database, operation: op.CreatePolicy) -> None:
    """A policy of a table."""
    relation = database.relation(operation.table)
    if relation and operation.name not in relation.policies:
        relation.policies.append(operation.name)


def drop_policy(database: Database, operation: op.DropPolicy) -> None:
    """A policy goes or gets another name."""
    relation = database.relation(operation.table)
    if relation and operation.name in relation.policies:
        relation.policies.remove(operation.name)
        if operation.new:
            relation.policies.append(operation.new)


def rename_schema(database: Database, operation: op.RenameSchema) -> None:
    """All that stands in a schema moves with its name."""
    for relation in [r for r in database.relations.values() if r.schema == operation.name]:
        _rekey(database, relation, operation.new, relation.name)
    for key in [key for key in database.routines if key[0] == operation.name]:
        moved = [replace(routine, schema=operation.new) for routine in database.routines.pop(key)]
        database.routines[(operation.new, key[1])] = moved
    for triggers in database.triggers.values():
        for trigger in triggers.values():
            if trigger.function and trigger.function[0] == operation.name:
                trigger.function = operation.new, trigger.function[1]


def set_search_path(database: Database, operation: op.SearchPath) -> None:
    """Where unqualified names are looked for from here on."""
    database.search_path = operation.schemas
