"""Objectives at the terminal: evaluate, backtest, lint and export on files."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from kaizen.cli.errors import report_error
from kaizen.cli.slos import slos
from kaizen.kit.errors import KaizenError
from tests.fixtures.doors import Outcome

SLO = """\
apiVersion: openslo/v1
kind: SLO
metadata: {name: web}
spec:
  service: shop
  indicator:
    metadata: {name: ratio}
    spec:
      ratioMetric:
        counter: true
        bad: {metricSource: {type: Prometheus, spec: {query: 'sum(http_total{code=~"5.."})'}}}
        total: {metricSource: {type: Prometheus, spec: {query: sum(http_total)}}}
  timeWindow: [{duration: 30d, isRolling: true}]
  budgetingMethod: Occurrences
  objectives:
    - target: 0.999
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with an objective and two hours of slices, the last ten minutes of which are bad."""
    rows = [
        f"2026-01-01T{m // 60:02}:{m % 60:02}:00Z,{100 if m < 110 else 80},{0 if m < 110 else 20},100"
        for m in range(120)
    ]
    (tmp_path / "slo.yaml").write_text(SLO)
    (tmp_path / "slices.csv").write_text("\n".join(["minute,good,bad,total", *rows]))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*arguments: str) -> Outcome:
    """Runs a command of the group, with errors told as at the terminal."""
    result = CliRunner().invoke(slos, list(arguments))
    if isinstance(result.exception, KaizenError):
        with CliRunner().isolation() as (_out, err, *_rest):
            code = report_error(result.exception, "en")
            told = err.getvalue().decode()
        return Outcome(code, result.stdout, result.stderr + told)
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return Outcome(result.exit_code, result.stdout, result.stderr)


JUDGE = ("evaluate", "--slo", "slo.yaml", "--slices", "slices.csv")


@pytest.mark.usefixtures("folder")
def test_evaluate_prints_what_was_promised() -> None:
    told = run(*JUDGE, "--at", "2026-01-01T02:00:00Z", "--json")
    found = told.json()

    assert (told.exit_code, told.stderr) == (0, "")
    promised = {"indicator", "target", "window", "good", "bad", "total", "coverage", "budget", "burn", "alerts"}
    assert promised | {"exhaustion", "state", "explanation"} <= set(found)
    assert (found["indicator"], found["target"], found["window"]) == ("0.9833333333333333333333333333", "0.999", "30d")
    assert (found["good"], found["bad"], found["total"]) == (11800, 200, 12000)
    assert found["budget"] == {
        "total": "12", "spent": "200", "remaining": "-188", "spent_ratio": "16.66666666666666666666666667"
    }  # fmt: skip
    assert found["burn"][0] == {"window": "5m", "rate": "200"}
    assert {key: found["alerts"][0][key] for key in ("name", "severity", "firing", "since")} == {
        "name": "page-fast", "severity": "page", "firing": True, "since": "2026-01-01T01:55:00Z"
    }  # fmt: skip
    assert (found["state"], found["exhaustion"]) == ("exhausted", "2026-01-01T01:51:00Z")


@pytest.mark.usefixtures("folder")
def test_evaluate_speaks_to_people_too() -> None:
    told = run(*JUDGE, "--at", "2026-01-01T01:00:00+00:00")

    assert told.exit_code == 0
    assert told.stdout.startswith("Healthy: 100 % of 6,000 events were good in the last 30 days, target 99.9 %;")
    assert ["page-fast", "page", "no", "-"] in [line.split() for line in told.stdout.splitlines()]


@pytest.mark.usefixtures("folder")
def test_without_a_time_it_is_now() -> None:
    assert run(*JUDGE, "--json").json()["state"] == "unknown"


@pytest.mark.usefixtures("folder")
def test_what_was_put_right_is_told_on_stderr(folder: Path) -> None:
    (folder / "slices.csv").write_text("minute,good,bad,total\n2026-01-01T00:00Z,12,0,10\n")
    told = run(*JUDGE, "--at", "2026-01-01T00:01:00Z", "--json")

    assert "note: 1 rows of slices.csv hold more good and bad events" in told.stderr
    assert told.json()["good"] == 10


WRONG = [
    pytest.param((*JUDGE, "--at", "noon"), "noon is no time with a zone", id="no time"),
    pytest.param((*JUDGE, "--at", "2026-01-01T00:00:00"), "is no time with a zone", id="no zone"),
    pytest.param((*JUDGE, "--objective", "other"), "There is no objective other", id="no such objective"),
    pytest.param(("evaluate", "--slo", "gone.yaml", "--slices", "slices.csv"), "no file gone.yaml", id="no such file"),
    pytest.param(("evaluate", "--slo", ".", "--slices", "slices.csv"), ". cannot be read", id="a folder"),
    pytest.param(
        ("evaluate", "--slo", "slices.csv", "--slices", "slices.csv"), "should be a mapping", id="a CSV for an SLO"
    ),
    pytest.param(("evaluate", "--slo", "slo.yaml", "--slices", "slo.yaml"), "the columns are", id="an SLO for a CSV"),
    pytest.param((*JUDGE, "--slices", "slices.csv"), "slices given for web", id="several slices for one objective"),
    pytest.param(("export", "prometheus", "slo.yaml", "--out", "slo.yaml/x"), "cannot be written", id="no folder"),
]


@pytest.mark.parametrize(("arguments", "told"), WRONG)
@pytest.mark.usefixtures("folder")
def test_wrong_use_ends_with_2_and_says_why(arguments: tuple[str, ...], told: str) -> None:
    outcome = run(*arguments)

    assert outcome.exit_code == 2
    assert told in outcome.stderr
    assert "hint: " in outcome.stderr


@pytest.mark.usefixtures("folder")
def test_bytes_that_are_no_text_are_refused(folder: Path) -> None:
    (folder / "slices.csv").write_bytes(b"minute,good,bad,total\n\xff\n")

    assert "slices.csv is not UTF-8 text: byte 22" in run(*JUDGE).stderr


@pytest.mark.usefixtures("folder")
def test_one_of_several_objectives_is_chosen_by_name(folder: Path) -> None:
    (folder / "slo.yaml").write_text(SLO + "    - {displayName: SLA, target: 0.95}\n")
    at = ("--at", "2026-01-01T02:00:00Z", "--json")

    assert "There are several objectives: web-1, SLA." in run(*JUDGE, *at).stderr
    assert run(*JUDGE, *at, "--objective", "SLA").json()["target"] == "0.95"


@pytest.mark.usefixtures("folder")
def test_a_composite_takes_slices_for_each_member(folder: Path) -> None:
    head, _, rest = SLO.partition("  indicator:\n")
    indicator = "  indicator:\n" + rest[: rest.index("  timeWindow")]
    window = rest[rest.index("  timeWindow") : rest.index("    - target")]
    inner = "".join(f"    {line}\n" for line in indicator.splitlines())
    members = "".join(f"    - displayName: {name}\n      target: 0.99\n{inner}" for name in ("search", "pay"))
    (folder / "slo.yaml").write_text(head + window + members)
    told = run("evaluate", "--slo", "slo.yaml", "--slices", "search=slices.csv", "--slices", "pay=slices.csv",
               "--at", "2026-01-01T02:00:00Z", "--json")  # fmt: skip

    assert [each["name"] for each in told.json()["evidence"]["members"]] == ["search", "pay"]


@pytest.mark.usefixtures("folder")
def test_backtest_tells_when_it_would_have_paged(folder: Path) -> None:
    (folder / "incidents.csv").write_text("name,start,end\nthe outage,2026-01-01T01:50Z,2026-01-01T02:00Z\n")
    arguments = ("backtest", "--slo", "slo.yaml", "--slices", "slices.csv", "--incidents", "incidents.csv")
    found, shown = run(*arguments, "--json").json(), run(*arguments)

    assert (found["pages"], found["tickets"], found["pages_without_incident"]) == (1, 1, 0)
    assert found["alerts"][0]["episodes"] == [
        {"start": "2026-01-01T01:55:00Z", "end": None, "minutes": 5, "incidents": ["the outage"]}
    ]
    assert (found["incidents"][0]["severity"], found["incidents"][0]["delay_minutes"]) == ("ticket", 1)
    assert "the outage  2026-01-01 01:50 UTC" in shown.stdout


@pytest.mark.usefixtures("folder")
def test_lint_says_yes_or_no(folder: Path) -> None:
    good = run("lint", "slo.yaml", "--json")
    (folder / "bad.yaml").write_text(SLO.replace("target: 0.999", "target: 99.9"))
    bad = run("lint", "slo.yaml", "bad.yaml")

    assert (good.exit_code, good.json()) == (0, {"ok": True, "objectives": 1, "problems": [], "losses": []})
    assert bad.exit_code == 1
    assert bad.stdout.startswith("bad.yaml:16: error: spec.objectives[0].target is 99.9")
    assert "fix: Write a share such as 0.999, or targetPercent: 99.9" in bad.stdout


@pytest.mark.usefixtures("folder")
def test_lint_with_slices_knows_the_traffic() -> None:
    assert run("lint", "slo.yaml", "--slices", "slices.csv", "--json").json()["problems"] == []


FORMS = [
    ("prometheus", "kaizen-slos.rules.yml", "groups:"),
    ("promtool", "kaizen-slos.test.yml", "rule_files:"),
    ("grafana", "kaizen-slos.dashboard.json", '"title": "Objectives and error budgets"'),
    ("openslo", "kaizen-slos.openslo.yaml", "apiVersion: openslo/v1"),
]


@pytest.mark.parametrize(("form", "name", "content"), FORMS)
@pytest.mark.usefixtures("folder")
def test_export_writes_to_stdout_or_into_a_folder(form: str, name: str, content: str, folder: Path) -> None:
    printed, written = run("export", form, "slo.yaml"), run("export", form, "slo.yaml", "--out", "out/here")

    assert content in printed.stdout
    assert (folder / "out" / "here" / name).read_text() == printed.stdout
    assert (written.stdout, written.stderr) == ("", f"Written to out/here/{name}.\n")


def test_json_of_a_dashboard_is_json(folder: Path) -> None:
    assert json.loads(run("export", "grafana", str(folder / "slo.yaml")).stdout)["uid"] == "kaizen-slos"
