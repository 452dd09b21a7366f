"""The short way for the plain test case: most of a report is cases that passed, and one pattern reads them all.

Expat pays for every attribute of every case. A report writes its cases alike, so the order of attributes
learnt from the cases that expat has seen makes a pattern for the rest. It matches only what is certainly
well-formed (no entity, no markup, no control character, no child), and the caller tries it only where an
element may stand; everything else still goes through expat.
"""

import re
from collections.abc import Iterable

from kaizen.collect.testruns.junit_case import Row, status

_SPACE = "[ \\t\\r\\n]"
_PLAIN = '[^"<&\\x00-\\x1f]*+'
_NOTHING = "((?!))?"
_FORBIDDEN = ("\ufffe", "\uffff")
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*")
_MOST = 20


class Lane:
    """Learns the attributes of a report's cases, then takes runs of plain cases out of the text."""

    def __init__(self) -> None:
        self._order: list[str] = []
        self._known: set[str] = set()
        self._pattern: re.Pattern[str] | None = None
        self._fields: tuple[int, ...] = ()

    def learn(self, attributes: Iterable[str]) -> None:
        """Adds the names not seen before, each behind the one that stood before it in this case."""
        if self._known.issuperset(attributes):
            return
        place = 0
        for name in attributes:
            if name not in self._known:
                self._order.insert(place, name)
                self._known.add(name)
            place = self._order.index(name) + 1
        usable = len(self._order) <= _MOST and all(map(_NAME.fullmatch, self._order))
        self._pattern = self._compiled() if usable else None

    def _compiled(self) -> re.Pattern[str]:
        values = [f'(?:{_SPACE}++{re.escape(name)}="({_PLAIN})")?+' for name in self._order]
        wanted = ["classname" if "classname" in self._known else "class", "name", "file", "line", "time"]
        wanted += ["status", "result"] if "status" in self._known else []
        absent = len(self._order) + 1
        self._fields = tuple(self._order.index(name) + 1 if name in self._known else absent for name in wanted)
        end = f"{_SPACE}*+(?:/>|>{_SPACE}*+</testcase>)"
        return re.compile(f"{_SPACE}*+<testcase{''.join(values)}{_NOTHING}{end}")

    def run(self, text: str, position: int, rows: list[Row]) -> int:
        """Appends the plain cases that follow one another from ``position`` on; returns where they end."""
        if self._pattern is None:
            return position
        match, add, fields, marked = self._pattern.match, rows.append, self._fields, len(self._fields) > 5
        while found := match(text, position):
            row = found.group(*fields)
            add((*row[:5], status(*row[5:])) if marked else row)
            position = found.end()
        return position

    @staticmethod
    def fits(text: str) -> bool:
        """False where the text holds one of the two characters that XML forbids and the pattern would take."""
        return not any(character in text for character in _FORBIDDEN)
