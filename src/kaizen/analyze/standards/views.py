"""What use cases of standards answer with."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from kaizen.analyze.findings import CheckedRule, Finding, Severity
from kaizen.analyze.standards.verdict import RuleState


@dataclass(frozen=True, slots=True)
class ExamplesView:
    """A place that violates a rule and the same place put right."""

    bad: str
    good: str


@dataclass(frozen=True, slots=True)
class ExceptionView:
    """A place where a rule need not hold until a day; ``path`` may name an item as well."""

    path: str
    reason: str
    expires: date


@dataclass(frozen=True, slots=True)
class RuleView:
    """A rule with its verdict; ``open`` and ``checked`` are null where nothing was measured."""

    id: str
    title: str
    kind: str
    severity: Severity
    scope: list[str]
    state: RuleState
    open: int | None
    checked: int | None
    reason: str
    docs: str | None


@dataclass(frozen=True, slots=True)
class RuleDetail(RuleView):
    """A rule with everything its author says about it."""

    why: str
    fix: str
    examples: ExamplesView | None
    exceptions: list[ExceptionView]


@dataclass(frozen=True, slots=True)
class StandardsView:
    """The rules of a repository; ``file`` is null while the built-in ones hold, ``checked_at`` before the first check.

    ``problems`` says what is wrong with the file, and which exceptions have run out.
    """

    file: str | None
    problems: list[str]
    checked_at: datetime | None
    rules: list[RuleView]


@dataclass(frozen=True, slots=True)
class CheckChanges:
    """What a check changed in the findings; ``superseded`` when a later check had been recorded already."""

    opened: int
    reopened: int
    resolved: int
    moved: int
    superseded: bool


@dataclass(frozen=True, slots=True)
class Checked:
    """A whole check: the standards, the findings that stand, what changed, and files that were not read."""

    repository_id: UUID
    standards: StandardsView
    details: list[RuleDetail]
    findings: list[Finding]
    changes: CheckChanges
    skipped: int

    def for_reports(self) -> list[CheckedRule]:
        """The rules as report formats need them."""
        return [
            CheckedRule(rule.id, rule.title, rule.severity, rule.why, rule.fix, rule.docs, rule.state, rule.reason)
            for rule in self.details
        ]
