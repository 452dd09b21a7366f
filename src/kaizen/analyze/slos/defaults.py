"""The alerts of an objective that declares none: four pairs of windows, with factors or with windows scaled to it."""

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
SCALED = (
    ("page-fast", "page", 14, Fraction(28 * 24), Fraction(28 * 24 * 12), Fraction(28 * 24 * 30)),
    ("page-slow", "page", 7, Fraction(28 * 4), Fraction(28 * 24 * 2), Fraction(28 * 24 * 4)),
    ("ticket-fast", "ticket", 2, Fraction(28), Fraction(28 * 12), Fraction(28 * 24)),
    ("ticket-slow", "ticket", 1, Fraction(7), Fraction(28 * 4), Fraction(28 * 8)),
)
"""Name, severity, factor, and what the period is divided by: for long and short window, and the time it must hold."""


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


def scaled_alerts(period: int, target: Decimal, minimum_bad: int = MINIMUM_BAD) -> tuple[AlertRule, ...]:
    """Alerts whose windows grow with the period while the factors stay 14, 7, 2 and 1; and one for missing data.

    A sensible choice for periods much shorter than four weeks, where fixed windows would not fit.
    """
    if target == 1:
        return (any_loss_alert(period),)
    pairs = tuple(
        AlertRule(
            name,
            severity,
            Fraction(rate),
            _rounded(period / long),
            _rounded(period / short),
            _rounded(period / after),
            minimum_bad=minimum_bad,
        )
        for name, severity, rate, long, short, after in SCALED
    )
    absent = AlertRule(
        "absent", "page", Fraction(1), absent_delay(period, target), when_breaching=False, when_no_data=True
    )
    return (*pairs, absent)


def absent_delay(period: int, target: Decimal) -> int:
    """Minutes without data after which a total outage would have paged by the first scaled pair."""
    _, _, rate, long, _, after = SCALED[0]
    return _rounded(_rounded(period / after) + (1 - Fraction(target)) * rate * _rounded(period / long))


def _rounded(minutes: Fraction) -> int:
    """To the nearest whole minute, halves up, at least one."""
    return max(1, int(minutes + Fraction(1, 2)))
