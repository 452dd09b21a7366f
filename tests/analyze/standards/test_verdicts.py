"""Verdicts: what is unknown, what is excepted, what coverage and files say, and that evaluation keeps its promises."""

from datetime import date
from typing import ClassVar

import pytest

from kaizen.analyze.findings import REPOSITORY
from kaizen.analyze.standards.verdict import Covered, Material, Report, RuleState
from kaizen.collect.inventory.model import Item, Kind
from tests.analyze.standards.building import TODAY, check, material, places, rule, service, table, verdict

EVAL = rule("forbidden_pattern", match={"calls": ["eval"]})


def exception(expires: str, **place: str) -> dict[str, str]:
    return {"reason": "Goes in May", "expires": expires, **place}


class TestExceptions:
    """Places where a rule need not hold until a day."""

    FILES = ("src/a.py", "src/b.py")

    def report(self, *exceptions: dict[str, str], today: date = TODAY) -> Report:
        files = dict.fromkeys(self.FILES, "eval(1)\n")
        return check(material(files), {**EVAL, "exceptions": list(exceptions)}, today=today)

    def test_an_excepted_place_is_no_detection_and_the_reason_is_kept(self) -> None:
        report = self.report(exception("2026-05-31", path="src/a.py"))
        assert places(report) == ["src/b.py:1"]
        assert report.excepted == {("the-rule", "src/a.py"): "excepted until 2026-05-31: Goes in May"}
        (result,) = report.results
        assert (result.state, result.violations, result.excepted) == (RuleState.FAIL, 1, 1)
        assert result.reason == "1 violation in 2 files; 1 excepted"

    def test_a_rule_whose_violations_are_all_excepted_is_waived_and_not_passed(self) -> None:
        assert self.report(exception("2026-05-31", path="src/")).results[0].state is RuleState.WAIVED

    @pytest.mark.parametrize(
        ("today", "found"),
        [
            pytest.param(date(2026, 5, 31), 0, id="on its last day it holds"),
            pytest.param(date(2026, 6, 1), 2, id="on the next day everything is back"),
        ],
    )
    def test_an_exception_ends(self, today: date, found: int) -> None:
        report = self.report(exception("2026-05-31", path="src/"), today=today)
        assert len(report.detections) == found
        assert [(each.rule, each.place, each.expires) for each in report.expired] == (
            [("the-rule", "src/", date(2026, 5, 31))] if found else []
        )

    def test_an_item_is_excepted_by_its_name(self) -> None:
        given = material({"schema.sql": ""}, items=[table("public.a", x="text"), table("public.b", x="text")])
        made = rule("required_columns", columns=[{"name": "id"}], exceptions=[exception("2026-05-31", item="*.a")])
        report = check(given, made)
        assert [each.subject for each in report.detections] == ["table public.b"]
        assert set(report.excepted) == {("the-rule", "table public.a")}

    def test_an_exception_about_an_item_says_nothing_about_files(self) -> None:
        report = self.report(exception("2026-05-31", item="*"))
        assert len(report.detections) == 2


class TestFiles:
    """Required files."""

    def test_each_entry_needs_a_file_and_of_a_list_one_is_enough(self) -> None:
        made = rule("required_files", files=["README*", ["LICENSE", "COPYING"], "docs/**/*.md", "/Makefile"])
        given = material({"README.md": "", "COPYING": "", "sub/Makefile": ""})
        report = check(given, made)
        assert [(each.path, each.line, each.message, each.subject) for each in report.detections] == [
            (REPOSITORY, None, "there is no Makefile", "file Makefile"),
            (REPOSITORY, None, "there is no docs/**/*.md", "file docs/**/*.md"),
        ]
        assert report.results[0].reason == "2 violations in 4 entries"

    def test_a_file_that_rules_leave_alone_is_there_nevertheless(self) -> None:
        made = rule("required_files", files=["README.md"])
        assert check(material({"README.md": ""}), made, exclude=["*.md"]).results[0].state is RuleState.PASS

    def test_an_empty_folder_is_unknown(self) -> None:
        assert verdict(material({}), rule("required_files", files=["README"])).state is RuleState.UNKNOWN


