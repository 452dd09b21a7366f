"""Open findings as a report groups them."""

from datetime import UTC, datetime, timedelta

import pytest

from kaizen.analyze.findings import Severity, State
from kaizen.analyze.findings.views import FindingView, OpenCount
from kaizen.kit.ids import new_id
from kaizen.loop.reports.issues import MOST_PLACES, explanation, grouped, totals

NOW = datetime(2026, 3, 31, tzinfo=UTC)


def _finding(
    rule: str,
    severity: Severity = Severity.WARNING,
    age: int = 1,
    path: str = "a.py",
    state: State = State.OPEN,
    ended: datetime | None = None,
) -> FindingView:
    return FindingView(
        id=new_id(),
        repository_id=new_id(),
        rule=rule,
        title=f"Title of {rule}",
        severity=severity,
        state=state,
        path=path,
        line=age,
        item_id=None,
        message="message",
        evidence="",
        suggestion="",
        docs=None,
        first_detected=NOW - timedelta(days=age),
        last_detected=NOW,
        resolved_at=ended,
        times_reopened=0,
        waiver=None,
    )


def test_totals_count_every_state_and_the_last_week() -> None:
    counted = totals(
        [
            _finding("a", Severity.CRITICAL, age=1),
            _finding("a", age=7),
            _finding("b", age=8),
            _finding("b", age=9, state=State.WAIVED),
            _finding("c", age=3, state=State.RESOLVED, ended=NOW),
            _finding("c", age=30, state=State.RESOLVED, ended=NOW - timedelta(days=8)),
        ],
        NOW,
    )

    assert counted.open == OpenCount(critical=1, warning=2, info=0)
    assert (counted.waived, counted.resolved) == (1, 2)
    assert (counted.new_last_7_days, counted.resolved_last_7_days) == (3, 1)


def test_the_worst_come_first_then_the_most_then_the_oldest() -> None:
    findings = [
        *[_finding("many-remarks", Severity.INFO) for _ in range(9)],
        _finding("young", age=1),
        _finding("old", age=30),
        *[_finding("twice") for _ in range(2)],
        _finding("worst", Severity.CRITICAL),
    ]

    assert [group.rule for group in grouped(findings)] == ["worst", "twice", "old", "young", "many-remarks"]


def test_a_group_counts_all_and_shows_its_oldest_places() -> None:
    findings = [_finding("rule", age=age, path=f"f{age}.py") for age in range(1, 81)]
    group = grouped(reversed(findings))[0]

    assert (group.open, len(group.places)) == (80, MOST_PLACES)
    assert (group.places[0].path, group.oldest_at) == ("f80.py", NOW - timedelta(days=80))


def test_a_rule_of_two_severities_ranks_by_the_worse() -> None:
    groups = grouped([_finding("mixed", Severity.INFO), _finding("mixed", Severity.CRITICAL), _finding("other")])

    assert [(group.rule, group.severity) for group in groups] == [
        ("mixed", Severity.CRITICAL),
        ("other", Severity.WARNING),
    ]


@pytest.mark.parametrize(
    ("rules", "waived", "checked", "scanned", "expected"),
    [
        pytest.param([], 0, False, False, "Turn the loop over one: kaizen up PATH.", id="nothing on record"),
        pytest.param([], 0, False, True, "Check them: kaizen check standards.", id="scanned but never checked"),
        pytest.param([], 0, True, True, "Nothing is open.", id="all is well"),
        pytest.param([], 3, True, True, "Nothing is open, 3 waived.", id="all that is there is waived"),
        pytest.param(["a"], 0, True, True, "1 open finding of one rule.", id="one finding"),
        pytest.param(
            ["a", "a", "b"], 1, True, True, "3 open findings of 2 rules, the worst first, 1 waived.", id="some"
        ),
    ],
)
def test_one_sentence_sums_it_up(rules: list[str], waived: int, checked: bool, scanned: bool, expected: str) -> None:
    groups = grouped(_finding(rule) for rule in rules)

    assert explanation(groups, waived, NOW if checked else None, scanned).endswith(expected)
