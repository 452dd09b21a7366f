"""Cuts SQL scripts into statements: quotes, comments, dollar quotes, COPY data, psql and DELIMITER lines."""

import re
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from kaizen.collect.sources import Unreadable

MOST_OPEN_TAGS = 100
MOST_OPEN_BODIES = 20
LONGEST_BODY = 500_000


class Statement(NamedTuple):
    """Text of one statement without the comments before it, and the line where it starts (from 1)."""

    text: str
    line: int


COMMENT = r"--[^\n]*+|/\*(?:[^*/]++|\*(?!/)|/(?!\*)|/\*(?:[^*]++|\*(?!/))*+(?:\*/|\Z))*+(?:\*/|\Z)"
DOLLAR = r"(?<![\w$])\$(?P<tag>(?:[^\W\d]\w*)?)\$(?:.*?\$(?P=tag)\$)"
POSTGRES = rf"""(?xs)
(?: [^'"$;\\/eE-]++ | {COMMENT} | {DOLLAR}
  | (?<![\w$])[eE]'(?:[^'\\]++|\\.|'')*+' | '(?:[^']++|'')*+' | "[^"]*+"
  | \\(?!g)[^\n]*+ | (?!\\g)[^;]
)*+"""
BACKSLASHED = rf"""(?xs)
(?: [^'"`;\\/#-]++ | {COMMENT} | \#[^\n]*+
  | '(?:[^'\\]++|\\.|'')*+' | "(?:[^"\\]++|\\.)*+" | `[^`]*+`
  | [^;]
)*+"""
BRACKETED = rf"""(?xs)
(?: [^'"`;\[/-]++ | {COMMENT} | '(?:[^']++|'')*+' | "[^"]*+" | `[^`]*+` | \[[^\]\n]*+\]
  | [^;]
)*+"""
PATTERNS = {
    "postgres": re.compile(POSTGRES),
    "mysql": re.compile(BACKSLASHED),
    "other": re.compile(BRACKETED),
}
BLANK = re.compile(rf"(?xs)(?:\s++|{COMMENT}|\\[^\n]*+)*+")
BLANK_MYSQL = re.compile(r"(?xs)(?:\s++|--[^\n]*+|\#[^\n]*+|/\*(?!!)(?:[^*]++|\*(?!/))*+(?:\*/|\Z))*+")
META = re.compile(r"[^\n]*+")
TAG = re.compile(r"(?<![\w$])\$(?:[^\W\d]\w*)?\$")
COPY = re.compile(r"copy\b.*\bfrom\s+stdin\b", re.IGNORECASE | re.DOTALL)
COPY_END = re.compile(r"^\\\.[ \t\r]*$", re.MULTILINE)
DELIMITER = re.compile(r"^[ \t]*delimiter[ \t]+(\S+)[^\n]*$", re.IGNORECASE | re.MULTILINE)
GO = re.compile(r"^[ \t]*go[ \t]*;?[ \t]*$", re.IGNORECASE | re.MULTILINE)
ROUTINE = re.compile(
    r"create\s+(?:or\s+\w+\s+)?(?:definer\s*=\s*\S+\s+|temp\w*\s+|editionable\s+)*"
    r"(?:trigger|procedure|function|event|package)\b",
    re.IGNORECASE,
)
QUOTED = re.compile(rf"(?xs){COMMENT}|{DOLLAR}|'(?:[^']++|'')*+'|\"[^\"]*+\"")
BLOCK = re.compile(r"\b(begin|case|end)\b(?:\s+(if|loop|while|repeat|for|case)\b)?", re.IGNORECASE)
ATOMIC = re.compile(r"\bbegin\s+atomic\b", re.IGNORECASE)


