"""What a report is, is told from its content; what is none is named with what it is instead."""

import json
import os
from pathlib import Path

import pytest

from kaizen.collect.testruns.model import ReportFile
from kaizen.collect.testruns.reports import MAX_BYTES, Format, detect, read
from kaizen.kit.errors import KaizenError
from tests.collect.testruns.files import report_file

SUITE = "<testsuite name='s'><testcase name='n'/></testsuite>"
KNOWN = [
    pytest.param(SUITE, Format.JUNIT, id="JUnit with a suite for root"),
    pytest.param(f"<testsuites>{SUITE}</testsuites>", Format.JUNIT, id="JUnit with suites for root"),
    pytest.param("\ufeff\n <?xml version='1.0'?>" + SUITE, Format.JUNIT, id="JUnit behind a mark and blanks"),
    pytest.param(
        f"<?xml version='1.0' encoding='utf-16'?>{SUITE}".encode("utf-16"), Format.JUNIT, id="JUnit in UTF-16"
    ),
    pytest.param("<coverage line-rate='1'></coverage>", Format.COBERTURA, id="Cobertura"),
    pytest.param("TN:\nSF:a.js\nend_of_record\n", Format.LCOV, id="LCOV with a test name"),
    pytest.param("SF:a.js\nend_of_record\n", Format.LCOV, id="LCOV without one"),
    pytest.param('{"meta": {}, "files": {}, "totals": {}}', Format.COVERAGE_PY, id="coverage.py"),
    pytest.param("mode: atomic\n", Format.GO_COVER, id="a Go profile"),
    pytest.param('{"Time":"2026-01-01T00:00:00Z","Action":"start","Package":"p"}\n', Format.GO_TEST, id="go test"),
    pytest.param('{"numTotalTests": 0, "testResults": []}', Format.JEST, id="jest"),
    pytest.param('{"config": {}, "suites": [], "errors": [], "stats": {}}', Format.PLAYWRIGHT, id="Playwright"),
    pytest.param("TAP version 13\n1..1\nok 1 - a\n", Format.TAP, id="TAP"),
]


@pytest.mark.parametrize(("content", "expected"), KNOWN)
def test_a_format_is_told_from_the_content(content: str | bytes, expected: Format, tmp_path: Path) -> None:
    # The name says something else on purpose.
    file = report_file(tmp_path, content, "report.csv")

    assert detect(file) is expected
    assert read(file).format is expected


FOREIGN = [
    pytest.param("<!DOCTYPE html><html></html>", "an HTML page", id="a page"),
    pytest.param("<test-run id='1'/>", "an NUnit 3 report", id="NUnit"),
    pytest.param("<TestRun xmlns='urn:x'/>", "TRX", id="Visual Studio"),
    pytest.param("<report/>", "a JaCoCo report", id="JaCoCo"),
    pytest.param("<x><y/></x>", "XML with the root <x>", id="XML of another kind"),
    pytest.param('{"$schema": "s", "runs": []}', "a SARIF log", id="SARIF"),
    pytest.param('{"stats": {}, "tests": [], "passes": []}', "a mocha JSON report", id="mocha"),
    pytest.param('{"/a.js": {"path": "/a.js", "statementMap": {}}}', "an Istanbul coverage map", id="Istanbul"),
    pytest.param('{"b": 1, "a": 2}', "JSON with the keys a, b", id="JSON of another kind"),
    pytest.param("{}", "JSON with no keys", id="empty JSON"),
    pytest.param("[1]", "a JSON list", id="a list"),
    pytest.param(b"\x1f\x8b\x08\x00", "a gzip archive", id="gzip"),
    pytest.param(b"PK\x03\x04rest", "a zip archive", id="zip"),
    pytest.param(b"SQLite format 3\x00", "run coverage json", id="the data file of coverage"),
    pytest.param(b"\x00\x01\x02", "a binary file", id="bytes"),
    pytest.param("All tests passed!\n", "a text that starts with 'All tests passed!'", id="a text"),
]


@pytest.mark.parametrize(("content", "found"), FOREIGN)
def test_another_format_is_refused_with_what_it_is(content: str | bytes, found: str, tmp_path: Path) -> None:
    with pytest.raises(KaizenError) as refused:
        read(report_file(tmp_path, content))

    assert refused.value.code == "testruns.report_format"
    assert found in refused.value.sentence()
    assert "JUnit XML" in refused.value.hint()


BROKEN = [
    pytest.param('{"files": ', "report_broken", id="JSON that breaks off"),
    pytest.param("{" + '"a":[' * 100_000, "report_broken", id="JSON in JSON without end"),
    pytest.param('{"numTotalTests": "many", "testResults": []}', "report_broken", id="a word for a number"),
    pytest.param("<testsuite>", "report_broken", id="XML that breaks off"),
    pytest.param("<", "report_broken", id="one bracket"),
    pytest.param("", "report_empty", id="nothing"),
    pytest.param(" \n\t", "report_empty", id="blanks"),
    pytest.param('{"meta": {}, "files": {"a": {"summary": {}}}}', "report_broken", id="a summary without numbers"),
]


@pytest.mark.parametrize(("content", "code"), BROKEN)
def test_a_damaged_report_is_refused(content: str, code: str, tmp_path: Path) -> None:
    with pytest.raises(KaizenError) as refused:
        read(report_file(tmp_path, content))

    assert refused.value.code == f"testruns.{code}"


def test_what_is_no_file_is_refused(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    codes = {}
    for name in ("gone.xml", "", "pipe", "a\0b"):
        with pytest.raises(KaizenError) as refused:
            read(ReportFile(tmp_path / name, name))
        codes[name] = refused.value.code.removeprefix("testruns.")

    assert codes == {
        "gone.xml": "report_missing",
        "": "report_unreadable",
        "pipe": "report_unreadable",
        "a\0b": "report_unreadable",
    }


def test_a_file_that_nobody_may_read_is_refused(tmp_path: Path) -> None:
    if os.geteuid() == 0:
        pytest.skip("the superuser may read everything")
    file = report_file(tmp_path, SUITE)
    file.path.chmod(0)
    with pytest.raises(KaizenError, match="Permission denied"):
        read(file)


def test_a_file_of_gigabytes_is_refused_before_it_is_read(tmp_path: Path) -> None:
    file = report_file(tmp_path, SUITE)
    with file.path.open("ab") as stream:
        stream.truncate(MAX_BYTES + 1)
    with pytest.raises(KaizenError) as refused:
        read(file)

    assert refused.value.code == "testruns.report_too_big"


def test_reports_of_coverage_and_of_tests_are_told_apart(tmp_path: Path) -> None:
    tests = read(report_file(tmp_path, SUITE))
    coverage = read(report_file(tmp_path, json.dumps({"files": {}, "totals": {}})))

    assert (tests.report is not None, tests.coverage) == (True, None)
    assert (coverage.report, coverage.coverage is not None) == (None, True)
