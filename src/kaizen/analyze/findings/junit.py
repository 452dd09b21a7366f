"""Findings as JUnit XML: a suite per rule, a failed case per open finding."""

from collections import defaultdict
from collections.abc import Sequence
from xml.etree import ElementTree as ET

from kaizen.analyze.findings.model import CheckedRule, Finding
from kaizen.analyze.findings.output import one_line, printable, unwaived


def junit(findings: Sequence[Finding], rules: Sequence[CheckedRule]) -> str:
    """An XML document in which a rule that holds is a passed case, an unmeasured one a skipped case."""
    by_rule: defaultdict[str, list[Finding]] = defaultdict(list)
    for finding in unwaived(findings):
        by_rule[finding.rule].append(finding)
    root = ET.Element("testsuites", name="kaizen standards")
    checked = {rule.id: rule for rule in rules}
    for name in [*checked, *(rule for rule in by_rule if rule not in checked)]:
        root.append(_suite(name, checked.get(name), by_rule[name]))
    for total in ("tests", "failures", "skipped"):
        root.set(total, str(sum(int(suite.get(total, "0")) for suite in root)))
    ET.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(root, encoding="unicode") + "\n"


def _suite(rule: str, checked: CheckedRule | None, findings: list[Finding]) -> ET.Element:
    suite = ET.Element("testsuite", name=printable(rule))
    for finding in findings:
        suite.append(_failure(finding))
    unknown = checked is not None and checked.state == "unknown" and not findings
    if not findings:
        case = ET.SubElement(suite, "testcase", classname=printable(rule), name="holds")
        if checked is not None and unknown:
            ET.SubElement(case, "skipped", message=one_line(checked.reason))
    suite.set("tests", str(len(suite)))
    suite.set("failures", str(len(findings)))
    suite.set("skipped", "1" if unknown else "0")
    return suite


def _failure(finding: Finding) -> ET.Element:
    place = one_line(finding.path) if finding.line is None else f"{one_line(finding.path)}:{finding.line}"
    name = f"{place} {one_line(finding.subject)}" if finding.subject else place
    case = ET.Element("testcase", classname=finding.rule, name=name, file=one_line(finding.path))
    if finding.line is not None:
        case.set("line", str(finding.line))
    failure = ET.SubElement(case, "failure", type=finding.severity.value, message=one_line(finding.message))
    failure.text = printable(f"{place}\n{finding.evidence}\n{finding.suggestion}")
    return case
