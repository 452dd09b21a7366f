"""``kaizen test`` and ``kaizen testruns``."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID

import click

from kaizen.cli.application import application
from kaizen.cli.errors import CHECK_SAYS_NO
from kaizen.cli.output import ProgressLine, emit_json, json_option, say, table

if TYPE_CHECKING:
    from kaizen.collect.testruns.views import CoverageSummary, RunView, SuitesRun
    from kaizen.storage.work import Context

SCOPES = {
    "services": "Run the suites inside a service's folder, and those of the package that holds a service.",
    "pipelines": "Run the suites in folders of CI, pipelines and background work, and those that import a task queue.",
    "database": "Run pgTAP suites, suites in database folders, and those that import a driver or an ORM.",
    "coverage": "Run every suite with coverage; exits 1 when a module or a service is below its floor.",
    "all": "Run every suite.",
}
SHOWN, LAST_LINES = 10, 20
PAGE = (
    click.option("--cursor", help="Continue after this cursor."),
    click.option("--limit", default=50, show_default=True, help="Rows of a page."),
    json_option,
    click.pass_context,
)
RUNNING = (
    click.option("--path", default=".", type=click.Path(path_type=Path), help="The repository; the current folder."),
    click.option("--cached", is_flag=True, help="Serve a suite from its last run where its package has not changed."),
    click.option("--no-coverage", is_flag=True, help="Do not measure coverage: suites run faster."),
    click.option("--time-limit", default=1800.0, show_default=True, help="Seconds after which a suite is stopped."),
    click.option("--strict", is_flag=True, help="Also exit 1 when a suite could not be measured."),
    json_option,
    click.pass_context,
)


def _with(options: tuple[Callable[..., Any], ...]) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    def decorate(function: Callable[..., Any]) -> Callable[..., Any]:
        for option in reversed(options):
            function = option(function)
        return function

    return decorate


@click.group(invoke_without_command=True)
@_with(RUNNING)
def test(ctx: click.Context, **asked: Any) -> None:
    """Run the test suites that exist, each with its own runner, and record what came of it.

    Without a scope, every suite. A suite whose runner is missing is not measured, which is not passed.
    Exits 0 when what was measured passed, 1 when a suite failed, broke, or none could be measured.
    """
    if ctx.invoked_subcommand is None:
        _run(ctx, "all", **asked)
    elif any(ctx.get_parameter_source(name) is not click.core.ParameterSource.DEFAULT for name in asked):
        raise click.UsageError(f"Put options behind {ctx.invoked_subcommand}, not before it.", ctx)


def _scope_command(scope: str, about: str) -> click.Command:
    @_with(RUNNING)
    def run(ctx: click.Context, **asked: Any) -> None:
        _run(ctx, scope, **asked)

    return click.command(scope, help=about)(run)


for _scope, _about in SCOPES.items():
    test.add_command(_scope_command(_scope, _about))


@test.command("import")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--suite", help="Record all files as one run of this suite; without it, each is named after its file.")
@click.option("--commit", help="The commit that was tested; without it, the CI system's or the last scan's.")
@click.option("--path", default=".", type=click.Path(path_type=Path), help="The repository; the current folder.")
@json_option
@click.pass_context
def import_(
    ctx: click.Context, files: tuple[Path, ...], suite: str | None, commit: str | None, path: Path, as_json: bool
) -> None:
    """Take in reports that were made elsewhere: of tests, of coverage, in any of the known formats.

    The format is told from the content. When one file cannot be read, none is recorded. Exits 0 when
    all were recorded, whatever they say.
    """
    from kaizen.collect.testruns.importing import import_reports
    from kaizen.collect.testruns.model import ReportFile
    from kaizen.kit.paging import Page
    from kaizen.loop.testing import place_of_reports

    context = application(ctx).context()
    line = ProgressLine()
    try:
        place = place_of_reports(context, path.resolve(), commit)
        reports = [ReportFile(file, str(file)) for file in files]
        views = import_reports(context, place, reports, suite=suite, report=line)
    finally:
        line.close()
    if as_json:
        emit_json(Page(views, None, len(views)))
    else:
        _show_runs(views)
        _show_warnings(context, views)


def _run(
    ctx: click.Context,
    scope: str,
    *,
    path: Path,
    cached: bool,
    no_coverage: bool,
    time_limit: float,
    strict: bool,
    as_json: bool,
) -> None:
    from kaizen.collect.testruns.model import Scope
    from kaizen.collect.testruns.running import Options
    from kaizen.loop.testing import run_tests_of

    app = application(ctx)
    options = Options(coverage=scope == "coverage" or not no_coverage, cached=cached, limit_s=time_limit)
    line = ProgressLine()
    try:
        ran = run_tests_of(app.context, path, app.cache_dir, Scope(scope), options=options, report=line)
    finally:
        line.close()
    if as_json:
        emit_json(ran)
    else:
        _show(app.context(), ran)
    if _says_no(ran, strict=strict):
        ctx.exit(CHECK_SAYS_NO)


def _says_no(ran: "SuitesRun", *, strict: bool) -> bool:
    states = [view.state for view in ran.runs]
    below = ran.scope == "coverage" and bool(ran.coverage.modules or ran.coverage.services)
    unmeasured = "not_measured" in states and (strict or "passed" not in states)
    return below or unmeasured or any(state in ("failed", "error", "cancelled") for state in states)


def _show(context: "Context", ran: "SuitesRun") -> None:
    _show_runs(ran.runs)
    _show_warnings(context, ran.runs)
    for view in ran.runs:
        if view.failed or view.errors:
            _show_failures(context, view)
    _show_coverage(ran.coverage)


def _show_runs(views: "list[RunView]") -> None:
    headers = ("SUITE", "RUNNER", "STATE", "PASSED", "FAILED", "ERRORS", "SKIPPED", "RAN", "COVERAGE", "SECONDS")
    click.echo(table(headers, [_run_row(view) for view in views]))
    for view in views:
        if view.reason:
            say(f"{view.suite}: {view.reason}.")


def _show_warnings(context: "Context", views: "list[RunView]") -> None:
    from kaizen.collect.testruns.service import get_notes

    for view in views:
        for warning in get_notes(context, view.id).warnings:
            say(f"{view.suite}: {warning}.")


def _show_output(context: "Context", view: "RunView") -> None:
    from kaizen.collect.testruns.service import get_notes

    output = get_notes(context, view.id).output
    if view.state == "error" and output:
        say(f"The last lines of what {view.runner} printed:")
        for line in output.splitlines()[-LAST_LINES:]:
            say(f"  {line}")


def _run_row(view: "RunView") -> tuple[object, ...]:
    state = f"{view.state} (cached)" if view.from_cache else view.state
    counts = (view.passed, view.failed, view.errors, view.skipped)
    covered = _share(view.coverage.percent if view.coverage else None)
    seconds = None if view.duration_s is None else f"{view.duration_s:.1f}"
    return (view.suite, view.runner, state, *counts, _share(view.execution_rate), covered, seconds)


def _share(percent: float | None) -> str | None:
    return None if percent is None else f"{percent:.2f}%"


def _show_failures(context: "Context", view: "RunView") -> None:
    from kaizen.collect.testruns.service import list_cases
    from kaizen.collect.testruns.views import CaseQuery
    from kaizen.kit.paging import PageRequest

    failing = (view.failed or 0) + (view.errors or 0)
    page = list_cases(context, view.id, CaseQuery(), PageRequest(limit=min(SHOWN, failing)))
    for case in page.items:
        place = f" at {case.file}{f':{case.line}' if case.line else ''}" if case.file else ""
        say(f"{case.outcome}: {case.suite} > {case.name}{place}")
        if case.message:
            say(f"  {case.message.splitlines()[0]}")
    if failing > SHOWN:
        say(f"and {failing - SHOWN} more: kaizen testruns show {view.id} --outcome failed")


def _show_coverage(found: "CoverageSummary") -> None:
    if found.overall is None:
        say("Coverage was not measured.")
        return
    judged = "below" if found.below else "not below"
    say(f"Coverage is {_share(found.overall.percent)} of lines, {judged} the floor of {found.floor:g}%.")
    for what, listed in (("service", found.services), ("module", found.modules)):
        for entry in listed[:SHOWN]:
            say(f"{what} below {entry.threshold:g}%: {entry.module} {_share(entry.percent)}")
        if len(listed) > SHOWN:
            say(f"and {len(listed) - SHOWN} {what}s more: kaizen testruns coverage")


@click.group()
def testruns() -> None:
    """Runs of tests, their cases, flaky and slow ones, coverage."""


@testruns.command("list")
@click.option("--suite", help="Only runs of this suite.")
@_with(PAGE)
def list_(ctx: click.Context, suite: str | None, cursor: str | None, limit: int, as_json: bool) -> None:
    """List the runs, newest first."""
    from kaizen.collect.testruns.service import list_runs
    from kaizen.kit.paging import PageRequest

    page = list_runs(application(ctx).context(), PageRequest(cursor, limit), suite)
    if as_json:
        emit_json(page)
        return
    if not page.items:
        say("No test run is on record. Run the suites: kaizen test. Or import a report: kaizen test import FILE.")
        return
    headers = ("ID", "SUITE", "RUNNER", "STATE", "PASSED", "OF", "COVERAGE", "STARTED")
    shares = [_share(view.coverage.percent if view.coverage else None) for view in page.items]
    rows = [
        (view.id, view.suite, view.runner, view.state, view.passed, view.total, share, view.started_at)
        for view, share in zip(page.items, shares, strict=True)
    ]
    click.echo(table(headers, rows))
    _more(page)


@testruns.command()
@click.argument("run_id", type=click.UUID)
@click.option("--outcome", type=click.Choice(["passed", "failed", "error", "skipped"]), help="Only these cases.")
@click.option("--q", "text", help="Only cases with this text in their name or suite.")
@_with(PAGE)
def show(
    ctx: click.Context,
    run_id: UUID,
    outcome: str | None,
    text: str | None,
    cursor: str | None,
    limit: int,
    as_json: bool,
) -> None:
    """Show the cases of a run, what failed first; with --json, the page of cases."""
    from kaizen.collect.testruns.model import Outcome
    from kaizen.collect.testruns.service import get_run, list_cases
    from kaizen.collect.testruns.views import CaseQuery
    from kaizen.kit.paging import PageRequest

    context = application(ctx).context()
    view = get_run(context, run_id)
    query = CaseQuery(Outcome(outcome) if outcome else None, text)
    page = list_cases(context, run_id, query, PageRequest(cursor, limit))
    if as_json:
        emit_json(page)
        return
    _show_runs([view])
    _show_warnings(context, [view])
    _show_output(context, view)
    rows = [(case.outcome, f"{case.suite} > {case.name}", case.duration_s, case.message) for case in page.items]
    click.echo(table(("OUTCOME", "CASE", "SECONDS", "MESSAGE"), rows) if rows else "no such cases")
    _more(page)


@testruns.command()
@_with(PAGE)
def flaky(ctx: click.Context, cursor: str | None, limit: int, as_json: bool) -> None:
    """List cases whose outcome changed while the code did not, within the last 30 runs of each suite."""
    from kaizen.collect.testruns.service import list_flaky
    from kaizen.kit.paging import PageRequest

    page = list_flaky(application(ctx).context(), PageRequest(cursor, limit))
    if as_json:
        emit_json(page)
        return
    if not page.items:
        say("No flaky case is known. It takes several runs of the same code to tell.")
        return
    rows = [
        (case.suite, case.name, case.flips, case.runs, case.last_outcome, case.last_failed_at) for case in page.items
    ]
    click.echo(table(("SUITE", "CASE", "FLIPS", "RUNS", "LAST", "LAST FAILED"), rows))
    _more(page)


@testruns.command()
@_with(PAGE)
def slowest(ctx: click.Context, cursor: str | None, limit: int, as_json: bool) -> None:
    """List cases by the median of their durations, slowest first, within the last 30 runs of each suite."""
    from kaizen.collect.testruns.service import list_slowest
    from kaizen.kit.paging import PageRequest

    page = list_slowest(application(ctx).context(), PageRequest(cursor, limit))
    if as_json:
        emit_json(page)
        return
    if not page.items:
        say("No durations are on record yet.")
        return
    rows = [(case.suite, case.name, f"{case.median_s:.3f}", f"{case.max_s:.3f}", case.runs) for case in page.items]
    click.echo(table(("SUITE", "CASE", "MEDIAN S", "MAX S", "RUNS"), rows))
    _more(page)


@testruns.command()
@json_option
@click.pass_context
def coverage(ctx: click.Context, as_json: bool) -> None:
    """Show the coverage measured last, and the modules and services below their floors."""
    from kaizen.loop.testing import coverage_of_repository

    found = coverage_of_repository(application(ctx).context())
    if as_json:
        emit_json(found)
        return
    _show_coverage(found)
    rows = [
        (what, entry.module, entry.lines_covered, entry.lines_total, _share(entry.percent), f"{entry.threshold:g}%")
        for what, listed in (("service", found.services), ("module", found.modules))
        for entry in listed
    ]
    if rows:
        click.echo(table(("BELOW ITS FLOOR", "NAME", "COVERED", "LINES", "SHARE", "FLOOR"), rows))


def _more(page: Any) -> None:
    if page.next_cursor:
        say(f"{page.total} in all; the next page: --cursor {page.next_cursor}")
