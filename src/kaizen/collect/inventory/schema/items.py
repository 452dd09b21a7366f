"""From facts to items: the final schema of every database of a repository."""

from collections.abc import Iterator

from kaizen.collect.inventory.model import JSON, Item, Kind, Skipped
from kaizen.collect.inventory.schema import databases, declared, readers
from kaizen.collect.inventory.schema.databases import Files, Replay
from kaizen.collect.inventory.schema.duplicates import distinct
from kaizen.collect.inventory.schema.edge import edge_functions
from kaizen.collect.inventory.schema.operations import Column, QName
from kaizen.collect.inventory.schema.replay import Relation, Routine, Trigger
from kaizen.collect.sources import Facts

KINDS = {"table": Kind.TABLE, "foreign_table": Kind.FOREIGN_TABLE, "view": Kind.VIEW}


def schema_items(facts: Facts) -> tuple[list[Item], list[Skipped]]:
    """Tables, views, functions, triggers and edge functions that exist after the last migration.

    Also what was not understood, by file with lines and reasons. Items are in the order of their creation.
    """
    kept = distinct(_replays(facts))
    items = [item for replay in kept for item in _items(replay)]
    skipped = [entry for replay in kept for entry in replay.skipped]
    functions, unmatched = edge_functions(facts.of(readers.EdgeReader()))
    return items + functions, list(dict.fromkeys(skipped + unmatched))


def _replays(facts: Facts) -> Iterator[Replay]:
    scripts = Files(facts.of(readers.SqlReader()))
    yield from databases.alembic(facts.of(readers.AlembicReader()), scripts)
    yield from databases.django(facts.of(readers.DjangoReader()), facts.of(readers.DjangoAppReader()), scripts)
    yield from databases.typescript(facts.of(readers.ScriptReader()), scripts)
    yield from databases.sql(scripts)
    yield from databases.prisma(facts.of(readers.PrismaReader()))
    yield from databases.drizzle(facts.of(readers.DrizzleReader()))
    yield from declared.models(facts.of(readers.ModelReader()))


def _items(replay: Replay) -> Iterator[Item]:
    database = replay.database
    common: dict[str, JSON] = {"database": database.root, "source": replay.source, "tool": replay.tool}
    for relation in database.relations.values():
        yield _relation(relation, common)
    for overloads in database.routines.values():
        for routine in overloads:
            yield _routine(routine, common)
    for table, triggers in database.triggers.items():
        for trigger in triggers.values():
            yield _trigger(table, trigger, common)


def _relation(relation: Relation, common: dict[str, JSON]) -> Item:
    attributes: dict[str, JSON] = {**common, "columns": [_column(column) for column in relation.columns.values()]}
    attributes.update(relation.attributes)
    if relation.kind == "table":
        attributes["row_level_security"] = relation.row_security
        attributes["policies"] = list(relation.policies)
    if relation.renamed_from:
        attributes["renamed_from"] = relation.renamed_from
        attributes["renamed_in"] = relation.renamed_in
    place = relation.place
    name = f"{relation.schema}.{relation.name}"
    return Item(KINDS[relation.kind], name, place.path, place.line, place.language, attributes)


def _column(column: Column) -> JSON:
    return {
        "name": column.name,
        "type": column.type or None,
        "nullable": column.nullable,
        "default": column.default,
        "primary_key": column.primary_key,
    }


def _routine(routine: Routine, common: dict[str, JSON]) -> Item:
    name = f"{routine.schema}.{routine.name}({', '.join(routine.arguments)})"
    attributes: dict[str, JSON] = {**common, "routine": routine.routine}
    if routine.returns:
        attributes["returns"] = routine.returns
    if routine.language:
        attributes["body_language"] = routine.language
    place = routine.place
    return Item(Kind.SQL_FUNCTION, name, place.path, place.line, place.language, attributes)


def _trigger(table: QName, trigger: Trigger, common: dict[str, JSON]) -> Item:
    prefix = table[1] if table[0] == "public" else ".".join(table)
    attributes: dict[str, JSON] = {**common, "table": ".".join(table)}
    if trigger.function:
        attributes["function"] = ".".join(trigger.function)
    place = trigger.place
    return Item(Kind.TRIGGER, f"{prefix}.{trigger.name}", place.path, place.line, place.language, attributes)
