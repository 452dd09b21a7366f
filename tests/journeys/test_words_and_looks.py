"""Language, theme and the small screen."""

import pytest

from tests.journeys.accessibility import overflow
from tests.journeys.browser import PHONE, Portal

pytestmark = pytest.mark.browser


def test_the_language_changes_at_once_and_is_remembered(full: Portal) -> None:
    with full.visit() as visit:
        visit.go("/inventory")
        visit.page.get_by_label("Language").select_option("ru")
        visit.page.get_by_role("heading", name="Чем мы владеем?").wait_for()
        assert visit.page.get_attribute("html", "lang") == "ru"
        visit.page.reload()
        visit.settle()
        assert visit.page.locator("h1").inner_text() == "Чем мы владеем?"


def test_the_server_speaks_the_chosen_language(full: Portal) -> None:
    with full.visit(language="ru", failures_expected=True) as visit:
        visit.go("/inventory/00000000-0000-7000-8000-000000000000")
        sentence = visit.page.get_by_role("alert").inner_text()
        assert any("а" <= letter <= "я" for letter in sentence.lower())


def test_the_theme_changes_at_once_and_is_remembered(full: Portal) -> None:
    with full.visit(theme="light") as visit:
        visit.go("/system")
        visit.page.get_by_role("button", name="Theme: Light").click()
        assert visit.page.get_attribute("html", "data-mantine-color-scheme") == "dark"
        visit.page.reload()
        assert visit.page.get_attribute("html", "data-mantine-color-scheme") == "dark"


def test_a_phone_reaches_every_page_through_its_menu(full: Portal) -> None:
    with full.visit(size=PHONE) as visit:
        visit.go("/inventory")
        visit.page.get_by_role("button", name="Open the list of pages").click()
        menu = visit.page.get_by_role("dialog")
        assert menu.get_by_role("link").count() == 10
        menu.get_by_role("link", name="System").click()
        visit.page.wait_for_url("**/system")
        assert visit.page.get_by_role("dialog").count() == 0
        assert overflow(visit.page) <= 0


def test_the_tour_finds_each_of_its_places(full: Portal) -> None:
    with full.visit() as visit:
        visit.go("/")
        visit.page.keyboard.press("?")
        visit.page.get_by_role("dialog").get_by_role("button", name="Take the tour").click()
        seen = []
        for step in range(6):
            title = visit.page.locator(".driver-popover-title")
            title.wait_for()
            seen.append(title.inner_text())
            assert visit.page.locator(".driver-popover-progress-text").inner_text() == f"{step + 1} of 6"
            visit.page.locator(".driver-popover-next-btn").click()
        assert len(set(seen)) == 6
        assert visit.page.locator(".driver-popover").count() == 0
