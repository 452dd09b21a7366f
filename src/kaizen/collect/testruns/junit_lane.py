"""The short way for usual test cases: passed, or with one failure that is plain text, they are read by one pattern.

Expat pays for every attribute of every case. A report writes its cases alike, so the attributes of the
case that expat saw last make patterns for those that follow it. The patterns take only what is certainly
well-formed and means the same to expat: known children, the usual escapes, no other markup, no control
character. The caller tries them only where an element may stand; everything else goes through expat.
Quantifiers are possessive, so no text makes them slow.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from kaizen.collect.testruns.junit_case import Row, Trouble, status

_ESCAPES = {"&lt;": "<", "&gt;": ">", "&quot;": '"', "&apos;": "'", "&#10;": "\n", "&#xA;": "\n", "&#39;": "'"}
_S = "[ \\t\\r\\n]"
_BARE = '[^"<&\\x00-\\x1f]*+'
_ESCAPE = f"(?:{'|'.join(_ESCAPES)}|&amp;)"
_VALUE = f"{_BARE}(?:{_ESCAPE}{_BARE})*+"
_PLAIN = "[^<&\\x00-\\x08\\x0b-\\x1f]*+"
_TEXT = f"{_PLAIN}(?:{_ESCAPE}{_PLAIN})*+"
_TYPE, _MESSAGE = f' type="{_VALUE}"', ' message="(?P<{}>' + _VALUE + ')"'
_SAID = f"(?:{_MESSAGE.format('first')}(?:{_TYPE})?+|{_TYPE}(?:{_MESSAGE.format('last')})?+)?+"
_CHILD = f"<(?P<tag>failure|error|skipped){_SAID} *+(?:/>|>(?P<text>{_TEXT})</(?P=tag)>)"
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*")
_WANTED = ("classname", "class", "name", "file", "line", "time", "status", "result")
_MOST = 16


@dataclass(frozen=True, slots=True)
class _Form:
    """One order of attributes: the patterns, and the numbers of their groups in the order of a row's fields."""

    passed: re.Pattern[str]
    troubled: re.Pattern[str]
    fields: tuple[int, ...]
    natural: bool


class Lane:
    """Learns how a report writes its cases, then takes runs of usual ones out of the text."""

    def __init__(self, trouble: Trouble) -> None:
        self._trouble = trouble
        self._names: tuple[str, ...] = ()
        self._forms: dict[tuple[str, ...], _Form | None] = {}
        self._form: _Form | None = None

    def learn(self, attributes: Iterable[str]) -> None:
        """From now on expects cases with exactly these attributes in this order."""
        names = tuple(attributes)
        if names == self._names or (names not in self._forms and len(self._forms) >= _MOST):
            return
        if names not in self._forms:
            self._forms[names] = _form(names) if all(map(_NAME.fullmatch, names)) else None
        self._names, self._form = names, self._forms[names]

    def run(self, text: str, position: int, rows: list[Row]) -> int:
        """Appends the usual cases that follow one another from ``position`` on; returns where they end."""
        form = self._form
        if form is None:
            return position
        match, add, fields = form.passed.match, rows.append, form.fields
        while True:
            if form.natural:
                while found := match(text, position):
                    add(found.groups())
                    position = found.end()
            else:
                while found := match(text, position):
                    add(_marked(found.group(*fields)))
                    position = found.end()
            found = form.troubled.match(text, position)
            row = self._row(found, fields) if found else None
            if found is None or row is None:
                return position
            add(row)
            position = found.end()

    def _row(self, found: re.Match[str], fields: tuple[int, ...]) -> Row | None:
        tag, first, last, text = found.group("tag", "first", "last", "text")
        if text and "]]>" in text:
            return None
        values = found.group(*fields)
        row = tuple(map(_unescaped, values)) if "&" in str(values) else values
        if tag is None:
            return _marked(row)
        return self._trouble.settled(row[:5], tag, _unescaped(first or last), _unescaped(text) or "")

    @staticmethod
    def fits(text: str) -> bool:
        """False where the text holds one of the two characters that the patterns would take but XML forbids."""
        return "\ufffe" not in text and "\uffff" not in text


def _form(names: tuple[str, ...]) -> _Form:
    places = {name: place for place, name in enumerate(filter(_WANTED.__contains__, names), 1)}
    fields = ["classname" if "classname" in places else "class", "name", "file", "line", "time"]
    natural = list(places) == fields
    fields += ["status", "result"] if "status" in places else []
    # A group that never matches stands for the attributes that are not there.
    absent = "" if natural else "((?!))?"
    end = f"{_S}*+(?:/>|>{_S}*+</testcase>)"
    troubled = f"{_S}*+(?:/>|>{_S}*+(?:{_CHILD}{_S}*+)?+</testcase>)"
    return _Form(
        passed=re.compile(f"{_opening(names, _BARE)}{absent}{end}"),
        troubled=re.compile(f"{_opening(names, _VALUE)}{absent}{troubled}"),
        fields=tuple(places.get(field, len(places) + 1) for field in fields),
        natural=natural,
    )


def _opening(names: Iterable[str], value: str) -> str:
    values = (f"({value})" if name in _WANTED else value for name in names)
    attributes = (f' {re.escape(name)}="{text}"' for name, text in zip(names, values, strict=True))
    return f"{_S}*+<testcase{''.join(attributes)}"


def _marked(row: tuple[str | None, ...]) -> Row:
    return row if len(row) == 5 else (*row[:5], status(*row[5:]))


def _unescaped(text: str | None) -> str | None:
    if not text or "&" not in text:
        return text
    for escape, character in _ESCAPES.items():
        text = text.replace(escape, character)
    return text.replace("&amp;", "&")
