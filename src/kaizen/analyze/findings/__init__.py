"""Findings: everything detected, with one life each from first detection to last."""

from kaizen.analyze.findings.model import (
    REPOSITORY,
    CheckedRule,
    Detection,
    Event,
    Finding,
    HistoryEntry,
    Resolution,
    RuleFigures,
    Scan,
    Severity,
    State,
    Waiver,
    WaiverCategory,
)

__all__ = [
    "REPOSITORY",
    "CheckedRule",
    "Detection",
    "Event",
    "Finding",
    "HistoryEntry",
    "Resolution",
    "RuleFigures",
    "Scan",
    "Severity",
    "State",
    "Waiver",
    "WaiverCategory",
]
