"""``kaizen up``: one turn of the loop, then the portal."""

from pathlib import Path

import click

from kaizen.cli.application import application
from kaizen.cli.output import ProgressLine, say


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
    running = app.running_at()
    if running is not None:
        say(f"A server already runs on this home folder, at {running}. Sign in: kaizen keys sign-in-link.")
    elif not no_serve:
        app.serve(path.resolve(), say, link=True)
