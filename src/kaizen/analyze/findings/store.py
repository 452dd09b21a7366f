"""All SQL of findings."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from kaizen.analyze.findings.model import (
    Event,
    Finding,
    HistoryEntry,
    Resolution,
    Severity,
    State,
    Tally,
    Waiver,
    WaiverCategory,
)
from kaizen.analyze.findings.views import FindingOrder, FindingQuery, FindingView, HistoryView, LiveCount, WaiverView
from kaizen.kit.paging import Page, PageRequest
from kaizen.storage.paging import fetch_page
from kaizen.storage.tables import instant, tenant_table
from kaizen.storage.work import Row, Work

CHUNK = 400
LOCK = 8421
NO_LINE = 0

records = tenant_table(
    "findings_records",
    sa.Column("repository_id", sa.Uuid, nullable=False),
    sa.Column("source", sa.String(50), nullable=False),
    sa.Column("rule", sa.String(64), nullable=False),
    sa.Column("title", sa.Text, nullable=False),
    sa.Column("severity", sa.String(10), nullable=False),
    sa.Column("rank", sa.SmallInteger, nullable=False),
    sa.Column("state", sa.String(10), nullable=False),
    sa.Column("path", sa.Text, nullable=False),
    sa.Column("line", sa.Integer, nullable=False),
    sa.Column("subject", sa.Text),
    sa.Column("anchor", sa.Text, nullable=False),
    sa.Column("context", sa.Text, nullable=False),
    sa.Column("message", sa.Text, nullable=False),
    sa.Column("evidence", sa.Text, nullable=False),
    sa.Column("suggestion", sa.Text, nullable=False),
    sa.Column("docs", sa.Text),
    sa.Column("item_id", sa.Uuid, index=True),
    sa.Column("waiver_id", sa.Uuid),
    instant("first_detected", nullable=False),
    instant("last_detected", nullable=False),
    instant("resolved_at"),
    sa.Column("resolution", sa.String(20)),
    sa.Column("times_reopened", sa.Integer, nullable=False),
    sa.Index("ix_findings_records_repository_id_source", "repository_id", "source"),
    sa.Index("ix_findings_records_workspace_id_state_rank", "workspace_id", "state", "rank"),
)

waivers = tenant_table(
    "findings_waivers",
    sa.Column("finding_id", sa.Uuid, sa.ForeignKey("findings_records.id"), nullable=False, index=True),
    sa.Column("owner", sa.String(200), nullable=False),
    sa.Column("category", sa.String(20), nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
    instant("created_at", nullable=False),
    instant("expires_at", nullable=False, index=True),
    instant("ended_at"),
)

# ``number`` orders the events of one moment.
history = tenant_table(
    "findings_history",
    sa.Column("finding_id", sa.Uuid, sa.ForeignKey("findings_records.id"), nullable=False, index=True),
    instant("at", nullable=False),
    sa.Column("number", sa.Integer, nullable=False),
    sa.Column("event", sa.String(20), nullable=False),
    sa.Column("note", sa.Text, nullable=False),
)

# One row for each repository and source: when its findings were recorded last.
scans = tenant_table(
    "findings_scans",
    sa.Column("repository_id", sa.Uuid, nullable=False),
    sa.Column("source", sa.String(50), nullable=False),
    sa.Column("commit_id", sa.String(64)),
    instant("scanned_at", nullable=False),
    sa.UniqueConstraint("workspace_id", "repository_id", "source"),
)


def begin_scan(work: Work, repository: UUID, source: str) -> datetime | None:
    """Waits until nobody else records this repository and source; returns when that was done last."""
    if work.connection.dialect.name == "postgresql":
        # SQLite has one writer; here the lock is held to the end of the transaction.
        key = sa.func.hashtext(f"{repository} {source}")
        work.connection.execute(sa.select(sa.func.pg_advisory_xact_lock(LOCK, key)))
    row = work.row(work.select(scans).where(scans.c.repository_id == repository, scans.c.source == source))
    return row["scanned_at"] if row else None


def end_scan(work: Work, repository: UUID, source: str, at: datetime, commit: str | None) -> None:
    """Notes when, and at which commit, findings were recorded."""
    row = {"repository_id": repository, "source": source, "scanned_at": at, "commit_id": commit}
    work.upsert(scans, [row], ["workspace_id", "repository_id", "source"])


def last_commit(work: Work, repository: UUID, source: str) -> str | None:
    """The commit at which findings were recorded last."""
    statement = work.select(scans, scans.c.commit_id)
    found = work.value(statement.where(scans.c.repository_id == repository, scans.c.source == source))
    return str(found) if found is not None else None


def known(work: Work, repository: UUID, source: str) -> list[Finding]:
    """Every finding of a repository and source, resolved ones included."""
    return _known(work, _joined(work), repository, source)


def held(work: Work, repository: UUID, source: str) -> list[Finding]:
    """As ``known``; until the transaction ends nobody else changes them."""
    return _known(work, _locked(_joined(work)), repository, source)


def _locked(statement: sa.Select[Any]) -> sa.Select[Any]:
    """The select that keeps its findings to itself; SQLite has one writer anyway and ignores it."""
    return statement.with_for_update(of=records)


def _known(work: Work, joined: sa.Select[Any], repository: UUID, source: str) -> list[Finding]:
    statement = joined.where(records.c.repository_id == repository, records.c.source == source)
    return [_finding(row) for row in work.rows(statement.order_by(records.c.id))]


def known_paths(work: Work, repository: UUID, source: str) -> set[str]:
    """The paths of findings that are not resolved."""
    statement = work.select(records, records.c.path).distinct()
    mine = (records.c.repository_id == repository, records.c.source == source)
    return {row["path"] for row in work.rows(statement.where(*mine, records.c.state != State.RESOLVED))}


def add(work: Work, repository: UUID, source: str, findings: Iterable[Finding]) -> None:
    """New findings."""
    place = {"repository_id": repository, "source": source}
    work.insert(records, [_values(finding) | place | {"id": finding.id} for finding in findings])


def rewrite(work: Work, findings: Iterable[Finding]) -> None:
    """Findings as they stand now."""
    for finding in findings:
        work.update(records, _values(finding), records.c.id == finding.id)


def touch(work: Work, seen: Sequence[UUID], at: datetime) -> None:
    """Findings that were seen again just as they were."""
    for start in range(0, len(seen), CHUNK):
        work.update(records, {"last_detected": at}, records.c.id.in_(seen[start : start + CHUNK]))


def remember(work: Work, entries: Iterable[HistoryEntry]) -> None:
    """Events in the lives of findings, in their order."""
    rows = [
        {"finding_id": entry.finding_id, "at": entry.at, "number": number, "event": entry.event, "note": entry.note}
        for number, entry in enumerate(entries)
    ]
    work.insert(history, rows)


def add_waiver(work: Work, finding_id: UUID, waiver: Waiver) -> None:
    """A waiver; the finding itself says which one is in force."""
    row = {"id": waiver.id, "finding_id": finding_id, "owner": waiver.owner, "category": waiver.category}
    row |= {"reason": waiver.reason, "created_at": waiver.created_at, "expires_at": waiver.expires_at}
    work.insert(waivers, [row])


def end_waivers(work: Work, ended: Sequence[UUID]) -> None:
    """Waivers that are over now; they stay on record as evidence about their rules."""
    for start in range(0, len(ended), CHUNK):
        part = ended[start : start + CHUNK]
        work.update(waivers, {"ended_at": work.now}, waivers.c.id.in_(part), waivers.c.ended_at.is_(None))


def one(work: Work, finding_id: UUID) -> Finding | None:
    """One finding of the workspace; until the transaction ends nobody else changes it."""
    row = work.row(_locked(_joined(work)).where(records.c.id == finding_id))
    return _finding(row) if row else None


def view(work: Work, finding_id: UUID) -> FindingView | None:
    """One finding as people see it."""
    row = work.row(_joined(work).where(records.c.id == finding_id))
    return _view(row) if row else None


def past_of(work: Work, finding_id: UUID) -> list[HistoryView]:
    """Everything that happened to a finding, oldest first."""
    statement = work.select(history).where(history.c.finding_id == finding_id)
    rows = work.rows(statement.order_by(history.c.at, history.c.number, history.c.id))
    return [HistoryView(row["at"], Event(row["event"]), row["note"]) for row in rows]


def page(work: Work, query: FindingQuery, request: PageRequest) -> Page[FindingView]:
    """Findings that a query asks for, in its order."""
    by = {
        FindingOrder.SEVERITY: [records.c.rank, records.c.path, records.c.line, records.c.id],
        FindingOrder.LAST_DETECTED: [records.c.last_detected, records.c.id],
        FindingOrder.RULE: [records.c.rule, records.c.path, records.c.line, records.c.id],
        FindingOrder.PATH: [records.c.path, records.c.line, records.c.id],
    }
    newest_first = query.sort is FindingOrder.LAST_DETECTED
    return fetch_page(
        work, _joined(work).where(*_conditions(query)), by[query.sort], request, _view, descending=newest_first
    )


def views_of(work: Work, query: FindingQuery) -> list[FindingView]:
    """Every finding that a query asks for, the severest first."""
    statement = _joined(work).where(*_conditions(query))
    rows = work.rows(statement.order_by(records.c.rank, records.c.path, records.c.line, records.c.id))
    return [_view(row) for row in rows]


def ending_with(work: Work, text: str, limit: int) -> list[UUID]:
    """Ids of findings that end with a text; their beginning is a time that many share."""
    told = sa.func.replace(sa.cast(records.c.id, sa.String), "-", "")
    statement = work.select(records, records.c.id).where(told.endswith(text.replace("-", ""), autoescape=True))
    return [row["id"] for row in work.rows(statement.limit(limit))]


def overdue(work: Work) -> list[Finding]:
    """Waived findings whose waiver is over."""
    over = (records.c.state == State.WAIVED, waivers.c.expires_at <= work.now)
    statement = _locked(_joined(work)) if work.writable else _joined(work)
    return [_finding(row) for row in work.rows(statement.where(*over).order_by(records.c.id))]


def workspaces_with_overdue(work: Work) -> list[UUID]:
    """Workspaces of any tenant in which a waiver is over; for Kaizen's own sweep."""
    joined = records.join(waivers, waivers.c.id == records.c.waiver_id)
    statement = sa.select(records.c.workspace_id).select_from(joined).distinct()
    over = statement.where(records.c.state == State.WAIVED, waivers.c.expires_at <= work.now)
    return [row["workspace_id"] for row in work.rows(over)]


