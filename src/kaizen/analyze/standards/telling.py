"""Rules and verdicts as people see them."""

from dataclasses import replace

from kaizen.analyze.findings.views import LiveCount
from kaizen.analyze.standards.model import AnyRule, Scope
from kaizen.analyze.standards.verdict import ExpiredException, RuleResult, RuleState
from kaizen.analyze.standards.views import ExamplesView, ExceptionView, RuleDetail
from kaizen.kit.errors import KaizenError

NOT_CHECKED = "not checked yet"
NOBODY = LiveCount(0, 0)


def told(result: RuleResult) -> RuleDetail:
    """A rule with the verdict of a check."""
    return _detail(result.rule, result.state, result.checked, result.reason)


def untested(rule: AnyRule) -> RuleDetail:
    """A rule nobody has checked yet."""
    return _detail(rule, RuleState.UNKNOWN, None, NOT_CHECKED)


def _detail(rule: AnyRule, state: RuleState, checked: int | None, reason: str) -> RuleDetail:
    return RuleDetail(
        id=rule.id,
        title=rule.title,
        kind=rule.kind,
        severity=rule.severity,
        scope=spelled_scope(rule.scope),
        state=state,
        open=None,
        checked=checked,
        reason=reason,
        docs=rule.docs,
        why=rule.why,
        fix=rule.fix,
        examples=ExamplesView(rule.examples.bad, rule.examples.good) if rule.examples else None,
        exceptions=[ExceptionView(each.path or each.item or "", each.reason, each.expires) for each in rule.exceptions],
    )


def standing(rule: RuleDetail, counts: LiveCount | None) -> RuleDetail:
    """The rule as it stands with its findings now: waivers given since, and findings in files nobody could read."""
    count = counts or NOBODY
    if rule.state is RuleState.UNKNOWN:
        return replace(rule, open=count.open if counts else None)
    state, reason = rule.state, rule.reason
    if state is RuleState.FAIL and not count.open and count.waived:
        state, reason = RuleState.WAIVED, f"{reason}; all {count.waived} are waived"
    elif state is not RuleState.FAIL and count.open:
        state, reason = RuleState.FAIL, f"{reason}; {count.open} found earlier in files that could not be read"
    return replace(rule, state=state, reason=reason, open=count.open)


def spelled_scope(scope: Scope) -> list[str]:
    """A scope in a few words, one for each condition."""
    parts = [*scope.include, *(f"not {glob}" for glob in scope.exclude)]
    parts += [f"language {language}" for language in scope.languages]
    parts += [f"imports {module}" for module in scope.imports]
    parts += [f"item {glob}" for glob in scope.items]
    return parts + [f"not item {glob}" for glob in scope.exclude_items]


def told_problem(problem: KaizenError) -> str:
    """What is wrong with the file, and what to do about it."""
    return f"{problem.sentence()} {problem.hint()}"


def told_expired(exception: ExpiredException) -> str:
    """An exception that must be renewed or dropped."""
    return (
        f"{exception.rule}: the exception for {exception.place} ended on {exception.expires} ({exception.reason}). "
        "Mend the place, or give the exception a new date."
    )
