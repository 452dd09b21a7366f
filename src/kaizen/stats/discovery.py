"""Many tests at once: p-values raised so that few of those called significant are false."""

from collections.abc import Sequence


def adjusted(p_values: Sequence[float]) -> list[float]:
    """Benjamini and Hochberg's adjusted p-values, in the order given.

    Calling significant what is <= q keeps the expected share of false ones among them at q.
    """
    count = len(p_values)
    by_size = sorted(range(count), key=p_values.__getitem__, reverse=True)
    raised = [1.0] * count
    lowest = 1.0
    for place, index in enumerate(by_size):
        lowest = min(lowest, p_values[index] * count / (count - place))
        raised[index] = max(lowest, p_values[index])
    return raised
