"""The portal without a mouse."""

import pytest
from playwright.sync_api import expect

from tests.journeys.browser import Portal, Visit

pytestmark = pytest.mark.browser


def focused(visit: Visit, what: str) -> object:
    """A property of the element that has the focus."""
    return visit.page.evaluate(f"document.activeElement.{what}")


def test_the_first_tab_skips_to_the_page(full: Portal) -> None:
    with full.visit() as visit:
        visit.go("/inventory")
        visit.page.keyboard.press("Tab")
        assert focused(visit, "textContent") == "Skip to the page"
        visit.page.keyboard.press("Enter")
        assert focused(visit, "id") == "page"


def test_a_slash_searches_this_page_and_keeps_the_words_in_the_address(full: Portal) -> None:
    with full.visit() as visit:
        visit.go("/inventory")
        visit.page.keyboard.press("/")
        visit.page.keyboard.type("orders/{order_id}")
        visit.page.wait_for_url("**/inventory?q=*")
        expect(visit.page.locator("tbody tr")).to_have_count(1)
        visit.page.reload()
        visit.settle()
        assert visit.page.get_by_role("searchbox").last.input_value() == "orders/{order_id}"
        assert visit.page.locator("tbody tr").count() == 1


def test_letters_walk_the_rows_and_enter_opens_one(full: Portal) -> None:
    with full.visit() as visit:
        visit.go("/inventory")
        names = visit.page.locator("[data-row-link]").all_inner_texts()
        for key, row in (("j", 0), ("j", 1), ("ArrowDown", 2), ("k", 1)):
            visit.page.keyboard.press(key)
            assert focused(visit, "textContent") == names[row]
        visit.page.keyboard.press("Enter")
        visit.page.wait_for_url("**/inventory/*-*")
        visit.page.locator("h1:focus").wait_for()


@pytest.mark.parametrize(("key", "path"), [("i", "/inventory"), ("k", "/keys"), ("y", "/system"), ("h", "/")])
def test_g_and_a_letter_go_to_a_page(full: Portal, key: str, path: str) -> None:
    with full.visit() as visit:
        visit.go("/audit")
        visit.page.keyboard.press("g")
        visit.page.keyboard.press(key)
        visit.page.wait_for_url(visit.url + path)


def test_a_question_mark_lists_the_keys_and_escape_gives_the_focus_back(full: Portal) -> None:
    with full.visit() as visit:
        visit.go("/inventory")
        visit.page.keyboard.press("j")
        before = focused(visit, "textContent")
        visit.page.keyboard.press("?")
        assert visit.page.get_by_role("dialog").get_by_role("heading", name="Keyboard and help").is_visible()
        visit.page.keyboard.press("Escape")
        assert visit.page.get_by_role("dialog").count() == 0
        assert focused(visit, "textContent") == before


def test_the_focus_is_always_visible(full: Portal) -> None:
    with full.visit() as visit:
        visit.go("/inventory")
        for _ in range(25):
            visit.page.keyboard.press("Tab")
            style = visit.page.evaluate(
                """() => {
                  const shown = getComputedStyle(document.activeElement);
                  return [shown.outlineStyle, shown.borderColor, document.activeElement.outerHTML.slice(0, 120)];
                }"""
            )
            in_field = focused(visit, "tagName") in ("INPUT", "SELECT")
            assert style[0] != "none" or in_field, style[2]
