"""Writes what a check found into the book: sample, state, span, the next beat, and news when the state changed."""

from datetime import datetime
from uuid import UUID

from kaizen.collect.probes import rules, store
from kaizen.collect.probes.model import Outcome
from kaizen.storage.work import Row, Work


def record_outcome(
    work: Work, probe: UUID, outcome: Outcome, at: datetime, *, lease_until: datetime | None = None
) -> bool:
    """Records an outcome found at ``at``; returns False, changing nothing, when the given lease was lost.

    An outcome older than the newest on record is kept as a sample only.
    """
    row = store.held_row(work, probe, lease_until)
    if row is None:
        return False
    store.add_sample(work, probe, outcome, at)
    if row["checked_at"] is not None and at < row["checked_at"]:
        return True
    before = rules.standing(store.record_of(row), at)
    changed = before.state is not outcome.state
    _follow_span(work, row, outcome, at)
    store.change_probe(
        work,
        probe,
        state=outcome.state.value,
        reason=outcome.reason,
        latency_ms=outcome.latency_ms,
        checked_at=at,
        since=at if changed or before.since is None else before.since,
        listening_since=row["listening_since"] if _unbroken(row, at) else at,
        due_at=rules.next_due(row["due_at"], row["interval_s"], at),
        lease_until=None,
    )
    if changed:
        work.record(
            "probes.changed",
            probe=row["name"],
            before=before.state.value,
            state=outcome.state.value,
            reason=outcome.reason,
        )
    return True


def _unbroken(row: Row, at: datetime) -> bool:
    """Whether Kaizen looked at the probe without a gap until now."""
    listened = row["listening_since"] is not None and row["checked_at"] is not None
    return listened and at <= rules.vouched_until(row["checked_at"], row["interval_s"])


def _follow_span(work: Work, row: Row, outcome: Outcome, at: datetime) -> None:
    """Prolongs the open span, or ends it where its last sample stopped speaking and begins another."""
    span = store.open_span(work, row["id"])
    if span is not None:
        until = rules.vouched_until(span["seen_at"], span["interval_s"])
        if span["state"] == outcome.state.value and at <= until and span["interval_s"] == row["interval_s"]:
            store.change_span(work, span["id"], seen_at=at)
            return
        store.change_span(work, span["id"], ended_at=min(at, until))
    store.begin_span(work, row["id"], outcome, at, row["interval_s"])
