"""``kaizen jobs``: background work."""

from uuid import UUID

import click

from kaizen.cli.application import application
from kaizen.cli.output import emit_json, json_option, say, table


@click.group()
def jobs() -> None:
    """Background work: what is due, running and done."""


@jobs.command("list")
@click.option("--cursor", help="Continue after this cursor.")
@click.option("--limit", default=50, show_default=True, help="Rows of a page.")
@json_option
@click.pass_context
def list_(ctx: click.Context, cursor: str | None, limit: int, as_json: bool) -> None:
    """List jobs, newest first."""
    from kaizen.kit.paging import PageRequest
    from kaizen.storage.jobs import list_jobs

    page = list_jobs(application(ctx).context(), PageRequest(cursor, limit))
    if as_json:
        emit_json(page)
        return
    if not page.items:
        say("No jobs yet. The portal's buttons and the server's clock make them.")
        return
    rows = [(job.id, job.kind, job.state, job.created_at, (job.error or {}).get("sentence")) for job in page.items]
    click.echo(table(("ID", "KIND", "STATE", "CREATED", "ERROR"), rows))


@jobs.command()
@click.argument("job_id", type=click.UUID)
@click.pass_context
def run(ctx: click.Context, job_id: UUID) -> None:
    """Run one due job in this process; the server calls this for heavy work."""
    if not application(ctx).run_job(job_id):
        say(f"Job {job_id} is not due.")


@jobs.command()
@click.argument("job_id", type=click.UUID)
@click.pass_context
def cancel(ctx: click.Context, job_id: UUID) -> None:
    """Ask a job to stop."""
    from kaizen.storage.jobs import cancel as cancel_job

    view = cancel_job(application(ctx).context(), job_id)
    say(f"Job {job_id} is {view.state}." if view.finished_at else f"Job {job_id} stops at its next step.")
