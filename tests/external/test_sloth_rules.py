"""Rules of sloth's examples and Kaizen's for the same objectives, fed the same series by promtool: they agree."""

import os
from pathlib import Path
from typing import Any

import pytest
import yaml

from kaizen.analyze.slos.exporting import RULES_FILE
from tests.analyze.slos.promtool import export, run

pytestmark = pytest.mark.external

HTTP = 'http_request_duration_seconds_count{{job="{job}",code="{code}"}}'
WIFI = 'unifipoller_client_satisfaction_ratio{{client="{name}"}}'


def requests(job: str) -> dict[str, str]:
    """Two hours of health, ten minutes of 15 % errors, health again."""
    return {
        HTTP.format(job=job, code="200"): "0+1000x120 120845+845x9 129450+1000x110",
        HTTP.format(job=job, code="500"): "0+0x120 155+155x9 1550+0x110",
    }


CLIENTS = {WIFI.format(name="a"): "0.9x120 0.6x9 0.9x110", WIFI.format(name="b"): "0.9x120 0.3x9 0.9x110"}
EXAMPLES = [
    pytest.param("getting-started", requests("myservice"), id="getting-started"),
    pytest.param("home-wifi", CLIENTS, id="home-wifi"),
    pytest.param("no-alerts", requests("myapp"), id="no-alerts"),
    pytest.param("raw-home-wifi", CLIENTS, id="raw-home-wifi"),
    pytest.param("multifile", requests("myservice"), id="multifile"),
]
WINDOWS = ("5m", "30m", "1h", "2h", "6h", "1d", "3d")
TIMES = [60, 118, 121, 124, 126, 128, 130, 133, 135, 140, 150, 165, 200, 235]


@pytest.fixture
def data() -> Path:
    """The folder of sloth's examples."""
    root = os.environ.get("KAIZEN_TEST_DATA")
    if not root or not (Path(root) / "sloth" / "examples").is_dir():
        pytest.skip("KAIZEN_TEST_DATA names no folder with sloth")
    return Path(root) / "sloth" / "examples"


def openslo(spec: dict[str, Any], slo: dict[str, Any]) -> dict[str, Any]:
    """One of sloth's objectives as OpenSLO; the guard against few events, which sloth has not, is off."""
    indicator = slo["sli"]

    def source(query: str) -> dict[str, Any]:
        return {"metricSource": {"type": "Prometheus", "spec": {"query": query.strip()}}}

    if "raw" in indicator:
        ratio: dict[str, Any] = {"rawType": "failure", "raw": source(indicator["raw"]["error_ratio_query"])}
    else:
        events = indicator["events"]
        ratio = {"counter": True, "bad": source(events["error_query"]), "total": source(events["total_query"])}
    silent = slo["alerting"].get("page_alert", {}).get("disable")
    annotations = {"kaizen/minimum-bad": "0", "kaizen/alerts": "none" if silent else "default"}
    return {
        "apiVersion": "openslo/v1",
        "kind": "SLO",
        "metadata": {"name": f"{spec['service']}-{slo['name']}", "annotations": annotations},
        "spec": {
            "service": spec["service"],
            "indicator": {"metadata": {"name": slo["name"]}, "spec": {"ratioMetric": ratio}},
            "timeWindow": [{"duration": "30d", "isRolling": True}],
            "budgetingMethod": "Occurrences",
            "objectives": [{"targetPercent": slo["objective"]}],
        },
    }


def alerting(groups: list[dict[str, Any]], severity: str, *names: str) -> str:
    """Whether anything of a severity fires, as an expression: promtool may run alerts before what they look at."""
    rules = [rule for group in groups for rule in group["rules"] if "alert" in rule]
    of_it = [
        rule["expr"]
        for rule in rules
        if severity in {rule["labels"].get("sloth_severity"), rule["labels"].get("severity")}
        and all(f'"{name}"' in rule["expr"] for name in names)
    ]
    fires = " or ".join(f"({each})" for each in of_it) or "vector(0) > 1"
    return f"((count({fires}) or vector(0)) > bool 0)"


def checks(
    spec: dict[str, Any], slo: dict[str, Any], ours: list[dict[str, Any]], theirs: list[dict[str, Any]]
) -> list[dict[str, Any]]:
    """Comparisons that are 1 where both say the same."""
    mine = f'{{slo="{spec["service"]}-{slo["name"]}"}}'
    other = f'{{sloth_service="{spec["service"]}", sloth_slo="{slo["name"]}"}}'
    expressions = [
        f"abs(sum(slo:error_ratio:rate{w}{mine}) - sum(slo:sli_error:ratio_rate{w}{other})) < bool 1e-9"
        for w in WINDOWS
    ]
    for severity in ("page", "ticket"):
        one = alerting(ours, severity, f"{spec['service']}-{slo['name']}")
        expressions.append(f"{one} == bool {alerting(theirs, severity, spec['service'], slo['name'])}")
    return [
        {"expr": expression, "eval_time": f"{at}m", "exp_samples": [{"labels": "{}", "value": 1}]}
        for at in TIMES
        for expression in expressions
    ]


@pytest.mark.parametrize(("name", "series"), EXAMPLES)
def test_ratios_and_alerts_agree(data: Path, name: str, series: dict[str, str], tmp_path: Path) -> None:
    specs = [spec for spec in yaml.safe_load_all((data / f"{name}.yml").read_text()) if spec]
    pairs = [(spec, slo) for spec in specs for slo in spec["slos"]]
    losses = export(yaml.safe_dump_all([openslo(*pair) for pair in pairs], sort_keys=False), tmp_path)
    groups = [
        document["groups"] for document in yaml.safe_load_all((data / "_gen" / f"{name}.yml").read_text()) if document
    ]
    theirs = [group for each in groups for group in each]
    ours = yaml.safe_load((tmp_path / RULES_FILE).read_text())["groups"]
    (tmp_path / "sloth.yml").write_text(yaml.safe_dump({"groups": theirs}, sort_keys=False))
    test = {
        "interval": "1m",
        "input_series": [{"series": each, "values": values} for each, values in series.items()],
        "promql_expr_test": [check for pair in pairs for check in checks(*pair, ours, theirs)],
    }
    body = {"rule_files": [RULES_FILE, "sloth.yml"], "evaluation_interval": "1m", "tests": [test]}
    (tmp_path / "both.yml").write_text(yaml.safe_dump(body))

    assert losses == ()
    assert "SUCCESS" in run(tmp_path, "check", "rules", RULES_FILE)
    assert "SUCCESS" in run(tmp_path, "test", "rules", "both.yml")