def counts(work: Work, since: datetime) -> list[Row]:
    """Rows of state, severity, findings, those first detected and those resolved after ``since``."""

    def after(column: sa.ColumnElement[Any]) -> sa.ColumnElement[int]:
        return sa.func.coalesce(sa.func.sum(sa.case((column >= since, 1), else_=0)), 0)

    columns = [
        records.c.state,
        records.c.severity,
        sa.func.count().label("findings"),
        after(records.c.first_detected).label("new"),
        after(records.c.resolved_at).label("ended"),
    ]
    return list(work.rows(work.select(records, *columns).group_by(records.c.state, records.c.severity)))


def live_counts(work: Work, repository: UUID, source: str) -> dict[str, LiveCount]:
    """Open and waived findings of a repository and source by rule."""

    def counted(state: State) -> sa.ColumnElement[int]:
        return sa.func.sum(sa.case((records.c.state == state, 1), else_=0))

    columns = [records.c.rule, counted(State.OPEN).label("open"), counted(State.WAIVED).label("waived")]
    mine = (records.c.repository_id == repository, records.c.source == source)
    rows = work.rows(work.select(records, *columns).where(*mine).group_by(records.c.rule))
    found = {row["rule"]: LiveCount(int(row["open"]), int(row["waived"])) for row in rows}
    return {rule: count for rule, count in found.items() if count.open or count.waived}


