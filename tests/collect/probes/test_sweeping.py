"""The recurring checks: due ones once, by lease, through outages, crashes and changes of the file."""

import logging
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
import pytest

from kaizen.collect.probes import store
from kaizen.collect.probes.model import State
from kaizen.collect.probes.service import history
from kaizen.collect.probes.sweeping import LEASE, MOST_CLAIMED, ProbeSweep
from kaizen.kit import resilience
from kaizen.kit.errors import KaizenError
from tests.collect.probes.book import Book
from tests.collect.probes.targets import Web

UP, DOWN, UNKNOWN = State.UP, State.DOWN, State.UNKNOWN


def states(book: Book, name: str) -> list[State]:
    return [point.state for point in history(book.here, name).points]


def test_due_probes_are_checked_at_their_interval(book: Book, web: Web) -> None:
    book.write(
        f"name: fast, kind: http, url: '{web.url}/fast', interval: 10s",
        f"name: slow, kind: http, url: '{web.url}/slow'",
    )
    book.check()
    for _ in range(6):
        book.tick(10)

    assert states(book, "fast") == [UP] * 7
    assert states(book, "slow") == [UP] * 2


def test_a_file_that_nobody_asked_to_check_is_left_alone(book: Book, web: Web) -> None:
    book.write(f"name: api, kind: http, url: '{web.url}/'")
    book.tick(60)

    assert web.asked == []


def test_several_servers_do_not_check_twice(book: Book, web: Web) -> None:
    book.write(*[f"name: p{number}, kind: http, url: '{web.url}/slow?{number}'" for number in range(6)])
    book.check()
    web.asked.clear()
    book.clock.pass_by(60)
    servers = [ProbeSweep({}) for _ in range(4)]
    starting = [threading.Thread(target=server.run, args=[book.here]) for server in servers]
    for thread in starting:
        thread.start()
    for thread in starting:
        thread.join()
    for server in servers:
        server.run(book.here)
        server.wait(30)

    assert sorted(path for _, path, _ in web.asked) == [f"/slow?{number}" for number in range(6)]
    assert all(len(states(book, f"p{number}")) == 2 for number in range(6))


def test_what_a_killed_server_had_claimed_is_taken_over_when_its_lease_ends(book: Book, web: Web) -> None:
    book.write(f"name: api, kind: http, url: '{web.url}/'")
    book.check()
    book.clock.pass_by(60)
    with book.here.keeping() as work:
        row = store.file_row(work, None)
        assert row is not None
        assert len(store.claim_due(work, [row["id"]], 10, LEASE)) == 1
    book.tick(LEASE.total_seconds() - 1)
    held = len(states(book, "api"))
    book.tick(1)

    assert (held, len(states(book, "api"))) == (1, 2)


def test_a_result_that_comes_after_the_lease_was_lost_is_dropped(book: Book, web: Web) -> None:
    book.write(f"name: api, kind: http, url: '{web.url}/hang', timeout: 1s")
    book.check()
    book.clock.pass_by(60)
    book.sweep.run(book.here)
    with book.here.keeping() as work:
        work.update(store.probes, {"lease_until": book.clock.now})
    book.sweep.wait(10)

    assert states(book, "api") == [DOWN]


def test_no_more_is_claimed_than_can_be_checked_under_the_lease(book: Book, web: Web) -> None:
    book.write(*[f"name: p{number}, kind: http, url: '{web.url}/slow'" for number in range(MOST_CLAIMED + 5)])
    book.check()
    book.clock.pass_by(60)
    book.sweep.run(book.here)
    book.sweep.run(book.here)
    with book.here.reading() as work:
        rows = work.rows(work.select(store.probes).where(store.probes.c.lease_until.is_not(None)))
    book.sweep.wait(30)

    assert len(rows) <= MOST_CLAIMED


def test_a_slow_probe_does_not_hold_up_the_others(book: Book, web: Web) -> None:
    book.write(
        f"name: stuck, kind: http, url: '{web.url}/hang', timeout: 3s, interval: 10s",
        f"name: quick, kind: http, url: '{web.url}/', interval: 10s",
    )
    book.check()
    book.clock.pass_by(10)
    begun = time.monotonic()
    book.sweep.run(book.here)
    returned = time.monotonic() - begun
    while len(states(book, "quick")) < 2 and time.monotonic() - begun < 2:
        time.sleep(0.05)
    recorded = time.monotonic() - begun
    book.sweep.wait(10)

    assert returned < 0.5
    assert recorded < 2
    assert states(book, "stuck") == [DOWN, DOWN]


