"""Findings in the portal: filtered, opened, waived with a reason, undone."""

import pytest

from tests.journeys.browser import Portal, Visit

pytestmark = pytest.mark.browser
REASON = "Goes away with the old pricing service in spring."


def open_finding(visit: Visit, words: str) -> None:
    """Opens the first finding whose line says ``words``."""
    visit.go("/findings")
    visit.page.get_by_role("link", name=words).first.click()
    visit.page.wait_for_url("**/findings/*-*")
    visit.settle()


def test_filters_stand_in_the_address_and_survive_a_reload(full: Portal) -> None:
    with full.visit() as visit:
        visit.go("/findings")
        visit.page.get_by_label("Severity").select_option("critical")
        visit.page.wait_for_url("**/findings?severity=critical")
        visit.page.reload()
        visit.settle()
        cells = visit.page.locator("tbody tr").all_inner_texts()
        assert cells
        assert all("Critical" in cell for cell in cells)
        visit.page.get_by_role("button", name="Clear filters").click()
        visit.page.wait_for_url("**/findings")


def test_a_finding_shows_its_evidence_and_its_history(full: Portal) -> None:
    with full.visit() as visit:
        open_finding(visit, "calls eval")
        visit.page.get_by_text("What to do").first.wait_for()
        text = visit.page.locator("main").inner_text()
        for words in ("services/orders/app.py", "eval(formula)", "What to do", "Detected", "no-eval"):
            assert words in text


def test_a_waiver_needs_a_reason_takes_the_finding_off_the_list_and_can_be_undone(full: Portal) -> None:
    with full.visit() as visit:
        open_finding(visit, "calls eval")
        visit.page.get_by_role("button", name="Waive", exact=True).click()
        submit = visit.page.get_by_role("button", name="Waive until")
        submit.click()
        visit.page.get_by_text("Give a reason of at least 10 characters.").wait_for()

        visit.page.get_by_label("Reason").fill(REASON)
        submit.click()
        visit.page.get_by_text("The finding is waived.").wait_for()
        visit.page.get_by_text(REASON).first.wait_for()
        undo = visit.page.get_by_role("button", name="Undo")
        undo.click()
        visit.page.get_by_role("button", name="Waive", exact=True).wait_for()


def test_ending_a_waiver_brings_the_finding_back(full: Portal) -> None:
    with full.visit() as visit:
        open_finding(visit, "requests.get without timeout")
        visit.page.get_by_role("button", name="Waive", exact=True).click()
        visit.page.get_by_label("Reason").fill(REASON)
        visit.page.get_by_role("button", name="Waive until").click()
        visit.page.get_by_role("button", name="End the waiver").wait_for()
        visit.go("/findings")
        assert visit.page.get_by_role("link", name="requests.get without timeout").count() == 0

        visit.go("/findings?state=waived")
        visit.page.get_by_role("link", name="requests.get without timeout").click()
        visit.page.get_by_role("button", name="End the waiver").click()
        visit.page.get_by_text("the finding is open again").wait_for()
        visit.go("/findings")
        visit.page.get_by_role("link", name="requests.get without timeout").wait_for()
