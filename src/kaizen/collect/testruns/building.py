"""Builds cases and reports within the limits of the model, from whatever a runner wrote."""

import math
import re
from collections.abc import Iterable, Iterator

from kaizen.collect.testruns.clip import MESSAGE_LIMIT, clipped, shortened
from kaizen.collect.testruns.model import Case, Outcome, Report
from kaizen.kit.errors import KaizenError

MAX_CASES = 1_000_000
NO_NAME = "(no name)"
_COLOUR = re.compile("\x1b\\[[0-9;:?]*[A-Za-z]")


def case(
    group: str,
    name: str,
    outcome: Outcome,
    *,
    file: str | None = None,
    line: int | None = None,
    seconds: float | None = None,
    message: str | None = None,
    output: str | None = None,
    flaky: bool = False,
) -> Case:
    """A case; without a message the first line of its output serves, an impossible duration is unknown."""
    text = plain(output or "").strip()
    said = plain(message or "").strip() or text.partition("\n")[0].strip()
    possible = seconds is not None and math.isfinite(seconds) and 0 <= seconds < 1e9
    return Case(
        group=shortened(group.strip() or NO_NAME),
        name=shortened(name.strip() or NO_NAME),
        file=shortened(file, 1000) if file else None,
        line=line if line is not None and 0 < line < 1_000_000_000 else None,
        duration_s=seconds if possible else None,
        outcome=outcome,
        message=clipped(said, MESSAGE_LIMIT) or None,
        output=clipped(text) or None,
        flaky=flaky,
    )


def report(cases: Iterable[Case], *, suites: int = 0, duration_s: float | None = None, known: int = 0) -> Report:
    """A report of these cases; its duration is theirs where nobody states one. Raises KaizenError report_cases."""
    listed = tuple(limited(cases))
    measured = [entry.duration_s for entry in listed if entry.duration_s is not None]
    return Report(
        cases=listed,
        known=max(known, len(listed)),
        suites=suites,
        duration_s=duration_s if duration_s is not None else (sum(measured) if measured else None),
    )


def limited(cases: Iterable[Case]) -> Iterator[Case]:
    """The same cases; raises KaizenError report_cases where there are too many of them."""
    for number, entry in enumerate(cases):
        if number >= MAX_CASES:
            raise KaizenError("testruns.report_cases", file="The report", limit=MAX_CASES)
        yield entry


def plain(text: str) -> str:
    """Text without terminal colours."""
    return _COLOUR.sub("", text) if "\x1b" in text else text
