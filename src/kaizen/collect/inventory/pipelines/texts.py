"""Line-based files as entries: Dockerfile, Procfile, Makefile, justfile, supervisor programs, start scripts."""

import json
import re
from collections.abc import Iterator

import msgspec

from kaizen.collect.sources import language_of

INSTRUCTION = re.compile(r"^\s*(FROM|CMD|ENTRYPOINT|WORKDIR|COPY|EXPOSE)\s+(.*)$", re.IGNORECASE | re.DOTALL)
PROCESS = re.compile(r"^([A-Za-z][\w-]*)\s*:\s*(\S.*)$")
TARGET = re.compile(r"^([^\s#:=][^:=#]*?)\s*(?:&)?::?(?!=)\s*([^=]*)$")
VARIABLE = re.compile(r"^\s*(?:export\s+|override\s+)*[\w.()$-]+\s*(?:[:?+!]|::|:::)?=")
RECIPE = re.compile(r"^@?([A-Za-z_][\w-]*)((?:\s+[^:=]+)?(?:=[^:]*)?)\s*:(?!=)")
PROGRAM = re.compile(r"^\s*\[program:([^\]]+)\]")
SETTING = re.compile(r"^\s*(\w+)\s*=\s*(.*)$")
LAUNCH = re.compile(
    r"\b(uvicorn|gunicorn|hypercorn|daphne|granian|celery|dramatiq|arq|huey|rq|flask|streamlit|runserver|manage\.py|"
    r"node|npm|yarn|pnpm|bun|deno|next|caddy|nginx|python3?|fastapi|litestar|alembic|temporal)\b"
)
MOST_ENTRIES = 3_000
LONGEST_LINE = 4_000


class Entry(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """One declaration: its name, what it says, and its line."""

    name: str
    text: str
    line: int


class Entries(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """All declarations of one file; ``language`` says of what sort the file is."""

    language: str
    entries: tuple[Entry, ...]


class TextReader:
    """Reads the line-based files that can declare something of the inventory."""

    name = "text"
    version = "1"
    selection = ""
    shape = Entries

    def wants(self, path: str) -> bool:
        language = language_of(path)
        return language in READ and (language != "ini" or path.endswith((".conf", ".ini")))

    def needs(self, data: bytes) -> bool:
        return bool(data)

    def read(self, path: str, data: bytes) -> Entries:
        language = language_of(path) or ""
        text = data.decode("utf-8")
        found = tuple(entry for entry, _ in zip(READ[language](text), range(MOST_ENTRIES), strict=False))
        return Entries(language, found)


def _continued(text: str) -> Iterator[tuple[int, str]]:
    """Lines with those ending in a backslash joined, and the line each starts on."""
    start, held = 0, ""
    for number, line in enumerate(text.splitlines(), 1):
        if not held:
            start = number
        elif line.lstrip().startswith("#"):
            continue
        held += line
        if held.endswith("\\"):
            held = held[:-1] + " "
            continue
        yield start, held
        held = ""
    if held:
        yield start, held


def _dockerfile(text: str) -> Iterator[Entry]:
    for line, body in _continued(text):
        match = INSTRUCTION.match(body)
        if match:
            yield Entry(match[1].upper(), _words(match[2].strip()), line)


def _words(text: str) -> str:
    """The exec form ``["a", "b"]`` as ``a b``."""
    if text.startswith("["):
        try:
            return " ".join(str(word) for word in json.loads(text))
        except json.JSONDecodeError:
            return text
    return text


def _procfile(text: str) -> Iterator[Entry]:
    for number, line in enumerate(text.splitlines(), 1):
        match = PROCESS.match(line)
        if match:
            yield Entry(match[1], match[2].strip(), number)


def _makefile(text: str) -> Iterator[Entry]:
    """Explicit targets once each; patterns, special targets and variables are none."""
    seen: set[str] = set()
    define = False
    for number, line in _continued(text):
        if line.startswith(("define ", "endef")):
            define = line.startswith("define ")
        if define or line.startswith(("\t", "#", " ")) or len(line) > LONGEST_LINE or VARIABLE.match(line):
            continue
        match = TARGET.match(line.partition("#")[0].partition(";")[0].rstrip())
        for name in match[1].split() if match else ():
            if not name.startswith(".") and not set(name) & set("%$()/\\*\"'") and name not in seen:
                seen.add(name)
                yield Entry(name, match[2].strip() if match else "", number)


def _justfile(text: str) -> Iterator[Entry]:
    for number, line in enumerate(text.splitlines(), 1):
        if line.startswith(("set ", "alias ", "import ", "mod ", "export ")) or len(line) > LONGEST_LINE:
            continue
        match = RECIPE.match(line)
        if match:
            yield Entry(match[1], "", number)


def _programs(text: str) -> Iterator[Entry]:
    name, line = "", 0
    for number, body in enumerate(text.splitlines(), 1):
        header, setting = PROGRAM.match(body), SETTING.match(body)
        if header:
            name, line = header[1].strip(), number
        elif body.lstrip().startswith("["):
            name = ""
        elif name and setting and setting[1] == "command":
            yield Entry(name, setting[2].strip(), line)


def _shell(text: str) -> Iterator[Entry]:
    for number, line in _continued(text):
        body = line.strip()
        if body and not body.startswith("#") and LAUNCH.search(body):
            yield Entry("run", body[:400], number)


READ = {
    "dockerfile": _dockerfile,
    "procfile": _procfile,
    "make": _makefile,
    "just": _justfile,
    "ini": _programs,
    "shell": _shell,
}
