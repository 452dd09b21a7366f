"""The history of measures: what a run found, once, and nothing where nothing was measured."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

from kaizen.collect.inventory.model import Discovery, Item, Kind, Skipped
from kaizen.collect.inventory.service import record_discovery
from kaizen.kit.ids import new_id
from kaizen.loop.reports.repositories import find_repository
from kaizen.loop.reports.service import record_measures, trends
from kaizen.storage.work import Context

BEGUN = datetime(2026, 3, 1, 12, tzinfo=UTC)


def _scan(here: Context, at: datetime, items: int = 3, skipped: int = 1, root: str = "shop") -> UUID:
    found = tuple(Item(Kind.ROUTE, f"GET /{number}", "app.py", number + 1, "python") for number in range(items))
    unread = tuple(Skipped(f"bad{number}.py", "syntax error") for number in range(skipped))
    discovery = Discovery(root, "abc", found, unread, {Kind.ROUTE: items}, 5, files=9)
    then = Context(here.database, here.actor, lambda: at)
    return record_discovery(then, Path("/srv") / root, discovery).repository_id


def _values(here: Context, repository: UUID, name: str) -> list[float]:
    now = Context(here.database, here.actor, lambda: BEGUN + timedelta(days=30))
    report = trends(now, find_repository(here, repository))
    return [point.value for series in report.series if series.name == name for point in series.points]


def test_each_scan_adds_its_figures(here: Context) -> None:
    for day, (items, skipped) in enumerate([(3, 2), (4, 1), (4, 0)]):
        repository = _scan(here, BEGUN + timedelta(days=day), items, skipped)
        record_measures(here, repository)

    assert _values(here, repository, "inventory_items") == [3, 4, 4]
    assert _values(here, repository, "skipped_files") == [2, 1, 0]


def test_looking_twice_at_one_scan_makes_one_point(here: Context) -> None:
    repository = _scan(here, BEGUN)
    added = [record_measures(here, repository) for _ in range(3)]

    assert added[1:] == [0, 0]
    assert added[0] == 2
    assert _values(here, repository, "inventory_items") == [3]


def test_what_nothing_measured_has_no_points(here: Context) -> None:
    repository = _scan(here, BEGUN)
    record_measures(here, repository)

    for name in ("findings_critical", "findings_warning", "findings_info", "coverage", "test_failures", "flaky_tests"):
        assert _values(here, repository, name) == []


def test_repositories_keep_their_histories_apart(here: Context) -> None:
    shop, site = _scan(here, BEGUN, items=3), _scan(here, BEGUN, items=7, root="site")
    record_measures(here, shop)
    record_measures(here, site)

    assert _values(here, shop, "inventory_items") == [3]
    assert _values(here, site, "inventory_items") == [7]


def test_another_workspace_neither_measures_nor_sees(here: Context, other_workspace: Context) -> None:
    repository = _scan(here, BEGUN)
    record_measures(here, repository)
    view = find_repository(here, repository)
    stranger = trends(Context(other_workspace.database, other_workspace.actor, lambda: BEGUN), view)

    assert record_measures(other_workspace, repository) == 0
    assert all(series.points == [] for series in stranger.series)


def test_a_repository_nobody_knows_has_nothing_to_measure(here: Context) -> None:
    assert record_measures(here, new_id()) == 0


def test_only_the_asked_days_are_told(here: Context) -> None:
    for day in (0, 20, 29):
        repository = _scan(here, BEGUN + timedelta(days=day), items=day)
        record_measures(here, repository)
    now = Context(here.database, here.actor, lambda: BEGUN + timedelta(days=30))
    report = trends(now, find_repository(here, repository), days=12)

    assert [point.value for point in report.series[-1].points] == [20, 29]
