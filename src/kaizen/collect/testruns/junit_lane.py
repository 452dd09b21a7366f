"""The short way for plain test cases: most of a report is cases that passed, and one pattern reads each of them.

Expat pays for every attribute of every case. A report writes its cases alike, so the attributes of the
case that expat saw last make a pattern for those that follow it. The pattern takes only what is certainly
well-formed and means the same to expat (no escape, no markup, no child), and the caller tries it only
where an element may stand. Quantifiers are possessive, so no text makes it slow.
"""

import re
from collections.abc import Iterable

from kaizen.collect.testruns.junit_case import Row, status

_S = "[ \\t\\r\\n]"
_BARE = '[^"<&\\x00-\\x1f]*+'
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*")
_WANTED = ("classname", "class", "name", "file", "line", "time", "status", "result")
_MOST = 16


class Lane:
    """Learns how a report writes its cases, then takes runs of plain ones out of the text."""

    def __init__(self) -> None:
        self._names: tuple[str, ...] = ()
        self._patterns: dict[tuple[str, ...], tuple[re.Pattern[str], tuple[int, ...]] | None] = {}
        self._now: tuple[re.Pattern[str], tuple[int, ...]] | None = None

    def learn(self, attributes: Iterable[str]) -> None:
        """From now on expects cases with exactly these attributes in this order."""
        names = tuple(attributes)
        if names == self._names or (names not in self._patterns and len(self._patterns) >= _MOST):
            return
        if names not in self._patterns:
            self._patterns[names] = _compiled(names) if all(map(_NAME.fullmatch, names)) else None
        self._names, self._now = names, self._patterns[names]

    def run(self, text: str, position: int, rows: list[Row]) -> int:
        """Appends the plain cases that follow one another from ``position`` on; returns where they end."""
        if self._now is None:
            return position
        pattern, fields = self._now
        match, add, marked = pattern.match, rows.append, len(fields) > 5
        while found := match(text, position):
            row = found.group(*fields)
            add((*row[:5], status(*row[5:])) if marked else row)
            position = found.end()
        return position

    @staticmethod
    def fits(text: str) -> bool:
        """False where the text holds one of the two characters that the pattern would take but XML forbids."""
        return "\ufffe" not in text and "\uffff" not in text


def _compiled(names: tuple[str, ...]) -> tuple[re.Pattern[str], tuple[int, ...]]:
    """The pattern, and the numbers of its groups in the order of a row's fields; the last group never matches."""
    values = (f"({_BARE})" if name in _WANTED else _BARE for name in names)
    attributes = "".join(f'{_S}++{re.escape(name)}="{value}"' for name, value in zip(names, values, strict=True))
    pattern = re.compile(f"{_S}*+<testcase{attributes}((?!))?{_S}*+(?:/>|>{_S}*+</testcase>)")
    places = {name: place for place, name in enumerate(filter(_WANTED.__contains__, names), 1)}
    fields = ["classname" if "classname" in places else "class", "name", "file", "line", "time"]
    fields += ["status", "result"] if "status" in places else []
    return pattern, tuple(places.get(field, len(places) + 1) for field in fields)
