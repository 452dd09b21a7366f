"""Reports of findings hold whatever the findings hold, stay within limits and name each finding once."""

import json
import os
import re
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import jsonschema
import pytest

from kaizen.analyze.findings.github import annotations, summary
from kaizen.analyze.findings.gitlab import code_quality
from kaizen.analyze.findings.junit import junit
from kaizen.analyze.findings.model import REPOSITORY, CheckedRule, Finding, Severity, State
from kaizen.analyze.findings.rules import waive
from kaizen.analyze.findings.sarif import sarif
from tests.analyze.findings.building import detection, known_from, waiver

RULE = CheckedRule(
    id="no-eval",
    title="No eval",
    severity=Severity.CRITICAL,
    why="It runs any text.",
    fix="Parse the text.",
    docs="https://example.org/no-eval",
    state="fail",
    reason="1 place",
)
NASTY = "a\x00b\x1b[31m <b>&amp; | `c` ]]> \ud800 % ::error::x\r\n後"
NASTY_PATH = "dir with space/ü:ber,50%#\udcff.py"


def findings_of_every_kind() -> list[Finding]:
    """Open, waived, resolved, without a line, about the repository, twins, and one with nasty text."""
    findings = known_from(
        detection("a.py", 3, severity=Severity.CRITICAL),
        detection("a.py", 4, severity=Severity.CRITICAL),
        detection("b.py", None, "", severity=Severity.INFO),
        detection(REPOSITORY, None, "LICENSE", rule="files", subject="file LICENSE"),
        detection(NASTY_PATH, 1, NASTY),
        detection("waived.py", 2),
        detection("resolved.py", 2),
    )
    findings[5], _ = waive(findings[5], waiver(reason="Принято до мая"))
    findings[6] = replace(findings[6], state=State.RESOLVED)
    return findings


def many(count: int) -> list[Finding]:
    severities = list(Severity)
    return known_from(
        *(detection(f"src/{n}.py", n + 1, f"eval({n})", severity=severities[n % 3]) for n in range(count))
    )


class TestSarif:
    """SARIF 2.1.0."""

    @staticmethod
    def run_of(findings: list[Finding]) -> dict[str, Any]:
        log = json.loads(sarif(findings, [RULE], version="1.2.3", repository_place="standards.yaml"))
        assert log["version"] == "2.1.0"
        (run,) = log["runs"]
        assert isinstance(run, dict)
        return run

    def test_every_result_refers_to_its_rule_and_has_a_place_and_a_fingerprint_of_its_own(self) -> None:
        run = self.run_of(findings_of_every_kind())
        rules = run["tool"]["driver"]["rules"]
        for result in run["results"]:
            assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
            artifact = result["locations"][0]["physicalLocation"]["artifactLocation"]
            assert artifact["uriBaseId"] == "%SRCROOT%"
            assert re.fullmatch(r"[A-Za-z0-9%/._~-]+", artifact["uri"])
        prints = [result["partialFingerprints"]["kaizenIdentity/v1"] for result in run["results"]]
        assert len(set(prints)) == len(prints) == 6

    def test_paths_are_percent_encoded_byte_by_byte(self) -> None:
        uris = [
            result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
            for result in self.run_of(findings_of_every_kind())["results"]
        ]
        assert "dir%20with%20space/%C3%BCber%3A50%25" not in uris
        assert "dir%20with%20space/%C3%BC%3Aber%2C50%25%23%FF.py" in uris
        assert "standards.yaml" in uris

    def test_a_waived_finding_is_a_suppressed_result_and_an_open_one_says_it_is_not(self) -> None:
        results = self.run_of(findings_of_every_kind())["results"]
        suppressed = [result for result in results if result["suppressions"]]
        assert [result["suppressions"][0]["justification"] for result in suppressed] == ["Принято до мая"]
        assert all("suppressions" in result for result in results)

    def test_rules_carry_help_level_and_link(self) -> None:
        driver = self.run_of(findings_of_every_kind())["tool"]["driver"]
        rule = driver["rules"][0]
        assert driver["version"] == "1.2.3"
        assert rule["help"]["markdown"].startswith("**Why.** It runs any text.")
        assert rule["helpUri"] == "https://example.org/no-eval"
        assert rule["defaultConfiguration"] == {"level": "error"}

    def test_of_too_many_results_the_severest_stay_and_a_note_counts_the_rest(self) -> None:
        run = self.run_of(many(25_003))
        levels = Counter(result["level"] for result in run["results"])
        assert levels["error"] == 8335
        assert levels.total() == 25_000
        (note,) = run["invocations"][0]["toolExecutionNotifications"]
        assert note["message"]["text"].startswith("3 less severe results")

    def test_a_line_that_moves_keeps_the_fingerprint(self) -> None:
        (one,) = self.run_of(known_from(detection("a.py", 3)))["results"]
        (two,) = self.run_of(known_from(detection("a.py", 90)))["results"]
        assert one["partialFingerprints"] == two["partialFingerprints"]

    @pytest.mark.external
    def test_the_official_schema_accepts_every_kind_of_finding(self) -> None:
        folder = os.environ.get("KAIZEN_TEST_DATA")
        schema = Path(folder or ".") / "sarif-schema-2.1.0.json"
        if not folder or not schema.is_file():
            pytest.skip("KAIZEN_TEST_DATA names no folder with sarif-schema-2.1.0.json")
        log = sarif(findings_of_every_kind(), [RULE], version="1.2.3", repository_place="standards.yaml")
        validator = jsonschema.validators.validator_for(json.loads(schema.read_text()))
        validator(json.loads(schema.read_text())).validate(json.loads(log))


