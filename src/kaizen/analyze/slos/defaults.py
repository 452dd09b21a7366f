"""The alerts of an objective that declares none: four pairs of windows, scaled to its period."""

from decimal import Decimal
from fractions import Fraction

from kaizen.analyze.slos.burn import factor
from kaizen.analyze.slos.model import AlertRule

HOUR, DAY = 60, 1440
PAIRS = (
    ("page-fast", "page", Fraction(2, 100), HOUR, 5),
    ("page-slow", "page", Fraction(5, 100), 6 * HOUR, 30),
    ("ticket-fast", "ticket", Fraction(10, 100), DAY, 2 * HOUR),
    ("ticket-slow", "ticket", Fraction(10, 100), 3 * DAY, 6 * HOUR),
)
"""Name, severity, share of the budget, long window and short window in minutes: 14.4, 6, 3 and 1 for 30 days."""
LEAST_FACTOR = Fraction(9, 10)
"""A lower factor would fire for services that stay within their budget; there, 1 is used."""
MINIMUM_BAD = 5
ANY_LOSS = "any-loss"


def default_alerts(period: int, target: Decimal, minimum_bad: int = MINIMUM_BAD) -> tuple[AlertRule, ...]:
    """The alerts for a period of so many minutes; for a target of 1, one that fires at any loss."""
    if target == 1:
        return (any_loss_alert(period),)
    return tuple(
        AlertRule(name, severity, scaled_factor(share, period, long), long, short, minimum_bad=minimum_bad)
        for name, severity, share, long, short in PAIRS
        if long <= period
    )


def any_loss_alert(period: int) -> AlertRule:
    """The one alert of an objective of 100 %, for which a burn rate has no meaning."""
    return AlertRule(ANY_LOSS, "page", Fraction(0), period, minimum_bad=1, any_loss=True)


def scaled_factor(share: Fraction, period: int, long: int) -> Fraction:
    """The factor by the formula, but never one that fires within the budget."""
    exact = factor(share, period, long)
    return exact if exact >= LEAST_FACTOR else Fraction(1)
