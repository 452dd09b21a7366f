"""The life of findings: identity from scan to scan, resolving, re-opening, waivers, figures."""

from dataclasses import replace
from datetime import timedelta

import pytest

from kaizen.analyze.findings.model import (
    REPOSITORY,
    Detection,
    Event,
    Resolution,
    Scan,
    Severity,
    State,
    Tally,
    Waiver,
    WaiverCategory,
)
from kaizen.analyze.findings.rules import end_waiver, figures, unwaive, waive
from kaizen.kit.errors import KaizenError
from tests.analyze.findings.building import DAY, MONDAY, detection, known_from, run, scan, waiver

TUESDAY = MONDAY + DAY


def test_a_first_detection_opens_a_finding_with_its_history() -> None:
    findings, result = run([], [detection(line=7)], scan())
    (finding,) = findings
    assert finding.state is State.OPEN
    assert (finding.first_detected, finding.last_detected, finding.line) == (MONDAY, MONDAY, 7)
    assert [(entry.event, entry.note) for entry in result.history] == [(Event.DETECTED, "app.py:7")]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param(detection(line=3), detection(line=90), id="the line moved"),
        pytest.param(detection(text="eval(x)"), detection(text="    eval(x)  "), id="the line was indented"),
        pytest.param(detection(text="f(a,b)"), detection(text="f( a,\n\t b )"), id="a formatter was at work"),
        pytest.param(
            detection(text="caf\u00e9()"), detection(text="cafe\u0301()"), id="accents are written differently"
        ),
        pytest.param(detection(text="x" * 5000), detection(text=" " + "x" * 5000), id="the text is very long"),
        pytest.param(
            detection(severity=Severity.INFO), detection(severity=Severity.CRITICAL), id="the severity was raised"
        ),
        pytest.param(
            detection("a.sql", subject="table t", text="id"),
            detection("b.sql", subject="table t", text="id"),
            id="the table is defined in another file",
        ),
    ],
)
def test_a_finding_keeps_its_identity_when(before: Detection, after: Detection) -> None:
    known = known_from(before)
    findings, result = run(known, [after], scan([before.path, after.path], at=TUESDAY))
    assert [finding.id for finding in findings] == [known[0].id]
    assert findings[0].severity is after.severity
    assert (findings[0].line, findings[0].path) == (after.line, after.path)
    assert (findings[0].first_detected, findings[0].last_detected) == (MONDAY, TUESDAY)
    assert result.created == ()


def test_long_texts_that_differ_only_at_the_end_are_two_findings() -> None:
    known = known_from(detection(text="x" * 5000 + "1"))
    _, result = run(known, [detection(text="x" * 5000 + "2")], scan())
    assert len(result.created) == 1


def test_a_scan_that_sees_the_same_again_rewrites_nothing_but_the_time() -> None:
    known = known_from(detection(), detection(line=2))
    _, result = run(known, [detection(), detection(line=2)], scan(at=TUESDAY))
    assert (result.created, result.updated, result.history) == ((), (), ())
    assert set(result.seen) == {finding.id for finding in known}


def test_the_fiftieth_copy_of_a_line_is_one_new_finding() -> None:
    known = known_from(*(detection(line=number) for number in range(1, 50)))
    findings, result = run(known, [detection(line=number) for number in range(1, 51)], scan())
    assert len(result.created) == 1
    assert len(findings) == 50


def test_of_equal_lines_the_removed_one_ends_though_all_others_moved() -> None:
    known = known_from(detection(line=10), detection(line=20), detection(line=30))
    findings, _ = run(known, [detection(line=25), detection(line=35)], scan())
    assert [(finding.line, finding.state) for finding in findings] == [
        (10, State.RESOLVED),
        (25, State.OPEN),
        (35, State.OPEN),
    ]


def test_equal_lines_that_all_move_by_their_spacing_are_not_swapped() -> None:
    known = known_from(detection(line=10), detection(line=20), detection(line=30))
    findings, _ = run(known, [detection(line=20), detection(line=30), detection(line=40)], scan())
    assert [finding.line for finding in findings] == [20, 30, 40]


