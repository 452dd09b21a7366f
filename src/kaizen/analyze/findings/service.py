"""Use cases of findings: record a scan, list and count them, waive one, end waivers that ran out."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import fields
from datetime import datetime, timedelta
from uuid import UUID

from kaizen.analyze.findings import rules, store
from kaizen.analyze.findings.model import (
    Detection,
    Event,
    Finding,
    HistoryEntry,
    RuleFigures,
    Scan,
    Severity,
    State,
    Waiver,
    WaiverCategory,
)
from kaizen.analyze.findings.views import (
    FindingDetail,
    FindingQuery,
    FindingsSummary,
    FindingView,
    LiveCount,
    OpenCount,
    ScanOutcome,
)
from kaizen.kit.actor import Door, local_actor
from kaizen.kit.errors import KaizenError
from kaizen.kit.ids import new_id
from kaizen.kit.paging import Page, PageRequest, decode_cursor, encode_cursor
from kaizen.storage.work import Context, Work

NEW_WITHIN = timedelta(days=7)
LONGEST_ID = 36
SHORTEST_ID = 4


def record_scan(
    context: Context,
    repository: UUID,
    source: str,
    detections: Sequence[Detection],
    scan: Scan,
    *,
    commit: str | None = None,
) -> ScanOutcome:
    """Brings the findings of a repository and source up to what a scan saw, in one transaction.

    A scan that began before the one recorded last changes nothing: it knows less than what is on record.
    """
    with context.changing("findings.record") as work:
        last = store.begin_scan(work, repository, source)
        if last is not None and scan.at < last:
            return ScanOutcome(superseded=True)
        known = store.held(work, repository, source)
        result = rules.reconcile(known, detections, scan, new_id)
        store.add(work, repository, source, result.created)
        store.rewrite(work, result.updated)
        store.touch(work, result.seen, scan.at)
        _end_lost_waivers(work, known, result.updated)
        store.remember(work, result.history)
        store.end_scan(work, repository, source, scan.at, commit)
        outcome = _outcome(known, result.created, result.updated, result.history)
        counts = {"opened": outcome.opened, "reopened": outcome.reopened, "resolved": outcome.resolved}
        work.subject, work.details = str(repository), {"source": source, **counts}
        if result.created or result.history:
            work.record("findings.changed", repository=str(repository), source=source, **counts)
        return outcome


def _end_lost_waivers(work: Work, before: Iterable[Finding], updated: Iterable[Finding]) -> None:
    had = {finding.id: finding.waiver.id for finding in before if finding.waiver}
    store.end_waivers(work, [had[each.id] for each in updated if each.id in had and each.waiver is None])


def _outcome(
    known: Sequence[Finding], created: Sequence[Finding], updated: Sequence[Finding], history: Sequence[HistoryEntry]
) -> ScanOutcome:
    happened = [entry.event for entry in history]
    now = {finding.id: finding for finding in [*known, *created]} | {finding.id: finding for finding in updated}
    return ScanOutcome(
        opened=happened.count(Event.DETECTED),
        reopened=happened.count(Event.REOPENED),
        resolved=happened.count(Event.RESOLVED),
        moved=happened.count(Event.MOVED),
        live=sum(finding.state is not State.RESOLVED for finding in now.values()),
    )


def last_scanned_commit(context: Context, repository: UUID, source: str) -> str | None:
    """The commit at which a source's findings were recorded last, to ask version control for renames since."""
    with context.reading() as work:
        return store.last_commit(work, repository, source)


def live_paths(context: Context, repository: UUID, source: str) -> set[str]:
    """Paths that a source's unresolved findings are about."""
    with context.reading() as work:
        return store.known_paths(work, repository, source)


def recorded_findings(context: Context, repository: UUID, source: str) -> list[Finding]:
    """The open and waived findings of a repository and source, for report formats."""
    with context.reading() as work:
        known = store.known(work, repository, source)
    return [finding for finding in known if finding.state is not State.RESOLVED]


def list_findings(context: Context, query: FindingQuery, request: PageRequest) -> Page[FindingView]:
    """Findings that a query asks for."""
    with context.reading() as work:
        return store.page(work, query, request)


def open_findings(context: Context, repository: UUID | None = None) -> list[FindingView]:
    """Every open finding, the severest first, for rankings and reports."""
    with context.reading() as work:
        return store.views_of(work, FindingQuery(state=State.OPEN, repository_id=repository))


def get_finding(context: Context, finding_id: UUID) -> FindingDetail:
    """One finding with its history; raises KaizenError where the workspace has none of that id."""
    with context.reading() as work:
        return _detail(work, finding_id)


def _detail(work: Work, finding_id: UUID) -> FindingDetail:
    view = store.view(work, finding_id)
    if view is None:
        raise KaizenError("findings.not_found", finding=finding_id)
    values = {field.name: getattr(view, field.name) for field in fields(view)}
    return FindingDetail(**values, history=store.past_of(work, finding_id))


