"""What the program asks of every runner: a plan or the reason there is none, its pace, and what its reports say."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from kaizen.collect.testruns.model import Coverage, Report, ReportFile, Suite, Verdict


@dataclass(frozen=True, slots=True)
class Order:
    """A suite to run; ``scratch`` is an empty folder for reports, ``coverage`` asks for it where it can be had."""

    suite: Suite
    scratch: Path
    coverage: bool

    def report(self, name: str) -> ReportFile:
        """A file of the scratch folder under the name that an error should give it."""
        return ReportFile(self.scratch / name, f"the report of {self.suite.runner} in {self.suite.name}")


@dataclass(frozen=True, slots=True)
class Plan:
    """A command without a shell.

    With ``spool`` its standard output is the report and goes into that file; ``merged`` adds its errors there.
    """

    argv: tuple[str, ...]
    folder: Path
    version: str
    environment: Mapping[str, str] = field(default_factory=dict)
    after: tuple[tuple[str, ...], ...] = ()
    spool: Path | None = None
    merged: bool = False
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Missing:
    """Why a suite cannot be run here, as a sentence that says what to do."""

    reason: str


@dataclass(slots=True)
class Pace:
    """How many cases have ended and how many there are, as far as the runner's output tells."""

    done: int = 0
    total: int | None = None


@dataclass(frozen=True, slots=True)
class Ended:
    """How a command ended: an exit code, or the signal that ended it (a number), or Kaizen's own time limit."""

    code: int | None
    signal: int | None
    timed_out: bool
    duration_s: float
    output: str


@dataclass(frozen=True, slots=True)
class Findings:
    """What a runner left behind; its own verdict takes precedence over the one that the cases give."""

    report: Report | None = None
    coverage: Coverage | None = None
    verdict: Verdict | None = None
    warnings: tuple[str, ...] = ()


class Adapter(Protocol):
    """One runner."""

    def plan(self, order: Order) -> Plan | Missing:
        """The command for this suite, or why there is none."""

    def follow(self, line: str, pace: Pace) -> None:
        """Reads one line of output for what it tells of the pace."""

    def read(self, order: Order, plan: Plan, ended: Ended) -> Findings:
        """Reads the reports; raises KaizenError where one is damaged."""
