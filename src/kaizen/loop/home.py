"""The first page: what needs us now, gathered from every stage in one answer."""

from dataclasses import dataclass

from kaizen.access.service import session_view
from kaizen.analyze.findings import service as findings
from kaizen.analyze.findings.views import FindingsSummary
from kaizen.analyze.standards.service import show_standards
from kaizen.collect.inventory import service as inventory
from kaizen.collect.inventory.views import InventorySummary, RepositoryView
from kaizen.collect.probes.model import Health
from kaizen.collect.probes.service import count_states
from kaizen.collect.testruns.service import latest_run
from kaizen.collect.testruns.views import RunView
from kaizen.kit.paging import PageRequest
from kaizen.loop.reports import TrendsReport
from kaizen.loop.reports.service import trends
from kaizen.prioritize.improvements import ShortList, get_short_list
from kaizen.storage.work import Context

SHOWN_REPOSITORIES = 5


@dataclass(frozen=True, slots=True)
class Step:
    """One step of setting up; ``done`` is read from the record, never ticked by hand."""

    id: str
    title: str
    done: bool
    hint: str


@dataclass(frozen=True, slots=True)
class Home:
    """Everything the first page shows; ``latest_run`` is null before the first test run."""

    workspace: str
    repositories: list[RepositoryView]
    inventory: InventorySummary
    findings: FindingsSummary
    short_list: ShortList
    latest_run: RunView | None
    health: Health
    trends: TrendsReport
    checklist: list[Step]


def gather_home(context: Context) -> Home:
    """The first page of a workspace, as one consistent answer."""
    with context.reading():
        repositories = inventory.list_repositories(context, PageRequest(limit=SHOWN_REPOSITORIES)).items
        run = latest_run(context)
        health = count_states(context)
        return Home(
            workspace=session_view(context, None).workspace.name,
            repositories=repositories,
            inventory=inventory.summarize(context),
            findings=findings.summarize(context),
            short_list=get_short_list(context),
            latest_run=run,
            health=health,
            trends=trends(context, repositories[0] if repositories else None),
            checklist=_checklist(context, repositories, run, health),
        )


def _checklist(context: Context, repositories: list[RepositoryView], run: RunView | None, health: Health) -> list[Step]:
    standards = show_standards(context)
    watched = health.up + health.down + health.unknown > 0
    return [
        Step("discover", "Discover a repository", bool(repositories), "kaizen discover PATH"),
        Step("check", "Check its standards", standards.checked_at is not None, "kaizen check standards"),
        Step("standards", "Make the standards yours", standards.file is not None, "kaizen standards init"),
        Step("test", "Run or import tests", run is not None, "kaizen test all"),
        Step("probes", "Watch what you depend on", watched, "kaizen probes init"),
    ]
