"""What can be read now, from the faces of the concepts that measure: only what a run really found."""

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal

from kaizen.analyze.findings import Severity
from kaizen.analyze.findings.service import open_findings
from kaizen.analyze.standards.service import show_standards
from kaizen.collect.inventory.views import RepositoryView
from kaizen.loop.reports.model import Reading
from kaizen.loop.reports.runs import readings_of_runs
from kaizen.storage.work import Context


def readings(context: Context, repository: RepositoryView) -> list[Reading]:
    """Every value on record for a repository, each under the run that found it."""
    return [*_of_scan(repository), *_of_check(context, repository), *readings_of_runs(context, repository.id)]


def _of_scan(repository: RepositoryView) -> Iterator[Reading]:
    at, source = repository.scanned_at, f"scan {repository.scanned_at.isoformat()}"
    evidence = {"commit": repository.commit, "files": repository.files}
    yield Reading("skipped_files", at, Decimal(repository.skipped), source, evidence)
    yield Reading("inventory_items", at, Decimal(repository.items), source, evidence)


def _of_check(context: Context, repository: RepositoryView) -> Iterator[Reading]:
    """Open findings by severity; none of a severity for which no rule could be measured."""
    standards = show_standards(context, repository.id)
    if standards.checked_at is None:
        return
    measured_rules = {rule.id for rule in standards.rules if rule.state != "unknown"}
    live = [finding for finding in open_findings(context, repository.id) if finding.rule in measured_rules]
    found = Counter(finding.severity for finding in live)
    for severity in Severity:
        rules = [rule.id for rule in standards.rules if rule.severity is severity]
        measured = measured_rules.intersection(rules)
        if measured:
            evidence = {"rules": len(rules), "measured": len(measured)}
            source = f"check {standards.checked_at.isoformat()}"
            value = Decimal(found[severity])
            yield Reading(f"findings_{severity.value}", standards.checked_at, value, source, evidence)
