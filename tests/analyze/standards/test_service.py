"""Checks of real folders: what they record, what a second check makes of changed and unreadable files and of rules."""

import json
import os
from pathlib import Path
from uuid import UUID

import pytest

from kaizen.analyze.findings import Severity, State
from kaizen.analyze.findings import service as findings
from kaizen.analyze.findings.views import FindingQuery, FindingView
from kaizen.analyze.standards.service import (
    check_folder,
    explain_rule,
    rules_of_folder,
    show_standards,
    standing_of_folder,
)
from kaizen.analyze.standards.verdict import Covered, RuleState
from kaizen.analyze.standards.views import Checked
from kaizen.collect.testruns.importing import import_reports
from kaizen.collect.testruns.model import ReportFile
from kaizen.collect.testruns.recording import Place
from kaizen.kit.errors import KaizenError
from kaizen.kit.paging import PageRequest
from kaizen.storage.events import events_after
from kaizen.storage.work import Context
from tests.analyze.standards.building import rule
from tests.analyze.standards.folders import EVAL, README, committed, git, with_rules, write

EVERYTHING = PageRequest(limit=200)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A repository with two violations of one rule and one of another."""
    folder = tmp_path / "shop"
    write(folder, {"a.py": "x = 1\neval(x)\n", "lib/b.py": "def f(y):\n    eval(y)\n"})
    return with_rules(folder, EVAL, README)


def check(here: Context, root: Path, **options: object) -> Checked:
    return check_folder(here, root, root.parent / "cache", **options)  # type: ignore[arg-type]


def every(here: Context) -> list[FindingView]:
    return findings.list_findings(here, FindingQuery(), EVERYTHING).items


def states(here: Context) -> dict[str, str]:
    """State of each finding by place."""
    return {f"{each.path}:{each.line}" if each.line else each.rule: each.state for each in every(here)}


def last_note(here: Context, path: str) -> str:
    (finding,) = (each.id for each in every(here) if each.path == path)
    return findings.get_finding(here, finding).history[-1].note


def test_a_check_records_what_it_found_and_how_the_rules_stand(here: Context, root: Path) -> None:
    checked = check(here, root)

    assert states(here) == {"a.py:2": "open", "lib/b.py:2": "open", "readme": "open"}
    assert (checked.changes.opened, len(checked.findings)) == (3, 3)
    shown = show_standards(here)
    assert (shown.file, shown.problems) == ("standards.yaml", [])
    assert shown.checked_at is not None
    assert [(each.id, each.state, each.open, each.checked) for each in shown.rules] == [
        ("no-eval", RuleState.FAIL, 2, 2),
        ("readme", RuleState.FAIL, 1, 1),
    ]
    assert shown == checked.standards
    assert explain_rule(here, "no-eval").why == "Because."
    assert "standards.checked" in {event.name for event in events_after(here, 0)}


def test_before_any_check_the_built_in_rules_are_shown_as_unchecked(here: Context) -> None:
    shown = show_standards(here)
    assert (shown.file, shown.checked_at) == (None, None)
    assert {(each.state, each.open, each.reason) for each in shown.rules} == {
        (RuleState.UNKNOWN, None, "not checked yet")
    }


def test_a_folder_without_rules_is_held_to_the_built_in_ones(here: Context, tmp_path: Path) -> None:
    checked = check(here, write(tmp_path / "plain", {"a.py": "import os\neval('1')\n"}))
    assert checked.standards.file is None
    assert {each.rule for each in checked.findings} >= {"no-eval", "required-files"}


def test_what_is_mended_resolves_and_what_returns_opens_again(here: Context, root: Path) -> None:
    check(here, root)
    write(root, {"a.py": "x = 1\n", "README.md": "# Shop\n"})
    check(here, root)
    assert states(here) == {"a.py:2": "resolved", "lib/b.py:2": "open", "readme": "resolved"}
    write(root, {"a.py": "\n\n\neval(x)\n"})
    checked = check(here, root)
    assert states(here)["a.py:4"] == "open"
    assert (checked.changes.reopened, checked.changes.opened) == (1, 0)
    assert [each.times_reopened for each in every(here) if each.path == "a.py"] == [1]


def test_a_deleted_file_takes_its_findings_with_it(here: Context, root: Path) -> None:
    check(here, root)
    (root / "a.py").unlink()
    check(here, root)
    assert states(here)["a.py:2"] == "resolved"
    assert last_note(here, "a.py") == "a.py is no longer part of the repository"


def test_a_file_that_git_is_told_to_ignore_takes_its_findings_with_it(here: Context, root: Path) -> None:
    committed(root)
    check(here, root)
    write(root, {".gitignore": "a.py\n"})
    check(here, root)
    assert states(here)["a.py:2"] == "open", "git still tracks it"
    git(root, "rm", "-q", "--cached", "a.py")
    check(here, root)
    assert states(here)["a.py:2"] == "resolved"
    assert last_note(here, "a.py") == "a.py is no longer part of the repository"


def test_a_file_git_knows_to_be_renamed_keeps_its_finding(here: Context, root: Path) -> None:
    write(root, {"a.py": "".join(f"value_{number} = {number}\n" for number in range(40)) + "eval(x)\n"})
    committed(root)
    check(here, root)
    before = {each.path: each.id for each in every(here)}
    git(root, "mv", "a.py", "lib/renamed.py")
    write(root, {"lib/renamed.py": (root / "lib/renamed.py").read_text().replace("eval(x)", "eval(  x  )")})
    committed(root)
    checked = check(here, root)

    assert (checked.changes.moved, checked.changes.opened, checked.changes.resolved) == (1, 0, 0)
    assert {each.path: each.id for each in every(here)}["lib/renamed.py"] == before["a.py"]
    assert last_note(here, "lib/renamed.py") == "a.py:41 -> lib/renamed.py:41"


def test_a_file_renamed_without_git_is_recognised_by_its_text(here: Context, root: Path) -> None:
    check(here, root)
    (root / "a.py").rename(root / "ünï 日本.py")
    checked = check(here, root)
    assert (checked.changes.moved, checked.changes.opened, checked.changes.resolved) == (1, 0, 0)


@pytest.mark.parametrize(
    "spoil",
    [
        pytest.param(lambda file: file.write_bytes(b"\xff\xfe eval"), id="is not UTF-8 any more"),
        pytest.param(lambda file: file.write_bytes(b"x\0y"), id="is binary now"),
        pytest.param(lambda file: file.write_text("def f(:\n  (((\n"), id="has a syntax error"),
        pytest.param(lambda file: file.write_text("x = 1\n" * 600_000), id="has grown beyond what is read"),
        pytest.param(lambda file: (file.unlink(), file.symlink_to("lib/b.py")), id="became a link"),
    ],
)  # fmt: skip
def test_a_finding_stays_when_its_file(here: Context, root: Path, spoil) -> None:  # type: ignore[no-untyped-def]
    check(here, root)
    spoil(root / "a.py")
    check(here, root)
    assert states(here)["a.py:2"] == "open"


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_finding_stays_when_its_file_may_not_be_read(here: Context, root: Path) -> None:
    check(here, root)
    (root / "a.py").chmod(0)
    check(here, root)
    assert states(here)["a.py:2"] == "open"


class TestRules:
    """Rules that change between two checks."""

    def test_a_rule_taken_out_of_the_file_ends_its_findings_and_says_why(self, here: Context, root: Path) -> None:
        check(here, root)
        with_rules(root, README)
        check(here, root)
        assert states(here) == {"a.py:2": "resolved", "lib/b.py:2": "resolved", "readme": "open"}
        assert last_note(here, "a.py") == "the rule no-eval is no longer in force"
        assert [each.id for each in show_standards(here).rules] == ["readme"]

    def test_an_exception_ends_a_finding_with_its_reason(self, here: Context, root: Path) -> None:
        check(here, root)
        excepted = {"path": "a.py", "reason": "Goes in May", "expires": "2999-05-31"}
        with_rules(root, {**EVAL, "exceptions": [excepted]}, README)
        check(here, root)
        assert states(here)["a.py:2"] == "resolved"
        assert last_note(here, "a.py") == "excepted until 2999-05-31: Goes in May"

    def test_an_exception_that_ran_out_is_a_problem_people_see(self, here: Context, root: Path) -> None:
        excepted = {"path": "a.py", "reason": "Goes in May", "expires": "2020-05-31"}
        with_rules(root, {**EVAL, "exceptions": [excepted]}, README)
        check(here, root)
        (problem,) = show_standards(here).problems
        assert problem.startswith("no-eval: the exception for a.py ended on 2020-05-31 (Goes in May).")
        assert states(here)["a.py:2"] == "open"

    def test_a_narrower_scope_resolves_what_it_leaves_out(self, here: Context, root: Path) -> None:
        check(here, root)
        with_rules(root, {**EVAL, "scope": {"include": ["lib/"]}}, README)
        check(here, root)
        assert states(here) == {"a.py:2": "resolved", "lib/b.py:2": "open", "readme": "open"}

    def test_a_raised_severity_is_taken_over(self, here: Context, root: Path) -> None:
        check(here, root)
        with_rules(root, {**EVAL, "severity": "info"}, README)
        checked = check(here, root)
        assert {each.severity for each in checked.findings if each.rule == "no-eval"} == {Severity.INFO}
        assert checked.changes.opened == 0

    def test_waiving_every_finding_makes_the_rule_waived(self, here: Context, root: Path) -> None:
        check(here, root)
        ends = here.clock().replace(year=here.clock().year + 1)
        for each in every(here):
            if each.rule == "no-eval":
                findings.waive_finding(here, each.id, "Legacy", ends)
        shown = show_standards(here).rules[0]
        assert (shown.state, shown.open) == (RuleState.WAIVED, 0)
        assert shown.reason.endswith("all 2 are waived")

    def test_a_broken_file_changes_nothing_but_the_problems(self, here: Context, root: Path) -> None:
        check(here, root)
        write(root, {"standards.yaml": "version: 1\nrules:\n  - id: x\n    kind: namin\n  - id: y\n    kind: sizes\n"})
        with pytest.raises(KaizenError, match=r"standards\.yaml, line 4"):
            check(here, root)
        shown = show_standards(here)
        assert len(shown.problems) == 2
        assert "line 6" in shown.problems[1]
        assert [each.id for each in shown.rules] == ["no-eval", "readme"]
        assert states(here)["a.py:2"] == "open"
        with_rules(root, EVAL, README)
        check(here, root)
        assert show_standards(here).problems == []

    def test_a_file_broken_from_the_start_shows_its_problems_and_unchecked_rules(
        self, here: Context, root: Path
    ) -> None:
        write(root, {"standards.yaml": "version: 7\nrules: []\n"})
        with pytest.raises(KaizenError):
            check(here, root)
        shown = show_standards(here)
        assert (len(shown.problems), shown.checked_at, shown.file) == (1, None, "standards.yaml")

    @pytest.mark.parametrize(
        "make",
        [
            pytest.param(lambda file: file.mkdir(), id="is a folder"),
            pytest.param(lambda file: file.symlink_to("/etc/passwd"), id="is a link"),
            pytest.param(os.mkfifo, id="is a pipe"),
        ],
    )
    def test_a_file_of_rules_is_refused_when_it(self, here: Context, root: Path, make) -> None:  # type: ignore[no-untyped-def]
        (root / "standards.yaml").unlink()
        make(root / "standards.yaml")
        with pytest.raises(KaizenError) as error:
            check(here, root)
        assert error.value.code == "standards.unreadable"

    def test_an_unknown_rule_is_told_with_the_nearest_one(self, here: Context, root: Path) -> None:
        check(here, root)
        with pytest.raises(KaizenError) as error:
            explain_rule(here, "no-evil")
        assert "no-eval" in error.value.hint()

    def test_rules_are_listed_as_the_file_has_them_now_with_what_is_known(self, here: Context, root: Path) -> None:
        check(here, root)
        with_rules(root, EVAL, {**EVAL, "id": "young"})
        shown = standing_of_folder(here, root)
        assert [(each.id, each.state) for each in shown.rules] == [
            ("no-eval", RuleState.FAIL),
            ("young", RuleState.UNKNOWN),
        ]
        assert [each.id for each in rules_of_folder(root)] == ["no-eval", "young"]


class TestMeasuring:
    """What counts as measured."""

    SQL = "create table users (id uuid primary key, paid boolean);\n"
    NAMES = rule("naming", id="names", of=["boolean"], prefixes=["is_"])

    def test_a_finding_about_a_table_knows_its_item(self, here: Context, tmp_path: Path) -> None:
        root = write(tmp_path / "shop", {"supabase/migrations/20240101000000_init.sql": self.SQL})
        with_rules(root, self.NAMES)
        check(here, root)
        (shown,) = every(here)
        assert shown.message == "boolean public.users.paid does not begin with is_"
        assert shown.item_id is not None

    def test_a_table_renamed_in_a_later_migration_is_another_table(self, here: Context, tmp_path: Path) -> None:
        root = write(tmp_path / "shop", {"supabase/migrations/20240101000000_init.sql": self.SQL})
        with_rules(root, self.NAMES)
        check(here, root)
        write(root, {"supabase/migrations/20240102000000_more.sql": "alter table users rename to people;\n"})
        check(here, root)
        assert sorted((each.state, each.message.split()[1]) for each in every(here)) == [
            (State.OPEN, "public.people.paid"),
            (State.RESOLVED, "public.users.paid"),
        ]

    def test_coverage_findings_stay_while_nobody_measures_again(self, here: Context, root: Path) -> None:
        with_rules(root, rule("coverage", id="covered", of="files", minimum=50))
        first = check(here, root, coverage={"a.py": Covered(0, 2), "lib/b.py": Covered(2, 2)})
        assert [each.path for each in first.findings] == ["a.py"]
        second = check(here, root)
        assert [each.path for each in second.findings] == ["a.py"]
        assert (second.standards.rules[0].state, second.standards.rules[0].open) == (RuleState.UNKNOWN, 1)
        third = check(here, root, coverage={"a.py": Covered(2, 2), "lib/b.py": Covered(2, 2)})
        assert third.findings == []

    def test_coverage_comes_from_the_last_test_runs(self, here: Context, root: Path) -> None:
        with_rules(root, rule("coverage", id="covered", of="files", minimum=80))
        repository = check(here, root).repository_id
        summary = {"covered_lines": 1, "num_statements": 2, "percent_covered": 50.0}
        files = {"a.py": {"executed_lines": [1], "missing_lines": [2], "excluded_lines": [], "summary": summary}}
        report = {"meta": {"version": "7.10", "format": 3}, "files": files, "totals": summary}
        write(root.parent, {"coverage.json": json.dumps(report)})
        given = ReportFile(root.parent / "coverage.json", "coverage.json")
        import_reports(here, Place(repository, root), [given])

        checked = check(here, root)
        assert {each.path: each.message for each in checked.findings} == {
            "a.py": "tests execute 50.0 % of 2 lines; 80 % are wanted",
            "lib/b.py": "is not in the coverage report, so no test executes it; 80 % are wanted",
        }


@pytest.mark.parametrize(
    "make",
    [
        pytest.param(lambda folder: folder / "missing", id="does not exist"),
        pytest.param(lambda folder: write(folder, {"file": ""}) / "file", id="is a file"),
    ],
)
def test_a_path_is_refused_when_it(here: Context, tmp_path: Path, make) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(KaizenError) as error:
        check_folder(here, make(tmp_path), tmp_path / "cache")
    assert error.value.code.startswith("sources.")


def test_an_empty_folder_passes_nothing(here: Context, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    checked = check(here, tmp_path / "empty")
    assert RuleState.PASS not in {each.state for each in checked.standards.rules}
    assert checked.findings == []


def test_patterns_made_to_explode_do_not_hold_a_check_up(here: Context, root: Path) -> None:
    write(root, {"long.txt": "a" * 1_000_000 + "!\n"})
    with_rules(root, rule("forbidden_pattern", id="bomb", match={"text": ["(a+)+$", "(a|aa)+$", "(.*)*b"]}))
    check(here, root)


def test_another_workspace_has_its_own_checks(here: Context, other_workspace: Context, root: Path) -> None:
    check(here, root)
    assert show_standards(other_workspace).checked_at is None
    mine = check(here, root).repository_id
    assert show_standards(other_workspace, mine).checked_at is None
    theirs = check(other_workspace, root)
    assert theirs.repository_id != mine
    assert (theirs.changes.opened, len(every(here))) == (3, 3)


def test_a_reader_may_not_check(viewer: Context, root: Path) -> None:
    with pytest.raises(KaizenError) as error:
        check(viewer, root)
    assert error.value.code == "access.not_allowed"


def test_the_latest_repository_is_shown_unless_another_is_named(here: Context, root: Path, tmp_path: Path) -> None:
    first = check(here, root).repository_id
    second = with_rules(write(tmp_path / "other", {"a.py": ""}), {**EVAL, "id": "other-rule"})
    check(here, second)
    assert [each.id for each in show_standards(here).rules] == ["other-rule"]
    assert [each.id for each in show_standards(here, first).rules] == ["no-eval", "readme"]
    assert show_standards(here, UUID(int=9)).checked_at is None
