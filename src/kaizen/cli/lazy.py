"""A command group that imports a command only when it is called, so that help and version stay quick."""

import importlib
from collections.abc import Mapping, Sequence
from typing import Any

import click

Commands = Mapping[str, tuple[str, str]]


class LazyGroup(click.Group):
    """A group of ``name -> (module:attribute, one-line help)``, listed under ``sections``."""

    def __init__(
        self,
        name: str,
        *,
        commands: Commands,
        sections: Mapping[str, Sequence[str]] | None = None,
        **options: Any,
    ) -> None:
        super().__init__(name, context_settings={"help_option_names": ["-h", "--help"]}, **options)
        self.lazy_commands = commands
        self.sections = sections or {"Commands": list(commands)}

    def list_commands(self, ctx: click.Context) -> list[str]:
        """All names, in the order they are declared."""
        return list(self.lazy_commands)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Imports the command's module and returns the command."""
        if cmd_name not in self.lazy_commands:
            return None
        module, _, attribute = self.lazy_commands[cmd_name][0].partition(":")
        command = getattr(importlib.import_module(module), attribute)
        assert isinstance(command, click.Command)  # noqa: S101 - a wrong table entry is a programming mistake
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Lists the commands by section without importing any."""
        for title, names in self.sections.items():
            with formatter.section(title):
                formatter.write_dl([(name, self.lazy_commands[name][1]) for name in names])
