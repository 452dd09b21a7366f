"""``kaizen serve``: the portal and the API."""

from pathlib import Path

import click

from kaizen.cli.application import application
from kaizen.cli.output import say
from kaizen.kit.errors import KaizenError


@click.command()
@click.argument("path", required=False, type=click.Path(path_type=Path))
@click.pass_context
def serve(ctx: click.Context, path: Path | None) -> None:
    """Serve the portal and the API until Ctrl-C.

    PATH is the repository that the portal's buttons work on; without it, the one scanned last.
    """
    if path is not None and not path.is_dir():
        raise KaizenError("sources.not_a_folder" if path.exists() else "sources.no_such_path", path=path)
    application(ctx).serve(path.resolve() if path else None, say, link=False)
