"""Reports that were made elsewhere come in: all of them or none."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from kaizen.collect.testruns import importing, service
from kaizen.collect.testruns.importing import import_reports
from kaizen.collect.testruns.model import Source, State
from kaizen.collect.testruns.recording import Place
from kaizen.collect.testruns.views import CaseQuery, CoverageView
from kaizen.kit.errors import KaizenError
from kaizen.kit.paging import PageRequest
from kaizen.storage.work import Context
from tests.collect.testruns.files import report_file
from tests.collect.testruns.seeding import NOWHERE

ALL = PageRequest(limit=200)
PASSED = "<testsuite name='s' time='2'><testcase name='a' time='1'/></testsuite>"
FAILED = "<testsuite name='s' time='3'><testcase name='b'><failure/></testcase></testsuite>"
LCOV = "SF:a.js\nDA:1,1\nDA:2,0\nend_of_record\n"


def test_each_file_is_a_run_named_after_it(here: Context, tmp_path: Path) -> None:
    files = [
        report_file(tmp_path, PASSED, "junit.xml"),
        report_file(tmp_path, FAILED, "e2e/report.xml"),
        report_file(tmp_path, LCOV, "lcov.info"),
    ]
    views = import_reports(here, Place(None, tmp_path, "c0ffee"), files)

    assert [(view.suite, view.runner, view.source, view.state) for view in views] == [
        ("junit", "JUnit XML", Source.IMPORT, State.PASSED),
        ("report", "JUnit XML", Source.IMPORT, State.FAILED),
        ("lcov", "LCOV", Source.IMPORT, State.NOT_MEASURED),
    ]
    assert views[2].coverage == CoverageView(1, 2, 50.0)
    assert (views[2].total, views[2].reason) == (None, "it is a report of coverage, which tells of no cases")
    assert {view.commit for view in views} == {"c0ffee"}


def test_files_of_one_suite_are_one_run(here: Context, tmp_path: Path) -> None:
    files = [
        report_file(tmp_path, PASSED, "shard-1.xml"),
        report_file(tmp_path, FAILED, "shard-2.xml"),
        report_file(tmp_path, LCOV, "lcov.info"),
    ]
    views = import_reports(here, NOWHERE, files, suite="web")

    assert [(view.suite, view.runner, view.state, view.total, view.duration_s) for view in views] == [
        ("web", "JUnit XML + LCOV", State.FAILED, 2, 5.0)
    ]
    assert views[0].coverage == CoverageView(1, 2, 50.0)
    assert [case.name for case in service.list_cases(here, views[0].id, CaseQuery(), ALL).items] == ["b", "a"]


def test_one_damaged_file_keeps_all_of_them_out(here: Context, tmp_path: Path) -> None:
    files = [report_file(tmp_path, PASSED, "good.xml"), report_file(tmp_path, "<testsuite>", "bad.xml")]
    with pytest.raises(KaizenError, match=r"bad\.xml"):
        import_reports(here, NOWHERE, files)

    assert service.list_runs(here, ALL).total == 0


def test_totals_without_cases_count(here: Context, tmp_path: Path) -> None:
    xml = "<testsuites><testsuite tests='6' failures='1' skipped='2'/></testsuites>"
    view = import_reports(here, NOWHERE, [report_file(tmp_path, xml, "r.xml")])[0]

    assert (view.state, view.total, view.passed, view.failed, view.skipped) == (State.FAILED, 6, 3, 1, 2)
    assert view.execution_rate == 66.66


def test_an_empty_report_is_not_a_pass(here: Context, tmp_path: Path) -> None:
    view = import_reports(here, NOWHERE, [report_file(tmp_path, "<testsuites/>", "r.xml")])[0]

    assert (view.state, view.reason, view.total) == (State.NOT_MEASURED, "there are no cases", 0)
    assert view.execution_rate is None


def test_the_time_of_a_report_is_believed_unless_it_lies_ahead(here: Context, tmp_path: Path) -> None:
    def started(stamp: str) -> datetime:
        file = report_file(tmp_path, f"<testsuite timestamp='{stamp}'><testcase/></testsuite>", "r.xml")
        return import_reports(here, NOWHERE, [file])[0].started_at

    assert started("2026-01-02T03:04:05Z") == datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
    assert abs((started("2999-01-01T00:00:00Z") - datetime.now(UTC)).total_seconds()) < 60


def test_no_file_is_an_error(here: Context) -> None:
    with pytest.raises(KaizenError) as refused:
        import_reports(here, NOWHERE, [])

    assert refused.value.code == "testruns.no_reports"


def test_a_viewer_may_not_import(viewer: Context, tmp_path: Path) -> None:
    with pytest.raises(KaizenError) as refused:
        import_reports(viewer, NOWHERE, [report_file(tmp_path, PASSED)])

    assert refused.value.code == "access.not_allowed"


@pytest.mark.parametrize(
    ("name", "suite"),
    [
        pytest.param("a/b/junit.xml", "junit", id="without folder and ending"),
        pytest.param("C:\\ci\\web.junit.xml", "web.junit", id="of Windows"),
        pytest.param(".xml", ".xml", id="nothing but an ending"),
        pytest.param("", "-", id="nothing"),
    ],
)
def test_a_suite_is_named_after_its_file(name: str, suite: str, tmp_path: Path) -> None:
    from kaizen.collect.testruns.model import ReportFile

    assert importing.name_of(ReportFile(tmp_path, name)) == suite


def test_more_cases_than_one_step_holds_are_all_recorded_in_order(
    here: Context, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from kaizen.collect.testruns import recording

    monkeypatch.setattr(recording, "IN_ONE_STEP", 40)
    inside = "".join(f"<testcase name='{number:03d}'/>" for number in range(100))
    xml = f"<testsuite>{inside}</testsuite>"
    view = import_reports(here, NOWHERE, [report_file(tmp_path, xml, "r.xml")])[0]
    names = [case.name for case in service.list_cases(here, view.id, CaseQuery(), ALL).items]

    assert names == [f"{number:03d}" for number in range(100)]
