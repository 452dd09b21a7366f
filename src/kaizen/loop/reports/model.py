"""The nouns of reports: what is measured, one reading of it, and the verdict on its history."""

from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any


class Better(StrEnum):
    """Which way a measure should go."""

    LOWER = "lower"
    HIGHER = "higher"


class Verdict(StrEnum):
    """What a history says; ``unknown`` where it is too short, or where no direction is the better one."""

    IMPROVING = "improving"
    DEGRADING = "degrading"
    STABLE = "stable"
    UNKNOWN = "unknown"


class Format(StrEnum):
    """The forms in which a report is written."""

    TEXT = "text"
    MARKDOWN = "markdown"
    JSON = "json"


@dataclass(frozen=True, slots=True)
class Measure:
    """Something that every turn of the loop measures; ``better`` is None where neither way is.

    ``command`` is what measures it.
    """

    name: str
    title: str
    unit: str
    better: Better | None
    command: str


@dataclass(frozen=True, slots=True)
class Reading:
    """One value of a measure, as a run found it at ``at``.

    ``source`` names the run (a scan, a check, a test run): a run gives each measure one point, however
    often it is looked at. ``evidence`` holds the inputs.
    """

    name: str
    at: datetime
    value: Decimal
    source: str
    evidence: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Point:
    """A value of a series at an instant."""

    at: datetime
    value: Decimal


CHECK, TEST, SCAN = "kaizen check standards", "kaizen test", "kaizen discover"

# The order is the order of reports: what matters most comes first.
MEASURES = (
    Measure("findings_critical", "Critical findings", "findings", Better.LOWER, CHECK),
    Measure("findings_warning", "Warnings", "findings", Better.LOWER, CHECK),
    Measure("coverage", "Coverage of lines", "%", Better.HIGHER, TEST),
    Measure("test_failures", "Failing tests", "tests", Better.LOWER, TEST),
    Measure("flaky_tests", "Flaky tests", "tests", Better.LOWER, TEST),
    Measure("findings_info", "Remarks", "findings", Better.LOWER, CHECK),
    Measure("skipped_files", "Files not understood", "files", Better.LOWER, SCAN),
    Measure("inventory_items", "Items of the inventory", "items", None, SCAN),
)
