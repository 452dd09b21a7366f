"""``kaizen audit``: who changed what."""

import click

from kaizen.cli.application import application
from kaizen.cli.output import emit_json, json_option, say, table


@click.group()
def audit() -> None:
    """Who changed what."""


@audit.command("list")
@click.option("--actor", help="Only changes by this actor.")
@click.option("--action", help="Only actions that begin so, for instance keys.")
@click.option("--cursor", help="Continue after this cursor.")
@click.option("--limit", default=50, show_default=True, help="Rows of a page.")
@json_option
@click.pass_context
def list_(
    ctx: click.Context, actor: str | None, action: str | None, cursor: str | None, limit: int, as_json: bool
) -> None:
    """List changes, newest first."""
    from kaizen.access.service import list_audit
    from kaizen.kit.paging import PageRequest

    page = list_audit(application(ctx).context(), PageRequest(cursor, limit), actor, action)
    if as_json:
        emit_json(page)
        return
    if not page.items:
        say("No changes on record.")
        return
    rows = [(entry.at, entry.actor, entry.door, entry.action, entry.subject) for entry in page.items]
    click.echo(table(("WHEN", "WHO", "DOOR", "ACTION", "SUBJECT"), rows))
