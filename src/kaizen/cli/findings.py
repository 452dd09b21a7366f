"""``kaizen findings``: what was detected, and waivers."""

from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

import click

from kaizen.cli.application import application
from kaizen.cli.output import emit_json, json_option, say, table, when
from kaizen.cli.repositories import repository_names

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from uuid import UUID

    from kaizen.analyze.findings.views import FindingDetail, FindingView
    from kaizen.storage.work import Context

STATES = ("open", "waived", "resolved")
SEVERITIES = ("critical", "warning", "info")
ORDERS = ("severity", "last_detected", "rule", "path")
CATEGORIES = ("accepted_risk", "false_positive", "planned")
SHORT = 12


@click.group()
def findings() -> None:
    """Everything detected that is not as it should be; waivers."""


@findings.command("list")
@click.option("--state", type=click.Choice([*STATES, "all"]), default="open", show_default=True, help="Only these.")
@click.option("--severity", type=click.Choice(SEVERITIES), help="Only this severity.")
@click.option("--rule", help="Only findings of this rule.")
@click.option("--path", help="Only findings in this file or folder.")
@click.option("--q", "text", help="Only findings with this text in path, message or rule.")
@click.option("--sort", type=click.Choice(ORDERS), default="severity", show_default=True, help="What comes first.")
@click.option("--cursor", help="Continue after this cursor.")
@click.option("--limit", default=50, show_default=True, help="Rows of a page.")
@json_option
@click.pass_context
def list_(
    ctx: click.Context,
    state: str,
    severity: str | None,
    rule: str | None,
    path: str | None,
    text: str | None,
    sort: str,
    cursor: str | None,
    limit: int,
    as_json: bool,
) -> None:
    """List findings, the severest first."""
    from kaizen.analyze.findings import Severity, State
    from kaizen.analyze.findings.service import list_findings
    from kaizen.analyze.findings.views import FindingOrder, FindingQuery
    from kaizen.kit.paging import PageRequest

    query = FindingQuery(
        state=None if state == "all" else State(state),
        severity=Severity(severity) if severity else None,
        rule=rule,
        path=path,
        q=text,
        sort=FindingOrder(sort),
    )
    context = _current(ctx)
    page = list_findings(context, query, PageRequest(cursor, limit))
    if as_json:
        emit_json(page)
        return
    if not page.items:
        say("No such findings. Look for some: kaizen check standards PATH.")
        return
    click.echo(_listed(page.items, repository_names(context)))
    if page.next_cursor:
        say(f"{page.total} in all; the next page: --cursor {page.next_cursor}")


def _listed(found: "Sequence[FindingView]", repositories: "Mapping[UUID, str]") -> str:
    """A row for each finding; the repository is named where the record holds several."""
    headers = ["ID", "SEVERITY", "STATE", "RULE", "PLACE", "FINDING"]
    rows = [
        [str(each.id)[-SHORT:], each.severity, each.state, each.rule, _place(each.path, each.line), each.message]
        for each in found
    ]
    if len(repositories) > 1:
        headers.insert(4, "REPOSITORY")
        for row, each in zip(rows, found, strict=True):
            row.insert(4, repositories.get(each.repository_id, "-"))
    return table(headers, rows)


@findings.command()
@click.argument("finding")
@json_option
@click.pass_context
def show(ctx: click.Context, finding: str, as_json: bool) -> None:
    """Show a finding with its history; the end of its id is enough, as lists show it."""
    from kaizen.analyze.findings.service import get_finding

    context = _current(ctx)
    found = get_finding(context, _found(context, finding))
    if as_json:
        emit_json(found)
    else:
        click.echo(_told(found))


def _told(finding: "FindingDetail") -> str:
    from kaizen.analyze.findings.output import printable

    lines = [
        f"{finding.severity}  {finding.rule}: {finding.title}",
        f"{finding.state}, {_place(finding.path, finding.line)}",
        "",
        printable(finding.message),
    ]
    if finding.evidence:
        lines.append(f"  {printable(finding.evidence)}")
    lines += ["", f"fix: {' '.join(finding.suggestion.split())}"]
    if finding.docs:
        lines.append(f"read more: {finding.docs}")
    if finding.waiver:
        waiver = finding.waiver
        lines += ["", f"waived by {waiver.owner} until {when(waiver.expires_at)} ({waiver.category}): {waiver.reason}"]
    lines += ["", *(f"{when(each.at)}  {each.event}  {printable(each.note)}" for each in finding.history)]
    return "\n".join(lines)


