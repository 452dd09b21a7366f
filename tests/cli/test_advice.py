"""Every command that Kaizen tells people to run is one that exists."""

import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from kaizen.cli import root

PROJECT = Path(__file__).resolve().parents[2]
SPOKEN = re.compile(r"(?<![\w/.-])kaizen((?: [a-z][a-z-]+)+)")
CODE = re.compile(r"`([^`\n]+)`|^\s*(?:\$ )?(kaizen .*)$", re.MULTILINE)
# Words that follow the name in sentences and in code without being meant as a command.
PROSE = {"again", "and", "or", "to", "where", "once", "with", "process", "import", "csrf"}


def advice() -> Iterator[tuple[str, str]]:
    """Each place that names commands, with what it names."""
    sources = [*(PROJECT / "src/kaizen").rglob("*.*"), *(PROJECT / "portal/src").rglob("*.ts*")]
    for file in sources:
        if file.suffix in (".py", ".toml", ".yaml", ".ts", ".tsx") and file.name != "schema.ts":
            yield from ((file.name, found) for found in SPOKEN.findall(file.read_text(encoding="utf-8")))
    for page in [PROJECT / "README.md", *(PROJECT / "docs").rglob("*.md")]:
        for spans in CODE.findall(page.read_text(encoding="utf-8")):
            yield from ((page.name, found) for found in SPOKEN.findall("".join(spans)))


def stray_word(spoken: str) -> str | None:
    """The first word that is no command where one belongs."""
    command: click.Command = root
    for word in spoken.split():
        if not isinstance(command, click.Group) or word in PROSE:
            return None
        inner = command.get_command(click.Context(command), word)
        if inner is None:
            return word
        command = inner
    return None


@pytest.mark.parametrize(
    ("spoken", "stray"),
    [
        pytest.param(" inventory summary", None, id="a command of a group"),
        pytest.param(" discover path", None, id="an argument"),
        pytest.param(" inventory list", "list", id="a command that the group does not have"),
        pytest.param(" scan", "scan", id="a command that is not there"),
    ],
)
def test_a_stray_word_is_noticed(spoken: str, stray: str | None) -> None:
    assert stray_word(spoken) == stray


def test_every_command_that_is_recommended_exists() -> None:
    places = list(advice())

    assert len(places) > 100
    assert [f"{place}: kaizen{spoken}" for place, spoken in places if stray_word(spoken)] == []
