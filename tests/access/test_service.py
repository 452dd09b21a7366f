"""Sign-in, sessions and keys on both databases."""

import threading
from datetime import UTC, datetime, timedelta

import pytest

from kaizen.access.service import (
    actor_of_key,
    actor_of_session,
    create_key,
    ensure_owner,
    list_keys,
    revoke_key,
    session_view,
    sign_in,
    sign_in_link,
    sign_out,
)
from kaizen.kit.actor import Scope, local_actor
from kaizen.kit.errors import KaizenError
from kaizen.kit.ids import new_id
from kaizen.kit.paging import PageRequest
from kaizen.storage.database import Database
from kaizen.storage.work import Context

START = datetime(2026, 1, 1, tzinfo=UTC)
DAY = timedelta(days=1)


def at(context: Context, later: timedelta) -> Context:
    """The same place at a later time."""
    return Context(context.database, context.actor, lambda: START + later)


def test_the_first_owner_is_made_once(here: Context) -> None:
    assert ensure_owner(here, "somebody else").name == "tester"


def test_several_first_starts_at_once_make_one_owner(database: Database) -> None:
    fresh = Context(database, local_actor("kaizen"))
    made: list[object] = []
    threads = [threading.Thread(target=lambda name=name: made.append(ensure_owner(fresh, name))) for name in "abcdefgh"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(made) == 8
    assert len(set(made)) == 1


def test_a_session_lives_while_it_is_used_and_ends_when_it_is_not(here: Context) -> None:
    opened = sign_in(at(here, DAY * 0), sign_in_link(at(here, DAY * 0)), DAY)
    for hours in range(6, 48, 6):
        assert actor_of_session(at(here, timedelta(hours=hours)), opened.secret, DAY).name == "tester"

    with pytest.raises(KaizenError) as ended:
        actor_of_session(at(here, timedelta(hours=42 + 25)), opened.secret, DAY)
    assert ended.value.code == "access.sign_in_needed"


def test_a_sign_in_link_ends_after_half_an_hour(here: Context) -> None:
    token = sign_in_link(at(here, timedelta(0)))

    with pytest.raises(KaizenError) as ended:
        sign_in(at(here, timedelta(minutes=31)), token, DAY)
    assert ended.value.code == "access.link_spent"


def test_a_sign_out_ends_the_session(here: Context) -> None:
    opened = sign_in(here, sign_in_link(here), DAY)
    sign_out(here.acting_as(opened.actor), opened.secret)

    with pytest.raises(KaizenError):
        actor_of_session(here, opened.secret, DAY)


def test_a_key_carries_its_scopes_and_no_more(here: Context) -> None:
    made = create_key(here, "ci", ["read", "write"])
    actor = actor_of_key(here, made.secret)
    view = session_view(here.acting_as(actor), None)

    assert actor.scopes == {Scope.READ, Scope.WRITE}
    assert view.key is not None
    assert (view.key.name, view.person, view.csrf_token) == ("ci", None, None)
    with pytest.raises(KaizenError, match="needs the scope admin"):
        create_key(here.acting_as(actor), "another", ["admin"])


@pytest.mark.parametrize(
    ("days", "asked_after", "works"),
    [(1, timedelta(hours=23), True), (1, timedelta(hours=25), False), (None, timedelta(days=3000), True)],
    ids=["before its end", "after its end", "without an end"],
)
def test_a_key_works_until_it_expires(here: Context, days: int | None, asked_after: timedelta, works: bool) -> None:
    made = create_key(at(here, timedelta(0)), "ci", ["read"], days)
    later = at(here, asked_after)

    if works:
        assert actor_of_key(later, made.secret).name == "key:ci"
    else:
        with pytest.raises(KaizenError):
            actor_of_key(later, made.secret)


def test_a_revoked_key_is_refused_and_stays_listed(here: Context) -> None:
    made = create_key(here, "ci", ["read"])
    revoke_key(here, made.key.id)

    with pytest.raises(KaizenError):
        actor_of_key(here, made.secret)
    assert list_keys(here, PageRequest()).items[0].revoked_at is not None


@pytest.mark.parametrize(
    ("name", "scopes", "days", "code"),
    [
        pytest.param(" ", ["read"], None, "access.key_name_invalid", id="no name"),
        pytest.param("x" * 101, ["read"], None, "access.key_name_invalid", id="a name too long"),
        pytest.param("x", [], None, "access.scopes_invalid", id="no scope"),
        pytest.param("x", ["root"], None, "access.scopes_invalid", id="an unknown scope"),
        pytest.param("x", ["read"], 0, "access.expiry_invalid", id="an end before its beginning"),
    ],
)
def test_a_key_that_makes_no_sense_is_refused(
    here: Context, name: str, scopes: list[str], days: int | None, code: str
) -> None:
    with pytest.raises(KaizenError) as refused:
        create_key(here, name, scopes, days)

    assert refused.value.code == code
    assert list_keys(here, PageRequest()).items == []


def test_a_key_of_another_workspace_cannot_be_revoked(here: Context, other_workspace: Context) -> None:
    made = create_key(here, "ci", ["read"])

    with pytest.raises(KaizenError, match="There is no key"):
        revoke_key(other_workspace, made.key.id)
    with pytest.raises(KaizenError, match="There is no key"):
        revoke_key(here, new_id())
    assert actor_of_key(here, made.secret).workspace_id == here.actor.workspace_id
