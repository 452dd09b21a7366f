"""``kaizen db``: the state database and its migrations."""

import click

from kaizen.cli.application import application
from kaizen.cli.errors import CHECK_SAYS_NO
from kaizen.cli.output import say


@click.group()
def db() -> None:
    """The state database and its migrations."""


@db.command()
@click.pass_context
def upgrade(ctx: click.Context) -> None:
    """Bring the database to the version that this Kaizen needs."""
    before, after = application(ctx).upgrade()
    say(f"The database is at {after}." if before == after else f"Migrated from {before or 'empty'} to {after}.")


@db.command()
@click.pass_context
def status(ctx: click.Context) -> None:
    """Show the database's version; exits 1 when it is not the one needed."""
    current, head = application(ctx).revision()
    click.echo(f"at {current or 'empty'}, needed {head}")
    if current != head:
        behind = current is None or current < head
        say("Run: kaizen db upgrade." if behind else "A newer Kaizen migrated it: use that one, or restore a backup.")
        ctx.exit(CHECK_SAYS_NO)