def tallies(work: Work) -> list[Tally]:
    """How findings of each rule stand, with the category of their latest waiver, ended ones included."""
    latest = (
        sa.select(waivers.c.category)
        .where(waivers.c.finding_id == records.c.id)
        .order_by(waivers.c.created_at.desc(), waivers.c.id.desc())
        .limit(1)
        .scalar_subquery()
        .label("category")
    )
    inner = work.select(records, records.c.rule, records.c.state, records.c.resolution, latest).subquery()
    groups = [inner.c.rule, inner.c.state, inner.c.resolution, inner.c.category]
    rows = work.rows(sa.select(*groups, sa.func.count().label("findings")).group_by(*groups))
    return [
        Tally(
            row["rule"],
            State(row["state"]),
            Resolution(row["resolution"]) if row["resolution"] else None,
            WaiverCategory(row["category"]) if row["category"] else None,
            row["findings"],
        )
        for row in rows
    ]


def _joined(work: Work) -> sa.Select[Any]:
    waiver_columns = [
        waivers.c[name].label(f"waiver_{name}") for name in ("owner", "category", "reason", "created_at", "expires_at")
    ]
    joined = records.outerjoin(waivers, waivers.c.id == records.c.waiver_id)
    return sa.select(*records.columns, *waiver_columns).select_from(joined).where(work.mine(records))