def test_equal_lines_stay_with_their_function_when_functions_change_places() -> None:
    known = known_from(detection(line=10, context="a"), detection(line=20, context="b"))
    seen = [detection(line=10, context="b"), detection(line=20, context="a")]
    findings, _ = run(known, seen, scan())
    assert [(finding.context, finding.line) for finding in findings] == [("a", 20), ("b", 10)]


def test_a_new_twin_of_a_fixed_finding_does_not_take_over_the_open_one() -> None:
    known = known_from(detection(line=1), detection(line=9))
    fixed, _ = run(known, [detection(line=9)], scan(at=TUESDAY))
    again, _ = run(fixed, [detection(line=1)], scan(at=TUESDAY + DAY))
    assert [finding.state for finding in again] == [State.RESOLVED, State.OPEN]


class TestRenames:
    """Files that go by another name."""

    def test_version_control_names_the_new_file(self) -> None:
        known = known_from(detection("old.py", 3))
        findings, result = run(known, [detection("new.py", 5)], scan(["new.py"], renames={"old.py": "new.py"}))
        assert [finding.id for finding in findings] == [known[0].id]
        assert [(entry.event, entry.note) for entry in result.history] == [(Event.MOVED, "old.py:3 -> new.py:5")]

    def test_two_files_that_swap_names_swap_their_findings(self) -> None:
        known = known_from(detection("a.py", 1), detection("b.py", 2))
        seen = [detection("a.py", 2), detection("b.py", 1)]
        findings, _ = run(known, seen, scan(["a.py", "b.py"], renames={"a.py": "b.py", "b.py": "a.py"}))
        assert [finding.path for finding in findings] == ["b.py", "a.py"]
        assert {finding.id for finding in findings} == {finding.id for finding in known}

    def test_a_renamed_and_edited_file_is_recognised_by_what_is_left_in_it(self) -> None:
        known = known_from(*(detection("old.py", number, f"eval({number})") for number in range(4)))
        seen = [detection("new.py", number + 9, f"eval({number})") for number in range(3)]
        findings, result = run(known, seen, scan(["new.py"]))
        assert result.created == ()
        assert [finding.state for finding in findings] == [State.OPEN] * 3 + [State.RESOLVED]
        assert findings[3].resolution is Resolution.FILE_GONE

    def test_a_file_that_still_exists_does_not_give_its_findings_away(self) -> None:
        known = known_from(detection("old.py"))
        findings, result = run(known, [detection("new.py")], scan(["old.py", "new.py"]))
        assert findings[0].state is State.RESOLVED
        assert len(result.created) == 1

    def test_a_file_that_had_findings_of_its_own_does_not_inherit(self) -> None:
        known = known_from(detection("old.py"), detection("other.py", text="exec(y)"))
        seen = [detection("other.py", text="exec(y)"), detection("other.py", text="eval(x)")]
        findings, result = run(known, seen, scan(["other.py"]))
        assert findings[0].state is State.RESOLVED
        assert len(result.created) == 1

    def test_a_finding_about_a_whole_file_is_not_inherited_by_any_other_file(self) -> None:
        known = known_from(detection("old.py", None, "", rule="size"))
        _, result = run(known, [detection("new.py", None, "", rule="size")], scan(["new.py"], rules=["size"]))
        assert len(result.created) == 1

    def test_a_moved_folder_keeps_every_finding_at_its_file(self) -> None:
        known = known_from(*(detection(f"old/{number}.py") for number in range(100)))
        seen = [detection(f"new/{number}.py") for number in range(100)]
        findings, result = run(known, seen, scan([one.path for one in seen]))
        assert result.created == ()
        assert [finding.path for finding in findings] == [f"new/{number}.py" for number in range(100)]

    def test_a_rename_is_followed_even_while_the_rule_is_not_measured(self) -> None:
        known = known_from(detection("old.py"))
        blind = scan(["new.py"], measured=[], renames={"old.py": "new.py"})
        moved, result = run(known, [], blind)
        assert (moved[0].path, moved[0].state) == ("new.py", State.OPEN)
        assert [entry.event for entry in result.history] == [Event.MOVED]
        findings, later = run(moved, [detection("new.py")], scan(["new.py"], at=TUESDAY))
        assert later.created == ()
        assert findings[0].id == known[0].id


