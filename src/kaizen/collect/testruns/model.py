"""Nouns of test runs: cases and their outcomes, what a report holds, coverage per module, suites and runs."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import msgspec


class Outcome(StrEnum):
    """How one case ended; a case that never ran is skipped."""

    PASSED = "passed"
    FAILED = "failed"
    ERROR = "error"
    SKIPPED = "skipped"


class State(StrEnum):
    """What is known of a run; only ``passed`` means that cases ran and none of them failed."""

    RUNNING = "running"
    PASSED = "passed"
    FAILED = "failed"
    ERROR = "error"
    NOT_MEASURED = "not_measured"
    CANCELLED = "cancelled"


class Source(StrEnum):
    """Where a run comes from: run by Kaizen, or read from somebody's report."""

    RUN = "run"
    IMPORT = "import"


class Scope(StrEnum):
    """Which suites a person asks for; ``rules.in_scope`` says what each word selects."""

    SERVICES = "services"
    PIPELINES = "pipelines"
    DATABASE = "database"
    COVERAGE = "coverage"
    ALL = "all"


class Runner(StrEnum):
    """The test runners that Kaizen can start."""

    PYTEST = "pytest"
    UNITTEST = "unittest"
    VITEST = "vitest"
    JEST = "jest"
    PLAYWRIGHT = "playwright"
    NODE = "node"
    GO = "go"
    CARGO = "cargo"
    DENO = "deno"
    PGTAP = "pgtap"


class Case(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """One test case of one run. Names repeat within a run, so a run's cases are a multiset.

    An array on the wire, because a reader turns rows of text into cases in one step of C, limits checked.
    ``duration_s`` is None where nobody said it.
    """

    group: Annotated[str, msgspec.Meta(min_length=1, max_length=500)]
    name: Annotated[str, msgspec.Meta(min_length=1, max_length=500)]
    file: Annotated[str, msgspec.Meta(max_length=1000)] | None = None
    line: Annotated[int, msgspec.Meta(ge=0, lt=1_000_000_000)] | None = None
    duration_s: Annotated[float, msgspec.Meta(ge=0, lt=1e9)] | None = None
    outcome: Outcome = Outcome.PASSED
    message: str | None = None
    output: str | None = None
    flaky: bool = False


@dataclass(frozen=True, slots=True)
class Totals:
    """Counts of cases by outcome."""

    passed: int = 0
    failed: int = 0
    errors: int = 0
    skipped: int = 0

    @property
    def total(self) -> int:
        return self.ran + self.skipped

    @property
    def ran(self) -> int:
        return self.passed + self.failed + self.errors

    def __add__(self, other: "Totals") -> "Totals":
        return Totals(
            self.passed + other.passed,
            self.failed + other.failed,
            self.errors + other.errors,
            self.skipped + other.skipped,
        )


@dataclass(frozen=True, slots=True)
class ReportFile:
    """A report on disk and the name under which people know it (an upload lies under another)."""

    path: Path
    name: str


@dataclass(frozen=True, slots=True)
class Report:
    """What a test report says.

    ``uncounted`` are totals that it states without listing their cases, ``known`` the number of cases
    that exist as far as it says.
    """

    cases: tuple[Case, ...] = ()
    uncounted: Totals = Totals()
    known: int = 0
    suites: int = 0
    duration_s: float | None = None
    started_at: datetime | None = None
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ModuleCoverage:
    """How much of one source file ran. Branches are None where the report does not measure them."""

    module: str
    lines_covered: int
    lines_total: int
    branches_covered: int | None = None
    branches_total: int | None = None


@dataclass(frozen=True, slots=True)
class Coverage:
    """What a coverage report says, one entry per source file, sorted by its path."""

    modules: tuple[ModuleCoverage, ...] = ()
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Suite:
    """A test suite of the inventory: ``folder`` is relative to ``root``, the repository, and its name unless titled."""

    root: Path
    folder: str
    runner: str
    title: str = ""

    @property
    def path(self) -> Path:
        return self.root / self.folder

    @property
    def name(self) -> str:
        return self.title or self.folder or "."


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a running suite is; ``total`` and ``seconds_left`` are None until they are known."""

    suite: str
    done: int
    total: int | None
    seconds_left: float | None


@dataclass(frozen=True, slots=True)
class Verdict:
    """State of a run, and the reason in one sentence wherever it is not simply passed or failed."""

    state: State
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Result:
    """Everything that one suite's run, or one import, brought to light; what the store keeps of it."""

    suite: str
    runner: str
    source: Source
    verdict: Verdict
    started_at: datetime
    duration_s: float | None = None
    cases: tuple[Case, ...] = ()
    totals: Totals | None = None
    known: int | None = None
    coverage: Coverage | None = None
    digest: str | None = None
    output: str | None = None
    warnings: tuple[str, ...] = ()
    from_cache: bool = False


@dataclass(frozen=True, slots=True)
class PastCase:
    """One case of one earlier run, as the rules about flaky and slow cases need it.

    ``code`` is equal where the code was the same, and None where that is not known.
    """

    repository: str
    suite: str
    run: str
    code: str | None
    at: datetime
    group: str
    name: str
    outcome: Outcome
    duration_s: float | None
    flaky: bool


@dataclass(frozen=True, slots=True)
class FlakyCase:
    """A case whose outcome changed while the code did not, or that passed only when repeated."""

    suite: str
    name: str
    runs: int
    flips: int
    last_failed_at: datetime | None
    last_outcome: Outcome


@dataclass(frozen=True, slots=True)
class SlowCase:
    """A case with the median and the longest of its durations, in seconds."""

    suite: str
    name: str
    runs: int
    median_s: float
    max_s: float


@dataclass(frozen=True, slots=True)
class Judged:
    """A module's coverage beside the floor that it is held to; ``percent`` is None where it has no lines."""

    module: str
    lines_covered: int
    lines_total: int
    percent: Decimal | None
    threshold: Decimal
    below: bool


@dataclass(frozen=True, slots=True)
class Floors:
    """Least line coverage in percent, as shipped."""

    service: Decimal = Decimal(60)
    module: Decimal = Decimal(80)
    pull_request: Decimal = Decimal(85)
    overall: Decimal = Decimal(90)
    critical: Decimal = Decimal(90)
