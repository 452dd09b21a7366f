"""``kaizen probes`` and ``kaizen check health``."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from kaizen.cli.application import application
from kaizen.cli.errors import CHECK_SAYS_NO
from kaizen.cli.output import ProgressLine, emit_json, json_option, say, table

if TYPE_CHECKING:
    from kaizen.collect.probes.model import ProbeList, ProbeView

PATH = click.argument("path", default=".", type=click.Path(path_type=Path))
FROM = click.option("--path", type=click.Path(path_type=Path), help="The folder whose kaizen.yaml has the probe.")


@click.command()
@PATH
@click.option("--strict", is_flag=True, help="Also exit 1 when a probe is unknown.")
@json_option
@click.pass_context
def check(ctx: click.Context, path: Path, strict: bool, as_json: bool) -> None:
    """Run the probes of kaizen.yaml now and record what they find.

    PATH is the repository, a folder in it, or the file. Each probe is checked once: a failure is not
    tried again, it is the finding. Exits 0 when nothing is down, 1 when a probe is down; a probe that
    is unknown exits 1 only with --strict. Exits 2 for a missing or wrong file.
    A running server repeats the checks of a file that was checked once.
    """
    from kaizen.collect.probes.service import check_now, problems_of

    for problem in problems_of(path)[1:]:
        say(f"also: {problem.sentence()}")
    line = ProgressLine()
    try:
        found = check_now(application(ctx).context(), path, line)
    finally:
        line.close()
    if as_json:
        emit_json(found)
    else:
        _show_states(found)
    states = [str(view.state) for view in found.probes]
    if "down" in states or (strict and "unknown" in states):
        ctx.exit(CHECK_SAYS_NO)


@click.group()
def probes() -> None:
    """Health checks of what the system depends on."""


probes.add_command(check, "check")


@probes.command("list")
@click.argument("path", required=False, type=click.Path(path_type=Path))
@json_option
@click.pass_context
def list_(ctx: click.Context, path: Path | None, as_json: bool) -> None:
    """List the probes of a kaizen.yaml (without PATH, the one checked last) and what is known of them."""
    from kaizen.collect.probes.files import find_file
    from kaizen.collect.probes.service import list_probes

    found = list_probes(application(ctx).context(), find_file(path) if path else None)
    if as_json:
        emit_json(found)
        return
    if found.file is None:
        say("No kaizen.yaml was checked yet. Write one with kaizen probes init, then run kaizen check health.")
        return
    for problem in found.problems:
        say(problem)
    _show_states(found)


@probes.command()
@click.argument("name")
@click.option("--hours", default=24, show_default=True, type=click.IntRange(1, 840), help="How far to look back.")
@FROM
@json_option
@click.pass_context
def history(ctx: click.Context, name: str, hours: int, path: Path | None, as_json: bool) -> None:
    """Show what a probe found, oldest first."""
    from kaizen.collect.probes.files import find_file
    from kaizen.collect.probes.service import history as history_of

    found = history_of(application(ctx).context(), name, hours, find_file(path) if path else None)
    if as_json:
        emit_json(found)
        return
    if not found.points:
        say(f"{name} was not checked in the last {hours} hours.")
        return
    rows = [(f"{point.at:%Y-%m-%d %H:%M:%S}", point.state, point.latency_ms, point.reason) for point in found.points]
    click.echo(table(("AT (UTC)", "STATE", "MS", "REASON"), rows))


@probes.command()
@click.argument("name")
@FROM
@click.pass_context
def heartbeat(ctx: click.Context, name: str, path: Path | None) -> None:
    """Report that NAME is alive, for a probe of the kind heartbeat."""
    from kaizen.collect.probes.files import find_file
    from kaizen.collect.probes.service import take_heartbeat

    take_heartbeat(application(ctx).context(), name, find_file(path) if path else None)
    say(f"The heartbeat of {name} is noted.")


@probes.command()
@PATH
def init(path: Path) -> None:
    """Write a commented example of kaizen.yaml into a folder; an existing one is left alone."""
    from kaizen.collect.probes.files import write_example

    file = write_example(path)
    say(f"Wrote {file}. Edit it, then run: kaizen check health.")


def _show_states(found: "ProbeList") -> None:
    if not found.probes:
        say(f"{found.file} lists no probes. The example of kaizen probes init shows every kind.")
        return
    headers = ("NAME", "STATE", "MS", "24 H UP", "REASON", "TARGET")
    click.echo(table(headers, [_row(view) for view in found.probes]))
    counts = {state: sum(view.state == state for view in found.probes) for state in ("up", "down", "unknown")}
    say(", ".join(f"{count} {state}" for state, count in counts.items()) + ".")


def _row(view: "ProbeView") -> tuple[object, ...]:
    share = None if view.availability_24h is None else f"{view.availability_24h * 100:.2f}%"
    return (view.name, view.state, view.latency_ms, share, view.reason, view.target)