def find_finding(context: Context, text: str) -> UUID:
    """The id of the one finding whose id ends with a text; raises KaizenError for none or several."""
    plain = text.strip().lower()
    with context.reading() as work:
        wanted = plain if SHORTEST_ID <= len(plain) <= LONGEST_ID else ""
        found = store.ending_with(work, wanted, 2) if wanted else []
    if not found:
        raise KaizenError("findings.not_found", finding=text[:LONGEST_ID])
    if len(found) > 1:
        raise KaizenError("findings.ambiguous", finding=text)
    return found[0]


def waive_finding(
    context: Context,
    finding_id: UUID,
    reason: str,
    expires_at: datetime,
    category: WaiverCategory = WaiverCategory.ACCEPTED_RISK,
) -> FindingDetail:
    """Accepts a finding until a moment, in the name of who asks; a second waiver replaces the first.

    Raises KaizenError for an unknown or resolved finding, an empty reason, an expiry that is past.
    """

    def change(finding: Finding, work: Work) -> rules.Changed:
        waiver = Waiver(new_id(), work.actor.name, category, reason.strip(), expires_at, work.now)
        changed = rules.waive(finding, waiver)
        if finding.waiver is not None:
            store.end_waivers(work, [finding.waiver.id])
        store.add_waiver(work, finding.id, waiver)
        return changed

    return _change(context, "findings.waive", finding_id, change)


def unwaive_finding(context: Context, finding_id: UUID) -> FindingDetail:
    """Ends a waiver early; raises KaizenError for an unknown finding and one without waiver."""

    def change(finding: Finding, work: Work) -> rules.Changed:
        changed = rules.unwaive(finding, work.actor.name, work.now)
        store.end_waivers(work, [finding.waiver.id] if finding.waiver else [])
        return changed

    return _change(context, "findings.unwaive", finding_id, change)


def _change(
    context: Context, action: str, finding_id: UUID, change: Callable[[Finding, Work], rules.Changed]
) -> FindingDetail:
    """Changes one finding and remembers it in its history."""
    with context.changing(action) as work:
        finding = store.one(work, finding_id)
        if finding is None:
            raise KaizenError("findings.not_found", finding=finding_id)
        after, entries = change(finding, work)
        store.rewrite(work, [after])
        store.remember(work, entries)
        work.subject = f"{finding.rule} {finding.path}"
        work.details = {"finding": str(finding_id), "note": entries[-1].note}
        work.record("findings.changed", finding=str(finding_id))
        return _detail(work, finding_id)


def end_overdue_waivers(context: Context) -> int:
    """Opens the workspace's findings whose waiver ran out; returns how many."""
    with context.reading() as work:
        if not store.overdue(work):
            return 0
    with context.keeping() as work:
        before = store.overdue(work)
        changes = [rules.end_waiver(finding, work.now) for finding in before]
        store.rewrite(work, [after for after, _ in changes])
        store.end_waivers(work, [finding.waiver.id for finding in before if finding.waiver])
        store.remember(work, [entry for _, entries in changes for entry in entries])
        if before:
            work.record("findings.changed", waivers_ended=len(before))
        return len(before)


def sweep_waivers(system: Context) -> None:
    """Ends waivers that ran out, in every workspace."""
    with system.reading() as work:
        workspaces = store.workspaces_with_overdue(work)
    for workspace in workspaces:
        end_overdue_waivers(system.acting_as(local_actor("kaizen", Door.JOBS, workspace)))


def summarize(context: Context) -> FindingsSummary:
    """How many findings stand where, and what the last week brought."""
    with context.reading() as work:
        rows = store.counts(work, work.now - NEW_WITHIN)
    by_state = {state: sum(row["findings"] for row in rows if row["state"] == state) for state in State}
    opened = {row["severity"]: row["findings"] for row in rows if row["state"] == State.OPEN}
    return FindingsSummary(
        open=OpenCount(*(opened.get(severity, 0) for severity in Severity)),
        waived=by_state[State.WAIVED],
        resolved=by_state[State.RESOLVED],
        new_last_7_days=sum(row["new"] for row in rows),
        resolved_last_7_days=sum(row["ended"] for row in rows),
    )


def rule_figures(context: Context) -> list[RuleFigures]:
    """Counts and false-positive rate of every rule that ever found something."""
    with context.reading() as work:
        return rules.figures(store.tallies(work))


def list_rule_figures(context: Context, request: PageRequest) -> Page[RuleFigures]:
    """The figures of rules as a page, by name of the rule."""
    figures = rule_figures(context)
    after = str(decode_cursor(request.cursor, 1)[0]) if request.cursor else ""
    rest = [each for each in figures if each.rule > after]
    shown = rest[: request.limit]
    following = encode_cursor([shown[-1].rule]) if len(rest) > len(shown) else None
    return Page(shown, following, len(figures))


def live_counts(context: Context, repository: UUID, source: str) -> dict[str, LiveCount]:
    """Open and waived findings of a repository and source by rule; rules without any are left out."""
    with context.reading() as work:
        return store.live_counts(work, repository, source)
