"""Reading a mapping field by field; problems are kept with file, line and field, so that one reading finds all."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from difflib import get_close_matches
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from kaizen.analyze.slos.durations import Duration, parse
from kaizen.analyze.slos.openslo.documents import Loss, Place
from kaizen.analyze.slos.openslo.nodes import Node, Plain
from kaizen.kit.errors import KaizenError


@dataclass(slots=True)
class Reading:
    """A file while it is read."""

    file: str
    problems: list[KaizenError] = field(default_factory=list)
    losses: list[Loss] = field(default_factory=list)


class Fields:
    """A mapping at ``path``; methods give a harmless value where they keep a problem."""

    def __init__(self, node: Node, path: str, reading: Reading) -> None:
        self.node, self.path, self.reading = node, path, reading
        self.known: set[str] = set()
        self.fields = node.fields or {}
        if node.fields is None:
            self.problem("field_type", None, expected="a mapping", given=_shown(node))

    @property
    def place(self) -> Place:
        """Where the mapping starts."""
        return Place(self.reading.file, self.node.line)

    def problem(self, code: str, key: str | None, **values: object) -> None:
        """Keeps a problem of a field, or of the mapping itself."""
        node = self.fields.get(key or "", self.node)
        name = self.at(key) if key else self.path or "the document"
        place = {"file": self.reading.file, "line": node.line, "field": name}
        self.reading.problems.append(KaizenError(f"slos.{code}", **place, **values))

    def lose(self, key: str, what: str) -> None:
        """Keeps what does not carry over."""
        line = self.fields.get(key, self.node).line
        self.reading.losses.append(Loss(self.reading.file, line, self.at(key), what))

    def at(self, key: str) -> str:
        """The full name of a field."""
        return f"{self.path}.{key}" if self.path else key

    def has(self, key: str) -> bool:
        """Whether the field is there and not empty."""
        self.known.add(key)
        node = self.fields.get(key)
        return node is not None and not node.null

    def text(self, key: str, *, required: bool = True) -> str:
        """A single line or more of text."""
        if not self._there(key, required=required):
            return ""
        node = self.fields[key]
        if node.text is None:
            self.problem("field_type", key, expected="text", given=_shown(node))
            return ""
        if required and not node.text.strip():
            self.problem("field_missing", key)
        return node.text

    def choice(self, key: str, allowed: Iterable[str], *, required: bool = True, default: str = "") -> str:
        """One of the allowed words."""
        given, words = self.text(key, required=required), list(allowed)
        if not given or given in words:
            return given or default
        meant = get_close_matches(given, words, 1, 0.5) or words[:1]
        self.problem("field_choice", key, given=given, allowed=", ".join(words), meant=meant[0])
        return default

    def flag(self, key: str) -> bool | None:
        """True, false or not given."""
        if not self.has(key):
            return None
        found = self.fields[key].flag
        if found is None:
            self.problem("field_type", key, expected="true or false", given=_shown(self.fields[key]))
        return found

    def number(self, key: str, *, required: bool = False) -> Decimal | None:
        """A finite number, exactly as it is written."""
        if not self._there(key, required=required):
            return None
        node = self.fields[key]
        if node.number is None:
            self.problem("field_type", key, expected="a number", given=_shown(node))
        return node.number

    def duration(self, key: str, *, required: bool = True, fixed: bool = False, bare: bool = False) -> Duration | None:
        """A duration; ``fixed`` refuses months, quarters and years, ``bare`` takes a whole number as minutes."""
        given = self.text(key, required=required).strip()
        if not given:
            return None
        found = parse(f"{given}m" if bare and given.isdecimal() else given)
        if found is None:
            self.problem("duration_bad", key, given=given)
        elif fixed and not found.fixed:
            self.problem("duration_loose", key, given=given, instead=f"{found.minutes // 1440}d")
            return None
        return found

    def child(self, key: str, *, required: bool = True) -> "Fields | None":
        """A mapping inside."""
        if not self._there(key, required=required):
            return None
        return Fields(self.fields[key], self.at(key), self.reading)

    def items(self, key: str, *, required: bool = True) -> list[tuple[Node, str]]:
        """The entries of a list inside, each with its path."""
        if not self._there(key, required=required):
            return []
        node = self.fields[key]
        if node.items is None:
            self.problem("field_type", key, expected="a list", given=_shown(node))
            return []
        return [(item, f"{self.at(key)}[{index}]") for index, item in enumerate(node.items)]

    def children(self, key: str, *, required: bool = True) -> "list[Fields]":
        """The mappings of a list inside."""
        return [Fields(item, path, self.reading) for item, path in self.items(key, required=required)]

    def free(self, key: str) -> dict[str, Plain]:
        """A mapping whose content is the writer's own business."""
        if not self.has(key):
            return {}
        found = self.fields[key].plain()
        if not isinstance(found, dict):
            self.problem("field_type", key, expected="a mapping", given=_shown(self.fields[key]))
            return {}
        return found

    def moment(self, key: str) -> datetime | None:
        """A wall-clock time without zone."""
        given = self.text(key).strip()
        if not given:
            return None
        try:
            found = datetime.fromisoformat(given)
        except ValueError:
            found = None
        if found is None or found.tzinfo is not None or not 1970 <= found.year <= 2200:
            self.problem("start_bad", key, given=given)
            return None
        return found

    def zone(self, key: str) -> str:
        """A name of the IANA time zone database."""
        given = self.text(key)
        try:
            if given:
                ZoneInfo(given)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            self.problem("zone_bad", key, given=given)
            return "UTC"
        return given or "UTC"

    def finish(self) -> None:
        """Keeps a problem for every field that nobody asked for."""
        for key in self.fields:
            if key not in self.known:
                meant = get_close_matches(key, self.known, 1, 0.6)
                allowed = ", ".join(sorted(self.known))
                if meant:
                    self._forget_missing(meant[0])
                    self.problem("field_misspelt", key, meant=meant[0])
                else:
                    self.problem("field_unknown", key, allowed=allowed)

    def _forget_missing(self, key: str) -> None:
        """A field that is there under a misspelt name is not missing too."""
        problems, name = self.reading.problems, self.at(key)
        problems[:] = [each for each in problems if each.code != "slos.field_missing" or each.values["field"] != name]

    def _there(self, key: str, *, required: bool) -> bool:
        if self.has(key):
            return True
        if required and self.node.fields is not None:
            self.problem("field_missing", key)
        return False


def _shown(node: Node) -> str:
    if node.text is not None:
        return f'"{node.text[:40]}"' if node.quoted else node.text[:40] or "nothing"
    return "a list" if node.items is not None else "a mapping"
