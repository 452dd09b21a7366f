"""Finding the first instant at which something is reached without looking at every instant."""

from collections.abc import Callable
from fractions import Fraction

Amount = Fraction | int


def first_beyond(amount: Callable[[int], Amount], start: int, end: int, least: Amount) -> int | None:
    """The smallest ``x`` in ``(start, end]`` with ``amount(x) >= least``, or None; ``amount`` never falls."""
    if end <= start or amount(end) < least:
        return None
    low, high = start, end
    while high - low > 1:
        middle = (low + high) // 2
        if amount(middle) >= least:
            high = middle
        else:
            low = middle
    return high


def first_crossing(
    excess: Callable[[int], Amount], ceiling: Callable[[int, int], Amount], start: int, end: int
) -> int | None:
    """The smallest ``x`` in ``(start, end]`` with ``excess(x) >= 0``, for an excess that rises and falls.

    ``ceiling(a, b)`` is never below the largest excess in ``(a, b]``; where it is below 0, the stretch
    is passed over.
    """
    stretches = [(start, end)]
    while stretches:
        low, high = stretches.pop()
        if low >= high or ceiling(low, high) < 0:
            continue
        if high - low == 1:
            if excess(high) >= 0:
                return high
            continue
        middle = (low + high) // 2
        stretches += [(middle, high), (low, middle)]
    return None


def first_step(excess: Callable[[int], Amount], end: int, stride: int) -> int | None:
    """The first ``x`` in ``(0, end]`` with ``excess(x) >= 0``, looked for in strides, then inside the one found."""
    low = 0
    while low < end:
        high = min(low + stride, end)
        if excess(high) >= 0:
            return next(x for x in range(low + 1, high + 1) if excess(x) >= 0)
        low = high
    return None
