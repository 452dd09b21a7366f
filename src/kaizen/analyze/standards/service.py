"""Use cases of standards: check a folder, show the rules and how they stand."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import datetime
from pathlib import Path
from uuid import UUID

from kaizen.analyze.findings import Detection, Scan
from kaizen.analyze.findings import service as findings
from kaizen.analyze.findings.views import ScanOutcome
from kaizen.analyze.standards import store
from kaizen.analyze.standards.evaluation import evaluate
from kaizen.analyze.standards.gathering import Gathered, OwnRules, gather_material, rules_of, still_there
from kaizen.analyze.standards.lineage import ignored, renames_since
from kaizen.analyze.standards.loading import default
from kaizen.analyze.standards.model import Standards
from kaizen.analyze.standards.shape import suggestion
from kaizen.analyze.standards.store import Check
from kaizen.analyze.standards.telling import standing, told, told_expired, told_problem, untested
from kaizen.analyze.standards.verdict import Covered, Report
from kaizen.analyze.standards.views import CheckChanges, Checked, RuleDetail, RuleView, StandardsView
from kaizen.collect.inventory.model import Kind
from kaizen.collect.inventory.scanning import scan_folder
from kaizen.collect.inventory.service import items_of_repository, record_discovery, repository_at
from kaizen.collect.testruns.service import latest_coverage
from kaizen.kit.errors import KaizenError
from kaizen.kit.progress import Progress, ProgressSink, silent
from kaizen.storage.work import Context

SOURCE = "standards"
Coverage = Mapping[str, Covered]


@dataclass(frozen=True, slots=True)
class _Seen:
    """What a check saw of a repository, ready to be recorded."""

    repository: UUID
    began: datetime
    own: OwnRules
    gathered: Gathered
    report: Report


def check_folder(
    context: Context,
    root: Path,
    cache_dir: Path,
    report: ProgressSink = silent,
    *,
    coverage: Coverage | None = None,
) -> Checked:
    """Checks a folder against its standards.yaml (else the built-in rules) and records what it found.

    ``coverage`` is by path, None for what the last test runs of the folder measured. Raises KaizenError for no such
    folder and for a file of rules that cannot be used; then nothing changes but the list of problems.
    """
    began = context.clock()
    own = rules_of(root)
    found = scan_folder(lambda: context, root, cache_dir, report, database=context.database.fingerprint)
    known = repository_at(context, root)
    repository = known.id if known else record_discovery(context, root, found.discovery).repository_id
    standards = _usable(context, repository, own)
    gathered = gather_material(root, found.discovery, cache_dir, report)
    report(Progress("checking rules"))
    measured = _measured(context, repository) if coverage is None else coverage
    verdicts = evaluate(standards, replace(gathered.material, coverage=measured), began.date())
    report(Progress("recording"))
    seen = _Seen(repository, began, own, gathered, verdicts)
    scan, detections = _scan(context, root, seen), _with_items(context, seen)
    return _recorded(context, seen, scan, detections)


def _measured(context: Context, repository: UUID) -> Coverage | None:
    """Coverage by path as the last test runs measured it, None where none did."""
    modules = latest_coverage(context, repository)
    return {each.module: Covered(each.lines_covered, each.lines_total) for each in modules} or None


def _usable(context: Context, repository: UUID, own: OwnRules) -> Standards:
    """The rules of a folder; those that cannot be used are put on record with their problems, and raised."""
    if own.standards is not None:
        return own.standards
    with context.changing("standards.check") as work:
        store.save_problems(work, repository, own.file or "", [told_problem(each) for each in own.problems])
        work.subject, work.details = str(repository), {"problems": len(own.problems)}
        work.record("standards.checked", repository=str(repository), problems=len(own.problems))
    raise own.problems[0]


def _scan(context: Context, root: Path, seen: _Seen) -> Scan:
    """What the check looked at, which decides what becomes of findings it did not see again."""
    renames = renames_since(root, findings.last_scanned_commit(context, seen.repository, SOURCE))
    asked = findings.live_paths(context, seen.repository, SOURCE) | set(renames.values())
    scanned = seen.gathered.scanned - seen.report.unread
    unseen = still_there(root, asked - scanned)
    return Scan(
        at=seen.began,
        rules=frozenset(result.rule.id for result in seen.report.results),
        measured=seen.report.measured,
        scanned=scanned,
        present=scanned | seen.gathered.material.unread | (unseen - ignored(root, unseen)),
        renames=renames,
        excepted=seen.report.excepted,
        blind=seen.report.blind,
    )


def _with_items(context: Context, seen: _Seen) -> list[Detection]:
    """Detections that know the inventory item they are about."""
    items = items_of_repository(context, seen.repository, Kind.TABLE, Kind.SERVICE)
    ids = {(str(item.kind), item.name): item.id for item in items}
    return [replace(each, item_id=ids.get(each.item)) if each.item else each for each in seen.report.detections]


def _recorded(context: Context, seen: _Seen, scan: Scan, detections: list[Detection]) -> Checked:
    """Puts a check on record together with its findings: both or neither."""
    rules = [told(result) for result in seen.report.results]
    problems = [told_expired(each) for each in seen.report.expired]
    with context.changing("standards.check") as work:
        outcome = findings.record_scan(context, seen.repository, SOURCE, detections, scan, commit=seen.gathered.commit)
        if not outcome.superseded:
            store.save(work, Check(seen.repository, seen.own.file, problems, rules, seen.began))
        work.subject = str(seen.repository)
        work.details = {"rules": len(rules), "opened": outcome.opened, "resolved": outcome.resolved}
        work.record("standards.checked", repository=str(seen.repository), live=outcome.live)
        details = _standing(context, seen.repository, rules)
        live = findings.recorded_findings(context, seen.repository, SOURCE)
    view = StandardsView(seen.own.file, problems, seen.began, [_brief(each) for each in details])
    return Checked(seen.repository, view, details, live, _changes(outcome), seen.gathered.skipped)


def _changes(outcome: ScanOutcome) -> CheckChanges:
    counts = (outcome.opened, outcome.reopened, outcome.resolved, outcome.moved)
    return CheckChanges(*counts, superseded=outcome.superseded)


def _standing(context: Context, repository: UUID, rules: list[RuleDetail]) -> list[RuleDetail]:
    counts = findings.live_counts(context, repository, SOURCE)
    return [standing(rule, counts.get(rule.id)) for rule in rules]


def _brief(rule: RuleDetail) -> RuleView:
    return RuleView(**{field.name: getattr(rule, field.name) for field in fields(RuleView)})


def show_standards(context: Context, repository: UUID | None = None) -> StandardsView:
    """The rules of a repository (else of the one checked last) and how they stand; the built-in ones before a check."""
    check, rules = _latest(context, repository)
    if check is None:
        return StandardsView(None, [], None, [_brief(rule) for rule in rules])
    return StandardsView(check.file, check.problems, check.checked_at, [_brief(rule) for rule in rules])


def explain_rule(context: Context, rule_id: str, repository: UUID | None = None) -> RuleDetail:
    """One rule with everything about it; raises KaizenError for a rule that is not there."""
    _, rules = _latest(context, repository)
    return picked(rules, rule_id)


def rules_of_folder(root: Path) -> list[RuleDetail]:
    """The rules of a folder as they would be checked; raises KaizenError for a file that cannot be used."""
    own = rules_of(root)
    if own.standards is None:
        raise own.problems[0]
    return [untested(rule) for rule in own.standards.rules]


def standing_of_folder(context: Context, root: Path) -> StandardsView:
    """The rules of a folder as they would be checked now, and how those that were checked before stand."""
    known = repository_at(context, root)
    check, rules = _latest(context, known.id) if known else (None, [])
    stand = {rule.id: rule for rule in rules} if check else {}
    now = [stand.get(rule.id, rule) for rule in rules_of_folder(root)]
    file = rules_of(root).file
    problems, checked_at = (check.problems, check.checked_at) if check else ([], None)
    return StandardsView(file, problems, checked_at, [_brief(rule) for rule in now])


def picked(rules: list[RuleDetail], rule_id: str) -> RuleDetail:
    """The rule of an id; raises KaizenError with the nearest one there is."""
    for rule in rules:
        if rule.id == rule_id:
            return rule
    meant = suggestion(rule_id, [rule.id for rule in rules])
    raise KaizenError("standards.unknown_rule", rule=rule_id[:100], meant=meant)


def _latest(context: Context, repository: UUID | None) -> tuple[Check | None, list[RuleDetail]]:
    with context.reading() as work:
        check = store.latest(work, repository)
        if check is not None and check.checked_at is not None:
            return check, _standing(context, check.repository_id, check.rules)
    return check, [untested(rule) for rule in default().rules]
