"""axe-core on the page that is open."""

from pathlib import Path

from playwright.sync_api import Page

from tests.journeys.conftest import PORTAL

AXE = PORTAL / "node_modules" / "axe-core" / "axe.min.js"


def axe_findings(page: Page, script: Path = AXE) -> list[str]:
    """Every violation as one line; the page must have been opened without its content policy."""
    page.evaluate(script.read_text(encoding="utf-8"))
    violations = page.evaluate("axe.run(document, {resultTypes: ['violations']}).then(result => result.violations)")
    return [f"{each['id']}: {each['help']}: {each['nodes'][0]['html'][:160]}" for each in violations]


def overflow(page: Page) -> int:
    """How many pixels the page is wider than its window."""
    width: int = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return width
