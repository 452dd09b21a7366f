"""What becomes of known items when a tree is discovered again."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaizen.collect.inventory.lifecycle import Known, plan_changes
from kaizen.collect.inventory.model import Item, Kind
from kaizen.kit.ids import new_id


def item(name: str, path: str = "a.py", line: int = 1, kind: Kind = Kind.ROUTE) -> Item:
    """A thing found."""
    return Item(kind, name, path, line, "python")


def known(found: Item, *, active: bool = True) -> Known:
    """A thing on record."""
    return Known(new_id(), found, active)


@pytest.mark.parametrize(
    ("before", "now", "kept", "new", "gone"),
    [
        pytest.param([item("a")], [item("a")], 1, 0, 0, id="unchanged"),
        pytest.param([item("a")], [item("a", line=9)], 1, 0, 0, id="moved down its file"),
        pytest.param([item("a", "x.py")], [item("a", "y.py")], 1, 0, 0, id="moved to another file"),
        pytest.param([item("a")], [item("b")], 0, 1, 1, id="renamed is another thing"),
        pytest.param([item("a")], [item("a", kind=Kind.TASK)], 0, 1, 1, id="of another kind is another thing"),
        pytest.param([item("a", "x.py")], [item("a", "x.py"), item("a", "y.py")], 1, 1, 0, id="a second of the name"),
        pytest.param([], [item("a")], 0, 1, 0, id="first seen"),
        pytest.param([item("a")], [], 0, 0, 1, id="gone"),
    ],
)
def test_items_are_matched(before: list[Item], now: list[Item], kept: int, new: int, gone: int) -> None:
    plan = plan_changes([known(each) for each in before], now)

    assert (len(plan.kept), len(plan.new), len(plan.gone)) == (kept, new, gone)


def test_a_thing_that_comes_back_keeps_its_id() -> None:
    lost = known(item("a"), active=False)
    plan = plan_changes([lost], [item("a")])

    assert [(each.id, found.name) for each, found in plan.kept] == [(lost.id, "a")]
    assert plan.new == []


def test_what_was_gone_already_does_not_go_again() -> None:
    assert plan_changes([known(item("a"), active=False)], []).gone == []


def test_a_file_that_stays_is_preferred_to_one_that_moved() -> None:
    stays, moves = known(item("a", "stays.py")), known(item("a", "from.py"))
    plan = plan_changes([moves, stays], [item("a", "to.py"), item("a", "stays.py")])

    assert {(each.id, found.path) for each, found in plan.kept} == {(stays.id, "stays.py"), (moves.id, "to.py")}


things = st.builds(item, st.sampled_from("ab"), st.sampled_from(["x", "y", "z"]), st.integers(1, 5))


@given(st.lists(st.tuples(things, st.booleans())), st.lists(things))
def test_nothing_is_lost_or_doubled(before: list[tuple[Item, bool]], now: list[Item]) -> None:
    record = [known(each, active=active) for each, active in before]
    plan = plan_changes(record, now)
    matched = [each.id for each, _ in plan.kept]

    assert Counter(map(repr, now)) == Counter(repr(found) for _, found in plan.kept) + Counter(map(repr, plan.new))
    assert len(matched) == len(set(matched))
    assert {each.id for each in plan.gone} == {each.id for each in record if each.active} - set(matched)
