"""The inventory's record on both databases: first and last seen, gone and back, one workspace."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from kaizen.collect.inventory import service
from kaizen.collect.inventory.model import Discovery, Item, Kind, Skipped
from kaizen.collect.inventory.views import ItemOrder, ItemQuery
from kaizen.kit.errors import KaizenError
from kaizen.kit.ids import new_id
from kaizen.kit.paging import PageRequest
from kaizen.storage.work import Context

START = datetime(2026, 1, 1, tzinfo=UTC)
ROOT = Path("/srv/shop")
ALL = PageRequest(limit=200)


def at(context: Context, days: float) -> Context:
    """The same place at a later time."""
    return Context(context.database, context.actor, lambda: START + timedelta(days=days))


def route(name: str, line: int = 1, path: str = "api.py") -> Item:
    """A route found."""
    return Item(Kind.ROUTE, name, path, line, "python", {}, "@team")


def found(*items: Item, skipped: tuple[Skipped, ...] = (), commit: str | None = "c1") -> Discovery:
    """A discovery of these items."""
    return Discovery("shop", commit, items, skipped, {Kind.ROUTE: len(items)}, 5, 10)


def test_first_and_last_seen_tell_the_life_of_an_item(here: Context) -> None:
    service.record_discovery(at(here, 0), ROOT, found(route("GET /a"), route("GET /b")))
    service.record_discovery(at(here, 1), ROOT, found(route("GET /a", line=7)))
    result = service.record_discovery(at(here, 2), ROOT, found(route("GET /a"), route("GET /b")))
    items = {item.name: item for item in service.list_items(here, ItemQuery(), ALL).items}

    assert (result.kept, result.new, result.gone) == (2, 0, 0)
    assert items["GET /a"].first_seen == items["GET /b"].first_seen == START
    assert items["GET /a"].last_seen == items["GET /b"].last_seen == START + timedelta(days=2)
    assert items["GET /a"].owner == "@team"
    assert items["GET /a"].used_by is None


def test_a_gone_item_stays_on_record_as_it_was_last_seen(here: Context) -> None:
    service.record_discovery(at(here, 0), ROOT, found(route("GET /a"), route("GET /b")))
    service.record_discovery(at(here, 1), ROOT, found(route("GET /a")))
    gone = service.list_items(here, ItemQuery(active=False), ALL).items

    assert [(item.name, item.active, item.last_seen) for item in gone] == [("GET /b", False, START)]
    assert service.list_items(here, ItemQuery(active=None), ALL).total == 2


def test_the_summary_counts_what_is_there_new_and_gone(here: Context) -> None:
    assert service.summarize(here).scanned_at is None
    service.record_discovery(at(here, 0), ROOT, found(route("GET /a"), route("GET /b")))
    service.record_discovery(at(here, 30), ROOT, found(route("GET /a"), route("GET /c"), skipped=(Skipped("x", "no"),)))
    summary = service.summarize(at(here, 30))

    counted = summary.kinds["route"]
    assert (counted.active, counted.new, counted.gone) == (2, 1, 1)
    assert (summary.total, summary.skipped, summary.repositories) == (2, 1, 1)
    assert summary.scanned_at == START + timedelta(days=30)


def test_the_skipped_files_are_those_of_the_last_scan(here: Context) -> None:
    service.record_discovery(here, ROOT, found(skipped=(Skipped("a", "one"), Skipped("b", "two"))))
    service.record_discovery(here, ROOT, found(skipped=(Skipped("b", "still"),)))

    assert service.list_skipped(here, ALL).items == [Skipped("b", "still")]


@pytest.mark.parametrize(
    ("query", "names"),
    [
        pytest.param(ItemQuery(q="USER"), ["GET /users", "GET /x"], id="text in name or path, in any case"),
        pytest.param(ItemQuery(q="%"), [], id="a wildcard is only a character"),
        pytest.param(ItemQuery(language="python", kind=Kind.TABLE), [], id="all conditions at once"),
        pytest.param(ItemQuery(sort=ItemOrder.PATH), ["GET /users", "GET /x"], id="by path"),
    ],
)
def test_items_are_found_by_what_is_asked(here: Context, query: ItemQuery, names: list[str]) -> None:
    service.record_discovery(here, ROOT, found(route("GET /x", path="users.py"), route("GET /users", path="a.py")))

    assert [item.name for item in service.list_items(here, query, ALL).items] == names


def test_ten_thousand_items_are_recorded_and_paged(here: Context) -> None:
    many = [route(f"GET /{number:05d}") for number in range(10_000)]
    service.record_discovery(here, ROOT, found(*many))
    first = service.list_items(here, ItemQuery(), PageRequest(limit=50))
    second = service.list_items(here, ItemQuery(), PageRequest(first.next_cursor, 50))

    assert first.total == 10_000
    assert second.items[0].name == "GET /00050"


def test_another_workspace_has_its_own_record_of_the_same_folder(here: Context, other_workspace: Context) -> None:
    service.record_discovery(here, ROOT, found(route("GET /a")))
    service.record_discovery(other_workspace, ROOT, found(route("GET /b")))
    ours = service.list_items(here, ItemQuery(), ALL).items

    assert [item.name for item in ours] == ["GET /a"]
    with pytest.raises(KaizenError, match="no item"):
        service.get_item(other_workspace, ours[0].id)
    with pytest.raises(KaizenError, match="no item"):
        service.get_item(here, new_id())


def test_a_viewer_may_look_and_not_record(viewer: Context) -> None:
    assert service.list_repositories(viewer, ALL).items == []
    with pytest.raises(KaizenError) as refused:
        service.record_discovery(viewer, ROOT, found())
    assert refused.value.code == "access.not_allowed"
