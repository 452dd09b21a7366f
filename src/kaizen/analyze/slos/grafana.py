"""A Grafana dashboard over the recorded series of the exported Prometheus rules."""

from collections.abc import Iterable
from typing import Any

from kaizen.analyze.slos.durations import of_minutes
from kaizen.analyze.slos.prometheus import Ruled
from kaizen.kit.codecs import to_pretty_json

SOURCE = {"type": "prometheus", "uid": "${datasource}"}
PICKED = '{slo=~"$slo", objective=~"$objective"}'
NAMED = "{{slo}} / {{objective}}"
Panel = dict[str, Any]


def dashboard_text(objectives: Iterable[Ruled]) -> str:
    """The dashboard as JSON for Grafana's import; the data source is chosen there."""
    windows = sorted({window for each in objectives for window in each.windows()})
    return to_pretty_json(_dashboard([str(of_minutes(window)) for window in windows])) + "\n"


def _dashboard(windows: list[str]) -> Panel:
    panels = [
        _panel(
            "stat",
            "Budget remaining",
            [("slo:period_error_budget_remaining:ratio" + PICKED, NAMED)],
            (0, 0, 12, 6),
            _share(0),
        ),
        _panel("stat", "Indicator", [(f"1 - slo:period_error_ratio:ratio{PICKED}", NAMED)], (12, 0, 12, 6), _share()),
        _panel(
            "timeseries",
            "Budget remaining over time",
            [("slo:period_error_budget_remaining:ratio" + PICKED, NAMED)],
            (0, 6, 24, 9),
            _share(0),
        ),
        _panel(
            "timeseries",
            "Burn rate (1 spends the budget in exactly one window)",
            [(f"slo:error_ratio:rate{w}{PICKED} / slo:error_budget:ratio{PICKED}", f"{NAMED} {w}") for w in windows],
            (0, 15, 24, 10),
            {"min": 0, "decimals": 2},
        ),
        _panel(
            "table",
            "Firing alerts",
            [('ALERTS{alertname=~"ErrorBudgetBurn|DataLoss", alertstate="firing", slo=~"$slo"}', "{{rule}}")],
            (0, 25, 24, 8),
            {},
        ),
    ]
    numbered = [{"id": number, **panel} for number, panel in enumerate(panels, 1)]
    return {
        "uid": "kaizen-slos",
        "title": "Objectives and error budgets",
        "tags": ["kaizen", "slo"],
        "schemaVersion": 39,
        "editable": True,
        "time": {"from": "now-30d", "to": "now"},
        "refresh": "1m",
        "templating": {"list": _variables()},
        "panels": numbered,
    }


def _variables() -> list[Panel]:
    source = {"name": "datasource", "label": "Data source", "type": "datasource", "query": "prometheus"}
    return [source, _variable("slo", "SLO", ""), _variable("objective", "Objective", '{slo=~"$slo"}')]


def _variable(name: str, label: str, picked: str) -> Panel:
    query = f"label_values(slo:objective:ratio{picked}, {name})"
    return {
        "name": name,
        "label": label,
        "type": "query",
        "datasource": SOURCE,
        "query": {"query": query, "refId": name},
        "definition": query,
        "refresh": 2,
        "includeAll": True,
        "multi": True,
        "current": {"text": "All", "value": "$__all"},
    }


def _panel(
    kind: str, title: str, queries: list[tuple[str, str]], place: tuple[int, int, int, int], defaults: Panel
) -> Panel:
    x, y, width, height = place
    targets = [
        {
            "refId": f"Q{number}",
            "datasource": SOURCE,
            "expr": expression,
            "legendFormat": legend,
            "instant": kind != "timeseries",
            "range": kind == "timeseries",
            "format": "table" if kind == "table" else "time_series",
        }
        for number, (expression, legend) in enumerate(queries, 1)
    ]
    return {
        "type": kind,
        "title": title,
        "datasource": SOURCE,
        "gridPos": {"x": x, "y": y, "w": width, "h": height},
        "targets": targets,
        "fieldConfig": {"defaults": defaults, "overrides": []},
        "options": {},
    }


def _share(red_below: float | None = None) -> Panel:
    steps: list[Panel] = [{"color": "red", "value": None}, {"color": "green", "value": red_below}]
    thresholds = {"mode": "absolute", "steps": steps} if red_below is not None else None
    return {"unit": "percentunit", "decimals": 3, **({"thresholds": thresholds} if thresholds else {})}
