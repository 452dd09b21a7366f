"""The unit of work on both databases: all or nothing, one workspace, audited."""

import contextvars
import threading
from pathlib import Path

import pytest
import sqlalchemy as sa

from kaizen.access.service import create_key, list_audit, list_keys
from kaizen.kit.actor import Scope
from kaizen.kit.errors import KaizenError, Kind
from kaizen.kit.paging import PageRequest
from kaizen.storage.database import Database
from kaizen.storage.events import events_after, latest_position
from kaizen.storage.idempotency import idempotency_keys
from kaizen.storage.work import Context
from tests.fixtures.databases import opened_database

ALL = PageRequest(limit=200)


class Trouble(Exception):
    """Something that goes wrong in the middle of a change."""


def test_a_change_that_fails_leaves_nothing_behind(here: Context) -> None:
    before = (list_keys(here, ALL), list_audit(here, ALL), latest_position(here))

    with pytest.raises(Trouble), here.changing("outer.change"):
        create_key(here, "lost", ["read"])
        raise Trouble

    assert (list_keys(here, ALL), list_audit(here, ALL), latest_position(here)) == before


def test_an_inner_change_joins_the_outer_one_and_is_audited_with_it(here: Context) -> None:
    with here.changing("outer.change") as work:
        create_key(here, "one", ["read"])
        create_key(here, "two", ["read"])
        work.subject = "both"

    newest = list_audit(here, ALL).items[0]
    assert {key.name for key in list_keys(here, ALL).items} == {"one", "two"}
    assert (newest.action, newest.subject, newest.actor, newest.door) == ("outer.change", "both", "tester", "cli")
    assert [entry.action for entry in list_audit(here, ALL).items].count("keys.create") == 0


def test_book_keeping_around_a_change_does_not_hide_it_from_the_audit_log(here: Context) -> None:
    with here.keeping():
        create_key(here, "one", ["read"])

    assert list_audit(here, ALL).items[0].action == "keys.create"


def test_a_change_around_others_keeps_its_own_subject(here: Context) -> None:
    with here.changing("outer.change") as work:
        work.subject, work.details = "both", {"count": 1}
        create_key(here, "one", ["read"])

    newest = list_audit(here, ALL).items[0]
    assert (newest.action, newest.subject, newest.details) == ("outer.change", "both", {"count": 1})


def test_what_fails_inside_is_undone_where_the_change_around_it_goes_on(here: Context) -> None:
    before = latest_position(here)
    with here.changing("outer.change"):
        create_key(here, "kept", ["read"])
        with pytest.raises(KaizenError), here.changing("inner.change") as work:
            create_key(here, "lost", ["read"])
            work.connection.execute(sa.text("SELECT no_such_column FROM api_keys"))
        create_key(here, "kept too", ["read"])

    assert {key.name for key in list_keys(here, ALL).items} == {"kept", "kept too"}
    assert len(events_after(here, before)) == 2


def test_a_failed_change_does_not_hide_the_next_one_from_the_audit_log(here: Context) -> None:
    with here.keeping():
        with pytest.raises(Trouble), here.changing("first.change"):
            raise Trouble
        create_key(here, "one", ["read"])

    assert list_audit(here, ALL).items[0].action == "keys.create"


def test_a_unit_of_another_actor_inside_acts_in_its_own_workspace(here: Context, other_workspace: Context) -> None:
    with here.changing("outer.change"):
        create_key(other_workspace, "theirs", ["read"])
        seen_inside = [list_keys(each, ALL).total for each in (here, other_workspace)]

    assert seen_inside == [0, 1]
    assert [event.name for event in events_after(other_workspace, 0)] == ["keys.changed"]
    assert [entry.action for entry in list_audit(other_workspace, ALL).items] == ["keys.create"]


def test_a_thread_that_inherits_the_variables_gets_a_connection_of_its_own(here: Context) -> None:
    seen: list[object] = []

    def look() -> None:
        with here.reading() as work:
            seen.append(work.connection)

    with here.reading() as work:
        thread = threading.Thread(target=contextvars.copy_context().run, args=(look,))
        thread.start()
        thread.join()
        assert seen != [work.connection]
        assert len(seen) == 1


def test_a_reading_unit_sees_one_moment_and_is_joined_by_those_inside(here: Context) -> None:
    with here.reading() as work:
        before = list_keys(here, ALL).total
        create_key(here, "meanwhile", ["read"])
        with here.reading() as inner:
            assert inner.connection is work.connection
        assert list_keys(here, ALL).total == before

    assert list_keys(here, ALL).total == before + 1