def _conditions(query: FindingQuery) -> list[sa.ColumnElement[bool]]:
    exact = {"state": query.state, "severity": query.severity, "rule": query.rule}
    places = {"item_id": query.item_id, "repository_id": query.repository_id}
    conditions = [records.c[name] == value for name, value in (exact | places).items() if value is not None]
    if query.path:
        folder = query.path.rstrip("/") + "/"
        conditions.append(sa.or_(records.c.path == query.path, records.c.path.startswith(folder, autoescape=True)))
    if query.q:
        part = query.q.lower()
        told = (records.c.path, records.c.message, records.c.rule, records.c.title)
        conditions.append(sa.or_(*(sa.func.lower(column).contains(part, autoescape=True) for column in told)))
    return conditions


def _values(finding: Finding) -> dict[str, Any]:
    same = ("rule", "title", "path", "subject", "anchor", "context", "message", "evidence", "suggestion", "docs")
    times = ("first_detected", "last_detected", "resolved_at", "times_reopened", "item_id")
    return {name: getattr(finding, name) for name in (*same, *times)} | {
        "severity": finding.severity.value,
        "rank": finding.severity.rank,
        "state": finding.state.value,
        "line": NO_LINE if finding.line is None else finding.line,
        "resolution": finding.resolution.value if finding.resolution else None,
        "waiver_id": finding.waiver.id if finding.waiver else None,
    }


def _waiver(row: Row) -> Waiver | None:
    if row["waiver_id"] is None:
        return None
    category = WaiverCategory(row["waiver_category"])
    times = (row["waiver_expires_at"], row["waiver_created_at"])
    return Waiver(row["waiver_id"], row["waiver_owner"], category, row["waiver_reason"], *times)


def _finding(row: Row) -> Finding:
    same = ("id", "rule", "title", "path", "subject", "anchor", "context", "message", "evidence", "suggestion", "docs")
    times = ("first_detected", "last_detected", "resolved_at", "times_reopened", "item_id")
    return Finding(
        **{name: row[name] for name in (*same, *times)},
        severity=Severity(row["severity"]),
        state=State(row["state"]),
        line=row["line"] or None,
        resolution=Resolution(row["resolution"]) if row["resolution"] else None,
        waiver=_waiver(row),
    )


def _view(row: Row) -> FindingView:
    finding = _finding(row)
    waiver = finding.waiver
    shown = (
        WaiverView(waiver.id, waiver.owner, waiver.category, waiver.reason, waiver.expires_at, waiver.created_at)
        if waiver
        else None
    )
    return FindingView(
        id=finding.id,
        repository_id=row["repository_id"],
        rule=finding.rule,
        title=finding.title,
        severity=finding.severity,
        state=finding.state,
        path=finding.path,
        line=finding.line,
        item_id=finding.item_id,
        message=finding.message,
        evidence=finding.evidence,
        suggestion=finding.suggestion,
        docs=finding.docs,
        first_detected=finding.first_detected,
        last_detected=finding.last_detected,
        resolved_at=finding.resolved_at,
        times_reopened=finding.times_reopened,
        waiver=shown if finding.state is State.WAIVED else None,
    )
