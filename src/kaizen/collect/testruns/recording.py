"""Puts runs on record in steps that are short for the database: begin, give signs of life, keep what came of it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from uuid import UUID

from kaizen.collect.testruns import owning, store
from kaizen.collect.testruns.model import Progress, Result, Source, State
from kaizen.collect.testruns.runners.stragglers import end_stragglers
from kaizen.kit.actor import Door, local_actor
from kaizen.storage.work import Context

IN_ONE_STEP = 20_000
TOLD_EVERY = timedelta(seconds=2)
INTERRUPTED = "the process that ran it ended before the run did"


@dataclass(frozen=True, slots=True)
class Place:
    """The repository that runs belong to: its id on record, folder, commit, and the folders of its services.

    Reports may come from a repository that is not here; then there is no folder.
    """

    repository: UUID | None
    root: Path | None
    commit: str | None = None
    services: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Begun:
    """A run that has begun and is to be finished."""

    id: UUID
    repository: UUID | None
    suite: str


@contextmanager
def recorded(context: Context, place: Place, suite: str, *, runner: str, source: Source) -> Iterator[Begun]:
    """A run on record while the body runs; what the body raises closes it as cancelled and passes through."""
    with context.changing("testruns.begin") as work:
        values = {"repository_id": place.repository, "suite": suite, "runner": runner, "source": source}
        run = store.begin(work, values | {"commit_id": place.commit, "owner": owning.this_process()})
        work.subject, work.details = suite, {"run": str(run), "runner": runner, "source": source}
    begun = Begun(run, place.repository, suite)
    try:
        yield begun
    except BaseException:
        _abandon(context, begun)
        raise


def keep(context: Context, begun: Begun, result: Result, original: UUID | None = None) -> None:
    """Everything that came of a run; readers see its cases once all of them are there."""
    listed = () if original else result.cases
    for first in range(0, len(listed), IN_ONE_STEP):
        with context.keeping() as work:
            store.hear(work, begun.id)
            store.add_cases(work, begun.id, listed[first : first + IN_ONE_STEP], first)
    with context.changing("testruns.record") as work:
        if result.coverage is not None and original is None:
            store.add_modules(work, begun.id, result.coverage.modules)
        store.finish(work, begun.id, result, original)
        store.forget_cases(work, begun.repository, begun.suite)
        work.subject, work.details = begun.suite, {"run": str(begun.id), "state": result.verdict.state}
        _tell(work.record, begun, result.verdict.state)


class Teller:
    """Passes progress on to the database every two seconds, which also says that the run lives."""

    def __init__(self, context: Context, begun: Begun) -> None:
        self._context, self._begun = context, begun
        self._last = context.clock()

    def __call__(self, progress: Progress) -> None:
        now = self._context.clock()
        if now - self._last < TOLD_EVERY:
            return
        self._last = now
        with self._context.keeping() as work:
            store.hear(work, self._begun.id)
            work.record(
                "testruns.progress",
                run=str(self._begun.id),
                suite=progress.suite,
                done=progress.done,
                total=progress.total,
                seconds_left=progress.seconds_left,
            )


def close_interrupted(context: Context, *, everywhere: bool = False) -> int:
    """Closes runs whose process is dead as errors; returns how many. Safe at any time and from several at once.

    What is left of their suites on this machine is ended.
    """
    with context.reading() as work:
        rows = store.running(work, everywhere=everywhere)
        dead = [row for row in rows if owning.is_gone(row["owner"], row["heard_at"], work.now)]
    for row in dead:
        end_stragglers(str(row["id"]))
        here = context
        if row["workspace_id"] != context.actor.workspace_id:
            here = context.acting_as(local_actor("kaizen", Door.JOBS, row["workspace_id"]))
        with here.keeping() as work:
            if store.close(work, row["id"], State.ERROR, INTERRUPTED):
                begun = Begun(row["id"], row["repository_id"], row["suite"])
                _tell(work.record, begun, State.ERROR)
    return len(dead)


def _abandon(context: Context, begun: Begun) -> None:
    with context.keeping() as work:
        if store.close(work, begun.id, State.CANCELLED, "it was stopped before its end"):
            _tell(work.record, begun, State.CANCELLED)


def _tell(record: Callable[..., None], begun: Begun, state: State) -> None:
    repository = str(begun.repository) if begun.repository else None
    record("testruns.finished", run=str(begun.id), suite=begun.suite, state=state, repository=repository)
