"""``kaizen check standards`` and ``kaizen standards`` as a person types them."""

import json
import os
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree as ET

import jsonschema
import pytest

from tests.analyze.standards.building import rule
from tests.analyze.standards.folders import EVAL, README, with_rules, write
from tests.fixtures.doors import Outcome

Cli = Callable[..., Outcome]
NAMES = rule("forbidden_pattern", id="todo", severity="info", match={"text": ["TODO"]})


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A repository with a critical violation, a warning and a remark."""
    folder = write(tmp_path / "shop", {"a.py": "x = 1\neval(x)  # TODO\n"})
    return with_rules(folder, EVAL, README, NAMES)


def test_a_person_reads_what_was_found_where_and_what_to_do(cli: Cli, root: Path) -> None:
    told = cli("check", "standards", str(root))

    assert told.exit_code == 1
    lines = told.stdout.splitlines()
    assert lines[:3] == ["critical  no-eval: A rule", "  a.py:2  calls eval", "  fix: Mend it."]
    assert "fail   readme      1  1 violation in 1 entry" in told.stdout
    assert lines[-1] == "3 new, 0 back, 0 gone since the last check."


@pytest.mark.parametrize(
    ("files", "fail_on", "code"),
    [
        pytest.param({}, "critical", 1, id="a critical one is open"),
        pytest.param({"a.py": "x = 1  # TODO\n"}, "critical", 0, id="only a warning is open and critical ones count"),
        pytest.param({"a.py": "x = 1  # TODO\n"}, "warning", 1, id="a warning is open and counts"),
        pytest.param({"a.py": "x = 1  # TODO\n", "README.md": ""}, "warning", 0, id="only a remark is open"),
        pytest.param({"a.py": "x = 1  # TODO\n", "README.md": ""}, "info", 1, id="a remark is open and counts"),
        pytest.param({}, "never", 0, id="nothing counts"),
        pytest.param({"a.py": "x = 1\n", "README.md": ""}, "info", 0, id="nothing is open"),
    ],
)
def test_the_exit_code_says_whether(cli: Cli, root: Path, files: dict[str, str], fail_on: str, code: int) -> None:
    write(root, files)
    assert cli("check", "standards", str(root), "--fail-on", fail_on).exit_code == code


def test_a_waived_finding_no_longer_fails_the_check(cli: Cli, root: Path) -> None:
    write(root, {"README.md": ""})
    cli("check", "standards", str(root))
    (finding,) = cli("findings", "list", "--rule", "no-eval", "--json").json()["items"]
    cli("findings", "waive", finding["id"], "--reason", "Legacy", "--days", "9")
    again = cli("check", "standards", str(root))
    assert again.exit_code == 0
    assert "waived  no-eval" in again.stdout


def test_json_holds_the_standards_the_findings_and_what_changed(cli: Cli, root: Path) -> None:
    told = cli("check", "standards", str(root), "--json").json()
    assert [each["id"] for each in told["standards"]["rules"]] == ["no-eval", "readme", "todo"]
    assert {each["rule"] for each in told["findings"]} == {"no-eval", "readme", "todo"}
    assert told["changes"]["opened"] == 3


def test_every_format_is_written_whole_to_a_file(cli: Cli, root: Path, tmp_path: Path) -> None:
    for name in ("text", "json", "sarif", "github", "gitlab", "junit"):
        outcome = cli("check", "standards", str(root), "--format", name, "--output", str(tmp_path / name))
        assert (outcome.exit_code, outcome.stdout) == (1, "")
    sarif = json.loads((tmp_path / "sarif").read_text())
    assert [each["ruleId"] for each in sarif["runs"][0]["results"]] == ["no-eval", "readme", "todo"]
    assert (tmp_path / "github").read_text().startswith("::error file=a.py,line=2,title=")
    assert len(json.loads((tmp_path / "gitlab").read_text())) == 3
    assert ET.fromstring((tmp_path / "junit").read_text()).get("failures") == "3"
    assert list(tmp_path.glob(".*.part")) == []


def test_a_step_summary_is_appended_for_github(
    cli: Cli, root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    summary = write(tmp_path, {"summary.md": "before\n"}) / "summary.md"
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(summary))
    cli("check", "standards", str(root))
    assert summary.read_text() == "before\n"
    cli("check", "standards", str(root), "--format", "github")
    assert summary.read_text().startswith("before\n### Kaizen standards: 3 open findings\n")


def test_a_link_a_pipe_and_a_device_stay_what_they_are(cli: Cli, root: Path, tmp_path: Path) -> None:
    link, real, pipe = tmp_path / "link", tmp_path / "real", tmp_path / "pipe"
    link.symlink_to(real)
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    for place in (link, pipe, Path("/dev/null")):
        assert cli("check", "standards", str(root), "--format", "gitlab", "--output", str(place)).exit_code == 1
    fed = os.read(reader, 1 << 16)
    os.close(reader)

    assert (link.is_symlink(), pipe.is_fifo(), Path("/dev/null").is_char_device()) == (True, True, True)
    assert len(json.loads(real.read_text())) == len(json.loads(fed)) == 3


def test_a_report_that_cannot_be_written_is_told(cli: Cli, root: Path, tmp_path: Path) -> None:
    outcome = cli("check", "standards", str(root), "--output", str(tmp_path / "missing" / "x.sarif"))
    assert outcome.exit_code == 2
    assert "cannot be written" in outcome.stderr


def test_a_wrong_file_is_wrong_use_and_every_problem_is_told(cli: Cli, root: Path) -> None:
    write(root, {"standards.yaml": "version: 1\nrules:\n  - {id: a, kind: namin}\n  - {id: b, kind: sizes}\n"})
    outcome = cli("check", "standards", str(root))
    assert outcome.exit_code == 2
    assert "also: standards.yaml, line 4: rules[1].kind" in outcome.stderr
    assert "error: standards.yaml, line 3: rules[0].kind" in outcome.stderr
    assert "hint: Did you mean naming?" in outcome.stderr
    assert outcome.stdout == ""


def test_more_places_than_a_screen_are_shown_on_demand(cli: Cli, root: Path) -> None:
    write(root, {"a.py": "eval(1)\n" * 30})
    short = cli("check", "standards", str(root)).stdout
    whole = cli("check", "standards", str(root), "--all").stdout
    assert ("  and 10 more (--all)" in short, "a.py:30" in short) == (True, False)
    assert "a.py:30" in whole


def test_escape_sequences_in_sources_do_not_reach_the_terminal(cli: Cli, root: Path) -> None:
    write(root, {"b\x1b[31m.py": "eval(1)\n"})
    assert "\x1b" not in cli("check", "standards", str(root)).stdout


def test_a_start_is_written_once_and_then_left_alone(cli: Cli, tmp_path: Path) -> None:
    made = cli("standards", "init", str(tmp_path))
    again = cli("standards", "init", str(tmp_path))
    assert (made.exit_code, again.exit_code) == (0, 2)
    assert made.stderr.endswith(f"kaizen check standards {tmp_path}\n")
    assert "exists already" in again.stderr
    told = cli("standards", "list", str(tmp_path), "--json").json()
    assert (told["file"], len(told["rules"])) == ("standards.yaml", 10)


def test_rules_are_listed_with_how_they_stood(cli: Cli, root: Path) -> None:
    before = cli("standards", "list", str(root), "--json").json()
    cli("check", "standards", str(root))
    after = cli("standards", "list", str(root), "--json").json()
    assert {each["state"] for each in before["rules"]} == {"unknown"}
    assert {each["state"] for each in after["rules"]} == {"fail"}
    assert "no-eval  critical  forbidden_pattern" in cli("standards", "list", str(root)).stdout


def test_a_rule_explains_itself(cli: Cli, tmp_path: Path) -> None:
    told = cli("standards", "explain", "http-timeout", "--path", str(tmp_path)).stdout
    assert told.startswith("http-timeout: Every outgoing request has a timeout\nwarning, required_pattern\n")
    assert "Bad\n  requests.get(url)\n" in told
    unknown = cli("standards", "explain", "http-timeot", "--path", str(tmp_path))
    assert (unknown.exit_code, "Did you mean http-timeout?" in unknown.stderr) == (2, True)


def test_the_schema_is_printed_for_editors(cli: Cli) -> None:
    jsonschema.Draft202012Validator.check_schema(cli("standards", "schema").json())
