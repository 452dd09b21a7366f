"""Findings as GitHub Actions annotations and as a step summary, within GitHub's limits."""

from collections.abc import Sequence
from itertools import groupby

from kaizen.analyze.findings.model import REPOSITORY, Finding, Severity
from kaizen.analyze.findings.output import one_line, printable, unwaived

COMMANDS = {Severity.CRITICAL: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}
PER_COMMAND = 10
"""GitHub shows this many annotations of each command per step and silently drops the rest."""
SUMMARY_LIMIT = 1024 * 1024 - 1
"""A step summary of one MiB or more is dropped whole."""
ROW_LIMIT = 300


def annotations(findings: Sequence[Finding]) -> str:
    """Workflow commands for open findings, severest first, at most ten of each; then a line on the rest."""
    shown = unwaived(findings)
    kept: list[Finding] = []
    for _, same in groupby(shown, key=lambda finding: finding.severity):
        kept += list(same)[:PER_COMMAND]
    lines = [_command(finding) for finding in kept]
    if len(kept) < len(shown):
        lines.append(f"{len(shown) - len(kept)} more findings are in the step summary.")
    return "".join(f"{line}\n" for line in lines)


def _command(finding: Finding) -> str:
    place = {} if finding.path == REPOSITORY else {"file": finding.path}
    if finding.path != REPOSITORY and finding.line is not None:
        place["line"] = str(finding.line)
    properties = ",".join(f"{key}={_property(value)}" for key, value in (place | _title(finding)).items())
    message = printable(f"{finding.message}\n{finding.suggestion}".strip())
    return f"::{COMMANDS[finding.severity]} {properties}::{_data(message)}"


def _title(finding: Finding) -> dict[str, str]:
    return {"title": f"{finding.title} ({finding.rule})"}


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(printable(text)).replace(":", "%3A").replace(",", "%2C")


def summary(findings: Sequence[Finding], limit: int = SUMMARY_LIMIT) -> str:
    """Markdown for $GITHUB_STEP_SUMMARY in at most ``limit`` bytes: the severest findings that fit."""
    shown = unwaived(findings)
    if not shown:
        return "### Kaizen standards\n\nNo open findings.\n"
    head = f"### Kaizen standards: {len(shown)} open findings\n\n| | Rule | Place | Finding |\n|---|---|---|---|\n"
    tail_room = 100
    rows: list[str] = []
    room = limit - len(head.encode()) - tail_room
    for finding in shown:
        row = _row(finding)
        room -= len(row.encode())
        if room < 0:
            break
        rows.append(row)
    left = len(shown) - len(rows)
    tail = f"\n{left} more findings do not fit here.\n" if left else ""
    return head + "".join(rows) + tail


def _row(finding: Finding) -> str:
    place = "repository" if finding.path == REPOSITORY else finding.path
    if finding.line is not None:
        place += f":{finding.line}"
    cells = [finding.severity.value, finding.rule, place, finding.message]
    return "| " + " | ".join(_cell(cell) for cell in cells) + " |\n"


def _cell(text: str) -> str:
    """One line of Markdown that shows as it is: no table cell, tag, link or code span begins in it."""
    cut = one_line(text)
    cut = cut if len(cut) <= ROW_LIMIT else cut[: ROW_LIMIT - 1] + "…"
    for sign in "\\`*_[]|~@#":
        cut = cut.replace(sign, f"\\{sign}")
    return cut.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
