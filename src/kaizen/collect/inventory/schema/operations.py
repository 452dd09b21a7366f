"""The statements that change a database schema, as values: what every migration tool is translated into."""

import msgspec

QName = tuple[str, str]
"""(schema, name); the schema is "" where the statement leaves it to the search path."""


class Column(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """A column; ``type`` is "" where it cannot be known, ``default`` is its source text."""

    name: str
    type: str = ""
    nullable: bool = True
    default: str | None = None
    primary_key: bool = False


class Operation(msgspec.Struct, frozen=True, gc=False, array_like=True, tag=True, tag_field="does", kw_only=True):
    """One change of the schema, made by the statement on ``line`` of its file."""

    line: int = 0


class CreateRelation(Operation, frozen=True, kw_only=True):
    """CREATE TABLE, FOREIGN TABLE, VIEW, MATERIALIZED VIEW; ``kind`` is table, foreign_table, view or temporary.

    ``reads`` are the relations of its query, ``uses`` the column names a view mentions ("*" for all) and the
    functions it calls ("f()"). A column called "*" stands for all columns of what is read.
    """

    kind: str
    name: QName
    columns: tuple[Column, ...] = ()
    if_not_exists: bool = False
    replace: bool = False
    partition_of: QName | None = None
    inherits: tuple[QName, ...] = ()
    like: tuple[QName, ...] = ()
    reads: tuple[QName, ...] = ()
    uses: tuple[str, ...] = ()
    attributes: dict[str, bool | str] = {}


class DropRelations(Operation, frozen=True, kw_only=True):
    """DROP TABLE, FOREIGN TABLE, VIEW or MATERIALIZED VIEW of one or several names."""

    names: tuple[QName, ...]
    cascade: bool = False


class RenameRelation(Operation, frozen=True, kw_only=True):
    """ALTER TABLE or VIEW ... RENAME TO."""

    name: QName
    new: str


class MoveRelation(Operation, frozen=True, kw_only=True):
    """ALTER TABLE or VIEW ... SET SCHEMA."""

    name: QName
    schema: str


class AddColumn(Operation, frozen=True, kw_only=True):
    """ALTER TABLE ... ADD COLUMN; an existing column stays as it is."""

    table: QName
    column: Column


class DropColumn(Operation, frozen=True, kw_only=True):
    """ALTER TABLE ... DROP COLUMN."""

    table: QName
    column: str
    cascade: bool = False


class RenameColumn(Operation, frozen=True, kw_only=True):
    """ALTER TABLE ... RENAME COLUMN."""

    table: QName
    column: str
    new: str


class ChangeColumn(Operation, frozen=True, kw_only=True):
    """ALTER TABLE ... ALTER COLUMN; None leaves a property as it is, ``default`` "" removes it."""

    table: QName
    column: str
    type: str | None = None
    nullable: bool | None = None
    default: str | None = None


class SetPrimaryKey(Operation, frozen=True, kw_only=True):
    """ALTER TABLE ... ADD PRIMARY KEY."""

    table: QName
    columns: tuple[str, ...]


class AttachPartition(Operation, frozen=True, kw_only=True):
    """ALTER TABLE ... ATTACH or DETACH PARTITION (``parent`` is None for the latter)."""

    child: QName
    parent: QName | None


class SetRowSecurity(Operation, frozen=True, kw_only=True):
    """ALTER TABLE ... ENABLE or DISABLE ROW LEVEL SECURITY."""

    table: QName
    enabled: bool


class CreatePolicy(Operation, frozen=True, kw_only=True):
    """CREATE POLICY on a table."""

    table: QName
    name: str


class DropPolicy(Operation, frozen=True, kw_only=True):
    """DROP POLICY, or a rename where ``new`` is given."""

    table: QName
    name: str
    new: str = ""


class CreateRoutine(Operation, frozen=True, kw_only=True):
    """CREATE FUNCTION, PROCEDURE or AGGREGATE; ``arguments`` are its input types as PostgreSQL prints them."""

    name: QName
    arguments: tuple[str, ...] = ()
    routine: str = "function"
    returns: str = ""
    language: str = ""


class DropRoutine(Operation, frozen=True, kw_only=True):
    """DROP FUNCTION, PROCEDURE, AGGREGATE or ROUTINE; ``arguments`` is None where no types are given."""

    name: QName
    arguments: tuple[str, ...] | None
    cascade: bool = False


class ChangeRoutine(Operation, frozen=True, kw_only=True):
    """ALTER FUNCTION ... RENAME TO (``new``) or SET SCHEMA (``schema``)."""

    name: QName
    arguments: tuple[str, ...] | None
    new: str = ""
    schema: str = ""


class CreateTrigger(Operation, frozen=True, kw_only=True):
    """CREATE TRIGGER on a table; ``function`` is None where the dialect has trigger bodies."""

    table: QName
    name: str
    function: QName | None = None
    columns: tuple[str, ...] = ()


class DropTrigger(Operation, frozen=True, kw_only=True):
    """DROP TRIGGER, or a rename where ``new`` is given; ``table`` is None where the dialect names none."""

    table: QName | None
    name: str
    new: str = ""


class CreateServer(Operation, frozen=True, kw_only=True):
    """CREATE SERVER: where foreign tables live; ``wrapper`` is its foreign data wrapper."""

    name: str
    wrapper: str


class DropServer(Operation, frozen=True, kw_only=True):
    """DROP SERVER or, with ``wrapper``, DROP FOREIGN DATA WRAPPER; foreign tables go with ``cascade``."""

    name: str
    wrapper: bool = False
    cascade: bool = False


class DropSchema(Operation, frozen=True, kw_only=True):
    """DROP SCHEMA; what is inside goes only with ``cascade``."""

    name: str
    cascade: bool = False


class RenameSchema(Operation, frozen=True, kw_only=True):
    """ALTER SCHEMA ... RENAME TO."""

    name: str
    new: str


class DropType(Operation, frozen=True, kw_only=True):
    """DROP TYPE or DOMAIN; columns and functions of the type go with ``cascade``."""

    name: QName
    cascade: bool = False


class RenameType(Operation, frozen=True, kw_only=True):
    """ALTER TYPE ... RENAME TO."""

    name: QName
    new: str


class SearchPath(Operation, frozen=True, kw_only=True):
    """SET search_path; holds until the end of the file."""

    schemas: tuple[str, ...]


class RunFile(Operation, frozen=True, kw_only=True):
    """The SQL of another file of the repository, named by the end of its path."""

    path: str


AnyOperation = (
    CreateRelation | DropRelations | RenameRelation | MoveRelation
    | AddColumn | DropColumn | RenameColumn | ChangeColumn | SetPrimaryKey | AttachPartition
    | SetRowSecurity | CreatePolicy | DropPolicy
    | CreateRoutine | DropRoutine | ChangeRoutine | CreateTrigger | DropTrigger
    | CreateServer | DropServer | DropSchema | RenameSchema | DropType | RenameType | SearchPath | RunFile
)  # fmt: skip


class Problem(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """A statement of a file that was not understood, and why."""

    line: int
    reason: str
