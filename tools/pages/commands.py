"""commands.md: what every command says with --help."""

import sys
from collections.abc import Iterator

import click

from kaizen.cli import root
from tools.pages.words import page

WIDTH = 100
ABOUT = (
    "Data goes to standard output, talk to standard error. Exit codes: 0 done, 1 the check says no, "
    "2 wrong use or broken, 130 stopped by Ctrl-C."
)


def text() -> str:
    """The page."""
    parts = [f"## {ctx.command_path}\n\n```text\n{_help(ctx)}\n```" for ctx in contexts()]
    return page("Commands", ABOUT, *parts)


def contexts() -> Iterator[click.Context]:
    """A context for every command there is, groups before their commands."""
    yield from _below(click.Context(root, info_name="kaizen", terminal_width=WIDTH, **root.context_settings))


def _below(ctx: click.Context) -> Iterator[click.Context]:
    yield ctx
    if not isinstance(ctx.command, click.Group):
        return
    for name in ctx.command.list_commands(ctx):
        try:
            command = ctx.command.get_command(ctx, name)
        except (ImportError, AttributeError) as error:
            # A table may name a command before it is written; its page is still worth having.
            sys.stderr.write(f"left out: {ctx.command_path} {name}: {error}\n")
            continue
        if command is not None and not command.hidden:
            yield from _below(click.Context(command, parent=ctx, info_name=name, terminal_width=WIDTH))


def _help(ctx: click.Context) -> str:
    return "\n".join(line.rstrip() for line in ctx.command.get_help(ctx).splitlines())
