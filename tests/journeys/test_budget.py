"""What the first page weighs and how soon it paints, and the policy it is served under."""

import gzip
import statistics
from pathlib import Path

import httpx
import pytest

from tests.journeys.browser import Portal

pytestmark = pytest.mark.browser
SCRIPT_BYTES = 200_000
STYLE_BYTES = 15_000
FIRST_PAINT_MS = 300


def test_the_first_page_stays_within_its_weight(full: Portal) -> None:
    sizes: dict[str, int] = {}
    with full.visit() as visit:
        visit.page.on(
            "response",
            lambda answer: (
                sizes.update({answer.url: len(gzip.compress(answer.body(), 9))})
                if answer.url.endswith((".js", ".css"))
                else None
            ),
        )
        visit.go("/")
        visit.page.wait_for_load_state("networkidle")
    assert sum(size for url, size in sizes.items() if url.endswith(".js")) <= SCRIPT_BYTES, sizes
    assert sum(size for url, size in sizes.items() if url.endswith(".css")) <= STYLE_BYTES, sizes


def test_the_first_paint_is_quick(full: Portal) -> None:
    paints = []
    with full.visit() as visit:
        for _ in range(5):
            visit.go("/")
            paints.append(
                visit.page.evaluate("performance.getEntriesByName('first-contentful-paint')[0].startTime"),
            )
    assert statistics.median(paints) <= FIRST_PAINT_MS, paints


def test_pages_allow_no_inline_code_but_their_own(full: Portal) -> None:
    policy = httpx.get(full.server.url + "/").headers["content-security-policy"]
    rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
    assert "unsafe" not in rules["script-src"]
    assert "unsafe" not in rules["style-src"]
    assert "sha256-" in rules["script-src"]


def test_the_portal_can_be_installed(full: Portal) -> None:
    manifest = httpx.get(full.server.url + "/manifest.webmanifest").json()
    assert {icon["sizes"] for icon in manifest["icons"]} >= {"192x192", "512x512"}
    for icon in manifest["icons"]:
        answer = httpx.get(full.server.url + icon["src"])
        assert answer.status_code == 200
        assert answer.headers["content-type"].startswith("image/")


def test_the_portal_needs_nothing_from_elsewhere(built: Path, full: Portal) -> None:
    asked: set[str] = set()
    with full.visit() as visit:
        visit.page.on("request", lambda request: asked.add(request.url.split("/")[2]))
        for path in ("/", "/inventory", "/api/docs"):
            visit.page.goto(visit.url + path)
            visit.page.wait_for_load_state("networkidle")
    assert asked == {full.server.url.split("/")[2]}
