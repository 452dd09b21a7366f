"""The life of findings: what a scan opens, resolves and re-opens, and what a waiver changes."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from kaizen.analyze.findings.identity import match, normalised
from kaizen.analyze.findings.model import (
    REPOSITORY,
    Detection,
    Event,
    Finding,
    HistoryEntry,
    Reconciliation,
    Resolution,
    RuleFigures,
    Scan,
    State,
    Tally,
    Waiver,
    WaiverCategory,
)
from kaizen.kit.errors import KaizenError

REASON_LIMIT = 1000
Changed = tuple[Finding, list[HistoryEntry]]


def reconcile(
    known: Sequence[Finding], detections: Sequence[Detection], scan: Scan, new_id: Callable[[], UUID]
) -> Reconciliation:
    """What a scan changes in the known findings of one repository and one source of detections.

    A finding resolves only when its place was looked at again, or is gone, or its rule is. Waivers that
    ran out by ``scan.at`` end first. Running the same scan twice changes nothing but the time last seen.
    """
    ended = {finding.id: end_waiver(finding, scan.at) for finding in known}
    awake = [ended[finding.id][0] for finding in known]
    found = match(awake, [normalised(detection) for detection in detections], scan)
    outcomes = {finding.id: _seen_again(finding, detection, scan.at) for finding, detection in found.pairs}
    outcomes |= {finding.id: _unseen(finding, scan) for finding in found.unseen}
    updated: list[Finding] = []
    seen: list[UUID] = []
    history: list[HistoryEntry] = []
    for before in known:
        after, entries = outcomes[before.id]
        history += [*ended[before.id][1], *entries]
        if after == before:
            continue
        if replace(after, last_detected=before.last_detected) == before:
            seen.append(before.id)
        else:
            updated.append(after)
    created = [_opened(detection, new_id(), scan.at) for detection in found.fresh]
    history += [_entry(finding, scan.at, Event.DETECTED, _spot(finding)) for finding in created]
    return Reconciliation(tuple(created), tuple(updated), tuple(seen), tuple(history))


def _opened(detection: Detection, finding_id: UUID, at: datetime) -> Finding:
    return Finding(
        id=finding_id,
        rule=detection.rule,
        title=detection.title,
        severity=detection.severity,
        state=State.OPEN,
        path=detection.path,
        line=detection.line,
        subject=detection.subject,
        anchor=detection.anchor,
        context=detection.context,
        message=detection.message,
        evidence=detection.evidence,
        suggestion=detection.suggestion,
        docs=detection.docs,
        first_detected=at,
        last_detected=at,
        item_id=detection.item_id,
    )


def _seen_again(finding: Finding, detection: Detection, at: datetime) -> Changed:
    waiver = finding.waiver if finding.waiver and finding.waiver.holds_at(at) else None
    after = replace(
        _opened(detection, finding.id, at),
        state=State.WAIVED if waiver else State.OPEN,
        first_detected=finding.first_detected,
        times_reopened=finding.times_reopened + (finding.state is State.RESOLVED),
        waiver=waiver,
    )
    history = []
    if finding.state is State.RESOLVED:
        history.append(_entry(after, at, Event.REOPENED, _spot(after)))
    if finding.path != after.path:
        history.append(_entry(after, at, Event.MOVED, f"{_spot(finding)} -> {_spot(after)}"))
    return after, history


def _unseen(finding: Finding, scan: Scan) -> Changed:
    after, history = _along_rename(finding, scan)
    ending = None if finding.state is State.RESOLVED else _ending(after, scan)
    if ending is None:
        return after, history
    resolution, note = ending
    after = replace(after, state=State.RESOLVED, resolution=resolution, resolved_at=scan.at)
    return after, [*history, _entry(after, scan.at, Event.RESOLVED, note)]


def _along_rename(finding: Finding, scan: Scan) -> Changed:
    """Follow the file even when nobody looked for the finding: the next scan will not hear of the rename."""
    path = scan.renames.get(finding.path)
    if path is None or path not in scan.present:
        return finding, []
    after = replace(finding, path=path)
    if finding.state is State.RESOLVED:
        return after, []
    return after, [_entry(after, scan.at, Event.MOVED, f"{_spot(finding)} -> {_spot(after)}")]


def _ending(finding: Finding, scan: Scan) -> tuple[Resolution, str] | None:
    """Why an undetected finding ends now, or None where nobody looked."""
    if finding.rule not in scan.rules:
        return Resolution.RULE_GONE, f"the rule {finding.rule} is no longer in force"
    excepted = scan.excepted.get((finding.rule, finding.subject or finding.path))
    if excepted is not None:
        return Resolution.EXCEPTED, excepted
    gone = finding.path != REPOSITORY and finding.path not in scan.present
    if gone and not finding.subject:
        return Resolution.FILE_GONE, f"{finding.path} is no longer part of the repository"
    looked = gone or finding.path == REPOSITORY or finding.path in scan.scanned
    blind = any((finding.rule, place) in scan.blind for place in (finding.subject, finding.path) if place)
    if looked and not blind and finding.rule in scan.measured:
        return Resolution.FIXED, "no longer detected"
    return None


def end_waiver(finding: Finding, now: datetime) -> Changed:
    """The finding without its waiver if that ran out: open again if it was waived; otherwise unchanged."""
    waiver = finding.waiver
    if waiver is None or waiver.holds_at(now):
        return finding, []
    note = f"the waiver of {waiver.owner} ran out at {waiver.expires_at:%Y-%m-%d %H:%M} UTC"
    return _without_waiver(finding, now, note)


def _without_waiver(finding: Finding, now: datetime, note: str) -> Changed:
    state = State.OPEN if finding.state is State.WAIVED else finding.state
    return replace(finding, state=state, waiver=None), [_entry(finding, now, Event.WAIVER_ENDED, note)]


def waive(finding: Finding, waiver: Waiver) -> Changed:
    """The finding accepted until the waiver runs out; a second waiver replaces the first.

    Raises KaizenError for a resolved finding, an empty or endless reason, an expiry that is past.
    """
    if finding.state is State.RESOLVED:
        raise KaizenError("findings.not_open", finding=finding.id)
    if not waiver.reason.strip():
        raise KaizenError("findings.reason_missing", finding=finding.id)
    if len(waiver.reason) > REASON_LIMIT:
        raise KaizenError("findings.reason_too_long", length=len(waiver.reason), limit=REASON_LIMIT)
    if not waiver.holds_at(waiver.created_at):
        raise KaizenError("findings.expiry_past", expires=f"{waiver.expires_at:%Y-%m-%d %H:%M} UTC")
    note = f"{waiver.owner}, until {waiver.expires_at:%Y-%m-%d}: {waiver.reason}"
    after = replace(finding, state=State.WAIVED, waiver=waiver)
    return after, [_entry(after, waiver.created_at, Event.WAIVED, note)]


def unwaive(finding: Finding, who: str, now: datetime) -> Changed:
    """The finding open again before its waiver ran out; raises KaizenError where there is no waiver."""
    if finding.waiver is None or finding.state is not State.WAIVED:
        raise KaizenError("findings.not_waived", finding=finding.id)
    return _without_waiver(finding, now, f"ended by {who}")


def figures(tallies: Iterable[Tally]) -> list[RuleFigures]:
    """Counts and false-positive rate per rule, sorted by rule.

    Judged are findings that were waived (by category) or fixed; open ones, and those that ended because
    their file or rule is gone, say nothing about the rule.
    """
    by_rule: defaultdict[str, list[Tally]] = defaultdict(list)
    for tally in tallies:
        by_rule[tally.rule].append(tally)
    return [_figures_of(rule, rows) for rule, rows in sorted(by_rule.items())]


def _figures_of(rule: str, rows: list[Tally]) -> RuleFigures:
    wrong = sum(row.count for row in rows if row.category is WaiverCategory.FALSE_POSITIVE)
    judged = sum(row.count for row in rows if row.category or row.resolution is Resolution.FIXED)
    count = {state: sum(row.count for row in rows if row.state is state) for state in State}
    return RuleFigures(
        rule=rule,
        open=count[State.OPEN],
        waived=count[State.WAIVED],
        resolved=count[State.RESOLVED],
        false_positives=wrong,
        false_positive_rate=wrong / judged if judged else None,
    )


def _entry(finding: Finding, at: datetime, event: Event, note: str) -> HistoryEntry:
    return HistoryEntry(finding.id, at, event, note)


def _spot(finding: Finding) -> str:
    return finding.path if finding.line is None else f"{finding.path}:{finding.line}"
