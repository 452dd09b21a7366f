"""``kaizen report``: what is open, and whether it gets better."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from kaizen.cli.application import application
from kaizen.cli.output import json_option, say

if TYPE_CHECKING:
    from kaizen.loop.reports.views import IssuesReport, TrendsReport

Command = TypeVar("Command", bound=Callable[..., Any])


def _shape(command: Command) -> Command:
    """The arguments that every report takes."""
    path = click.argument("path", required=False, type=click.Path(path_type=Path))
    forms = click.Choice(["text", "markdown", "json"])
    form = click.option("--format", "form", type=forms, default="text", show_default=True, help="Form of the report.")
    output = click.option("--output", type=click.Path(path_type=Path), help="Write to this file instead of stdout.")
    return path(form(output(json_option(command))))


@click.command()
@_shape
@click.option("--days", type=click.IntRange(1, 3650), default=90, show_default=True, help="How far to look back.")
@click.pass_context
def trends(ctx: click.Context, path: Path | None, *, form: str, output: Path | None, as_json: bool, days: int) -> None:
    """Tell whether findings, coverage, failures and files not understood get better.

    PATH is a repository on record; without it, the one this folder is, else the one scanned last.
    """
    from kaizen.loop.reports.repositories import repository_at
    from kaizen.loop.reports.service import trends as report_trends

    here = application(ctx).context()
    _tell(report_trends(here, repository_at(here, path), days), "json" if as_json else form, output)


@click.command()
@_shape
@click.pass_context
def issues(ctx: click.Context, path: Path | None, *, form: str, output: Path | None, as_json: bool) -> None:
    """List what is open, grouped by rule, the worst first.

    PATH is a repository on record; without it, the one this folder is, else the one scanned last.
    """
    from kaizen.loop.reports.repositories import repository_at
    from kaizen.loop.reports.service import issues as report_issues

    here = application(ctx).context()
    _tell(report_issues(here, repository_at(here, path)), "json" if as_json else form, output)


def _tell(report: "TrendsReport | IssuesReport", form: str, output: Path | None) -> None:
    from kaizen.kit.errors import KaizenError
    from kaizen.loop.reports.model import Format
    from kaizen.loop.reports.writing import written

    told = written(report, Format(form))
    if output is None:
        click.echo(told, nl=False)
        return
    try:
        output.write_text(told, encoding="utf-8")
    except OSError as error:
        raise KaizenError("reports.not_written", file=output, reason=error.strerror or error) from error
    say(f"Written to {output}.")
