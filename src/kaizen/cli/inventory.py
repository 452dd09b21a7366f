"""``kaizen inventory`` and ``kaizen discover``."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from kaizen.cli.application import application
from kaizen.cli.output import ProgressLine, counted, emit_json, json_option, say, table
from kaizen.cli.repositories import meant_repository, repository_names

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kaizen.collect.inventory.model import Discovery
    from kaizen.collect.inventory.views import ItemView

PATH = click.argument("path", default=".", type=click.Path(path_type=Path))


@click.command()
@PATH
@json_option
@click.pass_context
def discover(ctx: click.Context, path: Path, as_json: bool) -> None:
    """Find everything a repository consists of, from evidence, and record it.

    Services, routes, tasks, schedules, workflows, jobs, scripts, tables, views, SQL functions,
    triggers, edge functions and test suites, each with file and line; and the files not understood.
    """
    from kaizen.collect.inventory.scanning import scan_folder

    app = application(ctx)
    line = ProgressLine()
    try:
        scan = scan_folder(app.context, path, app.cache_dir, line, database=app.database_fingerprint)
    finally:
        line.close()
    if as_json:
        emit_json(scan.discovery)
    else:
        _show(scan.discovery)


def _show(found: "Discovery") -> None:
    if found.items:
        click.echo(table(("KIND", "FOUND"), [(kind, count) for kind, count in found.summary.items() if count]))
        say(f"{counted(len(found.items), 'item')} in {found.duration_ms} ms. See them: kaizen inventory --kind KIND.")
    else:
        say(f"Nothing was found in {found.repository}. Is this the folder that holds the code?")
    if found.skipped:
        say(f"{counted(len(found.skipped), 'file')} not understood:")
        for skipped in found.skipped[:10]:
            say(f"  {skipped.path}: {skipped.reason}")
        if len(found.skipped) > 10:
            say(f"  and {len(found.skipped) - 10} more: kaizen inventory skipped.")


@click.group(invoke_without_command=True)
@click.option("--kind", help="Only this kind, for instance route.")
@click.option("--q", "text", help="Only names and paths with this text.")
@click.option("--owner", help="Only items of this owner (CODEOWNERS).")
@click.option("--gone", is_flag=True, help="Items that are no longer there, instead of those that are.")
@click.option("--cursor", help="Continue after this cursor.")
@click.option("--limit", default=200, show_default=True, help="Rows of a page.")
@json_option
@click.pass_context
def inventory(
    ctx: click.Context,
    kind: str | None,
    text: str | None,
    owner: str | None,
    gone: bool,
    cursor: str | None,
    limit: int,
    as_json: bool,
) -> None:
    """Services, routes, tables, jobs and what else was discovered."""
    if ctx.invoked_subcommand is not None:
        return
    from kaizen.collect.inventory.model import Kind
    from kaizen.collect.inventory.service import list_items
    from kaizen.collect.inventory.views import ItemQuery
    from kaizen.kit.errors import KaizenError
    from kaizen.kit.paging import PageRequest

    if kind is not None and kind not in set(Kind):
        raise KaizenError("inventory.kind_unknown", kind=kind, kinds=", ".join(Kind))
    context = application(ctx).context()
    query = ItemQuery(Kind(kind) if kind else None, text, owner, active=not gone)
    page = list_items(context, query, PageRequest(cursor, limit))
    if as_json:
        emit_json(page)
        return
    if not page.items:
        say("No such items on record. Look again without the filters, or discover a repository: kaizen discover PATH.")
        return
    click.echo(_listed(page.items, several=len(repository_names(context)) > 1))
    if page.next_cursor:
        say(f"{page.total} in all; the next page: --cursor {page.next_cursor}")


def _listed(items: "Sequence[ItemView]", *, several: bool) -> str:
    """A row for each item; the repository is named where the record holds several."""
    headers = ["KIND", "NAME", *(["REPOSITORY"] if several else []), "PLACE", "OWNER", "LAST SEEN"]
    rows = [
        [
            item.kind,
            item.name,
            *([item.repository] if several else []),
            f"{item.path}:{item.line}",
            item.owner,
            item.last_seen,
        ]
        for item in items
    ]
    return table(headers, rows)


@inventory.command("summary")
@json_option
@click.pass_context
def summary(ctx: click.Context, as_json: bool) -> None:
    """Count items by kind: there, gone, new within a week."""
    from kaizen.collect.inventory.service import summarize

    counted = summarize(application(ctx).context())
    if as_json:
        emit_json(counted)
        return
    if counted.scanned_at is None:
        say("Nothing on record yet. Discover a repository first: kaizen discover PATH.")
        return
    rows = [(kind, count.active, count.new, count.gone) for kind, count in counted.kinds.items()]
    click.echo(table(("KIND", "THERE", "NEW", "GONE"), rows))


@inventory.command("skipped")
@click.option("--cursor", help="Continue after this cursor.")
@click.option("--limit", default=200, show_default=True, help="Rows of a page.")
@json_option
@click.pass_context
def skipped(ctx: click.Context, cursor: str | None, limit: int, as_json: bool) -> None:
    """List the files that the last scan did not understand, with the reason.

    The last scan of the repository that the current folder is, else of the one scanned last.
    """
    from kaizen.collect.inventory.service import list_skipped
    from kaizen.kit.paging import PageRequest

    context = application(ctx).context()
    page = list_skipped(context, PageRequest(cursor, limit), meant_repository(context))
    if as_json:
        emit_json(page)
        return
    if not page.items:
        say("Every file was understood.")
        return
    click.echo(table(("FILE", "REASON"), [(each.path, each.reason) for each in page.items]))
    if page.next_cursor:
        say(f"{page.total} in all; the next page: --cursor {page.next_cursor}")
