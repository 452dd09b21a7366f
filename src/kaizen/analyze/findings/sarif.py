"""Findings as SARIF 2.1.0, within what GitHub code scanning accepts."""

import os
from collections.abc import Mapping, Sequence
from urllib.parse import quote

import msgspec

from kaizen.analyze.findings.model import REPOSITORY, CheckedRule, Finding, Severity, State
from kaizen.analyze.findings.output import fingerprints, live, one_line, printable

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
RESULT_LIMIT = 25_000
"""GitHub refuses a run with more results, and keeps the 5,000 severest of those."""
RULE_LIMIT = 25_000
LEVELS = {Severity.CRITICAL: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
Json = dict[str, object]


def sarif(findings: Sequence[Finding], rules: Sequence[CheckedRule], *, version: str, repository_place: str) -> str:
    """A SARIF log with one run: open findings as results, waived ones as suppressed results.

    ``version`` is Kaizen's. ``repository_place`` is the file that stands in for findings about the
    repository as a whole, because viewers show no result without a file. Beyond 25,000 results the
    severest are kept and a notification says how many are missing.
    """
    shown = live(findings)
    prints = fingerprints(shown)
    kept = shown[:RESULT_LIMIT]
    known = _descriptors(rules, kept)
    index = {str(rule["id"]): number for number, rule in enumerate(known)}
    results = [_result(one, index[one.rule], prints[one.id], repository_place) for one in kept]
    run: Json = {
        "tool": {
            "driver": {
                "name": "Kaizen",
                "version": version,
                "semanticVersion": version,
                "rules": known,
            }
        },
        "automationDetails": {"id": "kaizen/standards/"},
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {"%SRCROOT%": {"description": {"text": "The root of the repository."}}},
        "invocations": [_invocation(len(shown) - len(kept))],
        "results": results,
    }
    log = {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}
    return msgspec.json.format(msgspec.json.encode(log), indent=2).decode() + "\n"


def _invocation(missing: int) -> Json:
    if not missing:
        return {"executionSuccessful": True}
    text = f"{missing} less severe results are left out: a run may hold {RESULT_LIMIT}."
    note = {"level": "warning", "message": {"text": text}}
    return {"executionSuccessful": True, "toolExecutionNotifications": [note]}


def _descriptors(rules: Sequence[CheckedRule], findings: Sequence[Finding]) -> list[Json]:
    """Rules that have results come first, so that a limit never cuts off a rule that is referred to."""
    by_id = {rule.id: rule for rule in rules}
    used = dict.fromkeys(finding.rule for finding in findings)
    found = {finding.rule: finding for finding in findings}
    described = [_descriptor(by_id.get(rule) or _guess(found[rule])) for rule in used]
    idle = [_descriptor(rule) for rule in rules if rule.id not in used]
    return (described + idle)[: max(RULE_LIMIT, len(described))]


def _guess(finding: Finding) -> CheckedRule:
    return CheckedRule(
        id=finding.rule,
        title=finding.title,
        severity=finding.severity,
        why=finding.title,
        fix=finding.suggestion,
        docs=finding.docs,
        state="fail",
        reason="",
    )


def _descriptor(rule: CheckedRule) -> Json:
    title, why, fix = one_line(rule.title), printable(rule.why).strip(), printable(rule.fix).strip()
    more = f"\n\n[Read more]({rule.docs})" if rule.docs else ""
    described: Json = {
        "id": rule.id,
        "name": "".join(word.capitalize() for word in rule.id.split("-")),
        "shortDescription": {"text": title},
        "fullDescription": {"text": why},
        "help": {"text": f"{why}\n\n{fix}", "markdown": f"**Why.** {why}\n\n**Fix.** {fix}{more}"},
        "defaultConfiguration": {"level": LEVELS[rule.severity]},
        "properties": {"tags": ["kaizen", "standards"], "problem.severity": _problem_severity(rule.severity)},
    }
    if rule.docs:
        described["helpUri"] = rule.docs
    return described


def _problem_severity(severity: Severity) -> str:
    return {"error": "error", "warning": "warning", "note": "recommendation"}[LEVELS[severity]]


def _result(finding: Finding, rule_index: int, print_: str, repository_place: str) -> Json:
    path = repository_place if finding.path == REPOSITORY else finding.path
    place: Json = {"artifactLocation": {"uri": uri(path), "uriBaseId": "%SRCROOT%"}}
    if finding.line is not None:
        place["region"] = _region(finding)
    return {
        "ruleId": finding.rule,
        "ruleIndex": rule_index,
        "level": LEVELS[finding.severity],
        "message": {"text": printable(finding.message)},
        "locations": [{"physicalLocation": place} | _logical(finding)],
        "partialFingerprints": {"primaryLocationLineHash": f"{print_[:16]}:1", "kaizenIdentity/v1": print_},
        "suppressions": _suppressions(finding),
        "properties": {"suggestion": printable(finding.suggestion)},
    }


def uri(path: str) -> str:
    """A relative URI reference of a posix path: bytes beyond plain ASCII are percent-encoded."""
    return quote(os.fsencode(path.removeprefix("./")), safe="/-._~")


def _region(finding: Finding) -> Mapping[str, object]:
    region: Json = {"startLine": finding.line}
    if finding.evidence:
        region["snippet"] = {"text": printable(finding.evidence)}
    return region


def _logical(finding: Finding) -> Json:
    if not finding.subject:
        return {}
    return {"logicalLocations": [{"fullyQualifiedName": one_line(finding.subject)}]}


def _suppressions(finding: Finding) -> list[Json]:
    """Empty for open findings: as soon as one result has the property, all must."""
    if finding.state is not State.WAIVED or finding.waiver is None:
        return []
    waiver = finding.waiver
    return [
        {
            "kind": "external",
            "status": "accepted",
            "justification": printable(waiver.reason),
            "properties": {
                "owner": printable(waiver.owner),
                "category": waiver.category,
                "expires": waiver.expires_at,
            },
        }
    ]
