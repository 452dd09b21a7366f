"""Prometheus recording and alerting rules of objectives; what cannot be said in rules is told."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Any

import yaml

from kaizen.analyze.slos.burn import share_spent
from kaizen.analyze.slos.defaults import default_alerts
from kaizen.analyze.slos.durations import of_minutes
from kaizen.analyze.slos.exact import percent, plain, told, words
from kaizen.analyze.slos.model import AlertRule, BudgetingMethod, Comparison, NoData, Objective
from kaizen.analyze.slos.openslo.documents import DataSource, Document, RatioMetric
from kaizen.analyze.slos.openslo.resolving import Resolved
from kaizen.analyze.slos.promql import Expressions, expressions_of, filled, number

ALERT = "ErrorBudgetBurn"
LOSS = "DataLoss"
BASE = "5m"
SPEAKS_PROMQL = {
    "prometheus",
    "victoriametrics",
    "thanos",
    "mimir",
    "cortex",
    "grafana-mimir",
    "amazonprometheus",
    "any",
}
RESERVED = {"slo", "objective", "service", "severity", "rule", "alertname", "job", "instance"}
SIGN = {Comparison.GT: ">", Comparison.GTE: ">=", Comparison.LT: "<", Comparison.LTE: "<="}
Rule = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Ruled:
    """An objective with the labels and expressions of its rules."""

    resolved: Resolved
    labels: dict[str, str]
    expressions: Expressions

    @property
    def objective(self) -> Objective:
        """The objective."""
        return self.resolved.objective

    @property
    def selector(self) -> str:
        """Picks its own recorded series."""
        quoted = (f'{name}="{_escaped(self.labels[name])}"' for name in ("slo", "objective", "service"))
        return "{" + ", ".join(quoted) + "}"

    @property
    def period(self) -> str:
        """The window of the objective as Prometheus writes it."""
        return str(of_minutes(self.objective.window.duration.minutes))

    @property
    def slug(self) -> str:
        """Its name in group names."""
        return re.sub(r"[^a-z0-9]+", "-", f"{self.objective.service}-{self.objective.name}".lower()).strip("-")

    def windows(self) -> list[int]:
        """Every window its alerts look at, in minutes, shortest first; without alerts those of the default ones."""
        rules = [rule for rule in self.objective.alerts if not rule.any_loss]
        rules = rules or list(default_alerts(self.objective.window.duration.minutes, Decimal(0)))
        return sorted({5, *(rule.long for rule in rules), *(rule.short for rule in rules if rule.short is not None)})


@dataclass(slots=True)
class Losses:
    """What rules cannot say."""

    told: list[str] = field(default_factory=list)

    def add(self, objective: Objective, what: str) -> None:
        """Keeps one."""
        self.told.append(f"{objective.name}: {what}")


def ruled(resolved: Iterable[Resolved], documents: Iterable[Document], losses: Losses) -> list[Ruled]:
    """The objectives that can be ruled."""
    types = {each.metadata.name: each.type for each in documents if isinstance(each, DataSource)}
    found = (_ruled(each, types, losses) for each in resolved)
    return [each for each in found if each is not None]


def rules_text(objectives: Iterable[Ruled], losses: Losses) -> str:
    """One rules file."""
    groups = [group for each in objectives for group in _groups(each, losses)]
    head = "# Written by kaizen slos export prometheus; edit the objectives instead.\n"
    return head + yaml.dump({"groups": groups}, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=1000)


def alert_labels(each: Ruled, rule: AlertRule) -> dict[str, str]:
    """The labels of a firing alert."""
    return {**each.labels, "severity": rule.severity, "rule": rule.name}


def alert_annotations(each: Ruled, rule: AlertRule) -> dict[str, str]:
    """Its annotations."""
    objective = each.objective
    if rule.any_loss:
        return {"summary": f"{objective.name} of {objective.service} lost something; its target is 100 %."}
    share = percent(share_spent(rule.threshold, objective.window.duration.minutes, rule.long), 3)
    windows = f"the last {of_minutes(rule.long)}" + (f" and {of_minutes(rule.short)}" if rule.short else "")
    summary = f"{objective.name} of {objective.service} burns its error budget {words(rule.threshold)} times too fast."
    bad = percent(ratio_of(rule, objective))
    told_more = f"Over {windows} more than {bad} were bad: {share} of the budget of {each.period}."
    return {"summary": summary, "description": told_more}


def ratio_of(rule: AlertRule, objective: Objective) -> Fraction:
    """The share of bad units from which an alert fires."""
    return rule.threshold * objective.allowed


def _ruled(resolved: Resolved, types: dict[str, str], losses: Losses) -> Ruled | None:
    objective, indicator = resolved.objective, resolved.indicators[0]
    if objective.members:
        losses.add(objective, "a composite objective has no rules; export its members as objectives of their own")
        return None
    ratio = indicator.ratio or RatioMetric()
    sources = (indicator.threshold, ratio.good, ratio.bad, ratio.total, ratio.raw)
    speaks = {(source.type or types.get(source.ref, source.ref)) for source in sources if source}
    strange = sorted(name for name in speaks if name.lower() not in SPEAKS_PROMQL and "prometheus" not in name.lower())
    if strange:
        losses.add(objective, f"its source is {', '.join(strange)}, which Prometheus cannot ask")
        return None
    expressions = expressions_of(indicator, objective)
    if expressions is None:
        losses.add(objective, "its metric sources have no spec.query")
        return None
    for doubt in expressions.doubts:
        losses.add(objective, doubt)
    if not objective.window.rolling:
        length = of_minutes(objective.window.duration.minutes)
        losses.add(objective, f"Prometheus knows no calendar windows; the rules look back {length}")
    return Ruled(resolved, _labels(resolved), expressions)


def _labels(resolved: Resolved) -> dict[str, str]:
    objective = resolved.objective
    labels = {"slo": objective.slo, "objective": objective.name, "service": objective.service}
    for name, values in resolved.slo.metadata.labels.items():
        clean = re.sub(r"[^a-zA-Z0-9_]", "_", name)
        clean = f"_{clean}" if clean[:1].isdigit() else clean
        labels[f"slo_{clean}" if clean in RESERVED else clean] = ",".join(values)
    return labels


def _groups(each: Ruled, losses: Losses) -> list[Rule]:
    sliced = each.objective.method is not BudgetingMethod.OCCURRENCES
    slot = str(of_minutes(each.objective.slice_minutes))
    windows = {"name": f"kaizen-slo-windows-{each.slug}"}
    if sliced:
        windows["interval"] = slot
    rules = _sliced(each, slot, losses) if sliced else _counted(each, losses)
    groups: list[Rule] = [
        {**windows, "rules": [_labelled(rule, each.labels) for rule in rules]},
        {"name": f"kaizen-slo-meta-{each.slug}", "rules": [_labelled(rule, each.labels) for rule in _meta(each)]},
    ]
    alerts = [_alert(each, rule, losses) for rule in each.objective.alerts]
    return [*groups, {"name": f"kaizen-slo-alerts-{each.slug}", "rules": alerts}] if alerts else groups


def _counted(each: Ruled, losses: Losses) -> list[Rule]:
    """Ratios of counts per window; the period's ratio is all bad events divided by all events."""
    expressions, windows = each.expressions, each.windows()
    if each.objective.no_data is not NoData.UNKNOWN:
        losses.add(each.objective, f"empty minutes are not taken for {each.objective.no_data} in the rules")
    rules = [
        _record(f"slo:error_ratio:rate{of_minutes(w)}", expressions.error_ratio(str(of_minutes(w)))) for w in windows
    ]
    if expressions.ratio:
        series = f"slo:error_ratio:rate{BASE}{each.selector}"
        return [*rules, _record("slo:period_error_ratio:ratio", f"avg_over_time({series}[{each.period}])")]
    rules += [_record(f"slo:bad:rate{BASE}", filled(expressions.bad, BASE))]
    rules += [_record(f"slo:total:rate{BASE}", filled(expressions.total, BASE))]
    bad, total = (f"sum_over_time(slo:{kind}:rate{BASE}{each.selector}[{each.period}])" for kind in ("bad", "total"))
    return [*rules, *_guards(each), _record("slo:period_error_ratio:ratio", f"{bad}\n/\n({total} > 0)")]


