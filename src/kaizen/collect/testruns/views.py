"""What use cases of test runs ask for and answer with."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from kaizen.collect.testruns import rules
from kaizen.collect.testruns.model import Judged, Outcome, Scope, Source, State


@dataclass(frozen=True, slots=True)
class CoverageView:
    """Lines covered of all lines; ``percent`` from 0 to 100, null where there are no lines."""

    lines_covered: int
    lines_total: int
    percent: float | None


def coverage_view(covered: int, total: int) -> CoverageView:
    """Coverage as people read it."""
    share = rules.percent(covered, total)
    return CoverageView(covered, total, None if share is None else float(share))


@dataclass(frozen=True, slots=True)
class RunView:
    """One run of one suite. Counts are null where nothing was counted; ``execution_rate`` is a percentage."""

    id: UUID
    suite: str
    runner: str
    source: Source
    state: State
    reason: str | None
    started_at: datetime
    duration_s: float | None
    total: int | None
    passed: int | None
    failed: int | None
    errors: int | None
    skipped: int | None
    coverage: CoverageView | None
    commit: str | None
    from_cache: bool
    execution_rate: float | None


@dataclass(frozen=True, slots=True)
class RunNotes:
    """What else a run left: warnings, and both ends of what the runner printed where the run did not pass."""

    warnings: list[str]
    output: str | None


@dataclass(frozen=True, slots=True)
class CaseView:
    """One case of a run; ``suite`` is its class, file or package within the run."""

    id: UUID
    suite: str
    name: str
    file: str | None
    line: int | None
    outcome: Outcome
    duration_s: float | None
    message: str | None
    output: str | None


@dataclass(frozen=True, slots=True)
class ModuleView:
    """A source file's line coverage beside the floor for modules, both in percent."""

    module: str
    lines_covered: int
    lines_total: int
    percent: float | None
    threshold: float
    below: bool


def module_view(judged: Judged) -> ModuleView:
    """A module or service beside its floor, as people read it."""
    share = None if judged.percent is None else float(judged.percent)
    head = (judged.module, judged.lines_covered, judged.lines_total)
    return ModuleView(*head, share, float(judged.threshold), judged.below)


@dataclass(frozen=True, slots=True)
class CaseQuery:
    """Which cases of a run are wanted; ``q`` is part of a suite or name."""

    outcome: Outcome | None = None
    q: str | None = None


@dataclass(frozen=True, slots=True)
class CoverageSummary:
    """Coverage of the last run of every suite that measured it, together; null overall where none did.

    ``modules`` and ``services`` are those below their floors, the one with most uncovered lines first. A module
    that several suites measure counts as the suite that covers most of it saw it, which is a lower bound.
    """

    overall: CoverageView | None
    floor: float
    below: bool
    modules: list[ModuleView]
    services: list[ModuleView]


@dataclass(frozen=True, slots=True)
class SuitesRun:
    """What came of running the suites of a scope."""

    scope: Scope
    runs: list[RunView]
    coverage: CoverageSummary
