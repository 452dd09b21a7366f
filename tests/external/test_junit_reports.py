"""Twenty-nine JUnit reports of many tools, most with the reading that their collection expects beside them."""

import json
import os
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from kaizen.collect.testruns import rules
from kaizen.collect.testruns.junit import read
from kaizen.collect.testruns.model import ReportFile
from kaizen.kit.errors import KaizenError

FOLDER = Path(os.environ.get("KAIZEN_TEST_DATA") or "/nowhere") / "junit"
REPORTS = sorted(FOLDER.rglob("junit-xml/**/*.xml")) if FOLDER.is_dir() else []
REFUSED = {"non-junit.xml": "testruns.report_format", "corrupt-xml.xml": "testruns.report_broken"}

pytestmark = pytest.mark.external


def expected_of(report: Path) -> dict[str, Any]:
    """The counts that the collection expects."""
    stats: dict[str, Any] = json.loads(report.with_suffix(".results.json").read_text(encoding="utf-8"))["stats"]
    return stats


def test_the_reports_are_there() -> None:
    if not FOLDER.is_dir():
        pytest.skip("KAIZEN_TEST_DATA names no folder with junit reports")
    assert len(REPORTS) == 29


@pytest.mark.parametrize("report", [each for each in REPORTS if each.name not in REFUSED], ids=lambda each: each.stem)
def test_a_report_is_read_as_expected(report: Path) -> None:
    expected = expected_of(report)
    found = read(ReportFile(report, report.name))
    counted = rules.totals_of(found)
    seconds = {int(found.duration_s or 0), int(sum(case.duration_s or 0 for case in found.cases))}
    repeated = len(found.cases) - len({(case.group, case.name) for case in found.cases if case.name != "(no name)"})
    repeated -= sum(case.name == "(no name)" for case in found.cases)

    assert found.suites == expected["suites"]
    assert counted.total == expected["runs"]
    # The collection counts cases of one name once, Kaizen counts each: names repeat in real reports.
    assert counted.total - repeated == expected["tests"]
    assert (counted.failed, counted.errors) == (expected["tests_fail"], expected["tests_error"])
    assert (counted.skipped, counted.passed - repeated) == (expected["tests_skip"], expected["tests_succ"])
    # Where a suite's own time and those of its cases differ, the collection takes now one, now the other.
    assert expected["duration"] in seconds


@pytest.mark.parametrize("report", [each for each in REPORTS if each.name in REFUSED], ids=lambda each: each.stem)
def test_a_report_of_another_kind_or_a_damaged_one_is_refused(report: Path) -> None:
    with pytest.raises(KaizenError) as refused:
        read(ReportFile(report, report.name))

    assert refused.value.code == REFUSED[report.name]


@pytest.mark.parametrize(
    "report",
    [each for each in REPORTS if each.with_suffix(".results").is_file() and each.name not in REFUSED],
    ids=lambda each: each.stem,
)
def test_every_case_has_the_expected_name_and_outcome(report: Path) -> None:
    words = {"success": "passed", "failure": "failed", "error": "error", "skipped": "skipped", "disabled": "skipped"}
    lines = [line.strip() for line in report.with_suffix(".results").read_text(encoding="utf-8").splitlines()]
    results = [line[8:-2] for line in lines if line.startswith("result='")]
    found = read(ReportFile(report, report.name))

    named = [case for case in found.cases if case.name != "(no name)"]

    # The collection leaves out cases without a name.
    assert Counter(case.outcome.value for case in named) == Counter(words[result] for result in results)
