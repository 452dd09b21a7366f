"""``kaizen up``: one turn of the loop, then the portal."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from kaizen.cli.application import application
from kaizen.cli.errors import spoken_language
from kaizen.cli.improvements import render_short_list
from kaizen.cli.output import ProgressLine, counted, say, table

if TYPE_CHECKING:
    from kaizen.loop.turn import Turn


@click.command()
@click.argument("path", default=".", type=click.Path(path_type=Path))
@click.option("--no-serve", is_flag=True, help="Only turn the loop; do not serve the portal.")
@click.pass_context
def up(ctx: click.Context, path: Path, no_serve: bool) -> None:
    """Turn the loop over a repository, show what is most worth improving, then serve the portal.

    Stopping and starting again continues. When a server of this home folder runs already, the loop
    turns and you are told where it is.
    """
    from kaizen.loop.turn import turn_loop

    app = application(ctx)
    line = ProgressLine()
    try:
        turned = turn_loop(app.context, path, app.cache_dir, line)
    finally:
        line.close()
    click.echo(render_turn(turned))
    if turned.problem is not None:
        language = spoken_language(app.settings.language)
        say(f"{turned.problem.sentence(language)}\n{turned.problem.hint(language)}")
    running = app.running_at()
    if running is not None:
        say(f"A server already runs on this home folder, at {running}. Sign in: kaizen keys sign-in-link.")
    elif not no_serve:
        app.serve(path.resolve(), say, link=True)


def render_turn(turned: "Turn") -> str:
    """The inventory, the findings and the short list as text."""
    found = turned.discovery
    counts = [(kind, count) for kind, count in found.summary.items() if count]
    at = f" at {found.commit[:10]}" if found.commit else ""
    size = f"{counted(len(found.items), 'item')} in {counted(found.files, 'file')}"
    parts = [f"Inventory of {found.repository}{at}: {size}"]
    if counts:
        parts.append(table(("KIND", "FOUND"), counts))
    if found.skipped:
        parts.append(f"{counted(len(found.skipped), 'file')} not understood: kaizen inventory skipped")
    parts += ["", _findings(turned), "", "Most worth improving", render_short_list(turned.short_list)]
    return "\n".join(parts)


def _findings(turned: "Turn") -> str:
    if turned.checked is None:
        return "Findings: unknown, the standards could not be checked"
    states = [rule.state for rule in turned.checked.standards.rules]
    verdicts = ", ".join(f"{states.count(state)} {state}" for state in dict.fromkeys(sorted(states)))
    severities = [str(finding.severity) for finding in turned.checked.findings if finding.state == "open"]
    counts = ", ".join(f"{severities.count(each)} {each}" for each in ("critical", "warning", "info"))
    return f"Findings: {counts}  ({len(states)} rules: {verdicts})"
