"""Use case: run the suites of a scope one after another, each on record from its first moment."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from uuid import UUID

from kaizen.collect.testruns import rules, store
from kaizen.collect.testruns.execute import LIMIT_S, Before, run_suite
from kaizen.collect.testruns.model import Coverage, Progress, Result, Scope, Source, State, Suite, Totals, Verdict
from kaizen.collect.testruns.recording import Begun, Place, Teller, close_interrupted, keep, recorded
from kaizen.collect.testruns.scopes import Traits, in_scope, traits_of
from kaizen.collect.testruns.summing import summed
from kaizen.collect.testruns.views import RunView, SuitesRun
from kaizen.kit.errors import KaizenError
from kaizen.kit.progress import Progress as Step
from kaizen.kit.progress import ProgressSink, silent
from kaizen.storage.work import Context


@dataclass(frozen=True, slots=True)
class Options:
    """How suites are run; ``cached`` serves a suite from its last run where its code has not changed."""

    coverage: bool = True
    cached: bool = False
    limit_s: float = LIMIT_S


def run_suites(
    context: Context,
    place: Place,
    suites: Sequence[Suite],
    scope: Scope,
    *,
    options: Options = Options(),
    report: ProgressSink = silent,
) -> SuitesRun:
    """Runs the suites that a scope selects and records each; a suite that cannot be run is recorded with the reason.

    Raises KaizenError testruns.no_suites where the scope selects none. What ``report`` raises stops the
    suite at work with all its processes, closes its run as cancelled and passes through.
    """
    close_interrupted(context)
    report(Step("looking at the suites", 0, len(suites)))
    chosen = [traits for traits in map(traits_of, suites) if in_scope(traits, scope, place.services)]
    if not chosen:
        raise KaizenError("testruns.no_suites", scope=scope.value, root=place.root, known=len(suites))
    turn = _Turn(context, place, options, report)
    ran = [turn.run(traits, f"{number} of {len(chosen)}") for number, traits in enumerate(chosen, 1)]
    modules = rules.best_per_module(*(coverage.modules for _, coverage in ran if coverage))
    return SuitesRun(scope, [view for view, _ in ran], summed(modules, place.services))


@dataclass(frozen=True, slots=True)
class _Turn:
    """What all suites of one command share."""

    context: Context
    place: Place
    options: Options
    report: ProgressSink

    def run(self, traits: Traits, label: str) -> tuple[RunView, Coverage | None]:
        """One suite, from its first moment on record to its last."""
        suite, context = traits.suite, self.context
        with recorded(context, self.place, suite.name, runner=suite.runner, source=Source.RUN) as begun:
            memory = _Memory(context, begun)
            result = run_suite(
                suite,
                clock=context.clock,
                coverage=self.options.coverage,
                limit_s=self.options.limit_s,
                before=memory.before(suite.runner),
                progress=self._teller(begun, f"{suite.name} ({label})"),
                # What a database suite finds depends on more than its code.
                cached=memory.same_code if self.options.cached and not traits.database else _unknown,
                mark=str(begun.id),
            )
            keep(context, begun, result, memory.original if result.from_cache else None)
        with context.reading() as work:
            view = store.run(work, begun.id)
        if view is None:
            raise KaizenError("testruns.run_unknown", run=begun.id)
        return view, result.coverage

    def _teller(self, begun: Begun, label: str) -> Callable[[Progress], None]:
        tell = Teller(self.context, begun)

        def progress(at: Progress) -> None:
            tell(at)
            self.report(Step(label, at.done, at.total, at.seconds_left))

        return progress


def _unknown(_digest: str) -> None:
    return None


class _Memory:
    """What earlier runs of a suite tell; ``original`` is the run that a result was served from."""

    def __init__(self, context: Context, begun: Begun) -> None:
        self._context, self._begun = context, begun
        self.original: UUID | None = None

    def before(self, runner: str) -> Before:
        """What to expect of the next run."""
        with self._context.reading() as work:
            row = store.last_counted(work, self._begun.repository, self._begun.suite, runner)
        if row is None:
            return Before()
        exist = max(row["known"] or 0, row["passed"] + row["failed"] + row["errors"] + row["skipped"])
        return Before(exist, row["duration_s"])

    def same_code(self, digest: str) -> Result | None:
        """The result of the last run of the same code."""
        with self._context.reading() as work:
            row = store.same_code(work, self._begun.repository, self._begun.suite, digest)
            modules = store.modules_of(work, row["id"]) if row and row["lines_total"] is not None else None
        if row is None:
            return None
        self.original = row["id"]
        return Result(
            suite=row["suite"],
            runner=row["runner"],
            source=Source.RUN,
            verdict=Verdict(State(row["state"]), row["reason"]),
            started_at=self._context.clock(),
            duration_s=row["duration_s"],
            totals=Totals(row["passed"], row["failed"], row["errors"], row["skipped"]),
            known=row["known"],
            coverage=None if modules is None else Coverage(tuple(modules)),
            output=row["output"],
            warnings=tuple(row["warnings"]),
        )
