"""Changes appear as they happen, and none is lost when the line drops."""

from pathlib import Path

import pytest
from playwright.sync_api import WebSocketRoute

from tests.journeys.browser import Portal
from tests.journeys.shop import add_route

pytestmark = pytest.mark.browser


def test_a_scan_elsewhere_changes_the_open_page_without_reordering_it(full: Portal, shop: Path) -> None:
    with full.visit() as visit:
        visit.go("/inventory?kind=route")
        visit.page.get_by_text("Live", exact=True).first.wait_for()
        before = visit.page.locator("[data-row-link]").all_inner_texts()
        add_route(shop, "aardvarks")
        full.server.kaizen("discover", str(shop))
        visit.page.get_by_test_id("steady").get_by_text("1 new").wait_for()
        assert visit.page.locator("[data-row-link]").all_inner_texts() == before
        visit.page.get_by_role("button", name="Show the new list").click()
        visit.page.get_by_role("link", name="GET /aardvarks").wait_for()


def test_what_happened_during_a_drop_appears_after_it(full: Portal, shop: Path) -> None:
    lines: list[WebSocketRoute] = []
    addresses: list[str] = []
    refuse = False

    def connect(line: WebSocketRoute) -> None:
        addresses.append(line.url)
        if refuse:
            line.close()
            return
        line.connect_to_server()
        lines.append(line)

    with full.visit(failures_expected=True) as visit:
        visit.page.route_web_socket("**/api/v1/live*", connect)
        visit.go("/inventory?kind=route")
        visit.page.get_by_text("Live", exact=True).first.wait_for()
        refuse = True
        lines[-1].close()
        visit.page.get_by_text("Not live").first.wait_for()
        add_route(shop, "badgers")
        full.server.kaizen("discover", str(shop))
        refuse = False
        visit.page.get_by_text("Live", exact=True).first.wait_for()
        visit.page.get_by_test_id("steady").get_by_text("1 new").wait_for()
        assert "after=" in addresses[-1]


def test_a_started_scan_shows_its_progress_and_its_end(full: Portal) -> None:
    with full.visit() as visit:
        visit.go("/inventory")
        visit.page.get_by_role("button", name="Scan now").click()
        visit.page.get_by_text("Scan started.").wait_for()
        visit.page.get_by_text("Scan is done.").wait_for()
        visit.page.keyboard.press("o")
        drawer = visit.page.get_by_role("dialog")
        drawer.get_by_text("inventory.scan").first.wait_for()
        assert drawer.get_by_text("Done").first.is_visible()
