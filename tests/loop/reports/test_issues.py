"""Open findings as a report groups them."""

from datetime import UTC, datetime, timedelta

import pytest

from kaizen.analyze.findings import Severity
from kaizen.loop.reports.issues import MOST_PLACES, OpenFinding, explanation, grouped

NOW = datetime(2026, 3, 31, tzinfo=UTC)


def _finding(rule: str, severity: Severity = Severity.WARNING, age: int = 1, path: str = "a.py") -> OpenFinding:
    return OpenFinding(rule, f"Title of {rule}", severity, path, age, "message", NOW - timedelta(days=age))


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
