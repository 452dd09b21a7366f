"""Which of several identical sightings is which: an order-preserving pairing that moves lines least."""

from collections.abc import Sequence

WORK_LIMIT = 1_000_000
"""Cells of the table above which pairing is simply in order (thousands of twins in one file)."""


def align(few: Sequence[int], many: Sequence[int]) -> list[int]:
    """For each of ``few`` the index in ``many`` it pairs with; both are sorted line numbers.

    The pairing never crosses and the sum of distances is smallest, so an inserted block shifts all twins
    together and a removed one costs its own pairing only. ``few`` is at most as long as ``many``.
    """
    slack = len(many) - len(few)
    if slack == 0 or len(few) * (slack + 1) > WORK_LIMIT:
        return list(range(len(few)))
    skips = _cheapest_skips(few, many, slack)
    chosen: list[int] = []
    skipped = slack
    for row in range(len(few) - 1, -1, -1):
        skipped = skips[row][skipped]
        chosen.append(row + skipped)
    return chosen[::-1]


def _cheapest_skips(few: Sequence[int], many: Sequence[int], slack: int) -> list[list[int]]:
    """``result[i][s]``: how many of ``many`` to have skipped at item i when at most s may be skipped."""
    costs = [0] * (slack + 1)
    table: list[list[int]] = []
    for row, line in enumerate(few):
        best, best_skip = None, 0
        next_costs, picks = [], []
        for skipped in range(slack + 1):
            cost = costs[skipped] + abs(line - many[row + skipped])
            if best is None or cost < best:
                best, best_skip = cost, skipped
            next_costs.append(best)
            picks.append(best_skip)
        costs = next_costs
        table.append(picks)
    return table
