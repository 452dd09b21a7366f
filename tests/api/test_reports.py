"""Reports over HTTP."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from fastapi.testclient import TestClient

from kaizen.api.parts import Parts
from kaizen.collect.inventory.model import Discovery, Item, Kind
from kaizen.collect.inventory.service import record_discovery
from kaizen.kit.ids import new_id
from kaizen.loop.reports.service import hear, record_measures
from kaizen.storage.events import events_after
from kaizen.storage.work import Context


def scanned(context: Context, name: str = "shop", age: timedelta = timedelta(hours=1)) -> UUID:
    """A repository on record, scanned some time ago."""
    found = (Item(Kind.ROUTE, "GET /", "app.py", 1, "python"),)
    discovery = Discovery(name, None, found, (), {Kind.ROUTE: 1}, 1, files=1)
    then = Context(context.database, context.actor, lambda: datetime.now(UTC) - age)
    return record_discovery(then, Path("/srv") / name, discovery).repository_id


def test_trends_are_told_of_the_latest_repository(owner_client: TestClient, parts: Parts) -> None:
    record_measures(parts.system, scanned(parts.system))
    told = owner_client.get("/api/v1/reports/trends").json()
    items = next(series for series in told["series"] if series["name"] == "inventory_items")

    assert (told["repository"], told["days"]) == ("shop", 90)
    assert (items["latest"], items["state"], items["better"]) == (1, "unknown", None)
    assert items["points"][0]["at"].endswith("Z")


def test_a_repository_can_be_chosen(owner_client: TestClient, parts: Parts) -> None:
    shop = scanned(parts.system, "shop", timedelta(hours=2))
    scanned(parts.system, "site")
    latest = owner_client.get("/api/v1/reports/trends").json()
    chosen = owner_client.get(f"/api/v1/reports/trends?repository_id={shop}&days=7").json()

    assert (latest["repository"], chosen["repository"], chosen["days"]) == ("site", "shop", 7)


@pytest.mark.parametrize("report", ["trends", "issues"])
def test_a_repository_of_nobody_or_of_others_is_not_there(
    report: str, client_for: Callable[..., TestClient], parts: Parts, other_workspace: Context
) -> None:
    theirs = scanned(other_workspace)
    client = client_for("read")
    answers = [client.get(f"/api/v1/reports/{report}?repository_id={each}") for each in (theirs, new_id())]

    assert [answer.status_code for answer in answers] == [404, 404]
    assert {answer.json()["code"] for answer in answers} == {"reports.repository_unknown"}


@pytest.mark.parametrize("report", ["trends", "issues"])
@pytest.mark.parametrize(
    ("form", "media", "begins"),
    [
        pytest.param("json", "application/json", "{", id="as JSON"),
        pytest.param("markdown", "text/markdown; charset=utf-8", "# ", id="as Markdown"),
        pytest.param("text", "text/plain; charset=utf-8", "", id="as text"),
    ],
)
def test_a_report_comes_in_the_form_asked_for(
    owner_client: TestClient, report: str, form: str, media: str, begins: str
) -> None:
    answer = owner_client.get(f"/api/v1/reports/{report}?format={form}")

    assert (answer.status_code, answer.headers["content-type"]) == (200, media)
    assert answer.text.startswith(begins)


def test_an_unknown_form_is_refused_and_so_is_a_stranger(owner_client: TestClient, parts: Parts) -> None:
    refused = owner_client.get("/api/v1/reports/trends?format=pdf")
    owner_client.headers.pop("Authorization")

    assert (refused.status_code, refused.json()["code"]) == (422, "api.invalid")
    assert owner_client.get("/api/v1/reports/trends").status_code == 401


def test_news_of_a_scan_adds_its_points_once(parts: Parts, owner_client: TestClient) -> None:
    scanned(parts.system)
    news = [event for event in events_after(parts.system, 0) if event.name == "inventory.scanned"]
    for _ in range(2):
        for event in news:
            hear(parts.system, event)
    told = owner_client.get("/api/v1/reports/trends").json()

    assert len(news) == 1
    assert [len(series["points"]) for series in told["series"] if series["name"] == "skipped_files"] == [1]
