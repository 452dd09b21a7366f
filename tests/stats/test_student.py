"""Student's t against printed tables."""

import pytest

from kaizen.stats.student import incomplete_beta, two_sided_p

TABLE = [
    pytest.param(12.706, 1, 0.05, id="one degree of freedom, five per cent"),
    pytest.param(2.571, 5, 0.05, id="five degrees of freedom, five per cent"),
    pytest.param(2.228, 10, 0.05, id="ten degrees of freedom, five per cent"),
    pytest.param(3.169, 10, 0.01, id="ten degrees of freedom, one per cent"),
    pytest.param(1.980, 120, 0.05, id="many degrees of freedom, five per cent"),
    pytest.param(0.0, 7, 1.0, id="no effect at all"),
    pytest.param(float("inf"), 7, 0.0, id="an effect without noise"),
]


@pytest.mark.parametrize(("t", "degrees", "expected"), TABLE)
def test_the_tail_is_that_of_the_tables(t: float, degrees: float, expected: float) -> None:
    assert two_sided_p(t, degrees) == pytest.approx(expected, rel=2e-3, abs=1e-12)
    assert two_sided_p(-t, degrees) == two_sided_p(t, degrees)


def test_more_degrees_of_freedom_make_the_same_distance_rarer() -> None:
    tails = [two_sided_p(2.5, degrees) for degrees in (1, 1.5, 2, 5, 20, 1000)]

    assert tails == sorted(tails, reverse=True)
    assert tails[-1] == pytest.approx(0.0126, abs=2e-4)


@pytest.mark.parametrize(("x", "expected"), [(0.0, 0.0), (0.3, 0.3), (1.0, 1.0)])
def test_the_beta_of_one_and_one_is_the_identity(x: float, expected: float) -> None:
    assert incomplete_beta(1, 1, x) == pytest.approx(expected)
