"""Builders of detections, scans and known findings."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import count
from uuid import UUID

from kaizen.analyze.findings.model import (
    Detection,
    Finding,
    Reconciliation,
    Scan,
    Severity,
    Waiver,
    WaiverCategory,
)
from kaizen.analyze.findings.rules import reconcile

MONDAY = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
DAY = timedelta(days=1)
_numbers = count(1)


def new_id() -> UUID:
    """Ids that count up, so that failures are readable."""
    return UUID(int=next(_numbers))


def detection(
    path: str = "app.py",
    line: int | None = 1,
    text: str = "eval(x)",
    rule: str = "no-eval",
    subject: str | None = None,
    context: str = "",
    severity: Severity = Severity.WARNING,
) -> Detection:
    """A detection with everything that does not matter filled in."""
    return Detection(
        rule=rule,
        title=f"Title of {rule}",
        severity=severity,
        path=path,
        line=line,
        anchor=text,
        message=f"{text} is not allowed",
        suggestion="Remove it.",
        evidence=text,
        docs="https://example.org/docs",
        subject=subject,
        context=context,
    )


def scan(
    scanned: Iterable[str] = ("app.py",),
    *,
    at: datetime = MONDAY,
    rules: Iterable[str] = ("no-eval",),
    measured: Iterable[str] | None = None,
    present: Iterable[str] | None = None,
    renames: dict[str, str] | None = None,
    excepted: dict[tuple[str, str], str] | None = None,
) -> Scan:
    """A scan of ``scanned``; unless told otherwise nothing else exists and every rule was measured."""
    scanned, rules = frozenset(scanned), frozenset(rules)
    return Scan(
        at=at,
        rules=rules,
        measured=rules if measured is None else frozenset(measured),
        scanned=scanned,
        present=scanned if present is None else frozenset(present),
        renames=renames or {},
        excepted=excepted or {},
    )


def run(known: Sequence[Finding], seen: Sequence[Detection], what: Scan) -> tuple[list[Finding], Reconciliation]:
    """All findings after a scan, and what the scan changed."""
    result = reconcile(known, seen, what, new_id)
    changed = {finding.id: finding for finding in result.updated}
    again = set(result.seen)
    after = [
        replace(finding, last_detected=what.at) if finding.id in again else changed.get(finding.id, finding)
        for finding in known
    ]
    return [*after, *result.created], result


def known_from(*seen: Detection, at: datetime = MONDAY) -> list[Finding]:
    """Findings as a first scan leaves them, in the order of the detections."""
    paths = {one.path for one in seen}
    rules = {one.rule for one in seen}
    findings, _ = run([], seen, scan(paths, rules=rules, at=at))
    return findings


def waiver(
    *,
    days: int = 30,
    category: WaiverCategory = WaiverCategory.ACCEPTED_RISK,
    reason: str = "Legacy, replaced in May",
    created_at: datetime = MONDAY,
) -> Waiver:
    """A waiver of Ada that runs for some days."""
    return Waiver(new_id(), "ada", category, reason, created_at + days * DAY, created_at)
