"""The verdict on a history: thinned to what can be judged, tested, and said in one sentence."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from kaizen.loop.reports.model import MEASURES, Better, Measure, Point, Verdict
from kaizen.loop.reports.views import PointView, SeriesView
from kaizen.stats.discovery import adjusted
from kaizen.stats.trend import Trend, fit_trend

LEAST_POINTS = 8
LEAST_DAYS = 3
SIGNIFICANT = 0.05
DAILY_FROM = timedelta(days=14)
METHOD = (
    f"A verdict needs at least {LEAST_POINTS} points on {LEAST_DAYS} days and a trend with p <= {SIGNIFICANT}, "
    "allowing for autocorrelation and for the number of series. Points of one hour count as one; "
    f"in a history of {DAILY_FROM.days} days or more, points of one day do."
)


@dataclass(frozen=True, slots=True)
class _Judged:
    measure: Measure
    points: list[Point]
    trend: Trend | None


def judge(history: Mapping[str, Sequence[Point]]) -> list[SeriesView]:
    """Every measure with its verdict, in the order of reports; points are sorted by time."""
    series = []
    for measure in MEASURES:
        points = thin(history.get(measure.name, ()))
        series.append(_Judged(measure, points, _trend(points)))
    tested = [each.trend.p_value for each in series if each.trend is not None]
    corrected = iter(adjusted(tested))
    return [_view(each, next(corrected) if each.trend is not None else None) for each in series]


def thin(points: Sequence[Point]) -> list[Point]:
    """The last point of each hour, or of each day (UTC) where the points span two weeks.

    A dozen runs in an hour say no more about a trend than the last of them.
    """
    if not points:
        return []
    daily = points[-1].at - points[0].at >= DAILY_FROM
    return list({point.at.strftime("%Y-%m-%d" if daily else "%Y-%m-%d %H"): point for point in points}.values())


def number(value: Decimal) -> float:
    """The value as JSON and pages show it: whole where it is whole, else with two digits."""
    return int(value) if value == value.to_integral_value() else round(float(value), 2)


def _trend(points: Sequence[Point]) -> Trend | None:
    if len(points) < LEAST_POINTS or _days(points) < LEAST_DAYS:
        return None
    begun = points[0].at
    days = [(point.at - begun) / timedelta(days=1) for point in points]
    return fit_trend(days, [float(point.value) for point in points])


def _days(points: Sequence[Point]) -> int:
    return len({point.at.date() for point in points})


def _view(judged: _Judged, p_value: float | None) -> SeriesView:
    measure, points, trend = judged.measure, judged.points, judged.trend
    state, reason = _verdict(measure, points, trend, p_value)
    return SeriesView(
        name=measure.name,
        title=measure.title,
        unit=measure.unit,
        better=measure.better,
        state=state,
        reason=reason,
        latest=number(points[-1].value) if points else None,
        change=None if trend is None or trend.change is None else round(trend.change, 4),
        p_value=None if p_value is None else round(p_value, 6),
        points=[PointView(point.at, number(point.value)) for point in points],
    )


def _verdict(
    measure: Measure, points: Sequence[Point], trend: Trend | None, p_value: float | None
) -> tuple[Verdict, str]:
    if not points:
        return Verdict.UNKNOWN, f"not measured yet; run: {measure.command}"
    if trend is None or p_value is None:
        had = f"{_counted(len(points), 'point')} over {_counted(_days(points), 'day')}"
        return Verdict.UNKNOWN, f"{had}; a trend needs {LEAST_POINTS} points over {LEAST_DAYS} days"
    seen = f"{len(points)} points over {_days(points)} days"
    if trend.slope == 0 and trend.p_value == 1 and len({point.value for point in points}) == 1:
        return Verdict.STABLE, f"no change in {seen}"
    if p_value > SIGNIFICANT:
        ends = f"{number(points[0].value):g} at first, {number(points[-1].value):g} now"
        return Verdict.STABLE, f"no trend that stands out from its own ups and downs: {ends} ({_p(p_value)}, {seen})"
    told = f"{_move(measure, trend)} ({_p(p_value)}, {seen})"
    if measure.better is None:
        return Verdict.UNKNOWN, f"{told}; neither more nor fewer is better"
    falls = trend.slope < 0
    return Verdict.IMPROVING if falls == (measure.better is Better.LOWER) else Verdict.DEGRADING, told


def _move(measure: Measure, trend: Trend) -> str:
    way = "down" if trend.slope < 0 else "up"
    if trend.change is not None and measure.unit != "%":
        return f"{way} {abs(trend.change) * 100:.0f} %"
    unit = "percentage points" if measure.unit == "%" else measure.unit
    return f"{way} {abs(trend.slope) * 7:.2g} {unit} a week"


def _p(p_value: float) -> str:
    return "p < 0.001" if p_value < 0.001 else f"p {p_value:.2g}"


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"