class TestResolving:
    """Silence counts only where somebody looked."""

    @pytest.mark.parametrize(
        ("what", "resolution", "note"),
        [
            pytest.param(scan(["app.py"]), Resolution.FIXED, "no longer detected", id="its file was scanned again"),
            pytest.param(
                scan([]), Resolution.FILE_GONE, "app.py is no longer part of the repository", id="its file is gone"
            ),
            pytest.param(
                scan([], present=["app.py"], rules=["other"]),
                Resolution.RULE_GONE,
                "the rule no-eval is no longer in force",
                id="its rule was removed though its file was not read",
            ),
            pytest.param(
                scan(excepted={("no-eval", "app.py"): "excepted until May"}),
                Resolution.EXCEPTED,
                "excepted until May",
                id="an exception covers it",
            ),
        ],
    )
    def test_a_finding_ends_when(self, what: Scan, resolution: Resolution, note: str) -> None:
        findings, result = run(known_from(detection()), [], what)
        assert (findings[0].state, findings[0].resolution) == (State.RESOLVED, resolution)
        assert findings[0].resolved_at == MONDAY
        assert [(entry.event, entry.note) for entry in result.history] == [(Event.RESOLVED, note)]

    @pytest.mark.parametrize(
        "what",
        [
            pytest.param(scan([], present=["app.py"]), id="its file exists but could not be read"),
            pytest.param(scan(measured=[]), id="its rule could not be measured"),
        ],
    )
    def test_a_finding_stays_open_when(self, what: Scan) -> None:
        findings, result = run(known_from(detection()), [], what)
        assert findings[0].state is State.OPEN
        assert (result.updated, result.seen, result.history) == ((), (), ())

    def test_a_table_whose_migration_is_gone_stays_while_the_schema_is_unknown(self) -> None:
        known = known_from(detection("1.sql", subject="table t"))
        findings, _ = run(known, [], scan([], measured=[]))
        assert findings[0].state is State.OPEN

    def test_a_finding_about_the_repository_ends_once_its_rule_was_measured(self) -> None:
        known = known_from(detection(REPOSITORY, None, subject="file LICENSE"))
        findings, _ = run(known, [], scan([]))
        assert findings[0].resolution is Resolution.FIXED

    def test_a_resolved_finding_re_opens_under_its_id_and_forgets_its_end(self) -> None:
        known = known_from(detection(line=3))
        gone, _ = run(known, [], scan(at=TUESDAY))
        back, result = run(gone, [detection(line=8)], scan(at=TUESDAY + DAY))
        assert back[0].id == known[0].id
        assert (back[0].state, back[0].times_reopened) == (State.OPEN, 1)
        assert (back[0].resolved_at, back[0].resolution) == (None, None)
        assert back[0].first_detected == MONDAY
        assert [(entry.event, entry.note) for entry in result.history] == [(Event.REOPENED, "app.py:8")]

    def test_a_resolved_finding_that_stays_away_is_left_alone(self) -> None:
        gone, _ = run(known_from(detection()), [], scan(at=TUESDAY))
        _, result = run(gone, [], scan(at=TUESDAY + DAY))
        assert (result.updated, result.seen, result.history) == ((), (), ())


