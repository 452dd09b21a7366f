"""Turns the attributes and children of JUnit test cases into cases, whatever the tool left out or invented."""

from collections.abc import Mapping, Sequence

import msgspec

from kaizen.collect.testruns.clip import MESSAGE_LIMIT, OUTPUT_LIMIT, clipped, shortened
from kaizen.collect.testruns.model import Case, Outcome
from kaizen.collect.testruns.numbers import count, seconds

Row = Sequence[object]
"""The fields of a case in their order, as text; a row may stop after any field from ``duration_s`` on."""

NO_NAME = "(no name)"
FAILURES = {"error": 3, "failure": 2, "skipped": 1, "flakyError": 0, "flakyFailure": 0}
TEXTS = frozenset({*FAILURES, "rerunFailure", "rerunError", "system-out", "system-err"})

_OUTCOMES = {"error": Outcome.ERROR, "failure": Outcome.FAILED, "skipped": Outcome.SKIPPED}
_STATUSES = (
    dict.fromkeys(("disabled", "notrun", "skipped", "ignored", "pending", "suppressed", "untested"), Outcome.SKIPPED)
    | dict.fromkeys(("failed", "failure", "fail"), Outcome.FAILED)
    | dict.fromkeys(("error", "errored"), Outcome.ERROR)
)


class Trouble:
    """What the children of the open case say: the worst kind, its message, and all their texts."""

    __slots__ = ("flaky", "message", "pieces", "rank", "tag")

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.message: str | None = None
        self.clear()

    def clear(self) -> None:
        self.rank, self.tag, self.message, self.flaky = -1, "", None, False
        self.pieces.clear()

    def begin(self, tag: str, attributes: Mapping[str, str]) -> None:
        rank = FAILURES.get(tag, -1)
        self.flaky = self.flaky or rank == 0
        self.pieces.append(f"\n[{tag}]\n" if tag.startswith("system") else "\n")
        if rank > self.rank:
            self.rank, self.tag = rank, tag
            self.message = attributes.get("message") or None

    def shrink(self) -> None:
        """Gives back the memory of endless output while it is still being read."""
        if len(self.pieces) > 64:
            self.pieces[:] = [clipped("".join(self.pieces), 4 * OUTPUT_LIMIT)]

    def row(self, row: Row) -> tuple[object, ...]:
        """The row with outcome, message, output and flakiness, as far as any child said something of them."""
        if self.rank < 0:
            return tuple(row)
        outcome = _OUTCOMES.get(self.tag, Outcome.PASSED)
        output = clipped("".join(self.pieces).strip())
        message = self.message or output.partition("\n")[0].strip()
        return (
            *row[:5],
            outcome.value,
            clipped(message, MESSAGE_LIMIT) or None,
            (output or None) if outcome is not Outcome.SKIPPED else None,
            self.flaky and outcome is Outcome.PASSED,
        )


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
