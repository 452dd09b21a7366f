"""Open findings grouped by rule, the worst first, and the sentence that sums them up."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from kaizen.analyze.findings import Severity, State
from kaizen.analyze.findings.views import FindingView, OpenCount
from kaizen.loop.reports.views import IssueGroup, Place, Totals

MOST_PLACES = 50
RECENT = timedelta(days=7)


def grouped(findings: Iterable[FindingView]) -> list[IssueGroup]:
    """A group per rule: severest first, then the most places, then the oldest; at most 50 places each."""
    by_rule: defaultdict[str, list[FindingView]] = defaultdict(list)
    for finding in findings:
        by_rule[finding.rule].append(finding)
    return sorted((_group(rows) for rows in by_rule.values()), key=_weight)


def totals(findings: Sequence[FindingView], as_of: datetime) -> Totals:
    """Findings of every state, counted."""
    states = Counter(finding.state for finding in findings)
    severities = Counter(finding.severity for finding in findings if finding.state is State.OPEN)
    since = as_of - RECENT
    return Totals(
        open=OpenCount(*(severities[severity] for severity in Severity)),
        waived=states[State.WAIVED],
        resolved=states[State.RESOLVED],
        new_last_7_days=sum(each.first_detected >= since for each in findings),
        resolved_last_7_days=sum(each.resolved_at is not None and each.resolved_at >= since for each in findings),
    )


def explanation(groups: Sequence[IssueGroup], waived: int, checked_at: datetime | None, scanned: bool) -> str:
    """What the report says in one sentence; where there is nothing to say, what to run."""
    if not scanned:
        return "No repository is on record yet. Turn the loop over one: kaizen up PATH."
    if not groups and checked_at is None:
        return "No standards were checked yet. Check them: kaizen check standards."
    beside = f", {waived} waived" if waived else ""
    if not groups:
        return f"Nothing is open{beside}."
    total = sum(group.open for group in groups)
    findings = "1 open finding" if total == 1 else f"{total} open findings"
    rules = "one rule" if len(groups) == 1 else f"{len(groups)} rules, the worst first"
    return f"{findings} of {rules}{beside}."


def _group(rows: Sequence[FindingView]) -> IssueGroup:
    first = min(rows, key=lambda each: each.severity.rank)
    oldest = sorted(rows, key=lambda each: (each.first_detected, each.path, each.line or 0))
    places = [Place(each.path, each.line, each.message) for each in oldest[:MOST_PLACES]]
    return IssueGroup(first.severity, first.rule, first.title, len(rows), oldest[0].first_detected, places)


def _weight(group: IssueGroup) -> tuple[int, int, datetime, str]:
    return group.severity.rank, -group.open, group.oldest_at, group.rule
