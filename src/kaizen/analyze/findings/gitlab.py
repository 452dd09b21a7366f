"""Findings as a GitLab code quality report."""

from collections.abc import Sequence

import msgspec

from kaizen.analyze.findings.model import REPOSITORY, Finding, Severity
from kaizen.analyze.findings.output import fingerprints, one_line, printable, unwaived

SEVERITIES = {Severity.CRITICAL: "critical", Severity.WARNING: "major", Severity.INFO: "info"}


def code_quality(findings: Sequence[Finding], *, repository_place: str) -> str:
    """A JSON list of open findings, each with a fingerprint of its own and a path below the root.

    ``repository_place`` is the file that stands in for findings about the repository as a whole.
    GitLab needs a line, so a finding without one points at the first.
    """
    shown = unwaived(findings)
    prints = fingerprints(shown)
    report = [
        {
            "description": one_line(f"{finding.message} {finding.suggestion}"),
            "check_name": finding.rule,
            "fingerprint": prints[finding.id],
            "severity": SEVERITIES[finding.severity],
            "location": {
                "path": _path(finding, repository_place),
                "lines": {"begin": finding.line or 1},
            },
        }
        for finding in shown
    ]
    return msgspec.json.format(msgspec.json.encode(report), indent=2).decode() + "\n"


def _path(finding: Finding, repository_place: str) -> str:
    path = repository_place if finding.path == REPOSITORY else finding.path
    return printable(path.removeprefix("./"))
