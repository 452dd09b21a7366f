"""``kaizen improvements``: what to improve first, and why."""

from typing import TYPE_CHECKING

import click

from kaizen.cli.application import application
from kaizen.cli.output import emit_json, json_option, say

if TYPE_CHECKING:
    from kaizen.prioritize.improvements import ShortList


@click.group()
def improvements() -> None:
    """What to improve first, and why."""


@improvements.command("short-list")
@click.option("--limit", default=3, show_default=True, type=click.IntRange(1, 50), help="How many to show.")
@json_option
@click.pass_context
def short_list(ctx: click.Context, limit: int, as_json: bool) -> None:
    """Show what is most worth improving, each with its reason and evidence."""
    from kaizen.prioritize.improvements import get_short_list

    ranked = get_short_list(application(ctx).context(), limit)
    if as_json:
        emit_json(ranked)
        return
    click.echo(render_short_list(ranked))
    if not ranked.items:
        say("Findings come from checks: kaizen check standards.")


def render_short_list(ranked: "ShortList") -> str:
    """The list as text: rank, title, reason, places, what to do."""
    if not ranked.items:
        return ranked.explanation
    lines: list[str] = []
    for each in ranked.items:
        lines.append(f"{each.rank}. {each.title} [{each.severity}, {each.key}]")
        lines.append(f"   why   {each.reason}")
        lines += [f"   see   {_place(proof.path, proof.line)}  {proof.message}" for proof in each.evidence]
        lines.append(f"   do    {each.suggestion}")
    if ranked.of > len(ranked.items):
        lines.append(f"{ranked.of - len(ranked.items)} more: kaizen findings list")
    return "\n".join(lines)


def _place(path: str, line: int | None) -> str:
    return path if line is None else f"{path}:{line}"