class TestWaivers:
    """Accepting a finding for a time."""

    def test_a_waived_finding_stays_waived_while_it_is_detected(self) -> None:
        (finding,) = known_from(detection())
        waived, history = waive(finding, waiver())
        findings, _ = run([waived], [detection(line=5)], scan(at=TUESDAY))
        assert findings[0].state is State.WAIVED
        assert findings[0].waiver == waived.waiver
        assert [entry.note for entry in history] == ["ada, until 2026-04-01: Legacy, replaced in May"]

    def test_a_waiver_that_ran_out_opens_the_finding_at_the_next_scan(self) -> None:
        waived, _ = waive(known_from(detection())[0], waiver(days=1))
        findings, result = run([waived], [detection()], scan(at=TUESDAY))
        assert (findings[0].state, findings[0].waiver) == (State.OPEN, None)
        assert [entry.event for entry in result.history] == [Event.WAIVER_ENDED]
        assert "ran out at 2026-03-03 09:00 UTC" in result.history[0].note

    def test_a_waiver_that_ran_out_opens_a_finding_nobody_looked_at(self) -> None:
        waived, _ = waive(known_from(detection())[0], waiver(days=1))
        findings, _ = run([waived], [], scan([], present=["app.py"], at=TUESDAY))
        assert findings[0].state is State.OPEN

    def test_a_waiver_holds_until_its_last_moment(self) -> None:
        waived, _ = waive(known_from(detection())[0], waiver(days=1))
        assert end_waiver(waived, TUESDAY - timedelta(microseconds=1)) == (waived, [])
        assert end_waiver(waived, TUESDAY)[0].state is State.OPEN

    def test_a_waived_finding_that_is_fixed_resolves_and_returns_waived(self) -> None:
        waived, _ = waive(known_from(detection())[0], waiver())
        fixed, _ = run([waived], [], scan(at=TUESDAY))
        assert fixed[0].state is State.RESOLVED
        back, _ = run(fixed, [detection()], scan(at=TUESDAY + DAY))
        assert (back[0].state, back[0].times_reopened) == (State.WAIVED, 1)

    def test_a_waived_finding_that_was_fixed_returns_open_after_the_waiver(self) -> None:
        waived, _ = waive(known_from(detection())[0], waiver(days=2))
        fixed, _ = run([waived], [], scan(at=TUESDAY))
        back, _ = run(fixed, [detection()], scan(at=MONDAY + 3 * DAY))
        assert (back[0].state, back[0].waiver) == (State.OPEN, None)

    def test_a_second_waiver_replaces_the_first(self) -> None:
        first, _ = waive(known_from(detection())[0], waiver())
        second = waiver(days=90)
        assert waive(first, second)[0].waiver == second

    def test_a_waiver_can_be_withdrawn(self) -> None:
        waived, _ = waive(known_from(detection())[0], waiver())
        opened, history = unwaive(waived, "bob", TUESDAY)
        assert (opened.state, opened.waiver) == (State.OPEN, None)
        assert [(entry.event, entry.note) for entry in history] == [(Event.WAIVER_ENDED, "ended by bob")]

    @pytest.mark.parametrize(
        ("bad", "code"),
        [
            pytest.param(waiver(reason=" \n"), "findings.reason_missing", id="it gives no reason"),
            pytest.param(waiver(reason="x" * 1001), "findings.reason_too_long", id="its reason is a novel"),
            pytest.param(waiver(days=0), "findings.expiry_past", id="it ends when it begins"),
            pytest.param(waiver(days=-1), "findings.expiry_past", id="it ended yesterday"),
        ],
    )
    def test_a_waiver_is_refused_when(self, bad: Waiver, code: str) -> None:
        with pytest.raises(KaizenError) as error:
            waive(known_from(detection())[0], bad)
        assert error.value.code == code

    def test_a_resolved_finding_cannot_be_waived(self) -> None:
        gone, _ = run(known_from(detection()), [], scan())
        with pytest.raises(KaizenError, match="is resolved"):
            waive(gone[0], waiver())

    def test_only_a_waived_finding_can_be_unwaived(self) -> None:
        with pytest.raises(KaizenError, match="no waiver in force"):
            unwaive(known_from(detection())[0], "bob", MONDAY)


def test_the_false_positive_rate_is_unknown_until_somebody_judged_a_finding() -> None:
    wrong, risk = WaiverCategory.FALSE_POSITIVE, WaiverCategory.ACCEPTED_RISK
    rows = [
        Tally("judged", State.WAIVED, None, wrong, 1),
        Tally("judged", State.WAIVED, None, risk, 1),
        Tally("judged", State.RESOLVED, Resolution.FIXED, None, 2),
        Tally("judged", State.RESOLVED, Resolution.FILE_GONE, None, 40),
        Tally("judged", State.OPEN, None, None, 7),
        Tally("fresh", State.OPEN, None, None, 3),
    ]
    fresh, judged = figures(rows)
    assert (fresh.open, fresh.false_positives, fresh.false_positive_rate) == (3, 0, None)
    assert (judged.open, judged.waived, judged.resolved) == (7, 2, 42)
    assert (judged.false_positives, judged.false_positive_rate) == (1, 0.25)


def test_two_known_findings_never_share_a_detection() -> None:
    known = known_from(detection())
    twin = replace(known[0], id=known_from(detection())[0].id)
    findings, _ = run([known[0], twin], [detection()], scan())
    assert sorted(finding.state for finding in findings) == [State.OPEN, State.RESOLVED]
