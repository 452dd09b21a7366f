"""What exists in a schema while it is being replayed: relations, routines, triggers."""

from dataclasses import dataclass, field

from kaizen.collect.inventory.schema.operations import Column, QName


@dataclass(frozen=True, slots=True)
class Place:
    """The statement that created something: file, line and the file's language."""

    path: str
    line: int
    language: str


@dataclass(slots=True, eq=False)
class Relation:
    """A table, foreign table or view; views know the relations they read and the columns they mention.

    ``children`` are the partitions and the tables that inherit; they follow its columns.
    """

    kind: str
    schema: str
    name: str
    place: Place
    columns: dict[str, Column] = field(default_factory=dict)
    attributes: dict[str, bool | str] = field(default_factory=dict)
    partition_of: "Relation | None" = None
    children: "list[Relation]" = field(default_factory=list)
    reads: "list[Relation]" = field(default_factory=list)
    uses: set[str] = field(default_factory=set)
    policies: list[str] = field(default_factory=list)
    row_security: bool = False
    renamed_from: str = ""
    renamed_in: str = ""

    @property
    def key(self) -> QName:
        return self.schema, self.name


@dataclass(slots=True, eq=False)
class Routine:
    """A function, procedure or aggregate with one list of argument types."""

    schema: str
    name: str
    arguments: tuple[str, ...]
    place: Place
    routine: str = "function"
    returns: str = ""
    language: str = ""


@dataclass(slots=True, eq=False)
class Trigger:
    """A trigger on a table; ``function`` is the routine it calls."""

    name: str
    place: Place
    function: QName | None = None
    columns: tuple[str, ...] = ()
