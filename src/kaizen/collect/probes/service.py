"""Use cases of probes: check now, list, history, take a heartbeat, count."""

import os
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

from kaizen.collect.probes import rules, store
from kaizen.collect.probes.files import Reading, find_file, fingerprint, read_file, stamp_of
from kaizen.collect.probes.model import (
    Configuration,
    Health,
    History,
    Kind,
    Outcome,
    Point,
    Probe,
    ProbeList,
    ProbeView,
    Span,
    Standing,
    State,
)
from kaizen.collect.probes.recording import record_outcome
from kaizen.collect.probes.running import Heard, Surroundings, run_round
from kaizen.kit.actor import Scope
from kaizen.kit.clock import Clock
from kaizen.kit.errors import KaizenError
from kaizen.kit.progress import Progress, ProgressSink, silent
from kaizen.storage.work import Context, Row, Work

DAY = timedelta(hours=24)
MOST_POINTS = 2000


def check_now(
    context: Context, path: Path, report: ProgressSink = silent, environment: Mapping[str, str] = os.environ
) -> ProbeList:
    """Runs every probe of a folder's kaizen.yaml now and records what was found.

    From then on a running server repeats the file's checks. Raises KaizenError probes.* for a missing or wrong file.
    """
    file = find_file(path)
    reading = read_file(file)
    if reading.configuration is None:
        raise reading.problems[0]
    with context.changing("probes.check") as work:
        work.subject, work.details = str(file), {"probes": len(reading.configuration.probes)}
        rows = enter(work, reading, file, asked=True)
    known = {row["name"]: row for row in rows}
    found: list[tuple[UUID, Outcome, datetime]] = []
    total = len(known)

    def note(probe: Probe, outcome: Outcome, at: datetime) -> None:
        found.append((known[probe.name]["id"], outcome, at))
        report(Progress("probing", len(found), total))

    report(Progress("probing", 0, total))
    around = surroundings(reading.configuration, rows, context.clock, environment)
    run_round(reading.configuration.probes, around, note)
    with context.keeping() as work:
        for probe_id, outcome, at in found:
            record_outcome(work, probe_id, outcome, at)
    return list_probes(context, file)


def problems_of(path: Path) -> Sequence[KaizenError]:
    """Everything wrong with a folder's kaizen.yaml; raises KaizenError where there is none."""
    return read_file(find_file(path)).problems


def list_probes(context: Context, file: Path | None = None) -> ProbeList:
    """The probes of a kaizen.yaml with what is known of each; without a file, those of the file asked for last."""
    with context.reading() as work:
        row = store.file_row(work, str(file) if file else None)
        rows = store.probe_rows(work, row["id"]) if row else []
        spans = store.spans_after(work, [each["id"] for each in rows], work.now - DAY)
        now = work.now
    path = Path(row["path"]) if row else file
    if path is None:
        return ProbeList(None, [], [])
    known = [_view(each, spans.get(each["id"], []), now) for each in rows]
    try:
        reading = read_file(path)
    except KaizenError as problem:
        return ProbeList(str(path) if row else None, [problem.sentence()] if row else [], known)
    if reading.configuration is None:
        return ProbeList(str(path), [problem.sentence() for problem in reading.problems], known)
    prints = {each["name"]: each["fingerprint"] for each in rows}
    by_name = {view.name: view for view in known if view.name in prints}
    views = [
        by_name[probe.name] if prints.get(probe.name) == fingerprint(probe) else _never(probe)
        for probe in reading.configuration.probes
    ]
    return ProbeList(str(path), [], views)


def count_states(context: Context, file: Path | None = None) -> Health:
    """How many of a file's probes are in each state now."""
    states = [view.state for view in list_probes(context, file).probes]
    return Health(states.count(State.UP), states.count(State.DOWN), states.count(State.UNKNOWN))


def history(context: Context, name: str, hours: int = 24, file: Path | None = None) -> History:
    """Samples of the last hours, oldest first; long ones are thinned, changes of state all stay."""
    with context.reading() as work:
        row = _known(work, name, file)
        end = work.now + timedelta(microseconds=1)
        points = store.points_between(work, row["id"], work.now - timedelta(hours=hours), end)
    return History(rules.thinned(points, MOST_POINTS))


