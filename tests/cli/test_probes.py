"""``kaizen check health`` and ``kaizen probes`` as a person types them."""

import socket
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.fixtures.doors import Outcome

Cli = Callable[..., Outcome]


@pytest.fixture
def ports() -> Iterator[tuple[int, int]]:
    """A port that accepts connections, and one that refuses them."""
    with socket.create_server(("127.0.0.1", 0)) as opened, socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        yield opened.getsockname()[1], closed.getsockname()[1]


def write(folder: Path, *entries: str) -> str:
    folder.mkdir(exist_ok=True)
    text = "version: 1\nprobes:\n" + "".join(f"- {{{entry}}}\n" for entry in entries)
    (folder / "kaizen.yaml").write_text(text)
    return str(folder)


def tcp(name: str, port: int) -> str:
    return f"name: {name}, kind: tcp, host: 127.0.0.1, port: {port}"


def test_without_a_file_the_next_step_is_told(cli: Cli, tmp_path: Path) -> None:
    outcome = cli("check", "health", str(tmp_path))

    assert outcome.exit_code == 2
    assert f"error: There is no kaizen.yaml in {tmp_path}, so there is nothing to check." in outcome.stderr
    assert "kaizen probes init" in outcome.stderr
    assert outcome.stdout == ""


def test_from_the_example_to_a_first_heartbeat(cli: Cli, tmp_path: Path) -> None:
    made = cli("probes", "init", str(tmp_path))
    again = cli("probes", "init", str(tmp_path))
    first = cli("check", "health", str(tmp_path))
    noted = cli("probes", "heartbeat", "nightly-backup")
    second = cli("check", "health", str(tmp_path), "--strict")

    assert (made.exit_code, again.exit_code) == (0, 2)
    assert "exists already and was left as it is" in again.stderr
    assert (first.exit_code, "0 up, 0 down, 1 unknown." in first.stderr) == (0, True)
    assert noted.exit_code == 0
    assert (second.exit_code, "1 up, 0 down, 0 unknown." in second.stderr) == (0, True)


@pytest.mark.parametrize(
    ("names", "options", "code"),
    [
        pytest.param(["up"], [], 0, id="all up"),
        pytest.param(["up", "down"], [], 1, id="one down"),
        pytest.param(["up", "unknown"], [], 0, id="one unknown"),
        pytest.param(["up", "unknown"], ["--strict"], 1, id="one unknown, strictly"),
        pytest.param([], [], 0, id="no probes"),
    ],
)
def test_exit_codes(
    cli: Cli, tmp_path: Path, ports: tuple[int, int], names: list[str], options: list[str], code: int
) -> None:
    entries = {"up": tcp("up", ports[0]), "down": tcp("down", ports[1])}
    entries["unknown"] = "name: unknown, kind: redis, url: {env: KAIZEN_PROBES_NOT_SET}"
    folder = write(tmp_path / "repo", *[entries[name] for name in names])
    outcome = cli("check", "health", folder, *options)
    as_json = cli("check", "health", folder, *options, "--json")

    assert (outcome.exit_code, as_json.exit_code) == (code, code)
    assert [probe["state"] for probe in as_json.json()["probes"]] == names


def test_the_table_names_state_time_and_reason(cli: Cli, tmp_path: Path, ports: tuple[int, int]) -> None:
    outcome = cli("check", "health", write(tmp_path / "repo", tcp("mail", ports[0]), tcp("db", ports[1])))
    head, mail, database = outcome.stdout.splitlines()

    assert head.split() == ["NAME", "STATE", "MS", "24", "H", "UP", "REASON", "TARGET"]
    assert mail.split()[:2] == ["mail", "up"]
    assert float(mail.split()[2]) > 0
    assert mail.endswith(f"accepts connections         127.0.0.1:{ports[0]}")
    assert database.split()[:3] == ["db", "down", "-"]
    assert "the connection was refused" in database
    assert outcome.stderr.strip() == "1 up, 1 down, 0 unknown."


def test_every_problem_of_a_wrong_file_is_told(cli: Cli, tmp_path: Path) -> None:
    folder = write(tmp_path / "repo", "name: a, kind: tpc", "name: b, kind: tcp, host: h")
    outcome = cli("check", "health", folder)

    assert outcome.exit_code == 2
    assert "kaizen.yaml:3: probes[0].kind must be one of" in outcome.stderr
    assert "kaizen.yaml:4: probes[1].port is missing" in outcome.stderr
    assert "Did you mean tcp?" in outcome.stderr
    assert outcome.stdout == ""


def test_a_path_that_is_not_there_is_wrong_use(cli: Cli, tmp_path: Path) -> None:
    outcome = cli("check", "health", str(tmp_path / "nowhere"))

    assert (outcome.exit_code, "There is no folder" in outcome.stderr) == (2, True)


def test_list_and_history_show_what_is_on_record(cli: Cli, tmp_path: Path, ports: tuple[int, int]) -> None:
    empty = cli("probes", "list")
    folder = write(tmp_path / "repo", tcp("mail", ports[0]))
    cli("check", "health", folder)
    cli("probes", "check", folder)
    listed = cli("probes", "list", "--json").json()
    history = cli("probes", "history", "mail", "--json").json()
    shown = cli("probes", "history", "mail", "--path", folder)
    unknown = cli("probes", "history", "nobody")

    assert "No kaizen.yaml was checked yet" in empty.stderr
    assert (listed["file"], listed["problems"]) == (f"{folder}/kaizen.yaml", [])
    assert set(listed["probes"][0]) == {
        "name", "kind", "target", "interval_s", "state", "reason", "checked_at", "latency_ms", "depends_on",
        "availability_24h", "coverage_24h", "since",
    }  # fmt: skip
    assert [point["state"] for point in history["points"]] == ["up", "up"]
    assert len(shown.stdout.splitlines()) == 3
    assert (unknown.exit_code, "no probe called nobody" in unknown.stderr) == (2, True)


def test_help_says_what_the_exit_code_means(cli: Cli) -> None:
    text = " ".join(cli("check", "health", "--help").stdout.split())

    assert "1 when a probe is down; a probe that is unknown exits 1 only with --strict" in text
    assert "a failure is not tried again, it is the finding" in text
