"""What is kept of each file that takes part in a schema: operations and how the file orders itself."""

import msgspec

from kaizen.collect.inventory.schema.operations import AnyOperation, Column, Problem


class SqlFile(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """A SQL script on its way up; ``dialect`` is postgres or the name of another one."""

    dialect: str
    operations: tuple[AnyOperation, ...] = ()
    problems: tuple[Problem, ...] = ()


class AlembicFile(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """An Alembic revision and what its ``upgrade`` does."""

    revision: str
    down: tuple[str, ...] = ()
    depends: tuple[str, ...] = ()
    operations: tuple[AnyOperation, ...] = ()
    problems: tuple[Problem, ...] = ()


class Field(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """A Django model field; ``kind`` is column, relation, many or none.

    ``to`` is the other model of a relation; ``table`` and ``through`` say where a many-to-many one is kept.
    """

    name: str
    kind: str = "column"
    line: int = 0
    type: str = ""
    nullable: bool = False
    default: str | None = None
    primary_key: bool = False
    column: str = ""
    to: str = ""
    table: str = ""
    through: str = ""


class DjangoStep(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """One Django operation; ``action`` is its class, ``model``, ``name`` and ``new`` are its names.

    ``options`` holds what of db_table, proxy, managed and swappable is set; ``operations`` is the effect of its SQL;
    ``database`` and ``state`` are the two sides of SeparateDatabaseAndState.
    """

    line: int
    action: str
    model: str = ""
    name: str = ""
    new: str = ""
    fields: tuple[Field, ...] = ()
    options: dict[str, str] = {}
    operations: tuple[AnyOperation, ...] = ()
    database: "tuple[DjangoStep, ...]" = ()
    state: "tuple[DjangoStep, ...]" = ()


class DjangoFile(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """A Django migration: what it depends on, what it replaces, what it does."""

    dependencies: tuple[tuple[str, str], ...] = ()
    run_before: tuple[tuple[str, str], ...] = ()
    replaces: tuple[tuple[str, str], ...] = ()
    steps: tuple[DjangoStep, ...] = ()
    problems: tuple[Problem, ...] = ()


class DjangoApp(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """What an apps.py or manage.py says: the label of the app where it sets one."""

    label: str = ""


class ModelClass(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """An SQLAlchemy or SQLModel class; ``table`` is "" for mixins and abstract bases."""

    line: int
    name: str
    bases: tuple[str, ...]
    table: str = ""
    schema: str = ""
    columns: tuple[Column, ...] = ()


class ModelFile(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """Tables that a Python file declares as classes or Table objects."""

    classes: tuple[ModelClass, ...] = ()
    problems: tuple[Problem, ...] = ()


class PrismaFile(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """Tables and views of a Prisma schema."""

    operations: tuple[AnyOperation, ...] = ()


class ScriptFile(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """A TypeScript or JavaScript migration and what its ``up`` does."""

    operations: tuple[AnyOperation, ...] = ()
    problems: tuple[Problem, ...] = ()


class FunctionFile(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """The entry file of an edge function, or what a configuration says about edge functions by name."""

    line: int = 1
    runtime: str = ""
    disabled: tuple[str, ...] = ()
    entries: dict[str, str] = {}
