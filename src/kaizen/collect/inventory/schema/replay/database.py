"""One database being replayed: names, search path and the operation that is applied."""

from collections.abc import Iterable

from kaizen.collect.inventory.schema.operations import QName
from kaizen.collect.inventory.schema.replay.state import Place, Relation, Routine, Trigger

PUBLIC = "public"


class Database:
    """Everything created so far; ``ever`` holds each name that was a relation at some time."""

    def __init__(self, root: str) -> None:
        self.root = root
        self.relations: dict[QName, Relation] = {}
        self.routines: dict[QName, list[Routine]] = {}
        self.triggers: dict[QName, dict[str, Trigger]] = {}
        self.servers: dict[str, str] = {}
        self.ever: set[QName] = set()
        self.temporary: set[str] = set()
        self.search_path: tuple[str, ...] = (PUBLIC,)
        self.path = ""
        self.language = ""

    def begin(self, path: str, language: str) -> None:
        """A new session: what follows stands in the file ``path``."""
        self.path, self.language = path, language
        self.search_path = (PUBLIC,)
        self.temporary = set()

    def place(self, line: int) -> Place:
        return Place(self.path, line, self.language)

    def created(self, name: QName) -> QName:
        """The full name of something about to be created."""
        return name if name[0] else (self.search_path[0], name[1])

    def resolved(self, name: QName, known: Iterable[QName]) -> QName:
        """The full name of something that exists among ``known``, else where it would be."""
        if name[0]:
            return name
        for schema in (*self.search_path, PUBLIC):
            if (schema, name[1]) in known:
                return schema, name[1]
        return self.created(name)

    def relation(self, name: QName) -> Relation | None:
        """The relation a statement means; None for unknown and for temporary ones."""
        if not name[0] and name[1] in self.temporary:
            return None
        return self.relations.get(self.resolved(name, self.relations))
