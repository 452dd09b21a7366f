"""Checks that are asked for, heartbeats, history, availability, and who may do what; on each kind of database."""

import pytest

from kaizen.access.service import list_audit
from kaizen.collect.probes import store
from kaizen.collect.probes.model import Health, Outcome, State
from kaizen.collect.probes.recording import record_outcome
from kaizen.collect.probes.service import (
    check_now,
    count_states,
    forget_old,
    history,
    list_probes,
    samples_between,
    take_heartbeat,
)
from kaizen.kit.errors import KaizenError
from kaizen.kit.paging import PageRequest
from kaizen.kit.progress import Progress
from kaizen.storage.events import events_after
from kaizen.storage.work import Context
from tests.collect.probes.book import NOON, Book
from tests.collect.probes.targets import Web

UP, DOWN, UNKNOWN = State.UP, State.DOWN, State.UNKNOWN


def news(here: Context) -> list[tuple[str, str, str]]:
    found = [event.payload for event in events_after(here, 0) if event.name == "probes.changed"]
    return [(each["probe"], each["before"], each["state"]) for each in found]


def test_checks_are_run_recorded_and_told(book: Book, web: Web, closed_port: int) -> None:
    book.write(
        f"name: api, kind: http, url: '{web.url}/x?key=s3cret', depends_on: [cache]",
        f"name: db, kind: tcp, host: 127.0.0.1, port: {closed_port}",
        "name: cache, kind: redis, url: {env: NOT_SET}",
    )
    steps: list[Progress] = []
    listed = check_now(book.here, book.folder, steps.append, {})
    views = {view.name: view for view in listed.probes}

    assert (listed.file, listed.problems) == (str(book.file), [])
    assert list(views) == ["api", "db", "cache"]
    assert (views["api"].state, views["api"].target) == (UP, f"{web.url}/x?...")
    assert (views["db"].state, views["db"].reason) == (DOWN, "the connection was refused")
    assert views["cache"].reason == "misconfigured: the environment variable NOT_SET is not set where the check runs"
    assert (views["cache"].state, views["cache"].latency_ms) == (UNKNOWN, None)
    assert {view.checked_at for view in listed.probes} == {NOON}
    assert [(step.done, step.total) for step in steps] == [(0, 3), (1, 3), (2, 3), (3, 3)]
    assert sorted(news(book.here)) == [("api", "unknown", "up"), ("db", "unknown", "down")]
    assert count_states(book.here) == Health(1, 1, 1)


def test_before_the_first_check_everything_is_unknown(book: Book) -> None:
    book.write("name: job, kind: heartbeat, every: 1h")
    (view,) = list_probes(book.here, book.file).probes

    assert (view.state, view.reason, view.checked_at, view.since) == (UNKNOWN, "never checked", None, None)
    assert (view.availability_24h, view.coverage_24h) == (None, 0)


def test_news_come_only_when_the_state_changes(book: Book, web: Web) -> None:
    book.write(f"name: api, kind: http, url: '{web.url}/'")
    for _ in range(3):
        book.check()
        book.clock.pass_by(60)
    web.server.shutdown()
    web.server.server_close()
    book.check()
    down_since = book.clock.now
    book.clock.pass_by(60)
    view = book.check()["api"]

    assert news(book.here) == [("api", "unknown", "up"), ("api", "up", "down")]
    assert (view.state, view.since) == (DOWN, down_since)
    assert view.checked_at == book.clock.now


def test_what_was_not_checked_for_three_intervals_is_unknown(book: Book, web: Web) -> None:
    book.write(f"name: api, kind: http, url: '{web.url}/', interval: 10s")
    book.check()
    book.clock.pass_by(30)
    fresh = book.views()["api"]
    book.clock.pass_by(1)
    stale = book.views()["api"]

    assert (fresh.state, fresh.since) == (UP, NOON)
    assert (stale.state, stale.latency_ms) == (UNKNOWN, None)
    assert stale.reason == "not checked for 31 s, which is longer than 30 s"
    assert stale.since == book.clock.now.replace(second=30)


