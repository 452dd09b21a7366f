"""The use case of the short list: what is open, what it touches, what comes first."""

from collections import defaultdict
from uuid import UUID

from kaizen.analyze.findings.service import open_findings
from kaizen.analyze.findings.views import FindingView
from kaizen.collect.inventory.service import items_of_repository, repositories_of
from kaizen.prioritize.improvements.model import ShortList, Signal
from kaizen.prioritize.improvements.rules import short_list
from kaizen.storage.work import Context

ItemsByPath = dict[tuple[UUID, str], set[UUID]]


def get_short_list(context: Context, limit: int = 3, repository: UUID | None = None) -> ShortList:
    """The ``limit`` things most worth improving in a repository, or in the whole workspace."""
    with context.reading() as work:
        findings = open_findings(context, repository)
        touched, in_all = _items(context, repository)
        signals = [_signal(finding, touched) for finding in findings]
        return short_list(signals, in_all, work.now.replace(second=0, microsecond=0), limit)


def _items(context: Context, repository: UUID | None) -> tuple[ItemsByPath, int]:
    by_path: defaultdict[tuple[UUID, str], set[UUID]] = defaultdict(set)
    in_all = 0
    for each in [repository] if repository else repositories_of(context):
        items = items_of_repository(context, each)
        in_all += len(items)
        for item in items:
            by_path[each, item.path].add(item.id)
    return dict(by_path), in_all


def _signal(finding: FindingView, touched: ItemsByPath) -> Signal:
    items = {finding.item_id} if finding.item_id else touched.get((finding.repository_id, finding.path), set())
    return Signal(
        finding_id=finding.id,
        rule=finding.rule,
        title=finding.title,
        severity=finding.severity,
        path=finding.path,
        line=finding.line,
        message=finding.message,
        suggestion=finding.suggestion,
        first_detected=finding.first_detected,
        items=frozenset(items),
    )
