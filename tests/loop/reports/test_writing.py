"""Reports as text, Markdown and JSON, compared with golden files."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from kaizen.analyze.findings import Severity
from kaizen.analyze.findings.views import OpenCount
from kaizen.kit.ids import new_id
from kaizen.loop.reports.markdown import code, escape
from kaizen.loop.reports.model import Format, Point
from kaizen.loop.reports.rules import METHOD, judge
from kaizen.loop.reports.views import IssueGroup, IssuesReport, Place, Totals, TrendsReport
from kaizen.loop.reports.writing import written

GOLDEN = Path(__file__).parent / "golden"
NOW = datetime(2026, 3, 31, 12, tzinfo=UTC)
NASTY = "a|b *bold* <img src=x> [link](http://x) `code` #1 \\ &amp; _it_\n# Heading\x1b[31m"


def _trends() -> TrendsReport:
    def points(*values: str) -> list[Point]:
        begun = NOW - timedelta(days=len(values))
        return [Point(begun + timedelta(days=number), Decimal(value)) for number, value in enumerate(values)]

    history = {
        "findings_critical": points("9", "9", "8", "7", "7", "6", "5", "4", "4", "3"),
        "findings_warning": points("14", "12", "15", "13", "12", "15", "14", "13", "12", "14"),
        "coverage": points("81.5", "82", "82.25"),
        "test_failures": points("0", "1", "1", "2", "3", "3", "4", "5", "5", "6"),
        "skipped_files": points("2", "2", "2", "2", "2", "2", "2", "2"),
        "inventory_items": points("100", "101", "103", "103", "104", "106", "107", "107", "109", "110"),
    }
    return TrendsReport(NOW, "shop_floor", None, 90, METHOD, judge(history))


def _issues() -> IssuesReport:
    old = NOW - timedelta(days=40)
    places = [Place(f"src/app_{number}.py", number or None, "print() in a service") for number in range(25)]
    groups = [
        IssueGroup(Severity.CRITICAL, "no-secrets", "No secrets in code", 1, NOW, [Place("we|rd `name`.py", 3, NASTY)]),
        IssueGroup(Severity.WARNING, "no-print", "No `print` in services", 60, old, places),
    ]
    totals = Totals(OpenCount(1, 60, 0), 2, 5, 1, 3)
    explanation = "61 open findings of 2 rules, the worst first."
    return IssuesReport(NOW, "shop_floor", None, NOW, explanation, totals, groups)


def _nothing() -> IssuesReport:
    totals = Totals(OpenCount(0, 0, 0), 0, 0, 0, 0)
    return IssuesReport(NOW, None, None, None, "Nothing was checked yet. Run: kaizen up PATH.", totals, [])


CASES = [
    pytest.param(_trends(), Format.TEXT, "trends.txt", id="trends as text"),
    pytest.param(_trends(), Format.MARKDOWN, "trends.md", id="trends as Markdown"),
    pytest.param(_issues(), Format.TEXT, "issues.txt", id="issues as text"),
    pytest.param(_issues(), Format.MARKDOWN, "issues.md", id="issues as Markdown"),
    pytest.param(_nothing(), Format.TEXT, "nothing.txt", id="no issues as text"),
    pytest.param(_nothing(), Format.MARKDOWN, "nothing.md", id="no issues as Markdown"),
]


@pytest.mark.parametrize(("report", "form", "name"), CASES)
def test_a_report_reads_as_its_golden_file(report: TrendsReport | IssuesReport, form: Format, name: str) -> None:
    assert written(report, form) == (GOLDEN / name).read_text(encoding="utf-8")


def test_json_holds_unknown_values_as_null_and_numbers_as_numbers() -> None:
    told = json.loads(written(_trends(), Format.JSON))
    series = {each["name"]: each for each in told["series"]}

    assert (told["as_of"], told["days"]) == ("2026-03-31T12:00:00Z", 90)
    assert series["coverage"]["latest"] == 82.25
    assert series["coverage"]["points"][0] == {"at": "2026-03-28T12:00:00Z", "value": 81.5}
    assert (series["flaky_tests"]["latest"], series["flaky_tests"]["points"]) == (None, [])
    assert series["inventory_items"]["better"] is None


def test_nothing_from_a_repository_becomes_markup() -> None:
    shown = escape(NASTY)

    assert "\n" not in shown
    assert "\x1b" not in shown
    for special in ("<", "*", "[", "]", "`", "&", "|", "#", "_"):
        assert shown.count(special) == shown.count(f"\\{special}") > 0


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("plain", "`plain`", id="plain text"),
        pytest.param("a `b` c", "``a `b` c``", id="backquotes inside"),
        pytest.param("`b`", "`` `b` ``", id="backquotes at the ends"),
        pytest.param("a\nb", "`a b`", id="two lines"),
    ],
)
def test_a_code_span_holds_any_text(text: str, expected: str) -> None:
    assert code(text) == expected


def test_a_report_of_an_unnamed_repository_is_written_too() -> None:
    report = replace(_trends(), repository=None, repository_id=new_id())

    assert written(report, Format.TEXT).startswith("Trends, 90 days to 2026-03-31")
