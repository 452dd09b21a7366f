"""Checks all rules against everything known of a repository: every fact is looked at once, however many the rules."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date

from kaizen.analyze.findings import Detection
from kaizen.analyze.standards.globs import any_path
from kaizen.analyze.standards.kinds import coverage, documentation, files, tables
from kaizen.analyze.standards.kinds.patterns import PatternPlan
from kaizen.analyze.standards.kinds.sizes import SizePlan
from kaizen.analyze.standards.kinds.spots import FileView
from kaizen.analyze.standards.kinds.texts import TextPlan
from kaizen.analyze.standards.model import (
    FILE,
    AnyRule,
    CoverageOf,
    Documentation,
    ForbiddenPattern,
    Naming,
    RequiredColumns,
    RequiredFiles,
    RequiredPattern,
    SizeLimits,
    Standards,
)
from kaizen.analyze.standards.scopes import Excuses, FileScope, ItemScope
from kaizen.analyze.standards.verdict import (
    ExpiredException,
    Material,
    Outcome,
    Report,
    RuleResult,
    RuleState,
    Violation,
)

EVIDENCE_LIMIT = 200


def evaluate(standards: Standards, material: Material, today: date) -> Report:
    """Verdicts and detections; pure but for ``material.text_of``, which is asked about files with violations."""
    check = _Check(standards, material)
    for rule in standards.rules:
        check.add(rule)
    unread = check.run()
    return _Verdicts(material, today, frozenset(unread)).report(standards, check.outcomes)


class _Check:
    """One run over the material: plans for what is checked file by file, direct answers for the rest."""

    def __init__(self, standards: Standards, material: Material) -> None:
        excluded = any_path(standards.exclude)
        self._material = material
        self._paths = sorted(path for path in material.files if excluded is None or not excluded(path))
        # A file of rules holds every text it forbids.
        self._texts_of = [path for path in self._paths if path != FILE]
        self._code = [path for path in self._paths if path in material.facts]
        self._scopes: dict[object, FileScope] = {}
        self._counts: dict[tuple[int, bool], int] = {}
        self._patterns, self._texts, self._sizes = PatternPlan(), TextPlan(), SizePlan()
        self._present = files.Present(material.files)
        self._tables = tables.Tables(material.items)
        self._excluded = excluded
        self.outcomes: dict[str, Outcome] = {}

    def add(self, rule: AnyRule) -> None:
        """Plans a rule, or answers it at once."""
        outcome = self.outcomes[rule.id] = Outcome()
        scope = self._scope(rule)
        if isinstance(rule, ForbiddenPattern | RequiredPattern | SizeLimits):
            self._plan(rule, scope, outcome)
            return
        items = ItemScope(rule.scope, scope, self._excluded)
        if isinstance(rule, RequiredFiles):
            files.check(rule, self._present, outcome)
        elif isinstance(rule, Documentation):
            documentation.check(rule, self._material.facts, scope.among(self._code), outcome)
        elif isinstance(rule, CoverageOf):
            coverage.check(rule, self._material, scope.among(self._code), items, outcome)
        elif isinstance(rule, RequiredColumns):
            tables.check_columns(rule, self._tables, items, outcome)
        elif isinstance(rule, Naming):
            tables.check_names(rule, self._tables, items, outcome)

    def _plan(self, rule: ForbiddenPattern | RequiredPattern | SizeLimits, scope: FileScope, outcome: Outcome) -> None:
        text = isinstance(rule, ForbiddenPattern) and bool(rule.match.text)
        outcome.checked = self._count(scope, text=text)
        if not outcome.checked:
            outcome.unknown = "no file is in scope"
        elif isinstance(rule, SizeLimits):
            self._sizes.add(rule, scope, outcome)
        elif isinstance(rule, RequiredPattern):
            self._patterns.require(rule, scope, outcome)
        else:
            self._patterns.forbid(rule, scope, outcome)
            self._texts.add(rule, scope, outcome)

    def _scope(self, rule: AnyRule) -> FileScope:
        key = (rule.scope.include, rule.scope.exclude, rule.scope.languages)
        known = self._scopes.get(key)
        if known is None:
            known = self._scopes[key] = FileScope(rule.scope, self._material.files)
        return known

    def _count(self, scope: FileScope, *, text: bool) -> int:
        key = (id(scope), text)
        if key not in self._counts:
            self._counts[key] = len(scope.among(self._texts_of if text else self._code))
        return self._counts[key]

    def run(self) -> set[str]:
        """Looks at every code file, and at texts that some rule is about; returns the files nobody could read."""
        for path in self._code:
            view = FileView(path, self._material.facts[path])
            self._patterns.look(view)
            self._sizes.look(view)
        return self._texts.look(self._material, self._texts_of)


class _Verdicts:
    """Turns outcomes into verdicts and violations into detections."""

    def __init__(self, material: Material, today: date, unread: frozenset[str]) -> None:
        self._material = material
        self._today = today
        self._unread = unread
        self._lines: tuple[str, list[str]] = ("", [])
        self._detections: list[Detection] = []
        self._excepted: dict[tuple[str, str], str] = {}
        self._expired: list[ExpiredException] = []

    def report(self, standards: Standards, outcomes: Mapping[str, Outcome]) -> Report:
        """The whole report."""
        results = tuple(self._result(rule, outcomes[rule.id]) for rule in standards.rules)
        self._detections.sort(key=lambda each: (each.path, each.line or 0, each.rule, each.anchor))
        return Report(
            results=results,
            detections=tuple(self._with_text(each) for each in self._detections),
            measured=frozenset(name for name, each in outcomes.items() if each.unknown is None and not each.surplus),
            blind=frozenset((name, place) for name, outcome in outcomes.items() for place in outcome.blind),
            excepted=self._excepted,
            expired=tuple(self._expired),
            unread=self._unread,
        )

    def _result(self, rule: AnyRule, outcome: Outcome) -> RuleResult:
        excepted = self._detect(rule, outcome.violations) if rule.exceptions or outcome.violations else 0
        found = len(outcome.violations) - excepted
        state = _state(outcome, found, excepted)
        checked = outcome.checked if outcome.checked and outcome.unknown is None else None
        return RuleResult(rule, state, checked, found, excepted, _reason(outcome, found, excepted))

    def _detect(self, rule: AnyRule, violations: Iterable[Violation]) -> int:
        """Takes violations in as detections, but for those an exception covers; returns how many those are."""
        excuses = Excuses(rule, self._today)
        self._expired += [
            ExpiredException(rule.id, each.path or each.item or "", each.reason, each.expires)
            for each in excuses.expired
        ]
        excepted = 0
        for violation in violations:
            excuse = excuses.find(violation.path, violation.item[1] if violation.item else None)
            if excuse is None:
                self._detections.append(_detection(rule, violation))
            else:
                excepted += 1
                key = (rule.id, violation.subject or violation.path)
                self._excepted[key] = f"excepted until {excuse.expires}: {excuse.reason}"
        return excepted

    def _with_text(self, detection: Detection) -> Detection:
        """The detection with the text of its line as evidence, and as its anchor where it has none yet."""
        text = self._line(detection.path, detection.line)
        anchor = detection.anchor if detection.anchor != UNANCHORED else text or detection.message
        return replace(detection, anchor=anchor, evidence=text[:EVIDENCE_LIMIT])

    def _line(self, path: str, line: int | None) -> str:
        if line is None:
            return ""
        if self._lines[0] != path:
            self._lines = (path, (self._material.text_of(path) or "").split("\n"))
        lines = self._lines[1]
        return lines[line - 1].strip() if line <= len(lines) else ""


UNANCHORED = "\0"


def _detection(rule: AnyRule, violation: Violation) -> Detection:
    return Detection(
        rule=rule.id,
        title=rule.title,
        severity=rule.severity,
        path=violation.path,
        line=violation.line,
        anchor=UNANCHORED if violation.anchor is None else violation.anchor,
        message=violation.message,
        suggestion=rule.fix,
        docs=rule.docs,
        subject=violation.subject,
        context=violation.context,
        item=violation.item,
    )


def _state(outcome: Outcome, found: int, excepted: int) -> RuleState:
    if found:
        return RuleState.FAIL
    if outcome.unknown is not None:
        return RuleState.UNKNOWN
    return RuleState.WAIVED if excepted else RuleState.PASS


def _reason(outcome: Outcome, found: int, excepted: int) -> str:
    if outcome.unknown is not None:
        return outcome.unknown
    parts = [f"{_counted(found, 'violation')} in {_counted(outcome.checked, outcome.unit)}"]
    if outcome.surplus:
        parts.append(f"{outcome.surplus} more are not recorded")
    if excepted:
        parts.append(f"{excepted} excepted")
    if outcome.partly:
        parts.append(outcome.partly)
    return "; ".join(parts)


def _counted(count: int, unit: str) -> str:
    """A number with its noun: no files, 1 file, 2 entries."""
    plural = f"{unit[:-1]}ies" if unit.endswith("y") else f"{unit}s"
    return f"1 {unit}" if count == 1 else f"{count or 'no'} {plural}"
