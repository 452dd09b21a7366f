"""The command itself: version, help, wrong use, languages."""

import subprocess
import sys
from collections.abc import Callable

import click
import pytest

from kaizen import __version__
from kaizen.cli import CONCEPTS, LOOP, root
from tests.fixtures.doors import Outcome

Cli = Callable[..., Outcome]


def run(*arguments: str, **environment: str) -> "subprocess.CompletedProcess[str]":
    """The real command."""
    command = [sys.executable, "-m", "kaizen", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, env=environment)


def test_the_version_is_told_without_loading_anything_heavy() -> None:
    told = run("--version")
    heavy = ("sqlalchemy", "fastapi", "pydantic", "numpy", "tree_sitter", "click")
    script = "import sys; sys.argv = ['kaizen', '--version']; from kaizen.app import main; main(); print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout.split()

    assert told.stdout == f"kaizen {__version__}\n"
    assert [name for name in heavy if name in loaded] == []


def test_help_lists_every_command_without_importing_any() -> None:
    script = (
        "import sys; sys.argv = ['kaizen', '--help']; from kaizen.app.terminal import run; run(); print(*sys.modules)"
    )
    told = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout

    assert all(f"  {name}" in told for name in {**LOOP, **CONCEPTS})
    assert "sqlalchemy" not in told


@pytest.mark.parametrize("name", [*LOOP, *CONCEPTS])
def test_every_command_is_there_and_explains_itself(name: str) -> None:
    command = root.get_command(click.Context(root), name)

    assert command is not None
    assert command.help or command.get_short_help_str()


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        pytest.param(("nonsense",), "No such command", id="an unknown command"),
        pytest.param(("keys", "list", "--nonsense"), "No such option", id="an unknown option"),
        pytest.param(("keys", "revoke", "x"), "not a valid UUID", id="an id that is none"),
    ],
)
def test_wrong_use_exits_2_with_talk_on_stderr(arguments: tuple[str, ...], told: str) -> None:
    done = run(*arguments)

    assert done.returncode == 2
    assert told in done.stderr
    assert done.stdout == ""


@pytest.mark.parametrize(
    ("environment", "word"),
    [({"LANG": "ru_RU.UTF-8"}, "ошибка"), ({"LANG": "en_US.UTF-8"}, "error"), ({"KAIZEN_LANGUAGE": "ru"}, "ошибка")],
    ids=["a Russian locale", "an English locale", "the setting"],
)
def test_errors_speak_the_readers_language(environment: dict[str, str], word: str) -> None:
    done = run("discover", "/no/such/place", KAIZEN_HOME="/tmp/kaizen-test-home", PYTHONUTF8="1", **environment)

    assert done.stderr.startswith(f"{word}: ")


def test_a_wrong_setting_stops_every_command() -> None:
    done = run("keys", "list", KAIZEN_PORT="many")

    assert done.returncode == 2
    assert "KAIZEN_PORT" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("arguments", ["--help", "standards schema"], ids=["a page of help", "data"])
def test_output_for_which_there_is_no_room_is_told_in_a_sentence(arguments: str) -> None:
    command = f"{sys.executable} -m kaizen {arguments} > /dev/full"
    done = subprocess.run(["sh", "-c", command], capture_output=True, text=True, check=False, env={"LANG": "C"})

    assert done.returncode == 2
    assert done.stderr.startswith("error: The output cannot be written: No space left on device.\nhint: ")
    assert "Traceback" not in done.stderr


def test_a_reader_who_has_seen_enough_gets_no_complaint() -> None:
    command = f"{sys.executable} -m kaizen --help | head -1"
    done = subprocess.run(["sh", "-c", command], capture_output=True, text=True, check=True)

    assert done.stderr == ""
