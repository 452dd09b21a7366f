"""Exact numbers: decided on as fractions, told as decimals of 28 significant digits in plain notation."""

from decimal import ROUND_HALF_EVEN, Context, Decimal
from fractions import Fraction

DIGITS = 28
_CONTEXT = Context(prec=DIGITS, rounding=ROUND_HALF_EVEN)


def told(value: Fraction | int) -> Decimal:
    """The fraction as a decimal, exact where 28 digits hold it: ``Fraction(1444, 100)`` is ``14.44``."""
    quotient = _CONTEXT.divide(Decimal(value.numerator), Decimal(value.denominator))
    return plain(quotient)


def told_or_none(value: Fraction | None) -> Decimal | None:
    """Like ``told``; unknown stays unknown."""
    return None if value is None else told(value)


def plain(value: Decimal) -> Decimal:
    """The same decimal without trailing zeros and without an exponent."""
    stripped = value.normalize(_CONTEXT)
    _, _, exponent = stripped.as_tuple()
    return stripped.quantize(Decimal(1)) if isinstance(exponent, int) and exponent > 0 else stripped + Decimal(0)


def words(value: Fraction | Decimal | int, digits: int = 4) -> str:
    """The number for people: at most ``digits`` significant digits, whole numbers whole, thousands apart."""
    fraction = Fraction(value)
    whole = round(fraction)
    if fraction == whole or abs(fraction) >= 10 ** (digits - 1):
        return f"{whole:,}"
    rounded = Context(prec=digits).divide(Decimal(fraction.numerator), Decimal(fraction.denominator))
    return format(plain(rounded), "f")


def percent(value: Fraction | Decimal, digits: int = 6) -> str:
    """A share as per cent for people: ``0.999`` is ``99.9 %``."""
    return f"{words(Fraction(value) * 100, digits)} %"
