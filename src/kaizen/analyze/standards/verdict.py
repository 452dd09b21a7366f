"""What a check of standards is given, and what it answers."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from kaizen.analyze.findings import Detection
from kaizen.analyze.standards.model import AnyRule
from kaizen.collect.inventory.model import Item
from kaizen.collect.sources.code import CodeFacts


class RuleState(StrEnum):
    """Whether a rule holds; unknown where nothing could be measured, waived where every violation is."""

    PASS = "pass"  # noqa: S105 - a verdict, not a secret
    FAIL = "fail"
    UNKNOWN = "unknown"
    WAIVED = "waived"


@dataclass(frozen=True, slots=True)
class Covered:
    """Lines of one file that tests executed, of all lines they could."""

    covered: int
    total: int


@dataclass(frozen=True, slots=True)
class Material:
    """Everything known about a repository at one moment.

    ``files`` maps every path there is to its language; ``unread`` are those nobody could read to the end, broken
    syntax included. ``facts`` are of code files. ``items`` is the inventory, None where there is none; ``coverage`` is
    by path, None without a report. ``text_of`` gives the text of a file, None where it cannot be read.
    """

    files: Mapping[str, str | None]
    facts: Mapping[str, CodeFacts]
    text_of: Callable[[str], str | None]
    unread: frozenset[str] = frozenset()
    items: Sequence[Item] | None = None
    coverage: Mapping[str, Covered] | None = None


@dataclass(frozen=True, slots=True)
class Violation:
    """A place where a rule does not hold; ``name`` is the thing to blame, ``anchor`` the text that identifies it.

    With ``anchor`` None the text of the line identifies the place; ``item`` is the kind and name of an inventory item.
    """

    path: str
    line: int | None
    message: str
    anchor: str | None = None
    subject: str | None = None
    item: tuple[str, str] | None = None
    context: str = ""


MOST_VIOLATIONS = 10_000


@dataclass(slots=True, eq=False)
class Outcome:
    """What checking one rule found; ``checked`` counts what was looked at.

    ``unknown`` says why nothing could be, ``partly`` what could not; ``blind`` are the subjects or paths meant by that.
    Of more violations than anybody will look at, the first are kept and the rest are counted as ``surplus``.
    """

    checked: int = 0
    unit: str = "file"
    violations: list[Violation] = field(default_factory=list)
    surplus: int = 0
    unknown: str | None = None
    partly: str | None = None
    blind: set[str] = field(default_factory=set)

    def add(self, violation: Violation) -> None:
        """Keeps a violation, or counts it."""
        if len(self.violations) < MOST_VIOLATIONS:
            self.violations.append(violation)
        else:
            self.surplus += 1


@dataclass(frozen=True, slots=True)
class RuleResult:
    """The verdict on one rule with its reason; ``checked`` is None where nothing was looked at."""

    rule: AnyRule
    state: RuleState
    checked: int | None
    violations: int
    excepted: int
    reason: str


@dataclass(frozen=True, slots=True)
class ExpiredException:
    """An exception whose last day has passed, so that what it covered is detected again."""

    rule: str
    place: str
    reason: str
    expires: date


@dataclass(frozen=True, slots=True)
class Report:
    """A whole check: verdicts in the order of the file, detections by path and line, exceptions to renew or drop.

    ``measured`` are the rules that looked at something, ``blind`` what they could not see there, by rule and subject or
    path; ``excepted`` says by rule and subject (or path) why a violation is not detected; ``unread`` are files whose
    text could not be had.
    """

    results: tuple[RuleResult, ...]
    detections: tuple[Detection, ...]
    measured: frozenset[str]
    blind: frozenset[tuple[str, str]]
    excepted: Mapping[tuple[str, str], str]
    expired: tuple[ExpiredException, ...]
    unread: frozenset[str]
