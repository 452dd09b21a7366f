"""``kaizen keys``: API keys and sign-in links."""

from uuid import UUID

import click

from kaizen.cli.application import application
from kaizen.cli.output import emit_json, json_option, say, table


@click.group()
def keys() -> None:
    """API keys and sign-in links."""


@keys.command()
@click.argument("name")
@click.option("--scope", "scopes", multiple=True, default=("read",), show_default=True, help="read, write or admin.")
@click.option("--expires-in-days", type=int, help="When it ends; without it, when it is revoked.")
@json_option
@click.pass_context
def create(ctx: click.Context, name: str, scopes: tuple[str, ...], expires_in_days: int | None, as_json: bool) -> None:
    """Make an API key; its secret is printed once, now."""
    from kaizen.access.service import create_key

    made = create_key(application(ctx).context(), name, list(scopes), expires_in_days)
    if as_json:
        emit_json(made)
        return
    say(f"Key {made.key.name} may {', '.join(made.key.scopes)}. Keep the secret: it is not shown again.")
    click.echo(made.secret)


@keys.command("list")
@click.option("--cursor", help="Continue after this cursor.")
@click.option("--limit", default=50, show_default=True, help="Rows of a page.")
@json_option
@click.pass_context
def list_(ctx: click.Context, cursor: str | None, limit: int, as_json: bool) -> None:
    """List the keys, newest first."""
    from kaizen.access.service import list_keys
    from kaizen.kit.paging import PageRequest

    page = list_keys(application(ctx).context(), PageRequest(cursor, limit))
    if as_json:
        emit_json(page)
        return
    if not page.items:
        say("No keys yet. Make one: kaizen keys create NAME.")
        return
    headers = ("ID", "NAME", "BEGINS WITH", "SCOPES", "LAST USED", "EXPIRES", "REVOKED")
    rows = [
        (key.id, key.name, key.prefix, ",".join(key.scopes), key.last_used_at, key.expires_at, key.revoked_at)
        for key in page.items
    ]
    click.echo(table(headers, rows))


@keys.command()
@click.argument("key_id", type=click.UUID)
@click.pass_context
def revoke(ctx: click.Context, key_id: UUID) -> None:
    """End a key at once."""
    from kaizen.access.service import revoke_key

    revoke_key(application(ctx).context(), key_id)
    say(f"Key {key_id} is revoked.")


@keys.command("sign-in-link")
@click.pass_context
def sign_in_link(ctx: click.Context) -> None:
    """Make a one-time link that signs the owner in to the portal."""
    from kaizen.access.service import sign_in_link as make_link

    app = application(ctx)
    token = make_link(app.context())
    running = app.running_at()
    told = running if running and running.startswith("http") else None
    base = app.settings.public_url or told or f"http://{app.settings.host}:{app.settings.port}"
    say("This link works once, within 30 minutes:")
    click.echo(f"{base.rstrip('/')}/sign-in?token={token}")
    if running is None and not app.settings.public_url:
        say("No server runs on this home folder yet. Start one first: kaizen serve")
