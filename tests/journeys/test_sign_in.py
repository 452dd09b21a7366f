"""Getting in and out."""

import pytest

from tests.journeys.browser import Portal

pytestmark = pytest.mark.browser
COMMAND = "kaizen keys sign-in-link"


def test_a_link_signs_in_and_shows_the_first_page(empty: Portal) -> None:
    with empty.visit(signed_in=False) as visit:
        visit.page.goto(empty.server.sign_in_link())
        visit.page.wait_for_url(visit.url + "/")
        visit.settle()
        assert visit.page.locator("h1").inner_text() == "What needs us now?"
        assert "token" not in visit.page.url


def test_a_link_works_once_and_says_how_to_get_another(empty: Portal) -> None:
    link = empty.server.sign_in_link()
    with empty.visit(signed_in=False) as visit:
        visit.page.goto(link)
        visit.page.wait_for_url(visit.url + "/")
    with empty.visit(signed_in=False, failures_expected=True) as visit:
        visit.page.goto(link)
        visit.page.get_by_role("alert").wait_for()
        assert visit.page.locator("h1").inner_text() == "The link did not work"
        assert COMMAND in visit.page.locator("main").inner_text()


@pytest.mark.parametrize("path", ["/", "/findings", "/sign-in"])
def test_without_a_session_every_page_says_how_to_get_in(empty: Portal, path: str) -> None:
    with empty.visit(signed_in=False, failures_expected=True) as visit:
        visit.page.goto(visit.url + path)
        visit.page.get_by_text(COMMAND).wait_for()
        visit.page.get_by_role("heading", level=1, name="How do I get in?").wait_for()


def test_signing_out_ends_the_session(empty: Portal) -> None:
    with empty.visit(signed_in=False, failures_expected=True) as visit:
        visit.page.goto(empty.server.sign_in_link())
        visit.page.wait_for_url(visit.url + "/")
        visit.page.get_by_role("button", name="Sign out").click()
        visit.page.get_by_text(COMMAND).wait_for()
        visit.page.goto(visit.url + "/inventory")
        visit.page.get_by_text(COMMAND).wait_for()
