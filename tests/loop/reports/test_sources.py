"""What checks and test runs leave in the history: what they measured, and nothing they did not."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest

from kaizen.analyze.findings.service import open_findings, waive_finding
from kaizen.analyze.standards.service import check_folder
from kaizen.collect.inventory.service import repository_at
from kaizen.collect.testruns.importing import import_reports
from kaizen.collect.testruns.model import ReportFile
from kaizen.collect.testruns.recording import Place as RunPlace
from kaizen.loop.reports import IssuesReport
from kaizen.loop.reports.repositories import find_repository
from kaizen.loop.reports.service import issues, record_measures, trends
from kaizen.storage.work import Context

BEGUN = datetime(2026, 3, 1, 12, tzinfo=UTC)
RULE = """\
  - id: {id}
    title: No {call}
    kind: forbidden_pattern
    severity: {severity}
    match: {{calls: [{call}]}}
    why: It does harm.
    fix: Remove it.
    docs: https://example.org/{id}
    examples: {{bad: {call}(x), good: x}}
"""
RULES = "version: 1\nrules:\n" + "".join(
    RULE.format(id=f"no-{call}", call=call, severity=severity)
    for call, severity in (("eval", "critical"), ("print", "warning"))
)
LCOV = "SF:app.py\nDA:1,1\nDA:2,{second}\nDA:3,0\nend_of_record\n"


@dataclass
class Shop:
    """A repository on disk whose loop is turned once a day."""

    context: Context
    root: Path
    cache: Path
    day: int = 0

    @property
    def now(self) -> datetime:
        """Noon of the day it is."""
        return BEGUN + timedelta(days=self.day)

    @property
    def here(self) -> Context:
        """Where use cases run today."""
        return Context(self.context.database, self.context.actor, lambda: self.now)

    @property
    def id(self) -> UUID:
        """The repository's id on record."""
        found = repository_at(self.context, self.root)
        assert found is not None
        return found.id

    def check(self, code: str) -> None:
        """Writes code, checks it, and lets a day pass."""
        (self.root / "app.py").write_text(code)
        check_folder(self.here, self.root, self.cache)
        self._measured()

    def runs(self, **outcomes: str) -> None:
        """Imports a report of each suite: a letter per case, p for passed, f for failed, s for skipped."""
        files = []
        for suite, letters in outcomes.items():
            inner = {"p": "", "f": "<failure message='no'/>", "s": "<skipped/>"}
            cases = "".join(
                f"<testcase classname='c' name='t{n}'>{inner[each]}</testcase>" for n, each in enumerate(letters)
            )
            file = self.root.parent / f"{suite}.xml"
            file.write_text(f"<testsuite name='{suite}' tests='{len(letters)}'>{cases}</testsuite>")
            files.append(ReportFile(file, file.name))
        self._import(files)

    def covers(self, second: int) -> None:
        """Imports a report of coverage."""
        file = self.root.parent / "lcov.info"
        file.write_text(LCOV.format(second=second))
        self._import([ReportFile(file, file.name)])

    def values(self, name: str) -> list[float]:
        """The points of a measure."""
        report = trends(self.here, find_repository(self.context, self.id))
        return [point.value for series in report.series if series.name == name for point in series.points]

    def issues(self) -> IssuesReport:
        """Today's report of issues."""
        return issues(self.here, find_repository(self.context, self.id))

    def _import(self, files: list[ReportFile]) -> None:
        import_reports(self.here, RunPlace(self.id, self.root, "abc"), files)
        self._measured()

    def _measured(self) -> None:
        record_measures(self.here, self.id)
        record_measures(self.here, self.id)
        self.day += 1


@pytest.fixture
def shop(here: Context, tmp_path: Path) -> Shop:
    """A repository with two rules, checked once while it held nothing wrong."""
    root = tmp_path / "shop"
    root.mkdir()
    (root / "standards.yaml").write_text(RULES)
    made = Shop(here, root, tmp_path / "cache")
    made.check("x = 1\n")
    return made


def test_each_check_counts_what_is_open_by_severity(shop: Shop) -> None:
    shop.check("eval(a)\neval(b)\nprint(1)\n")
    shop.check("eval(a)\nprint(1)\n")

    assert shop.values("findings_critical") == [0, 2, 1]
    assert shop.values("findings_warning") == [0, 1, 1]


def test_a_severity_without_rules_is_not_measured(shop: Shop) -> None:
    assert shop.values("findings_info") == []


def test_waived_findings_are_no_longer_open_at_the_next_check(shop: Shop) -> None:
    shop.check("eval(a)\nprint(1)\n")
    critical = next(each for each in open_findings(shop.here, shop.id) if each.rule == "no-eval")
    waive_finding(shop.here, critical.id, "Only constants reach it.", shop.now + timedelta(days=30))
    shop.check("eval(a)\nprint(1)\n")

    assert shop.values("findings_critical") == [0, 1, 0]


def test_failing_tests_of_all_suites_are_added_up(shop: Shop) -> None:
    shop.runs(unit="pff", web="pf")
    shop.runs(unit="ppf")
    shop.runs(web="pp")

    assert shop.values("test_failures") == [3, 2, 1]


def test_a_suite_that_stopped_counting_is_no_improvement(shop: Shop) -> None:
    shop.runs(unit="pff", web="pf")
    shop.runs(unit="sss")
    shop.runs(web="pp")

    assert shop.values("test_failures") == [3]


def test_coverage_is_kept_exactly_and_only_where_it_was_measured(shop: Shop) -> None:
    shop.covers(second=0)
    shop.runs(unit="p")
    shop.covers(second=5)

    assert shop.values("coverage") == [33.33, 66.67]


def test_flakiness_is_unknown_until_a_suite_ran_twice(shop: Shop) -> None:
    shop.runs(unit="pp")
    first = shop.values("flaky_tests")
    shop.runs(unit="pf")
    second = shop.values("flaky_tests")

    assert first == []
    assert second == [1]


def test_issues_tell_what_is_open_the_worst_first(shop: Shop) -> None:
    shop.check("print(1)\nprint(2)\neval(a)\n")
    shop.check("print(1)\neval(a)\n")
    report = shop.issues()

    assert [(group.rule, group.open) for group in report.groups] == [("no-eval", 1), ("no-print", 1)]
    assert report.groups[0].places[0].path == "app.py"
    assert (report.totals.open.critical, report.totals.open.warning, report.totals.resolved) == (1, 1, 1)
    assert (report.totals.new_last_7_days, report.totals.resolved_last_7_days) == (3, 1)
    assert report.explanation == "2 open findings of 2 rules, the worst first."
    assert report.checked_at == BEGUN + timedelta(days=2)


def test_issues_of_a_repository_are_its_own(shop: Shop, tmp_path: Path) -> None:
    shop.check("eval(a)\n")
    other = Shop(shop.context, tmp_path / "other", shop.cache, shop.day)
    other.root.mkdir()
    (other.root / "standards.yaml").write_text(RULES)
    other.check("print(1)\n")

    assert [group.rule for group in shop.issues().groups] == ["no-eval"]
    assert [group.rule for group in other.issues().groups] == ["no-print"]
    assert shop.issues().totals.open.warning == 0


def test_where_nothing_was_checked_the_report_says_what_to_run(here: Context) -> None:
    report = issues(here, None)

    assert (report.groups, report.checked_at) == ([], None)
    assert "kaizen up PATH" in report.explanation