def test_availability_counts_only_what_was_observed(book: Book, web: Web) -> None:
    book.write(
        f"name: api, kind: http, url: '{web.url}/', interval: 1h, depends_on: [job]",
        "name: job, kind: heartbeat, every: 1h",
    )
    for _ in range(6):
        book.check()
        book.clock.pass_by(3600)
    web.server.shutdown()
    web.server.server_close()
    for _ in range(2):
        book.check()
        book.clock.pass_by(3600)
    view = book.views()["api"]

    assert (view.state, view.availability_24h) == (DOWN, 0.75)
    assert view.coverage_24h == pytest.approx(8 / 24, abs=1e-4)


def test_a_changed_target_begins_anew_and_a_removed_probe_is_gone(book: Book, web: Web, closed_port: int) -> None:
    book.write(f"name: api, kind: http, url: '{web.url}/'", "name: old, kind: heartbeat, every: 1h")
    book.check()
    book.write(f"name: api, kind: http, url: 'http://127.0.0.1:{closed_port}/'")
    before = book.views()
    after = book.check()["api"]

    assert list(before) == ["api"]
    assert (before["api"].state, before["api"].reason) == (UNKNOWN, "never checked")
    assert after.state is DOWN
    assert [point.state for point in history(book.here, "api").points] == [UP, DOWN]
    with pytest.raises(KaizenError, match="no probe called old"):
        history(book.here, "old")


def test_a_wrong_file_is_refused_and_named_while_what_was_seen_stays(book: Book, web: Web) -> None:
    book.write(f"name: api, kind: http, url: '{web.url}/'")
    book.check()
    book.file.write_text("version: 1\nprobes:\n- {name: api, kind: htp}\n")
    listed = list_probes(book.here, book.file)
    with pytest.raises(KaizenError, match=r"kaizen\.yaml:3: probes\[0\]\.kind"):
        book.check()

    assert len(listed.problems) == 1
    assert ":3: probes[0].kind must be one of" in listed.problems[0]
    assert [view.name for view in listed.probes] == ["api"]


def test_without_a_file_there_is_nothing_to_list_and_a_sentence_to_follow(book: Book) -> None:
    empty = list_probes(book.here, book.file)
    with pytest.raises(KaizenError, match=r"There is no kaizen\.yaml") as refused:
        book.check()

    assert (empty.file, empty.problems, empty.probes) == (None, [], [])
    assert "kaizen probes init" in refused.value.hint()


def test_the_file_of_the_repository_around_a_folder_is_found(book: Book) -> None:
    (book.folder / ".git").mkdir()
    deep = book.folder / "src" / "deep"
    deep.mkdir(parents=True)
    book.write("name: job, kind: heartbeat, every: 1h")

    assert check_now(book.here, deep, environment={}).file == str(book.file)


def test_a_file_above_that_is_not_of_the_repository_is_not_used(book: Book) -> None:
    book.write("name: job, kind: heartbeat, every: 1h")
    inside = book.folder / "elsewhere"
    inside.mkdir()
    with pytest.raises(KaizenError, match=r"There is no kaizen\.yaml in .*elsewhere"):
        check_now(book.here, inside, environment={})


def test_a_heartbeat_is_up_at_once_and_down_when_it_is_overdue(book: Book) -> None:
    book.write("name: job, kind: heartbeat, every: 2m, interval: 60s")
    first = book.check()["job"]
    take_heartbeat(book.here, "job")
    told = book.views()["job"]
    states = []
    for _ in range(4):
        book.clock.pass_by(60)
        states.append(book.check()["job"].state)
    take_heartbeat(book.here, "job")

    assert (first.state, first.reason) == (UNKNOWN, "no heartbeat yet; Kaizen listens from now on")
    assert (told.state, told.reason) == (UP, "a heartbeat came")
    assert states == [UP, UP, DOWN, DOWN]
    assert book.views()["job"].state is UP
    assert news(book.here) == [("job", "unknown", "up"), ("job", "up", "down"), ("job", "down", "up")]


def test_a_heartbeat_that_could_not_be_heard_is_unknown(book: Book) -> None:
    book.write("name: job, kind: heartbeat, every: 2m, interval: 60s")
    book.check()
    take_heartbeat(book.here, "job")
    book.clock.pass_by(3600)
    back = book.check()["job"]
    states = []
    for _ in range(3):
        book.clock.pass_by(60)
        states.append(book.check()["job"].state)

    assert (back.state, "Kaizen listens only for" in back.reason) == (UNKNOWN, True)
    assert states == [UNKNOWN, UNKNOWN, DOWN]