def test_the_sweep_follows_the_file(book: Book, web: Web, caplog: pytest.LogCaptureFixture) -> None:
    book.write(f"name: api, kind: http, url: '{web.url}/'")
    book.check()
    book.write(f"name: api, kind: http, url: '{web.url}/'", f"name: more, kind: http, url: '{web.url}/more'")
    book.tick(1)
    added = book.views()["more"].state
    book.file.write_text("version: 1\nprobes:\n- {name: api, kind: htp}\n")
    with caplog.at_level(logging.WARNING):
        book.tick(60)
        book.tick(1)
    broken = book.views()["api"]
    book.write(f"name: api, kind: http, url: '{web.url}/'")
    book.tick(60)

    assert added is UP
    assert broken.state is UNKNOWN
    assert broken.reason.startswith("misconfigured: ")
    assert ":3: probes[0].kind must be one of" in broken.reason
    assert caplog.text.count("kaizen.yaml cannot be used") == 1
    assert {name: view.state for name, view in book.views().items()} == {"api": UP}


def test_a_file_that_is_not_on_this_machine_is_left_to_others(book: Book, web: Web) -> None:
    book.write(f"name: api, kind: http, url: '{web.url}/'")
    book.check()
    text = book.file.read_text()
    book.file.unlink()
    book.tick(200)
    away = book.views()["api"]
    book.file.write_text(text)
    book.tick(0)

    assert (away.state, away.reason) == (UNKNOWN, "not checked for 3.3 min, which is longer than 3 min")
    assert book.views()["api"].state is UP


def test_a_dependency_that_went_down_is_seen_by_the_sweep(book: Book, web: Web) -> None:
    book.write(
        f"name: page, kind: tcp, host: localhost, port: {web.port}, interval: 10s, depends_on: [api]",
        f"name: api, kind: http, url: '{web.url}/', interval: 60s",
    )
    book.check()
    web.server.shutdown()
    web.server.server_close()
    book.tick(60)

    assert book.views()["api"].state is DOWN
    assert book.views()["page"].reason == "depends on api which is down"


@contextmanager
def stopped(book: Book, server: str) -> Iterator[None]:
    """The test's PostgreSQL database refuses everybody and throws out who is connected."""
    name = book.here.database.url.database
    with psycopg.connect(server, autocommit=True) as admin:
        admin.execute(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS false')
        admin.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [name])
        try:
            yield
        finally:
            admin.execute(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS true')


@pytest.mark.postgres
@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_a_database_that_stops_is_told_and_recovered_from(book: Book, web: Web, postgres_server: str) -> None:
    book.write(f"name: api, kind: http, url: '{web.url}/'")
    book.check()
    book.clock.pass_by(60)
    with stopped(book, postgres_server), pytest.raises(KaizenError) as refused:
        book.sweep.run(book.here)
    book.tick()

    assert refused.value.code == "storage.unreachable"
    assert states(book, "api") == [UP, UP]


@pytest.mark.postgres
@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_what_was_seen_is_recorded_after_a_short_outage(
    book: Book, web: Web, postgres_server: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(resilience.retrying, "__kwdefaults__", {"tries": 3, "wait_from": 0.5, "wait_to": 1.0})
    book.write(f"name: api, kind: http, url: '{web.url}/slow'")
    book.check()
    book.clock.pass_by(60)
    book.sweep.run(book.here)
    deadline = time.monotonic() + 5
    while len(web.asked) < 2 and time.monotonic() < deadline:
        time.sleep(0.01)
    with stopped(book, postgres_server):
        time.sleep(0.5)
    book.sweep.wait(10)

    assert states(book, "api") == [UP, UP]


@pytest.mark.postgres
@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_a_long_outage_is_logged_and_the_check_is_made_again(
    book: Book, web: Web, postgres_server: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(resilience.retrying, "__kwdefaults__", {"tries": 2, "wait_from": 0.05, "wait_to": 0.1})
    book.write(f"name: api, kind: http, url: '{web.url}/slow'")
    book.check()
    book.clock.pass_by(60)
    book.sweep.run(book.here)
    deadline = time.monotonic() + 5
    while len(web.asked) < 2 and time.monotonic() < deadline:
        time.sleep(0.01)
    with stopped(book, postgres_server), caplog.at_level(logging.WARNING):
        book.sweep.wait(10)
    lost = states(book, "api")
    book.tick(LEASE.total_seconds())

    assert "probes not recorded" in caplog.text
    assert lost == [UP]
    assert states(book, "api") == [UP, UP]
