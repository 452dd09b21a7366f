"""What a total is made of."""

import unittest


class Totals(unittest.TestCase):
    """Amounts times prices."""

    def test_a_total_is_price_times_amount(self) -> None:
        """Two at 250 cents are 500 cents."""
        self.assertEqual(2 * 250, 500)

    def test_nothing_costs_nothing(self) -> None:
        """No articles, no total."""
        self.assertEqual(0 * 250, 0)
