"""The report formats of findings by name."""

from collections.abc import Sequence
from enum import StrEnum

from kaizen.analyze.findings.github import annotations
from kaizen.analyze.findings.gitlab import code_quality
from kaizen.analyze.findings.junit import junit
from kaizen.analyze.findings.model import CheckedRule, Finding
from kaizen.analyze.findings.sarif import sarif


class Format(StrEnum):
    """Formats other tools read."""

    SARIF = "sarif"
    GITHUB = "github"
    GITLAB = "gitlab"
    JUNIT = "junit"


def written(
    wanted: Format,
    findings: Sequence[Finding],
    rules: Sequence[CheckedRule],
    *,
    version: str,
    repository_place: str,
) -> str:
    """Findings and rules in a format; see each writer for ``version`` and ``repository_place``."""
    if wanted is Format.SARIF:
        return sarif(findings, rules, version=version, repository_place=repository_place)
    if wanted is Format.GITLAB:
        return code_quality(findings, repository_place=repository_place)
    return junit(findings, rules) if wanted is Format.JUNIT else annotations(findings)