def test_two_that_write_the_same_at_once_are_a_conflict_and_no_fault(here: Context) -> None:
    row = {"key": "k", "request_hash": "h", "status": 200, "body": b"", "created_at": here.clock()}
    with pytest.raises(KaizenError) as told, here.keeping() as work:
        work.insert(idempotency_keys, [row, row])

    assert told.value.code == "storage.conflict"
    assert told.value.kind is Kind.CONFLICT


@pytest.mark.postgres
def test_a_statement_that_takes_too_long_is_called_busy_and_not_gone(
    request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    with (
        opened_database(request, "postgresql", tmp_path) as database,
        pytest.raises(KaizenError) as told,
        database.writing() as connection,
    ):
        connection.execute(sa.text("SET LOCAL statement_timeout = 50"))
        connection.execute(sa.text("SELECT pg_sleep(5)"))

    assert told.value.code == "storage.busy"


def test_another_workspace_sees_and_changes_nothing(here: Context, other_workspace: Context) -> None:
    create_key(here, "ours", ["read"])

    assert list_keys(other_workspace, ALL).items == []
    assert list_audit(other_workspace, ALL).items == []
    assert events_after(other_workspace, 0) == []


def test_an_actor_without_the_scope_is_refused_before_anything_happens(viewer: Context) -> None:
    with pytest.raises(KaizenError) as refused, viewer.changing("anything.at-all"):
        pytest.fail("the change began")

    assert refused.value.code == "access.not_allowed"
    assert refused.value.values["scope"] == Scope.WRITE


def test_events_are_numbered_in_the_order_of_their_commits(here: Context) -> None:
    def write() -> None:
        for number in range(10):
            create_key(here, f"{threading.get_ident()}-{number}", ["read"])

    threads = [threading.Thread(target=write) for _ in range(4)]
    for thread in threads:
        thread.start()
    seen: list[int] = []
    while any(thread.is_alive() for thread in threads) or latest_position(here) > (seen[-1] if seen else 0):
        seen += [event.position for event in events_after(here, seen[-1] if seen else 0)]
    for thread in threads:
        thread.join()

    assert len(seen) == len(set(seen)) == 40
    assert seen == sorted(seen)


@pytest.mark.parametrize(
    ("url", "code"),
    [
        pytest.param("postgresql://nobody:s3cret@127.0.0.1:1/none", "storage.unreachable", id="nobody listens"),
        pytest.param("postgresql://me:s3cret@host:port/x", "storage.unreadable_url", id="a port that is no number"),
        pytest.param("mysql://127.0.0.1/none", "storage.unsupported_url", id="another kind of database"),
    ],
)
def test_a_database_that_is_not_there_is_told_in_plain_words(url: str, code: str) -> None:
    with pytest.raises(KaizenError) as told, Database(url).reading() as connection:
        connection.execute(sa.text("SELECT 1"))

    assert told.value.code == code
    assert "s3cret" not in told.value.sentence() + told.value.hint()


def test_a_file_that_is_no_database_is_called_damaged(tmp_path: Path) -> None:
    (tmp_path / "kaizen.db").write_bytes(b"not a database at all" * 100)

    with pytest.raises(KaizenError) as told, Database(f"sqlite:///{tmp_path}/kaizen.db").reading() as connection:
        connection.execute(sa.text("SELECT 1"))

    assert told.value.code == "storage.damaged"


def test_a_full_disk_is_told_and_nothing_is_half_written(tmp_path: Path, sqlite_template: Path) -> None:
    file = tmp_path / "kaizen.db"
    file.write_bytes(sqlite_template.read_bytes())
    database = Database(f"sqlite:///{tmp_path}/kaizen.db")
    with database.engine.connect() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar()

    def limit(connection: sa.Connection) -> None:
        connection.exec_driver_sql(f"PRAGMA max_page_count={pages}")

    with pytest.raises(KaizenError) as told, database.writing() as connection:
        limit(connection)
        connection.execute(sa.text("CREATE TABLE big (content TEXT)"))
        connection.execute(sa.text("INSERT INTO big VALUES (hex(randomblob(1000000)))"))

    assert told.value.code == "storage.full"
    with database.reading() as connection:
        assert not sa.inspect(connection).has_table("big")
    database.dispose()
