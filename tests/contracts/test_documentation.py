"""What people read: a page for every concept, and commands in it that exist with the options they are given."""

import re
import shlex
from pathlib import Path

import click
import pytest

from kaizen.cli import CONCEPTS, root

DOCS = Path(__file__).parent.parent.parent / "docs"
# Groups whose concept is known under another word, and what the everyday verbs are about.
PAGES = {"keys": "access", "audit": "access", "db": "storage"}
VERBS = {"report": "reports"}
FENCED = re.compile(r"^ *```.*?$(.*?)^ *```", re.MULTILINE | re.DOTALL)
END_OF_COMMAND = {"|", "||", "&&", ";", ">", ">>", "<", "2>", "&"}

FILES = [*sorted(DOCS.glob("guides/*.md")), *sorted(DOCS.glob("concepts/*.md")), DOCS.parent / "README.md"]


def commands_in(text: str) -> list[str]:
    """What follows ``$`` on lines of code blocks that begin with ``$ kaizen``; continued lines are joined."""
    blocks = (block.replace("\\\n", " ") for block in FENCED.findall(text))
    lines = (line.strip() for block in blocks for line in block.splitlines())
    return [line.removeprefix("$ ") for line in lines if line.startswith("$ kaizen")]


SHOWN = [
    pytest.param(line, id=f"{file.relative_to(DOCS.parent)}: {line}")
    for file in FILES
    if file.is_file()
    for line in commands_in(file.read_text(encoding="utf-8"))
]


def trouble(line: str) -> str | None:
    """What is wrong with a command line, or None: the command, its options and their values, its arguments."""
    words = shlex.split(line, comments=True)[1:]
    end = next((index for index, word in enumerate(words) if word in END_OF_COMMAND), len(words))
    try:
        _parse(root, "kaizen", words[:end])
    except (click.UsageError, ImportError, AttributeError) as error:
        return error.format_message() if isinstance(error, click.UsageError) else str(error)
    return None


def _parse(command: click.Command, name: str, words: list[str], parent: click.Context | None = None) -> None:
    ctx = click.Context(command, parent=parent, info_name=name, **command.context_settings)
    values, rest, _ = command.make_parser(ctx).parse_args(list(words))
    for parameter in command.params:
        value = values.get(parameter.name or "")
        if isinstance(parameter.type, click.Choice) and isinstance(value, str):
            parameter.type.convert(value, parameter, ctx)
        if parameter.required and not isinstance(value, str | tuple | list | bool):
            raise click.MissingParameter(ctx=ctx, param=parameter)
    if isinstance(command, click.Group) and rest:
        _, found, left = command.resolve_command(ctx, list(rest))
        assert found is not None
        _parse(found, rest[0], left, ctx)
    elif isinstance(command, click.Group) and not command.invoke_without_command and words == []:
        raise click.UsageError(f"{ctx.command_path} needs a command", ctx)
    elif rest:
        raise click.UsageError(f"{ctx.command_path} takes no {rest[0]}", ctx)


@pytest.mark.parametrize("group", [*CONCEPTS, *VERBS])
def test_every_group_of_commands_has_a_page_of_its_concept(group: str) -> None:
    page = DOCS / "concepts" / f"{PAGES.get(group, VERBS.get(group, group))}.md"

    assert page.is_file()
    assert f"kaizen {group} " in page.read_text(encoding="utf-8")


@pytest.mark.parametrize("line", SHOWN)
def test_a_command_that_is_shown_exists_as_it_is_shown(line: str) -> None:
    assert trouble(line) is None


GOOD = ["kaizen up", "kaizen keys create ci --scope read --scope write", "kaizen discover . --json | head -3"]
BAD = [
    pytest.param("kaizen discovers .", "No such command", id="no such command"),
    pytest.param("kaizen keys make ci", "No such command", id="no such command of a group"),
    pytest.param("kaizen discover --jsn", "No such option", id="no such option"),
    pytest.param("kaizen keys create ci --scope", "requires an argument", id="an option without its value"),
    pytest.param("kaizen report trends --format pdf", "is not one of", id="a value that is not to be chosen"),
    pytest.param("kaizen keys create", "Missing", id="an argument that is needed"),
    pytest.param("kaizen discover . and more", "takes no and", id="an argument too many"),
]


@pytest.mark.parametrize("line", GOOD)
def test_a_right_line_is_accepted(line: str) -> None:
    assert trouble(line) is None


@pytest.mark.parametrize(("line", "told"), BAD)
def test_a_wrong_line_is_found(line: str, told: str) -> None:
    assert told in (trouble(line) or "")


def test_only_lines_of_code_blocks_are_read() -> None:
    text = "$ kaizen prose\n```console\n$ kaizen keys create ci \\\n    --scope read\nmade\n$ ls\n```\n$ kaizen prose\n"

    assert [shlex.split(line) for line in commands_in(text)] == [["kaizen", "keys", "create", "ci", "--scope", "read"]]
