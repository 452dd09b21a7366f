"""One turn of the loop over a repository: what is there, what is wrong, what to do first."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from kaizen.analyze.findings.service import summarize as summarize_findings
from kaizen.analyze.findings.views import FindingsSummary
from kaizen.analyze.standards.service import check_folder
from kaizen.analyze.standards.views import Checked
from kaizen.collect.inventory.model import Discovery
from kaizen.collect.inventory.scanning import scan_folder
from kaizen.kit.errors import KaizenError
from kaizen.kit.progress import ProgressSink, silent
from kaizen.loop.reports.service import record_measures
from kaizen.prioritize.improvements import ShortList, get_short_list
from kaizen.storage.work import Context


@dataclass(frozen=True, slots=True)
class Turn:
    """What one turn found; ``checked`` is null where the standards could not be used, ``problem`` says why."""

    discovery: Discovery
    checked: Checked | None
    problem: KaizenError | None
    findings: FindingsSummary
    short_list: ShortList


def turn_loop(open_context: Callable[[], Context], root: Path, cache_dir: Path, report: ProgressSink = silent) -> Turn:
    """Discovers, checks, measures and ranks; raises KaizenError for a folder or database that cannot be used.

    Standards that cannot be used do not stop the turn: the rest of what was found still counts.
    """
    context = open_context()
    scan = scan_folder(lambda: context, root, cache_dir, report, database=context.database.fingerprint)
    checked, problem = None, None
    try:
        checked = check_folder(context, root, cache_dir, report)
    except KaizenError as error:
        if not error.code.startswith("standards."):
            raise
        problem = error
    if checked is not None:
        record_measures(context, checked.repository_id)
    repository = checked.repository_id if checked else None
    return Turn(scan.discovery, checked, problem, summarize_findings(context), get_short_list(context, 3, repository))
