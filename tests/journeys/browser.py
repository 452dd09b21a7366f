"""Visits to the portal with a real Chromium, and what every visit must leave behind: a clean console."""

import os
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Playwright, expect, sync_playwright

from tests.fixtures.requiring import missing
from tests.fixtures.serving import LiveServer

NAMES = ("chromium", "chromium-browser", "google-chrome")
QUIET = (
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)
EXPECTED_FAILURE = re.compile(
    r"Failed to load resource: the server responded with a status of \d+|WebSocket connection to"
)
DESK = {"width": 1280, "height": 860}
PHONE = {"width": 375, "height": 812}


def start_chromium(playwright: Playwright) -> Browser:
    """The machine's own Chromium; it runs without its sandbox only where the tests run as root."""
    path = next((found for name in NAMES if (found := shutil.which(name))), None)
    if path is None:
        missing("Chromium", "no chromium on the PATH; on Debian: apt-get install chromium")
    arguments = [*QUIET, *(["--no-sandbox"] if os.geteuid() == 0 else [])]
    return playwright.chromium.launch(executable_path=path, args=arguments)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One browser for all journeys of a worker."""
    with sync_playwright() as playwright:
        browser = start_chromium(playwright)
        yield browser
        browser.close()


@dataclass
class Visit:
    """A tab on the portal and what its console said."""

    page: Page
    url: str
    complaints: list[str] = field(default_factory=list)
    failures_expected: bool = False

    def go(self, path: str) -> None:
        """Opens a page and waits until it has its answers."""
        self.page.goto(self.url + path)
        self.settle()

    def settle(self) -> None:
        """Waits until nothing on the page is a skeleton any more."""
        self.page.wait_for_selector("h1")
        expect(self.page.locator("[aria-busy=true]")).to_have_count(0)

    def hear(self, message: ConsoleMessage) -> None:
        """Keeps errors and warnings, except the refusals a test asked for."""
        if message.type not in ("error", "warning"):
            return
        if self.failures_expected and EXPECTED_FAILURE.search(message.text):
            return
        self.complaints.append(f"{message.type}: {message.text}")


Open = Callable[..., Any]


class Portal:
    """A served Kaizen and the session of its owner, signed in once."""

    def __init__(self, browser: Browser, server: LiveServer) -> None:
        self.browser = browser
        self.server = server
        self.state = self._sign_in()

    def _sign_in(self) -> Any:
        context = self.browser.new_context()
        page = context.new_page()
        page.goto(self.server.sign_in_link())
        page.wait_for_url(self.server.url + "/")
        state = context.storage_state()
        context.close()
        return state

    @contextmanager
    def visit(
        self,
        *,
        signed_in: bool = True,
        size: dict[str, int] | None = None,
        theme: str = "light",
        language: str = "en",
        failures_expected: bool = False,
        bypass_csp: bool = False,
    ) -> Iterator[Visit]:
        """A fresh visit; its end fails when the console was not clean."""
        context: BrowserContext = self.browser.new_context(
            viewport=size or DESK,  # type: ignore[arg-type]
            storage_state=self.state if signed_in else None,
            bypass_csp=bypass_csp,
            locale="en-GB",
        )
        context.add_init_script(
            f"localStorage.getItem('kaizen-theme') || localStorage.setItem('kaizen-theme', '{theme}');"
            f"localStorage.getItem('kaizen-language') || localStorage.setItem('kaizen-language', '{language}');"
        )
        page = context.new_page()
        visit = Visit(page, self.server.url, failures_expected=failures_expected)
        page.on("console", visit.hear)
        page.on("pageerror", lambda error: visit.complaints.append(f"exception: {error}"))
        try:
            yield visit
        finally:
            context.close()
        assert visit.complaints == [], visit.complaints
