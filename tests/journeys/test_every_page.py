"""Every page, full and empty: its question, no axe finding in either theme, no sideways scrolling, a clean console."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.journeys.accessibility import axe_findings, overflow
from tests.journeys.browser import DESK, PHONE, Portal
from tests.journeys.pages import IDS, PAGES, PROBLEM, PageCase

pytestmark = pytest.mark.browser
LOOKS = (("light", "en", DESK), ("dark", "ru", PHONE))


@pytest.mark.parametrize("page", PAGES, ids=IDS)
@pytest.mark.parametrize(("theme", "language", "size"), LOOKS, ids=["light, English, desk", "dark, Russian, phone"])
def test_a_full_page_answers_its_question(
    full: Portal, node_tools: Path, page: PageCase, theme: str, language: str, size: dict[str, int]
) -> None:
    with full.visit(theme=theme, language=language, size=size, bypass_csp=True) as visit:
        visit.go(page.path)
        heading = visit.page.locator("h1").inner_text()
        assert (page.question if language == "en" else page.russian) in heading
        if language == "en":
            assert page.full in visit.page.locator("main").inner_text()
        assert visit.page.get_attribute("html", "lang") == language
        assert overflow(visit.page) <= 0
        assert axe_findings(visit.page) == []


@pytest.mark.parametrize("page", PAGES, ids=IDS)
@pytest.mark.parametrize(("theme", "language", "size"), LOOKS, ids=["light, English, desk", "dark, Russian, phone"])
def test_an_empty_page_says_what_it_is_and_how_to_fill_it(
    empty: Portal, node_tools: Path, page: PageCase, theme: str, language: str, size: dict[str, int]
) -> None:
    with empty.visit(theme=theme, language=language, size=size, bypass_csp=True) as visit:
        visit.go(page.path)
        if language == "en":
            assert page.empty in visit.page.locator("main").inner_text()
        assert overflow(visit.page) <= 0
        assert axe_findings(visit.page) == []


@pytest.mark.parametrize("page", PAGES, ids=IDS)
def test_a_failing_page_says_why_and_recovers_when_asked_again(full: Portal, node_tools: Path, page: PageCase) -> None:
    broken = True

    def answer(route: object) -> None:
        if broken and "/api/v1/session" not in route.request.url:  # type: ignore[attr-defined]
            route.fulfill(status=503, json=PROBLEM, content_type="application/problem+json")  # type: ignore[attr-defined]
        else:
            route.continue_()  # type: ignore[attr-defined]

    with full.visit(failures_expected=True, bypass_csp=True) as visit:
        visit.page.route("**/api/v1/**", answer)
        visit.go(page.path)
        note = visit.page.get_by_role("alert").first
        for words in (PROBLEM["detail"], PROBLEM["hint"], PROBLEM["error_id"]):
            assert str(words) in note.inner_text()
        assert axe_findings(visit.page) == []
        broken = False
        while visit.page.get_by_role("alert").count():
            before = visit.page.get_by_role("alert").count()
            visit.page.get_by_role("button", name="Try again").first.click()
            expect(visit.page.get_by_role("alert")).not_to_have_count(before)
        visit.settle()
        assert page.full in visit.page.locator("main").inner_text()


def test_a_slow_page_shows_its_shape_within_a_fifth_of_a_second(full: Portal) -> None:
    waits = []
    with full.visit() as visit:
        visit.page.route("**/api/v1/inventory/**", lambda route: None)
        for _ in range(3):
            visit.go("/system")
            visit.page.evaluate(
                """() => {
                  const start = performance.now();
                  new MutationObserver(() => {
                    if (window.shapeAfter === undefined && document.querySelector('main [aria-busy=true]'))
                      window.shapeAfter = performance.now() - start;
                  }).observe(document.body, {childList: true, subtree: true});
                  document.querySelector('a[href="/inventory"]').click();
                }"""
            )
            expect(visit.page.locator("main [aria-busy=true]")).not_to_have_count(0)
            waits.append(visit.page.evaluate("window.shapeAfter"))
    assert sorted(waits)[1] < 200, waits


def test_an_unknown_address_says_so_and_leads_home(full: Portal) -> None:
    with full.visit() as visit:
        visit.go("/no-such-page")
        assert visit.page.locator("h1").inner_text() == "There is no such page."
        visit.page.get_by_role("link", name="Go to the first page").click()
        visit.page.wait_for_url(visit.url + "/")
