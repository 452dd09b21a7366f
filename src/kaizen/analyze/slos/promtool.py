"""Unit tests for the exported alerting rules, for ``promtool test rules``: Kaizen's arithmetic says what must fire."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import yaml

from kaizen.analyze.slos.durations import of_minutes
from kaizen.analyze.slos.model import AlertRule, NoData
from kaizen.analyze.slos.prometheus import ALERT, Losses, Ruled, alert_annotations, alert_labels, ratio_of

PLENTY = 1_000_000
LONGEST = 2 * 1440
SOON = 10
"""Minutes after which an alert shall fire in its own scenario, where all being bad is bad enough for that."""
Test = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Scenario:
    """A steady share of bad units after long health, and how many events of it were bad."""

    name: str
    bad: Fraction
    events: int


def tests_text(objectives: Iterable[Ruled], rules_file: str, losses: Losses) -> str:
    """One file of unit tests for the alerts in ``rules_file``, which must lie beside it."""
    tests = [test for each in objectives for test in _tests(each, losses)]
    head = "# Written by kaizen slos export promtool; run: promtool test rules FILE\n"
    body = {"rule_files": [rules_file], "evaluation_interval": "1m", "tests": tests}
    return head + yaml.safe_dump(body, sort_keys=False, allow_unicode=True, width=1000)


def _tests(each: Ruled, losses: Losses) -> list[Test]:
    rules = [rule for rule in each.objective.alerts if not rule.any_loss and rule.when_breaching]
    if not rules:
        return []
    if each.objective.no_data is not NoData.UNKNOWN or any(rule.when_no_data for rule in rules):
        losses.add(each.objective, "no unit tests where missing data counts; they feed recorded series only")
        return []
    least = min(rule.minimum_bad for rule in rules)
    scenarios = [Scenario("nothing is bad", Fraction(0), 0), Scenario("everything is bad", Fraction(1), PLENTY)]
    if least and each.expressions.bad_events:
        scenarios.append(Scenario("everything is bad, but next to nothing happens", Fraction(1), least - 1))
    for rule in rules:
        limit = ratio_of(rule, each.objective)
        if limit < 1:
            bad = min(limit * rule.long / min(Fraction(SOON), Fraction(rule.long, 2)), Fraction(1))
            scenarios.append(Scenario(f"more is bad than {rule.name} allows", bad, PLENTY))
    return [_test(each, rules, scenario) for scenario in scenarios]


def _test(each: Ruled, rules: list[AlertRule], scenario: Scenario) -> Test:
    times = sorted({at for rule in rules for at in _times(each, rule, scenario) if at <= LONGEST}) or [60]
    name = f"{each.objective.name}: {scenario.name}"
    checks = [
        {"eval_time": f"{at}m", "alertname": ALERT, "exp_alerts": _expected(each, rules, scenario, at)} for at in times
    ]
    return {
        "name": name,
        "interval": "1m",
        "input_series": _series(each, scenario, max(times)),
        "alert_rule_test": checks,
    }


def _times(each: Ruled, rule: AlertRule, scenario: Scenario) -> list[int]:
    """A minute before and one after the alert begins to fire; whole minutes on the boundary are left out."""
    fires = _fires_after(each, rule, scenario.bad) if scenario.bad else None
    if fires is None:
        return [60]
    before, after = -(-fires.numerator // fires.denominator) - 1, fires.numerator // fires.denominator + 1
    held = rule.after
    return [at for at in (before - 1 + held, after + 1 + held) if at >= 0]


def _fires_after(each: Ruled, rule: AlertRule, bad: Fraction) -> Fraction | None:
    """Minutes until a steady share of bad units fires the alert, or None if it never does."""
    limit = ratio_of(rule, each.objective)
    return None if limit >= bad else max(rule.long, rule.short or 0) * limit / bad


def _expected(each: Ruled, rules: list[AlertRule], scenario: Scenario, at: int) -> list[Test]:
    firing = [rule for rule in rules if _fires_at(each, rule, scenario, at)]
    return [
        {"exp_labels": alert_labels(each, rule), "exp_annotations": alert_annotations(each, rule)} for rule in firing
    ]


def _fires_at(each: Ruled, rule: AlertRule, scenario: Scenario, at: int) -> bool:
    if each.expressions.bad_events and scenario.events < rule.minimum_bad:
        return False
    fires = _fires_after(each, rule, scenario.bad) if scenario.bad else None
    return fires is not None and at > fires + rule.after


def _series(each: Ruled, scenario: Scenario, until: int) -> list[Test]:
    """The recorded series: ratios that rise while the bad stretch fills their window."""
    found = [
        {
            "series": f"slo:error_ratio:rate{of_minutes(window)}{_all_labels(each)}",
            "values": _rising(scenario.bad, window, until),
        }
        for window in each.windows()
    ]
    lengths = sorted({rule.long for rule in each.objective.alerts if rule.minimum_bad})
    guards = [f"slo:bad_events:increase{of_minutes(length)}{_all_labels(each)}" for length in lengths]
    return [*found, *({"series": guard, "values": f"{scenario.events}x{until}"} for guard in guards)]


def _rising(bad: Fraction, window: int, until: int) -> str:
    if not bad:
        return f"0x{until}"
    rise = min(window, until)
    values = f"0+{float(bad / window)!r}x{rise}"
    return values if until <= rise else f"{values} {float(bad)!r}x{until - rise - 1}"


def _all_labels(each: Ruled) -> str:
    quoted = (f'{name}="{_escaped(value)}"' for name, value in each.labels.items())
    return "{" + ", ".join(quoted) + "}"


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"')
