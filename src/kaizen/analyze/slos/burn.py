"""The arithmetic of burn rates: a rate of 1 spends the whole budget in exactly one period."""

from fractions import Fraction

Number = Fraction | int


def burn_rate(bad: Number, known: Number, allowed: Fraction) -> Fraction | None:
    """The share that was bad, divided by the share that may be; None without data and where nothing may be bad."""
    if not known or not allowed:
        return None
    return Fraction(bad) / Fraction(known) / allowed


def factor(share: Number, period: Number, window: Number) -> Fraction:
    """The burn rate that spends ``share`` of a period's budget within ``window`` (both in the same unit of time)."""
    return Fraction(share) * Fraction(period) / Fraction(window)


def share_spent(rate: Number, period: Number, window: Number) -> Fraction:
    """The share of a period's budget that ``rate`` spends within ``window``."""
    return Fraction(rate) * Fraction(window) / Fraction(period)


def threshold_ratio(rate: Number, allowed: Fraction) -> Fraction:
    """The share of bad units at which a burn rate is reached; above 1 it cannot be."""
    return Fraction(rate) * allowed


def time_to_fire(bad_share: Number, allowed: Fraction, window: Number, rate: Number) -> Fraction:
    """How long a sudden, steady share of bad units takes to reach ``rate`` over ``window``, in the window's unit."""
    return allowed / Fraction(bad_share) * Fraction(window) * Fraction(rate)


def slots_in(minutes: int, slot: int) -> int:
    """How many slots cover so many minutes."""
    return -(-minutes // slot)
