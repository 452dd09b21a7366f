"""Turns the attributes and children of JUnit test cases into cases, whatever the tool left out or invented."""

from collections.abc import Mapping, Sequence

import msgspec

from kaizen.collect.testruns.building import NO_NAME
from kaizen.collect.testruns.clip import MESSAGE_LIMIT, OUTPUT_LIMIT, clipped, shortened
from kaizen.collect.testruns.model import Case, Outcome
from kaizen.collect.testruns.numbers import count, seconds

Row = Sequence[object]
"""The fields of a case in their order, as text; a row may stop after any field from ``duration_s`` on."""

MAX_OUTPUT = 32 * 1024 * 1024
FAILURES = {"error": 3, "failure": 2, "skipped": 1, "flakyError": 0, "flakyFailure": 0}
"""Children that say how a case ended; of several, the one that ranks highest decides."""
FLAKY = frozenset({"flakyError", "flakyFailure"})
TEXTS = frozenset({*FAILURES, "rerunFailure", "rerunError", "system-out", "system-err"})

_OUTCOMES = {"error": "error", "failure": "failed", "skipped": "skipped"} | dict.fromkeys(FLAKY, "passed")
_STATUSES = (
    dict.fromkeys(("disabled", "notrun", "skipped", "ignored", "pending", "suppressed", "untested"), Outcome.SKIPPED)
    | dict.fromkeys(("failed", "failure", "fail"), Outcome.FAILED)
    | dict.fromkeys(("error", "errored"), Outcome.ERROR)
)


class Trouble:
    """What the children of the open case say: their kinds and messages, and all their texts."""

    __slots__ = ("children", "pieces", "room")

    def __init__(self) -> None:
        self.children: list[tuple[str, Mapping[str, str]]] = []
        self.pieces: list[str] = []
        self.room = MAX_OUTPUT

    def begin(self, tag: str, attributes: Mapping[str, str]) -> None:
        if self.children:
            self.pieces.append("\n")
        if tag[0] == "s" and tag != "skipped":
            self.pieces.append(f"[{tag}]\n")
        self.children.append((tag, attributes))

    def clear(self) -> None:
        self.children.clear()
        self.pieces.clear()

    def shrink(self) -> None:
        """Gives back the memory of endless output while it is still being read."""
        if len(self.pieces) > 64:
            self.pieces[:] = [clipped("".join(self.pieces), 4 * OUTPUT_LIMIT)]

    def row(self, row: Row) -> Row:
        """The row with outcome, message, output and flakiness, where a child says something of them.

        A case is flaky where its only trouble is failures that went away when it was repeated.
        """
        tag, attributes = self.children[0] if len(self.children) == 1 else max(self.children, key=_rank)
        text = "".join(self.pieces)
        self.children.clear()
        self.pieces.clear()
        return row if tag not in FAILURES else self.settled(row[:5], tag, attributes.get("message"), text)

    def settled(self, fields: Row, tag: str, message: str | None, text: str) -> Row:
        """The row of a case from its first five fields and the child that decides, with the texts of all children."""
        text = text.strip()
        message = message or text.partition("\n")[0].strip()
        if len(message) > MESSAGE_LIMIT:
            message = clipped(message, MESSAGE_LIMIT)
        flaky = tag in FLAKY
        if tag == "skipped" or not text:
            return (*fields, _OUTCOMES[tag], message or None, None, flaky)
        if len(text) > OUTPUT_LIMIT:
            text = clipped(text)
        self.room -= len(text)
        return (*fields, _OUTCOMES[tag], message or None, text if self.room >= 0 else None, flaky)


def _rank(child: tuple[str, Mapping[str, str]]) -> int:
    return FAILURES.get(child[0], -1)


def row_of(attributes: Mapping[str, str]) -> tuple[str | None, ...]:
    """The row of a test case's attributes; a status counts where a tool marks a case with nothing else."""
    take = attributes.get
    row = (take("classname") or take("class"), take("name"), take("file"), take("line"), take("time"))
    if "status" in attributes:
        return (*row, status(attributes.get("status"), attributes.get("result")))
    return row


def status(*said: str | None) -> str:
    """The outcome that the attributes ``status`` and ``result`` name; passed where they name none."""
    known = (_STATUSES.get((word or "").lower()) for word in said)
    return next((outcome.value for outcome in known if outcome), Outcome.PASSED.value)


def cases_of(rows: list[Row], group: str) -> list[Case]:
    """Cases of one suite's rows; ``group`` stands in where a case names no class."""
    try:
        return msgspec.convert(rows, list[Case], strict=False)
    except msgspec.ValidationError:
        return [_mended(row, group) for row in rows]


def _mended(row: Row, group: str) -> Case:
    texts = [value.strip() if isinstance(value, str) else "" for value in (*row, *[None] * 9)]
    return Case(
        group=shortened(texts[0] or group.strip() or NO_NAME),
        name=shortened(texts[1] or NO_NAME),
        file=shortened(texts[2], 1000) or None,
        line=count(texts[3]),
        duration_s=seconds(texts[4]),
        outcome=Outcome(texts[5] or Outcome.PASSED),
        message=texts[6] or None,
        output=texts[7] or None,
        flaky=row[8:] == (True,),
    )
