"""Runs put on record through the use cases, for tests of what reads them."""

from datetime import datetime
from pathlib import Path
from uuid import UUID

from kaizen.collect.testruns import rules
from kaizen.collect.testruns.model import Case, Coverage, ModuleCoverage, Outcome, Result, Source, State, Verdict
from kaizen.collect.testruns.recording import Place, keep, recorded
from kaizen.storage.work import Context

NOWHERE = Place(None, None)


def put_run(
    here: Context,
    cases: dict[str, str] | None = None,
    *,
    suite: str = "api/tests",
    place: Place = NOWHERE,
    source: Source = Source.RUN,
    digest: str | None = "code",
    at: datetime | None = None,
    seconds: float | None = 1.0,
    modules: tuple[ModuleCoverage, ...] | None = None,
) -> UUID:
    """A run on record; ``cases`` are outcomes by name, None for a run that counted none."""
    listed = tuple(
        Case("tests.cart", name, "cart.py", 3, seconds, Outcome(said)) for name, said in (cases or {}).items()
    )
    counted = rules.totals(listed) if cases is not None else None
    verdict = rules.verdict(counted) if counted else Verdict(State.NOT_MEASURED, "pytest is not installed")
    result = Result(
        suite=suite,
        runner="pytest",
        source=source,
        verdict=verdict,
        started_at=at or here.clock(),
        duration_s=2.5,
        cases=listed,
        totals=counted,
        known=len(listed) if cases is not None else None,
        coverage=None if modules is None else Coverage(modules),
        digest=digest,
    )
    with recorded(here, place, suite, runner="pytest", source=source) as begun:
        keep(here, begun, result)
    return begun.id


def at_path(root: Path) -> Place:
    """A repository that is not on record."""
    return Place(None, root)
