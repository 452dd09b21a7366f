"""Ten thousand items stay usable."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.fixtures.serving import start_server
from tests.journeys.browser import Portal
from tests.journeys.conftest import stopped
from tests.journeys.shop import write_many_routes

pytestmark = pytest.mark.browser
FILTER_MS = 1_500


@pytest.fixture(scope="module")
def large(chromium: Browser, built: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Portal]:
    """The portal over ten thousand routes."""
    tree = write_many_routes(tmp_path_factory.mktemp("large") / "tree", files=50, routes=200)
    server = start_server(tmp_path_factory.mktemp("large-home") / "home", tree)
    server.kaizen("discover", str(tree))
    yield Portal(chromium, server)
    stopped(server)


def test_ten_thousand_items_are_paged_and_found_quickly(large: Portal) -> None:
    with large.visit() as visit:
        visit.go("/inventory?kind=route")
        assert "10,000" in visit.page.locator("main").inner_text()
        assert visit.page.locator("tbody tr").count() == 50
        visit.page.get_by_role("button", name="Next").click()
        visit.page.get_by_text("51–100 of 10,000").wait_for()
        visit.page.get_by_role("button", name="Previous").click()
        visit.page.get_by_text("1–50 of 10,000").wait_for()
        visit.page.keyboard.press("/")
        visit.page.keyboard.type("part-49/thing-199")
        expect(visit.page.locator("tbody tr")).to_have_count(1, timeout=FILTER_MS)
