"""Indicators as PromQL: bad and all events over a window, as expressions that sum events rather than average ratios."""

import re
from dataclasses import dataclass
from decimal import Decimal

from kaizen.analyze.slos.model import Comparison, Objective
from kaizen.analyze.slos.openslo.documents import SLI, MetricSource

PLACEHOLDER = re.compile(r"\{\{\s*\.?window\s*\}\}|\$\{?window\}?")
SELECTOR = r"[a-zA-Z_:][a-zA-Z0-9_:]*(?:\{(?:[^{}\"']|\"(?:[^\"\\]|\\.)*\"|'(?:[^'\\]|\\.)*')*\})?"
GROUPING = r"(?:by|without)\s*\([^()]*\)"
SUMMED = re.compile(rf"sum\s*(?P<by>{GROUPING})?\s*\(\s*(?P<inner>{SELECTOR})\s*\)\s*(?P<after>{GROUPING})?", re.DOTALL)
PLAIN = re.compile(SELECTOR)
RATE = re.compile(r"\bi?rate\s*\(")
STEP = "1m"
OPPOSITE = {Comparison.LT: ">=", Comparison.LTE: ">", Comparison.GT: "<=", Comparison.GTE: "<"}


@dataclass(frozen=True, slots=True)
class Expressions:
    """How to ask for a window: ``bad`` and ``total`` with ``{window}`` in them, or a ``ratio`` of errors made before.

    ``bad_events`` gives a number of events (where the queries are rates, ``bad`` does not), or is empty.
    """

    bad: str = ""
    total: str = ""
    ratio: str = ""
    bad_events: str = ""
    doubts: tuple[str, ...] = ()

    def error_ratio(self, window: str) -> str:
        """The share that was bad; nothing at all where there were no events."""
        if self.ratio:
            return filled(self.ratio, window)
        return f"({filled(self.bad, window)})\n/\n(({filled(self.total, window)}) > 0)"


def filled(expression: str, window: str) -> str:
    """The expression for a window such as ``5m``."""
    return expression.replace("{window}", window)


def expressions_of(indicator: SLI, objective: Objective) -> Expressions | None:
    """The indicator's expressions, or None where its queries are not given."""
    if indicator.threshold is not None:
        return _of_threshold(indicator.threshold, objective)
    ratio = indicator.ratio
    if ratio is None:
        return None
    if ratio.raw is not None:
        return _of_raw(ratio.raw, success=ratio.raw_type == "success")
    total = _counted(ratio.total, counter=ratio.counter)
    part = _counted(ratio.good or ratio.bad, counter=ratio.counter)
    if total is None or part is None:
        return None
    missing = f"({part.text}) or ({total.text}) * 0"
    bad = missing if ratio.bad else f"clamp_min(({total.text}) - ({missing}), 0)"
    scale = part.per_second
    events = bad if scale is None else f"({bad}) * {scale}"
    return Expressions(bad=bad, total=total.text, bad_events=events, doubts=(*total.doubts, *part.doubts))


@dataclass(frozen=True, slots=True)
class _Counted:
    text: str
    per_second: str | None = None
    doubts: tuple[str, ...] = ()


def query_of(source: MetricSource | None) -> str | None:
    """The text of a source's query."""
    found = source.spec.get("query") if source else None
    return found.strip() if isinstance(found, str) and found.strip() else None


def _counted(source: MetricSource | None, *, counter: bool) -> _Counted | None:
    query = query_of(source)
    if query is None:
        return None
    rate = RATE.search(query) is not None
    if PLACEHOLDER.search(query):
        return _Counted(PLACEHOLDER.sub("{window}", query), "{seconds}" if rate else None)
    if counter and not rate and "[" not in query:
        return _increase(query)
    return _Counted(f"sum_over_time(({query})[{{window}}:{STEP}])", "60" if rate else None)


def _increase(query: str) -> _Counted:
    """The increase of a counter; of one selector exactly, of anything else through a subquery."""
    if PLAIN.fullmatch(query):
        return _Counted(f"sum(increase({query}[{{window}}]))")
    if match := SUMMED.fullmatch(query):
        by = f" {match['by'] or match['after']} " if match["by"] or match["after"] else ""
        return _Counted(f"sum{by}(increase({match['inner']}[{{window}}]))")
    doubt = f"the increase of {query!r} is read off its sum, so that a restart of one instance counts as a reset of all"
    return _Counted(f"increase(({query})[{{window}}:{STEP}])", doubts=(doubt,))


def _of_raw(source: MetricSource, *, success: bool) -> Expressions | None:
    query = query_of(source)
    if query is None:
        return None
    text = PLACEHOLDER.sub("{window}", query)
    if text == query:
        text = f"avg_over_time(({query})[{{window}}:{STEP}])"
    return Expressions(ratio=f"1 - ({text})" if success else f"({text})")


def _of_threshold(source: MetricSource, objective: Objective) -> Expressions | None:
    query = query_of(source)
    if query is None or objective.comparison is None or objective.value is None:
        return None
    bad = f"(({query}) {OPPOSITE[objective.comparison]} bool {number(objective.value)})"
    total = f"sum(count_over_time(({query})[{{window}}:{STEP}]))"
    bad = f"sum(sum_over_time({bad}[{{window}}:{STEP}]))"
    return Expressions(bad=bad, total=total, bad_events=bad)


def number(value: Decimal) -> str:
    """A decimal without exponent."""
    return format(value, "f")
