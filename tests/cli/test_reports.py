"""Reports at the terminal."""

from collections.abc import Callable
from pathlib import Path

from tests.fixtures.doors import Outcome

Cli = Callable[..., Outcome]


def test_trends_before_the_first_scan_say_what_measures_them(cli: Cli) -> None:
    told = cli("report", "trends")

    assert told.exit_code == 0
    assert told.stdout.startswith("Trends, 90 days to ")
    assert "not measured yet; run: kaizen check standards" in told.stdout


def test_issues_before_the_first_scan_say_what_to_run(cli: Cli) -> None:
    told = cli("report", "issues")

    assert told.exit_code == 0
    assert "No repository is on record yet. Turn the loop over one: kaizen up PATH." in told.stdout
    assert cli("report", "issues", "--json").json()["groups"] == []


def test_json_is_the_same_by_both_options(cli: Cli) -> None:
    by_format, by_switch = cli("report", "trends", "--format", "json").json(), cli("report", "trends", "--json").json()

    assert by_format["series"] == by_switch["series"]
    assert len(by_format["series"]) == 8


def test_a_report_goes_to_a_file(cli: Cli, tmp_path: Path) -> None:
    file = tmp_path / "trends.md"
    told = cli("report", "trends", "--format", "markdown", "--output", str(file), "--days", "30")

    assert (told.exit_code, told.stdout) == (0, "")
    assert f"Written to {file}." in told.stderr
    assert file.read_text().startswith("# Trends\n\n30 days to ")


def test_a_file_that_cannot_be_written_is_named(cli: Cli, tmp_path: Path) -> None:
    told = cli("report", "trends", "--output", str(tmp_path / "nowhere" / "trends.md"))

    assert told.exit_code == 2
    assert "nowhere/trends.md: No such file or directory" in told.stderr


def test_a_folder_that_was_never_scanned_is_named(cli: Cli, tmp_path: Path) -> None:
    told = cli("report", "trends", str(tmp_path))

    assert told.exit_code == 2
    assert f"No repository {tmp_path} is on record." in told.stderr


def test_an_unknown_form_is_refused(cli: Cli) -> None:
    assert cli("report", "trends", "--format", "pdf").exit_code == 2