class TestCoverage:
    """Coverage of services and files."""

    FILES: ClassVar = {
        "api/main.py": "x = 1\n" * 9 + "y = 2",
        "api/deep/more.py": "x = 1\n" * 9 + "y = 2",
        "api/worker/run.py": "x = 1\n" * 9 + "y = 2",
        "web/app.ts": "const x = 1\n" * 9 + "1",
    }
    SERVICES = (service("api", "api/main.py"), service("worker", "api/worker/run.py"), service("web", "web/app.ts"))

    def given(self, **coverage: tuple[int, int]) -> Material:
        measured = {path.replace("__", "/").replace("_py", ".py"): Covered(*each) for path, each in coverage.items()}
        return material(self.FILES, items=list(self.SERVICES), coverage=measured or None)

    def test_without_a_report_nothing_is_known(self) -> None:
        result = verdict(self.given(), rule("coverage", of="services", minimum=50))
        assert result.state is RuleState.UNKNOWN
        assert "no coverage was measured" in result.reason

    def test_a_service_is_measured_over_its_own_files_only(self) -> None:
        given = self.given(api__main_py=(4, 10), api__deep__more_py=(0, 10), api__worker__run_py=(10, 10))
        report = check(given, rule("coverage", of="services", minimum=50))
        assert [(each.subject, each.message) for each in report.detections] == [
            ("service api", "service api: tests execute 20.0 % of 20 lines; 50 % are wanted")
        ]
        assert report.results[0].reason == "1 violation in 2 services; not measured: web"
        assert report.blind == {("the-rule", "service web")}

    def test_a_file_the_report_does_not_know_counts_as_not_executed(self) -> None:
        given = self.given(api__main_py=(10, 10))
        report = check(given, rule("coverage", of="services", minimum=51))
        assert report.detections[0].message == (
            "service api: tests execute 50.0 % of 20 lines (1 file is not in the report and counted as not executed); "
            "51 % are wanted"
        )
        assert report.results[0].reason == "1 violation in 1 service; not measured: web, worker"

    def test_services_of_others_are_not_ours_to_cover(self) -> None:
        redis = Item(Kind.SERVICE, "redis", "compose.yml", 3, "yaml", {"external": True})
        given = material(self.FILES, items=[redis], coverage={"api/main.py": Covered(1, 2)})
        result = verdict(given, rule("coverage", of="services", minimum=50))
        assert (result.state, result.reason) == (RuleState.UNKNOWN, "no service is in scope")

    def test_each_critical_file_needs_its_share(self) -> None:
        given = self.given(api__main_py=(4, 10), api__deep__more_py=(9, 10))
        report = check(given, rule("coverage", of="files", minimum=90))
        assert places(report) == ["api/main.py", "api/worker/run.py"]
        assert report.blind == {("the-rule", "web/app.ts")}


class TestPromises:
    """What holds for every evaluation."""

    def test_rules_keep_their_order_and_detections_come_by_place(self) -> None:
        files = {"b.py": "eval(1)\n", "a.py": "\neval(1)\nexec(2)\n"}
        rules = [{**EVAL, "id": name, "match": {"calls": [call]}} for name, call in (("z", "exec"), ("a", "eval"))]
        report = check(material(files), *rules)
        assert [result.rule.id for result in report.results] == ["z", "a"]
        assert [(each.path, each.line, each.rule) for each in report.detections] == [
            ("a.py", 2, "a"),
            ("a.py", 3, "z"),
            ("b.py", 1, "a"),
        ]

    def test_only_rules_that_looked_at_something_were_measured(self) -> None:
        rules = [
            {**EVAL, "id": "seen"},
            {**EVAL, "id": "blind", "scope": {"include": ["lib/"]}},
            rule("coverage", id="dark", of="services", minimum=5),
        ]
        assert check(material({"a.py": ""}), *rules).measured == {"seen"}

    def test_a_file_that_vanished_meanwhile_still_gives_a_detection(self) -> None:
        given = material({"a.py": "eval(1)\n"})
        report = check(type(given)(given.files, given.facts, lambda _: None), EVAL)
        assert [(each.evidence, each.anchor) for each in report.detections] == [("", "calls eval")]

    def test_unicode_in_paths_and_sources_does_no_harm(self) -> None:
        report = check(material({"ünï/日本.py": "# 日本\nx = '…'; eval(x)\n"}), EVAL)
        assert places(report) == ["ünï/日本.py:2"]
        assert report.detections[0].evidence == "x = '…'; eval(x)"

    def test_fifty_equal_lines_are_fifty_detections(self) -> None:
        report = check(material({"a.py": "eval(1)\n" * 50}), EVAL)
        assert [each.line for each in report.detections] == list(range(1, 51))
        assert len({each.anchor for each in report.detections}) == 1
