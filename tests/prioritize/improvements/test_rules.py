"""The ranking of the short list."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaizen.analyze.findings import Severity
from kaizen.prioritize.improvements.model import Signal
from kaizen.prioritize.improvements.rules import short_list

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
CRITICAL, WARNING, INFO = Severity.CRITICAL, Severity.WARNING, Severity.INFO


def signal(
    rule: str, severity: Severity = WARNING, *, path: str = "a.py", days: int = 0, items: tuple[int, ...] = ()
) -> Signal:
    """A finding of a rule, ``days`` old, touching the numbered items."""
    head = (UUID(int=hash((rule, path, days, items)) % 2**100), rule, rule.title(), severity, path, 1)
    touched = frozenset(UUID(int=each) for each in items)
    return Signal(*head, "it is so", "do otherwise", NOW - timedelta(days=days), touched)


@pytest.mark.parametrize(
    ("first", "second", "because"),
    [
        pytest.param(
            [signal("one", CRITICAL)],
            [signal("two", items=(1, 2, 3), days=90)],
            "it is more severe",
            id="severity outweighs reach and age",
        ),
        pytest.param(
            [signal("one", items=(1, 2))],
            [signal("two", items=(1,), days=90)],
            "it touches 2 inventory items, not 1",
            id="reach outweighs age",
        ),
        pytest.param(
            [signal("one", path="a.py"), signal("one", path="b.py")],
            [signal("two", days=9)],
            "it touches 2 files, not 1",
            id="files count where items tie",
        ),
        pytest.param([signal("one", days=9)], [signal("two")], "it has been open for longer", id="age comes last"),
        pytest.param([signal("a")], [signal("b")], "of its name only: otherwise they tie", id="a tie is called a tie"),
    ],
)
def test_what_stands_above_says_why(first: list[Signal], second: list[Signal], because: str) -> None:
    ranked = short_list([*second, *first], 10, NOW, 3).items

    assert [each.key for each in ranked] == [first[0].rule, second[0].rule]
    assert because in ranked[0].reason
    assert "above" not in ranked[1].reason


@pytest.mark.parametrize("ids", [(1, 2, 3), (3, 1, 2)], ids=["made in this order", "made in another"])
def test_evidence_of_one_line_is_told_in_one_order(ids: tuple[int, ...]) -> None:
    there = signal("one")
    found = [replace(there, message=text, finding_id=UUID(int=each)) for text, each in zip("abc", ids, strict=True)]

    assert [each.message for each in short_list(found, 0, NOW, 1).items[0].evidence] == ["a", "b", "c"]


def test_an_item_touched_twice_counts_once() -> None:
    only = short_list([signal("r", items=(1, 2), path="a"), signal("r", items=(2, 3), path="b")], 40, NOW, 3).items[0]

    assert (only.reach.items, only.reach.files, only.reach.of_items) == (3, 2, 40)
    assert only.reason == "2 warning findings in 2 files, touching 3 of 40 inventory items, found today."


def test_the_last_one_shown_names_the_one_below_the_cut() -> None:
    ranked = short_list([signal("a", CRITICAL), signal("b")], 0, NOW, 1)

    assert [each.key for each in ranked.items] == ["a"]
    assert ranked.of == 2
    assert "above b because" in ranked.items[0].reason


def test_nothing_open_is_said_so() -> None:
    assert short_list([], 5, NOW, 3).explanation == "No findings are open."


signals = st.builds(
    signal,
    st.sampled_from("abcd"),
    st.sampled_from(list(Severity)),
    path=st.sampled_from(["x.py", "y.py", "z.py"]),
    days=st.integers(0, 30),
    items=st.lists(st.integers(1, 5), max_size=3).map(tuple),
)


@given(st.lists(signals, min_size=1), signals)
def test_another_finding_never_moves_its_rule_down(before: list[Signal], extra: Signal) -> None:
    def rank(found: list[Signal]) -> int:
        order = [each.key for each in short_list(found, 9, NOW, 99).items]
        return order.index(extra.rule) if extra.rule in order else len(order)

    assert rank([*before, extra]) <= rank(before)


@given(st.lists(signals))
def test_the_order_of_findings_does_not_matter(found: list[Signal]) -> None:
    assert short_list(found, 9, NOW, 99) == short_list(list(reversed(found)), 9, NOW, 99)