def _sliced(each: Ruled, slot: str, losses: Losses) -> list[Rule]:
    """One sample per time slice, bad or not (or how bad), and averages of those."""
    objective = each.objective
    ratio = each.expressions.error_ratio(slot)
    if objective.method is BudgetingMethod.TIMESLICES and objective.slice_target is not None:
        ratio = f"({ratio})\n> bool {number(plain(1 - objective.slice_target))}"
    if objective.no_data is not NoData.UNKNOWN:
        ratio = f"({ratio})\nor on() vector({1 if objective.no_data is NoData.BAD else 0})"
    losses.add(objective, "time slices begin where Prometheus begins to evaluate, not on the clock")
    slices = f"slo:slice_bad:ratio{each.selector}"
    rules = [_record("slo:slice_bad:ratio", ratio)]
    for w in each.windows():
        length = of_minutes(max(w, objective.slice_minutes))
        rules.append(_record(f"slo:error_ratio:rate{of_minutes(w)}", f"avg_over_time({slices}[{length}])"))
    return [*rules, *_guards(each), _record("slo:period_error_ratio:ratio", f"avg_over_time({slices}[{each.period}])")]


def _guards(each: Ruled) -> list[Rule]:
    """Bad events over the windows of alerts that ask for a minimum of them."""
    lengths = sorted({rule.long for rule in each.objective.alerts if rule.minimum_bad and not rule.any_loss})
    if not each.expressions.bad_events:
        return []
    return [
        _record(
            f"slo:bad_events:increase{of_minutes(length)}",
            filled(each.expressions.bad_events, str(of_minutes(length))).replace("{seconds}", str(length * 60)),
        )
        for length in lengths
    ]


