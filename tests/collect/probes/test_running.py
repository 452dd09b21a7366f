"""A round of checks: side by side, dependencies first, each given up in its time."""

import socket
import time
from datetime import datetime
from pathlib import Path

import pytest

from kaizen.collect.probes import running
from kaizen.collect.probes.model import Check, HeartbeatCheck, HttpCheck, Kind, Outcome, Probe, State, TcpCheck
from kaizen.collect.probes.running import Surroundings, run_round
from kaizen.kit import clock
from kaizen.kit.progress import Cancelled
from tests.collect.probes.targets import Web


def probe(name: str, check: Check, *needs: str, timeout: float = 2.0) -> Probe:
    kinds = {HttpCheck: Kind.HTTP, TcpCheck: Kind.TCP, HeartbeatCheck: Kind.HEARTBEAT}
    return Probe(name, kinds[type(check)], check, "target", timeout_s=timeout, depends_on=needs)


def run(probes: list[Probe], **known: State) -> dict[str, Outcome]:
    outcomes: dict[str, Outcome] = {}

    def found(probe: Probe, outcome: Outcome, _at: datetime) -> None:
        assert probe.name not in outcomes
        outcomes[probe.name] = outcome

    graph = {each.name: each.depends_on for each in probes} | dict.fromkeys(set(known) - {p.name for p in probes}, ())
    run_round(probes, Surroundings(Path(), {}, clock.now, known, graph), found)
    return outcomes


def test_what_depends_on_something_down_is_unknown_and_not_asked(web: Web, closed_port: int) -> None:
    outcomes = run(
        [
            probe("page", HttpCheck(web.url + "/page"), "api"),
            probe("api", HttpCheck(web.url + "/api"), "database", "other"),
            probe("other", HttpCheck(web.url + "/other")),
            probe("database", TcpCheck("127.0.0.1", closed_port)),
        ]
    )

    assert {name: (outcome.state, outcome.reason) for name, outcome in outcomes.items()} == {
        "page": (State.UNKNOWN, "depends on database which is down"),
        "api": (State.UNKNOWN, "depends on database which is down"),
        "other": (State.UP, "answered 200"),
        "database": (State.DOWN, "the connection was refused"),
    }
    assert [path for _, path, _ in web.asked] == ["/other"]


def test_what_depends_on_something_unknown_is_still_checked(web: Web) -> None:
    outcomes = run([probe("api", HttpCheck(web.url), "job"), probe("job", HeartbeatCheck(60))])

    assert (outcomes["job"].state, outcomes["api"].state) == (State.UNKNOWN, State.UP)


def test_a_dependency_that_is_not_due_counts_as_it_is_on_record(web: Web) -> None:
    assert run([probe("api", HttpCheck(web.url), "db")], db=State.DOWN)["api"].state is State.UNKNOWN
    assert run([probe("api", HttpCheck(web.url), "db")], db=State.UP)["api"].state is State.UP


def test_the_state_on_record_of_a_probe_that_runs_now_does_not_count(web: Web) -> None:
    outcomes = run([probe("api", HttpCheck(web.url), "db"), probe("db", HttpCheck(web.url))], db=State.DOWN)

    assert outcomes["api"].state is State.UP


def test_checks_run_side_by_side(web: Web) -> None:
    begun = time.monotonic()
    outcomes = run([probe(f"p{number}", HttpCheck(web.url + "/slow")) for number in range(16)])
    took = time.monotonic() - begun

    assert {outcome.state for outcome in outcomes.values()} == {State.UP}
    assert 0.6 <= took < 2.4, "two batches of eight, where one after the other takes 4.8 s"


def test_a_check_that_its_own_limits_do_not_end_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    # The resolver of the operating system knows no time limit: the one part of a check that cannot be bounded.
    def slow_lookup(*_args: object, **_options: object) -> None:
        time.sleep(3)
        raise socket.gaierror(socket.EAI_AGAIN, "try again")

    monkeypatch.setattr("socket.getaddrinfo", slow_lookup)
    monkeypatch.setattr(running, "GRACE_SECONDS", 0.2)
    outcomes = run([probe("stuck", TcpCheck("slow-resolver.example", 1), timeout=0.3)])

    assert outcomes["stuck"] == Outcome(State.DOWN, "no answer within 0.3 s")


def test_a_check_that_fails_in_an_unforeseen_way_is_unknown_and_logged(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_args: object, **_options: object) -> None:
        raise ValueError("strange://user:s3cret@host")

    monkeypatch.setattr("socket.create_connection", broken)
    outcome = run([probe("odd", TcpCheck("127.0.0.1", 1))])["odd"]

    assert outcome == Outcome(State.UNKNOWN, "could not be evaluated: ValueError: strange://***@host")
    assert "could not be evaluated" in caplog.text
    assert "s3cret" not in caplog.text + str([vars(record) for record in caplog.records])


def test_a_round_stops_when_it_is_asked_to(web: Web) -> None:
    def found(_probe: Probe, _outcome: Outcome, _at: datetime) -> None:
        raise Cancelled

    probes = [probe("quick", HttpCheck(web.url)), probe("stuck", HttpCheck(web.url + "/hang"), timeout=10)]
    with pytest.raises(Cancelled):
        run_round(probes, Surroundings(Path(), {}, clock.now), found)
