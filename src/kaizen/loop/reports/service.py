"""Use cases of reports: keep the history of measures, tell what is open and whether it gets better."""

from datetime import timedelta
from uuid import UUID

from kaizen.analyze.findings import State
from kaizen.analyze.findings.service import list_findings
from kaizen.analyze.findings.views import FindingQuery, FindingView
from kaizen.analyze.standards.service import show_standards
from kaizen.collect.inventory import service as inventory
from kaizen.collect.inventory.views import RepositoryView
from kaizen.kit.actor import Door, local_actor
from kaizen.kit.paging import MAX_LIMIT, PageRequest
from kaizen.loop.reports import issues as rules_of_issues
from kaizen.loop.reports import rules, store
from kaizen.loop.reports.measuring import readings
from kaizen.loop.reports.repositories import find_repository
from kaizen.loop.reports.views import IssuesReport, TrendsReport
from kaizen.storage.events import Event
from kaizen.storage.work import Context

DAYS = 90


def record_measures(context: Context, repository_id: UUID) -> int:
    """Puts on record what the latest runs measured in a repository; returns how many points that adds.

    A run adds each of its points once: calling this again, with nothing measured since, adds none. An
    unknown repository has nothing to measure.
    """
    repository = find_repository(context, repository_id)
    if repository is None:
        return 0
    found = readings(context, repository)
    with context.keeping() as work:
        return store.add_readings(work, repository_id, found)


def hear(system: Context, event: Event) -> None:
    """Puts on record what the run behind an event measured; an event that names no repository means the latest."""
    here = system.acting_as(local_actor("kaizen", Door.JOBS, event.workspace_id))
    named = event.payload.get("repository")
    if named:
        record_measures(here, UUID(named))
    elif latest := inventory.latest_repository(here):
        record_measures(here, latest.id)


def trends(context: Context, repository: RepositoryView | None, days: int = DAYS) -> TrendsReport:
    """Whether a repository's measures got better over the last ``days``; all unknown without a repository."""
    with context.reading() as work:
        as_of = work.now.replace(second=0, microsecond=0)
        history = store.points_since(work, repository.id, as_of - timedelta(days=days)) if repository else {}
    name, repository_id = (repository.name, repository.id) if repository else (None, None)
    return TrendsReport(as_of, name, repository_id, days, rules.METHOD, rules.judge(history))


def issues(context: Context, repository: RepositoryView | None) -> IssuesReport:
    """What is open in a repository, the worst first; nothing without a repository."""
    with context.reading() as work:
        as_of = work.now.replace(second=0, microsecond=0)
        found = _all_findings(context, repository.id) if repository else []
        checked_at = show_standards(context, repository.id).checked_at if repository else None
    counted = rules_of_issues.totals(found, as_of)
    groups = rules_of_issues.grouped(each for each in found if each.state is State.OPEN)
    told = rules_of_issues.explanation(groups, counted.waived, checked_at, scanned=repository is not None)
    name, repository_id = (repository.name, repository.id) if repository else (None, None)
    return IssuesReport(as_of, name, repository_id, checked_at, told, counted, groups)


def _all_findings(context: Context, repository: UUID) -> list[FindingView]:
    found: list[FindingView] = []
    cursor: str | None = None
    while True:
        page = list_findings(context, FindingQuery(repository_id=repository), PageRequest(cursor, MAX_LIMIT))
        found += page.items
        cursor = page.next_cursor
        if cursor is None:
            return found