@findings.command()
@click.argument("finding")
@click.option("--reason", required=True, help="Why it is acceptable until then.")
@click.option("--expires", type=click.DateTime(["%Y-%m-%d"]), help="The last day (UTC) on which the waiver holds.")
@click.option("--days", type=click.IntRange(1, 3650), help="Or: for how many days it holds.")
@click.option(
    "--category",
    type=click.Choice(CATEGORIES),
    default="accepted_risk",
    show_default=True,
    help="false_positive counts against the rule.",
)
@json_option
@click.pass_context
def waive(
    ctx: click.Context,
    finding: str,
    reason: str,
    expires: datetime | None,
    days: int | None,
    category: str,
    as_json: bool,
) -> None:
    """Accept a finding until a day; then it is open again."""
    from kaizen.analyze.findings import WaiverCategory
    from kaizen.analyze.findings.service import waive_finding

    if (expires is None) == (days is None):
        raise click.UsageError("Give either --expires or --days.")
    context = _current(ctx)
    ends = context.clock() + timedelta(days=days) if days else _end_of(expires.date()) if expires else context.clock()
    waived = waive_finding(context, _found(context, finding), reason, ends, WaiverCategory(category))
    if as_json:
        emit_json(waived)
    else:
        say(f"Waived until {when(ends)}: {waived.rule} at {_place(waived.path, waived.line)}.")


@findings.command()
@click.argument("finding")
@click.pass_context
def unwaive(ctx: click.Context, finding: str) -> None:
    """End a waiver before its day."""
    from kaizen.analyze.findings.service import unwaive_finding

    context = _current(ctx)
    opened = unwaive_finding(context, _found(context, finding))
    say(f"Open again: {opened.rule} at {_place(opened.path, opened.line)}.")


@findings.command()
@json_option
@click.pass_context
def rules(ctx: click.Context, as_json: bool) -> None:
    """Count findings by rule, with the share of false positives among those somebody judged."""
    from kaizen.analyze.findings.service import rule_figures

    figures = rule_figures(_current(ctx))
    if as_json:
        emit_json(figures)
        return
    rows = [
        (each.rule, each.open, each.waived, each.resolved, each.false_positives, _share(each.false_positive_rate))
        for each in figures
    ]
    click.echo(table(("RULE", "OPEN", "WAIVED", "RESOLVED", "FALSE POSITIVES", "RATE"), rows))


@findings.command()
@json_option
@click.pass_context
def summary(ctx: click.Context, as_json: bool) -> None:
    """Count findings by state and severity, and what the last week brought."""
    from kaizen.analyze.findings.service import summarize

    counted = summarize(_current(ctx))
    if as_json:
        emit_json(counted)
        return
    rows = [("critical", counted.open.critical), ("warning", counted.open.warning), ("info", counted.open.info)]
    rows += [("waived", counted.waived), ("resolved", counted.resolved)]
    rows += [("new within a week", counted.new_last_7_days), ("gone within a week", counted.resolved_last_7_days)]
    click.echo(table(("FINDINGS", "COUNT"), rows))


def _current(ctx: click.Context) -> "Context":
    """The context, after waivers that ran out meanwhile have been ended."""
    from kaizen.analyze.findings.service import end_overdue_waivers

    context = application(ctx).context()
    end_overdue_waivers(context)
    return context


def _found(context: "Context", text: str) -> "UUID":
    from kaizen.analyze.findings.service import find_finding

    return find_finding(context, text)


def _place(path: str, line: int | None) -> str:
    from kaizen.analyze.findings.output import one_line

    return one_line(path if line is None else f"{path}:{line}")


def _end_of(day: date) -> datetime:
    """The first moment after a day, in UTC."""
    return datetime.combine(day + timedelta(days=1), time(), UTC)


def _share(rate: float | None) -> str | None:
    return None if rate is None else f"{100 * rate:.0f}%"