def test_only_known_heartbeats_are_taken(book: Book) -> None:
    book.write("name: port, kind: tcp, host: 127.0.0.1, port: 1")
    book.check()
    with pytest.raises(KaizenError, match="no probe called nobody"):
        take_heartbeat(book.here, "nobody")
    with pytest.raises(KaizenError, match="port is a probe of the kind tcp"):
        take_heartbeat(book.here, "port")


def test_history_is_a_window_and_old_samples_are_forgotten(book: Book) -> None:
    book.write("name: job, kind: heartbeat, every: 1h")
    for _ in range(3):
        book.check()
        book.clock.pass_by(20 * 86_400)
    kept = len(samples_between(book.here, "job", NOON, book.clock.now))
    forget_old(book.here)
    left = samples_between(book.here, "job", NOON, book.clock.now)

    assert kept == 3
    assert [(point.at - NOON).days for point in left] == [40]
    assert history(book.here, "job", hours=24).points == []
    assert len(history(book.here, "job", hours=24 * 20).points) == 1


def test_an_outcome_that_comes_late_does_not_undo_a_newer_one(book: Book) -> None:
    book.write("name: job, kind: heartbeat, every: 1h")
    book.check()
    take_heartbeat(book.here, "job")
    with book.here.keeping() as work:
        row = store.probe_row(work, "job", None)
        assert row is not None
        recorded = record_outcome(work, row["id"], Outcome(DOWN, "older"), NOON.replace(hour=11))

    assert recorded
    assert book.views()["job"].state is UP
    assert [point.state for point in history(book.here, "job").points] == [DOWN, UNKNOWN, UP]


def test_another_workspace_sees_and_changes_nothing(book: Book, other_workspace: Context) -> None:
    book.write("name: job, kind: heartbeat, every: 1h")
    book.check()
    stranger = book.as_actor(other_workspace.actor)

    assert list_probes(stranger).probes == []
    assert [view.checked_at for view in list_probes(stranger, book.file).probes] == [None]
    for action in (lambda: history(stranger, "job"), lambda: take_heartbeat(stranger, "job")):
        with pytest.raises(KaizenError, match="no probe called job"):
            action()
    assert book.views()["job"].state is UNKNOWN


def test_a_viewer_may_look_but_neither_check_nor_report(book: Book, viewer: Context) -> None:
    book.write("name: job, kind: heartbeat, every: 1h")
    book.check()
    reader = book.as_actor(viewer.actor)

    assert [view.name for view in list_probes(reader).probes] == ["job"]
    for action in (lambda: check_now(reader, book.folder), lambda: take_heartbeat(reader, "job")):
        with pytest.raises(KaizenError) as refused:
            action()
        assert refused.value.code == "access.not_allowed"


def test_who_asked_for_a_check_is_in_the_audit_log(book: Book) -> None:
    book.write("name: job, kind: heartbeat, every: 1h")
    book.check()
    entries = list_audit(book.here, PageRequest(), action="probes").items

    assert [(entry.action, entry.subject, entry.actor) for entry in entries] == [
        ("probes.check", str(book.file), "tester")
    ]


def test_no_secret_is_kept(book: Book, web: Web) -> None:
    book.write(
        f"name: api, kind: http, url: '{web.url}/status/500?token=s3cret-query', "
        "headers: {X-Key: {env: KEY}, Accept: s3cret-plain}",
        "name: db, kind: sql, url: {env: DB}",
        "name: cache, kind: redis, url: {env: CACHE}",
    )
    secrets = {
        "KEY": "s3cret-key",
        "DB": "postgresql://user:s3cret-pw@127.0.0.1:1/x?options=s3cret-option",
        "CACHE": "redis://:s3cret-cache@127.0.0.1:1/0",
    }
    views = book.check(secrets)
    with book.here.reading() as work:
        rows = [work.rows(work.select(table)) for table in (store.files, store.probes, store.samples, store.spans)]
    told = repr(views) + repr(rows) + repr(events_after(book.here, 0)) + repr(list_audit(book.here, PageRequest()))

    assert web.asked[0][2]["X-Key"] == "s3cret-key"
    assert {view.state for view in views.values()} == {DOWN}
    assert "s3cret" not in told