class TestGithub:
    """Workflow commands and step summaries."""

    def test_a_command_escapes_what_would_end_it(self) -> None:
        (line, *rest) = annotations(known_from(detection(NASTY_PATH, 1, NASTY))).splitlines()
        assert rest == []
        head, _, message = line.removeprefix("::").partition("::")
        assert head.startswith("warning file=dir with space/ü%3Aber%2C50%25#\ufffd.py,line=1,title=")
        assert "%25 ::error::x%0D%0A後" in message

    def test_a_finding_about_the_repository_names_no_file(self) -> None:
        text = annotations(known_from(detection(REPOSITORY, None, "LICENSE")))
        assert text.startswith("::warning title=")

    def test_at_most_ten_of_each_severity_and_the_severest_first(self) -> None:
        lines = annotations(many(100)).splitlines()
        commands = [line.split(" ")[0] for line in lines[:-1]]
        assert commands == ["::error"] * 10 + ["::warning"] * 10 + ["::notice"] * 10
        assert lines[-1] == "70 more findings are in the step summary."

    def test_nothing_is_written_for_waived_and_resolved_findings(self) -> None:
        assert annotations(findings_of_every_kind()[5:]) == ""

    def test_a_summary_never_reaches_one_mebibyte_and_says_what_it_leaves_out(self) -> None:
        text = summary(many(20_000))
        assert 900_000 < len(text.encode()) < 1024 * 1024
        rows = [line for line in text.splitlines() if line.startswith("| critical") or line.startswith("| info")]
        (left,) = re.findall(r"(\d+) more findings do not fit", text)
        shown = len([line for line in text.splitlines() if line.startswith("| ")]) - 1
        assert shown + int(left) == 20_000
        assert rows[0].startswith("| critical")

    def test_a_row_of_a_summary_stays_one_row_of_plain_text(self) -> None:
        text = summary(known_from(detection(NASTY_PATH, 1, NASTY)))
        (row,) = [line for line in text.splitlines() if line.startswith("| warning")]
        assert len(re.findall(r"(?<!\\)\|", row)) == 5
        assert "<b>" not in row

    def test_a_summary_of_nothing_says_so(self) -> None:
        assert "No open findings" in summary([])


class TestGitlab:
    """Code quality reports."""

    def test_every_open_finding_is_listed_once_with_its_own_fingerprint(self) -> None:
        report = json.loads(code_quality(findings_of_every_kind(), repository_place="standards.yaml"))
        assert len({entry["fingerprint"] for entry in report}) == len(report) == 5
        assert {entry["severity"] for entry in report} == {"critical", "major", "info"}

    def test_paths_are_relative_and_lines_begin_at_one(self) -> None:
        report = json.loads(code_quality(findings_of_every_kind(), repository_place="standards.yaml"))
        places = {(entry["location"]["path"], entry["location"]["lines"]["begin"]) for entry in report}
        assert {("a.py", 3), ("b.py", 1), ("standards.yaml", 1)} <= places

    def test_no_finding_is_an_empty_list(self) -> None:
        assert json.loads(code_quality([], repository_place="standards.yaml")) == []


class TestJunit:
    """JUnit XML."""

    def test_a_rule_is_a_suite_and_an_open_finding_a_failure(self) -> None:
        root = ET.fromstring(junit(findings_of_every_kind(), [RULE]))
        assert (root.get("tests"), root.get("failures")) == ("5", "5")
        assert [suite.get("name") for suite in root] == ["no-eval", "files"]
        failure = root.find("./testsuite/testcase/failure")
        assert failure is not None
        assert failure.get("type") == "critical"

    def test_a_rule_that_holds_passes_and_an_unmeasured_one_is_skipped_with_its_reason(self) -> None:
        rules = [
            replace(RULE, id="holds", state="pass"),
            replace(RULE, id="dark", state="unknown", reason="no report"),
        ]
        root = ET.fromstring(junit([], rules))
        holds, dark = root.findall("./testsuite")
        assert (root.get("tests"), root.get("failures"), root.get("skipped")) == ("2", "0", "1")
        assert list(holds[0]) == []
        skipped = dark.find("./testcase/skipped")
        assert skipped is not None
        assert skipped.get("message") == "no report"

    def test_text_that_xml_cannot_hold_is_shown_as_replaced(self) -> None:
        root = ET.fromstring(junit(known_from(detection(NASTY_PATH, 1, NASTY)), []))
        failure = root.find("./testsuite/testcase/failure")
        assert failure is not None
        assert "a\ufffdb\ufffd[31m <b>&amp; | `c` ]]> \ufffd" in (failure.text or "")
