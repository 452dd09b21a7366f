"""Keys in the portal: made, shown once, used, revoked."""

import httpx
import pytest

from tests.journeys.browser import Portal

pytestmark = pytest.mark.browser


def test_a_key_is_shown_once_works_and_can_be_revoked(full: Portal) -> None:
    with full.visit() as visit:
        visit.go("/keys")
        visit.page.get_by_role("button", name="Create a key").first.click()
        visit.page.get_by_label("Name").fill("pipeline")
        visit.page.get_by_role("dialog").get_by_role("button", name="Create a key").click()
        visit.page.get_by_role("heading", name="The key is made").wait_for()
        secret = visit.page.get_by_role("dialog").locator("code").first.inner_text()
        headers = {"Authorization": f"Bearer {secret}"}
        assert httpx.get(f"{visit.url}/api/v1/inventory/items", headers=headers).status_code == 200

        visit.page.get_by_role("button", name="I have copied it").click()
        row = visit.page.get_by_role("row", name="pipeline")
        row.wait_for()
        assert secret not in visit.page.content()

        visit.page.get_by_role("button", name="Revoke pipeline").click()
        visit.page.get_by_role("dialog").get_by_role("button", name="Revoke").click()
        row.get_by_text("Revoked").wait_for()
        assert httpx.get(f"{visit.url}/api/v1/inventory/items", headers=headers).status_code == 401


def test_a_key_without_a_name_is_refused_beside_the_field(full: Portal) -> None:
    with full.visit() as visit:
        visit.go("/keys")
        visit.page.get_by_role("button", name="Create a key").first.click()
        visit.page.get_by_role("dialog").get_by_role("button", name="Create a key").click()
        visit.page.get_by_text("Give the key a name.").wait_for()
        assert visit.page.get_by_label("Name").get_attribute("aria-invalid") == "true"