def statements(text: str, dialect: str) -> Iterator[Statement]:
    """Statements of a script in order; an unclosed quote costs its own statement, not the file.

    Raises Unreadable for text that only looks like SQL (many dollar quotes that never close).
    """
    if dialect == "postgres":
        _refuse_open_tags(text)
    line, start = 1, 0
    for part_start, part_end, terminator in _parts(text, dialect):
        for begin, end in _spans(text, part_start, part_end, terminator, dialect):
            line += text.count("\n", start, begin)
            start = begin
            yield Statement(text[begin:end], line)


def _refuse_open_tags(text: str) -> None:
    """Each unclosed tag costs a scan to the end of the file: a hundred of them is an attack, not a script."""
    if text.count("$") < MOST_OPEN_TAGS:
        return
    counted = Counter(TAG.findall(text))
    if sum(1 for seen in counted.values() if seen == 1) > MOST_OPEN_TAGS:
        raise Unreadable("dollar quotes that never close")


def _parts(text: str, dialect: str) -> Iterator[tuple[int, int, str]]:
    """Stretches of one delimiter: MySQL scripts change it, SQL Server's batches end with GO."""
    if dialect == "postgres":
        yield 0, len(text), ";"
        return
    position, terminator = 0, ";"
    for mark in (DELIMITER if dialect == "mysql" else GO).finditer(text):
        yield position, mark.start(), terminator
        position = mark.end()
        terminator = mark.group(1) if dialect == "mysql" else ";"
    yield position, len(text), terminator


def _spans(text: str, start: int, end: int, terminator: str, dialect: str) -> Iterator[tuple[int, int]]:
    if terminator != ";":
        yield from _delimited(text, start, end, terminator)
        return
    blank = BLANK_MYSQL if dialect == "mysql" else BLANK
    pattern = PATTERNS[dialect]
    position, tries = start, MOST_OPEN_BODIES
    while position < end:
        begin = _after(blank, text, position, end)
        if begin >= end:
            return
        stop = _after(pattern, text, begin, end)
        if tries and _has_body(text, begin, stop, dialect):
            body_end = _body_end(text, begin, stop, min(end, begin + LONGEST_BODY), dialect)
            tries -= body_end is None
            stop = body_end or stop
        if stop > begin:
            yield begin, stop
        position = _after(META, text, stop, end) if text.startswith("\\", stop) else stop + 1
        if text[begin : begin + 4].lower() == "copy" and COPY.match(text, begin, stop):
            data_end = COPY_END.search(text, position, end)
            position = data_end.end() if data_end else end


def _after(pattern: re.Pattern[str], text: str, start: int, end: int) -> int:
    match = pattern.match(text, start, end)
    return match.end() if match else start


def _delimited(text: str, start: int, end: int, terminator: str) -> Iterator[tuple[int, int]]:
    while start < end:
        begin = _after(BLANK_MYSQL, text, start, end)
        stop = text.find(terminator, begin, end)
        stop = end if stop < 0 else stop
        if stop > begin:
            yield begin, stop
        start = stop + len(terminator)


def _has_body(text: str, begin: int, stop: int, dialect: str) -> bool:
    """Whether a statement cut at its first semicolon is a routine or trigger whose BEGIN stands unquoted."""
    if text[begin : begin + 6].lower() != "create" or not ROUTINE.match(text, begin, stop):
        return False
    return dialect != "postgres" or ATOMIC.search(text, begin, stop) is not None


def _body_end(text: str, begin: int, stop: int, end: int, dialect: str) -> int | None:
    """Where a statement ends whose first semicolon is at ``stop``: behind the END of its body, if that comes."""
    depth = _opened(text[begin:stop])
    while depth > 0 and stop < end:
        following = _after(PATTERNS[dialect], text, stop + 1, end)
        depth += _opened(text[stop + 1 : following])
        stop = following
    return stop if depth <= 0 else None


def _opened(text: str) -> int:
    """How many blocks the text opens minus how many it closes."""
    depth = 0
    for word, kind in BLOCK.findall(QUOTED.sub(" ", text)):
        if word.lower() != "end":
            depth += 1
        elif kind.lower() in ("", "case"):
            depth -= 1
    return depth
