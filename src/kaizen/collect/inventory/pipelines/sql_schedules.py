"""Schedules that SQL declares with pg_cron, in the order of files, unscheduled ones taken away."""

import re
from collections.abc import Iterator
from collections.abc import Mapping as Files

import msgspec

from kaizen.collect.inventory.model import Item, Kind

COMMENT = re.compile(r"--[^\n]*|/\*.*?\*/", re.DOTALL)
CALL = re.compile(
    r"cron\s*\.\s*(schedule|schedule_in_database|unschedule)\s*\(\s*(?:job_name\s*(?::=|=>)\s*)?'((?:[^']|'')+)'"
    r"(?:\s*,\s*(?:schedule\s*(?::=|=>)\s*)?'((?:[^']|'')+)')?",
    re.IGNORECASE,
)


class CronCall(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """One call: whether it schedules, the name, the moment and the line."""

    schedules: bool
    name: str
    moment: str
    line: int


class CronCalls(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """All pg_cron calls of one script."""

    calls: tuple[CronCall, ...]


class CronReader:
    """Finds calls of pg_cron without parsing SQL."""

    name = "pg-cron"
    version = "1"
    selection = "cron"
    shape = CronCalls

    def wants(self, path: str) -> bool:
        return path.endswith(".sql")

    def needs(self, data: bytes) -> bool:
        return b"cron" in data and b"schedule" in data

    def read(self, path: str, data: bytes) -> CronCalls:
        text = COMMENT.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), data.decode("utf-8"))
        return CronCalls(tuple(_call(text, match) for match in CALL.finditer(text)))


def _call(text: str, match: "re.Match[str]") -> CronCall:
    line = text.count("\n", 0, match.start()) + 1
    return CronCall("un" not in match[1].lower(), match[2].replace("''", "'"), match[3] or "", line)


def sql_schedules(files: Files[str, CronCalls]) -> Iterator[Item]:
    """Schedules that still stand after the last file; files sort as migrations do."""
    standing: dict[str, Item] = {}
    for path in sorted(files):
        for call in files[path].calls:
            if not call.schedules:
                standing.pop(call.name, None)
                continue
            name = call.name if call.moment else f"{path.rsplit('/', 1)[-1]}:{call.line}"
            attributes = {"library": "pg_cron", "when": call.moment or call.name}
            standing[name] = Item(Kind.SCHEDULE, name, path, call.line, "sql", {**attributes})
    yield from standing.values()
