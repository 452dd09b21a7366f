"""What every report format of findings shares: order, stable fingerprints, text that any file can hold."""

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from uuid import UUID

from kaizen.analyze.findings.identity import place_of
from kaizen.analyze.findings.model import Finding, State

CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


def printable(text: str) -> str:
    """The text with what JSON, XML or a terminal cannot carry shown as a replacement character."""
    return CONTROL.sub("\ufffd", text)


def one_line(text: str) -> str:
    """Printable text on a single line."""
    return " ".join(printable(text).split())


def severest_first(findings: Iterable[Finding]) -> list[Finding]:
    """Findings by severity, then path, line and rule, so that what is cut off matters least."""
    return sorted(findings, key=lambda one: (one.severity.rank, one.path, one.line or 0, one.rule, one.anchor))


def live(findings: Iterable[Finding]) -> list[Finding]:
    """Open and waived findings, severest first."""
    return severest_first(finding for finding in findings if finding.state is not State.RESOLVED)


def unwaived(findings: Iterable[Finding]) -> list[Finding]:
    """Open findings, severest first."""
    return severest_first(finding for finding in findings if finding.state is State.OPEN)


def fingerprints(findings: Sequence[Finding]) -> dict[UUID, str]:
    """A fingerprint per finding id that any machine computes alike: 64 hexadecimal digits.

    It covers the place and, for twins, which of them it is in line order; no line number, no message.
    """
    counts: Counter[tuple[str, str, str]] = Counter()
    prints: dict[UUID, str] = {}
    for finding in sorted(findings, key=lambda one: (one.line or 0, one.context)):
        place = place_of(finding)
        text = "\0".join([*place, str(counts[place])])
        prints[finding.id] = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
        counts[place] += 1
    return prints
