"""Many tests at once."""

from hypothesis import given
from hypothesis import strategies as st

from kaizen.stats.discovery import adjusted

P_VALUES = st.lists(st.floats(0, 1), max_size=40)


def test_the_worked_example_of_benjamini_and_hochberg() -> None:
    assert adjusted([0.01, 0.04, 0.03, 0.5]) == [0.04, 0.04 * 4 / 3, 0.04 * 4 / 3, 0.5]
    assert adjusted([]) == []


@given(P_VALUES)
def test_no_p_value_falls_and_their_order_stays(p_values: list[float]) -> None:
    raised = adjusted(p_values)
    pairs = sorted(zip(p_values, raised, strict=True))

    assert all(0 <= before <= after <= 1 for before, after in pairs)
    assert [after for _, after in pairs] == sorted(raised)