def _meta(each: Ruled) -> list[Rule]:
    objective, selector = each.objective, each.selector
    rules = [
        _record("slo:objective:ratio", f"vector({number(objective.target)})"),
        _record("slo:error_budget:ratio", f"vector({number(plain(1 - objective.target))})"),
        _record("slo:time_period:days", f"vector({number(told(Fraction(objective.window.duration.minutes, 1440)))})"),
    ]
    if objective.allowed:
        budget = f"slo:error_budget:ratio{selector}"
        rules += [
            _record("slo:current_burn_rate:ratio", f"slo:error_ratio:rate{BASE}{selector}\n/ {budget}"),
            _record("slo:period_burn_rate:ratio", f"slo:period_error_ratio:ratio{selector}\n/ {budget}"),
            _record("slo:period_error_budget_remaining:ratio", f"1 - slo:period_burn_rate:ratio{selector}"),
        ]
    return rules


def _alert(each: Ruled, rule: AlertRule, losses: Losses) -> Rule:
    made: Rule = {"alert": LOSS if rule.any_loss else ALERT, "expr": _alert_expression(each, rule, losses)}
    if rule.after:
        made["for"] = str(of_minutes(rule.after))
    made["labels"] = {"severity": rule.severity, "rule": rule.name, **each.labels}
    made["annotations"] = alert_annotations(each, rule)
    return made


def _alert_expression(each: Ruled, rule: AlertRule, losses: Losses) -> str:
    if rule.any_loss:
        return f"slo:period_error_ratio:ratio{each.selector} > 0"
    limit = f"{SIGN[rule.comparison]} {number(told(ratio_of(rule, each.objective)))}"
    parts = [
        f"slo:error_ratio:rate{of_minutes(length)}{each.selector} {limit}"
        for length in (rule.short, rule.long)
        if length is not None
    ]
    if rule.minimum_bad and each.expressions.bad_events:
        parts.append(f"slo:bad_events:increase{of_minutes(rule.long)}{each.selector} >= {rule.minimum_bad}")
    elif rule.minimum_bad:
        losses.add(
            each.objective,
            f"{rule.name} asks for {rule.minimum_bad} bad events, which a ratio made elsewhere does not tell",
        )
    breach = "\nand\n".join(parts)
    if not rule.when_no_data:
        return breach
    absent = f"absent(slo:error_ratio:rate{of_minutes(rule.long)}{each.selector})"
    return f"({breach})\nor\n{absent}" if rule.when_breaching else absent


def _record(name: str, expression: str) -> Rule:
    return {"record": name, "expr": expression}


def _labelled(rule: Rule, labels: dict[str, str]) -> Rule:
    return {**rule, "labels": dict(labels)}


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")


class _Dumper(yaml.SafeDumper):
    """Writes expressions of several lines as blocks, and nothing by alias."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def _text(dumper: yaml.SafeDumper, value: str) -> yaml.ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:str", value, style="|" if "\n" in value else None)


_Dumper.add_representer(str, _text)
