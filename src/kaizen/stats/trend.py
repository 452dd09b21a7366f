"""Whether a series rises or falls, by how much, and how surely, where its values depend on those before.

The size is Theil and Sen's slope over real time. The p-value comes from generalised least squares with
first-order autocorrelation. Ordinary least squares and Mann-Kendall call half of all trendless series with
autocorrelation .8 a trend at a nominal 5 %; this test keeps to 5 % from 40 points on (and to 10 % at 8).
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from kaizen.stats.student import two_sided_p

LEAST_POINTS = 5
ROBUST = 1.4826
"""The median absolute deviation of normal noise times this is its standard deviation."""
CLIPPED_AT = 3.0
HIGHEST_AUTOCORRELATION = 0.97


@dataclass(frozen=True, slots=True)
class Trend:
    """A fitted trend: ``slope`` per unit of time, the fitted values at both ends, and how sure it is.

    ``change`` is the relative change from the fitted start (0.1 = ten per cent up), None where the start is
    zero or cannot be told from zero. ``autocorrelation`` holds between neighbours at the median distance.
    """

    slope: float
    start: float
    end: float
    change: float | None
    p_value: float
    autocorrelation: float
    points: int


def fit_trend(times: Sequence[float], values: Sequence[float]) -> Trend:
    """The trend of ``values`` over strictly increasing ``times`` (any unit; the slope is per that unit).

    Raises ValueError for fewer than five points, unequal lengths, or times that do not increase.
    """
    _check(times, values)
    if min(values) == max(values):
        return Trend(0.0, values[0], values[0], 0.0 if values[0] else None, 1.0, 0.0, len(values))
    slope = theil_sen(times, values)
    level = median(value - slope * time for time, value in zip(times, values, strict=True))
    residuals = [value - level - slope * time for time, value in zip(times, values, strict=True)]
    clipped, spread = _winsorised(residuals)
    start, end = level + slope * times[0], level + slope * times[-1]
    tame = [residual + slope * time for time, residual in zip(times, clipped, strict=True)]
    p_value, autocorrelation = _significance(times, tame, slope)
    change = _relative(start, end, values[0], spread)
    return Trend(slope, start, end, change, p_value, autocorrelation, len(values))


def theil_sen(times: Sequence[float], values: Sequence[float]) -> float:
    """The median of the slopes between all pairs: a quarter of the points may be far off without moving it much."""
    last = len(times)
    return median((values[j] - values[i]) / (times[j] - times[i]) for i in range(last - 1) for j in range(i + 1, last))


def _check(times: Sequence[float], values: Sequence[float]) -> None:
    if len(times) != len(values):
        raise ValueError(f"{len(times)} times for {len(values)} values")
    if len(times) < LEAST_POINTS:
        raise ValueError(f"a trend needs {LEAST_POINTS} points, not {len(times)}")
    if any(later <= earlier for earlier, later in pairwise(times)):
        raise ValueError("times must increase")


def _winsorised(residuals: Sequence[float]) -> tuple[list[float], float]:
    """Residuals pulled in to three robust standard deviations, and that deviation (0 for a perfect line)."""
    spread = ROBUST * median(abs(residual) for residual in residuals)
    if spread == 0:
        spread = math.sqrt(math.pi / 2) * sum(abs(residual) for residual in residuals) / len(residuals)
    limit = CLIPPED_AT * spread
    return [max(-limit, min(limit, residual)) for residual in residuals], spread


def _significance(times: Sequence[float], values: Sequence[float], slope: float) -> tuple[float, float]:
    """The p-value of "no trend", and the autocorrelation it allows for.

    The estimate of the autocorrelation is corrected for its bias and raised by half its standard error,
    and the degrees of freedom shrink with it: too low an estimate is what makes false alarms.
    """
    count = len(times)
    distances = [later - earlier for earlier, later in pairwise(times)]
    usual = median(distances)
    gaps = [distance / usual for distance in distances]
    centre = sum(times) / count
    centred = [time - centre for time in times]
    plain = _fit(centred, values, gaps, 0.0)
    noise = [value - plain.level - plain.slope * time for time, value in zip(centred, values, strict=True)]
    if plain.squares <= 1e-18 * sum(value * value for value in values):
        return (0.0 if slope else 1.0), 0.0
    correlation = _corrected(noise)
    fit = _fit(centred, values, gaps, correlation)
    if (fit.slope > 0) != (slope > 0) or slope == 0:
        return 1.0, correlation
    degrees = max(1.0, (count - 2) * (1 - correlation) / (1 + correlation))
    error = math.sqrt(fit.squares / (count - 2)) * fit.leverage
    return two_sided_p(fit.slope / error, degrees), correlation


def _corrected(noise: Sequence[float]) -> float:
    """Lag-one autocorrelation of residuals around a line, 0..0.97, with the bias of short series taken out."""
    count = len(noise)
    raw = sum(earlier * later for earlier, later in pairwise(noise)) / sum(value * value for value in noise)
    unbiased = min(max((count * raw + 2) / (count - 4), 0.0), 1.0)
    return min(unbiased + 0.5 * math.sqrt((1 - unbiased**2) / count), HIGHEST_AUTOCORRELATION)


@dataclass(frozen=True, slots=True)
class _Fit:
    level: float
    slope: float
    squares: float
    leverage: float


def _fit(times: Sequence[float], values: Sequence[float], gaps: Sequence[float], correlation: float) -> _Fit:
    """Generalised least squares: each row less what the row before already told, in units of its own noise."""
    ones, moments, targets = [1.0], [times[0]], [values[0]]
    for index, gap in enumerate(gaps, start=1):
        known = correlation**gap if correlation else 0.0
        scale = 1 / math.sqrt(1 - known * known)
        ones.append((1 - known) * scale)
        moments.append((times[index] - known * times[index - 1]) * scale)
        targets.append((values[index] - known * values[index - 1]) * scale)
    a, b, c = _dot(ones, ones), _dot(ones, moments), _dot(moments, moments)
    p, q = _dot(ones, targets), _dot(moments, targets)
    determinant = a * c - b * b
    level, slope = (c * p - b * q) / determinant, (a * q - b * p) / determinant
    rows = zip(ones, moments, targets, strict=True)
    squares = sum((target - level * one - slope * moment) ** 2 for one, moment, target in rows)
    return _Fit(level, slope, squares, math.sqrt(a / determinant))


def _dot(left: Sequence[float], right: Sequence[float]) -> float:
    return sum(one * other for one, other in zip(left, right, strict=True))


def _relative(start: float, end: float, first: float, spread: float) -> float | None:
    if first == 0 or start == 0 or abs(start) <= spread:
        return None
    return (end - start) / abs(start)
