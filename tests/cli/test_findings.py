"""``kaizen findings`` as a person types it."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.analyze.standards.folders import EVAL, README, with_rules, write
from tests.fixtures.doors import Outcome

Cli = Callable[..., Outcome]


@pytest.fixture
def stocked(cli: Cli, tmp_path: Path) -> Cli:
    """A terminal after a check that found two things."""
    root = with_rules(write(tmp_path / "shop", {"a.py": "eval(1)\n"}), EVAL, README)
    assert cli("check", "standards", str(root)).exit_code == 1
    return cli


def ids(cli: Cli, *arguments: str) -> list[str]:
    return [each["id"] for each in cli("findings", "list", "--json", *arguments).json()["items"]]


def test_without_findings_the_next_step_is_told(cli: Cli) -> None:
    told = cli("findings", "list")
    assert (told.exit_code, told.stdout) == (0, "")
    assert "kaizen check standards" in told.stderr


def test_findings_are_listed_and_narrowed(stocked: Cli) -> None:
    told = stocked("findings", "list").stdout
    assert "critical  open   no-eval  a.py:1  calls eval" in told
    assert len(ids(stocked)) == 2
    assert len(ids(stocked, "--severity", "critical")) == 1
    assert len(ids(stocked, "--path", "a.py")) == 1
    assert len(ids(stocked, "--q", "readme")) == 1
    assert ids(stocked, "--state", "waived") == []
    page = stocked("findings", "list", "--limit", "1")
    assert "2 in all; the next page: --cursor " in page.stderr


def test_findings_of_several_repositories_can_be_told_apart(stocked: Cli, tmp_path: Path) -> None:
    alone = stocked("findings", "list").stdout
    stocked("check", "standards", str(with_rules(write(tmp_path / "mill", {"a.py": "eval(1)\n"}), EVAL, README)))
    both = stocked("findings", "list", "--rule", "no-eval").stdout

    assert "REPOSITORY" not in alone
    assert {line.split()[4] for line in both.splitlines()} == {"REPOSITORY", "shop", "mill"}


def test_a_finding_is_shown_with_its_history(stocked: Cli) -> None:
    (finding,) = ids(stocked, "--rule", "no-eval")
    told = stocked("findings", "show", finding[-12:]).stdout
    assert told.startswith("critical  no-eval: A rule\nopen, a.py:1\n\ncalls eval\n  eval(1)\n\nfix: Mend it.")
    assert told.rstrip().endswith("detected  a.py:1")
    assert stocked("findings", "show", finding, "--json").json()["history"][0]["event"] == "detected"


def test_a_finding_is_waived_until_a_day_and_opened_again(stocked: Cli) -> None:
    (finding,) = ids(stocked, "--rule", "no-eval")
    waived = stocked("findings", "waive", finding, "--reason", "Legacy", "--expires", "2999-12-31", "--json").json()
    assert waived["waiver"]["expires_at"] == "3000-01-01T00:00:00Z"
    assert ids(stocked, "--state", "waived") == [finding]
    assert "waived by " in stocked("findings", "show", finding).stdout
    assert stocked("findings", "unwaive", finding[-6:]).exit_code == 0
    assert ids(stocked, "--state", "waived") == []


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        pytest.param(["--reason", "x"], "either --expires or --days", id="without an end"),
        pytest.param(["--reason", "x", "--days", "3", "--expires", "2999-01-01"], "either", id="with two ends"),
        pytest.param(["--reason", "x", "--expires", "2020-01-01"], "would have ended already", id="in the past"),
        pytest.param(["--reason", " ", "--days", "3"], "gives no reason", id="with a blank reason"),
        pytest.param(["--days", "3"], "--reason", id="without a reason"),
    ],
)
def test_a_waiver_is_refused(stocked: Cli, arguments: list[str], told: str) -> None:
    (finding,) = ids(stocked, "--rule", "no-eval")
    outcome = stocked("findings", "waive", finding, *arguments)
    assert outcome.exit_code == 2
    assert told in outcome.stderr
    assert ids(stocked, "--state", "waived") == []


def test_an_unknown_finding_is_told(stocked: Cli) -> None:
    outcome = stocked("findings", "show", "ffffffff")
    assert (outcome.exit_code, "No finding ffffffff" in outcome.stderr) == (2, True)


def test_rules_and_the_whole_are_counted(stocked: Cli) -> None:
    (finding,) = ids(stocked, "--rule", "no-eval")
    stocked("findings", "waive", finding, "--reason", "A method", "--days", "3", "--category", "false_positive")
    judged, unjudged = stocked("findings", "rules", "--json").json()
    assert (judged["rule"], judged["false_positive_rate"]) == ("no-eval", 1.0)
    assert (unjudged["rule"], unjudged["false_positive_rate"]) == ("readme", None)
    assert "100%" in stocked("findings", "rules").stdout
    assert stocked("findings", "summary", "--json").json()["waived"] == 1
    assert "waived                  1" in stocked("findings", "summary").stdout