def samples_between(
    context: Context, name: str, begin: datetime, end: datetime, file: Path | None = None
) -> list[Point]:
    """Every sample from ``begin`` (included) to ``end`` (not), for objectives; unknown ones were not observed."""
    with context.reading() as work:
        return store.points_between(work, _known(work, name, file)["id"], begin, end)


def take_heartbeat(context: Context, name: str, file: Path | None = None) -> None:
    """Somebody reports that they are alive; raises KaizenError for unknown probes and those of another kind.

    It is measurement like a sample, not a change by a person: the audit log has no entry for it.
    """
    if Scope.WRITE not in context.actor.scopes:
        raise KaizenError("access.not_allowed", actor=context.actor.name, scope=Scope.WRITE.value)
    with context.keeping() as work:
        row = _known(work, name, file)
        if row["kind"] != Kind.HEARTBEAT:
            raise KaizenError("probes.not_a_heartbeat", name=name, kind=row["kind"])
        store.change_probe(work, row["id"], heartbeat_at=work.now)
        record_outcome(work, row["id"], Outcome(State.UP, "a heartbeat came"), work.now)


def forget_old(context: Context) -> None:
    """Forgets what is older than it is kept."""
    with context.keeping() as work:
        store.forget_old(work)


def current_file(context: Context) -> Path | None:
    """The kaizen.yaml that was asked for last."""
    with context.reading() as work:
        row = store.file_row(work, None)
    return Path(row["path"]) if row else None


def enter(work: Work, reading: Reading, file: Path, *, asked: bool) -> Sequence[Row]:
    """The book holds the file and, where it is right, its probes; returns their rows."""
    held = store.keep_file(work, str(file), reading.stamp or stamp_of(file) or "", asked=asked)
    if reading.configuration is not None:
        listed = [(probe, fingerprint(probe)) for probe in reading.configuration.probes]
        store.keep_probes(work, held, listed)
    return store.probe_rows(work, held)


def surroundings(
    configuration: Configuration, rows: Sequence[Row], clock: Clock, environment: Mapping[str, str]
) -> Surroundings:
    """What checks of a file need, from the book and the file."""
    now = clock()
    heard = {
        row["name"]: Heard(row["heartbeat_at"], row["listening_since"] if _fresh(row, now) else None)
        for row in rows
        if row["kind"] == Kind.HEARTBEAT
    }
    return Surroundings(
        folder=configuration.file.parent,
        environment=environment,
        clock=clock,
        states={row["name"]: rules.standing(store.record_of(row), now).state for row in rows},
        depends_on={probe.name: probe.depends_on for probe in configuration.probes},
        heard=heard,
    )


def _fresh(row: Row, now: datetime) -> bool:
    return row["checked_at"] is not None and now <= rules.vouched_until(row["checked_at"], row["interval_s"])


def _known(work: Work, name: str, file: Path | None) -> Row:
    row = store.probe_row(work, name, str(file) if file else None)
    if row is None:
        raise KaizenError("probes.unknown", name=name)
    return row


def _view(row: Row, spans: Sequence[Span], now: datetime) -> ProbeView:
    known: Standing = rules.standing(store.record_of(row), now)
    share, coverage = rules.availability(spans, now - DAY, now)
    return ProbeView(
        name=row["name"],
        kind=Kind(row["kind"]),
        target=row["target"],
        interval_s=row["interval_s"],
        state=known.state,
        reason=known.reason,
        checked_at=row["checked_at"],
        latency_ms=row["latency_ms"] if known.state is not State.UNKNOWN else None,
        depends_on=row["depends_on"],
        availability_24h=share,
        coverage_24h=coverage,
        since=known.since,
    )


def _never(probe: Probe) -> ProbeView:
    head = (probe.name, probe.kind, probe.target, probe.interval_s, State.UNKNOWN, "never checked")
    return ProbeView(*head, None, None, list(probe.depends_on), None, 0.0, None)
