"""Fixtures of the journeys: the browser, a full shop, an empty home, and the tools from npm."""

import importlib.util
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType

import pytest
from playwright.sync_api import Browser

from tests.fixtures.requiring import missing
from tests.fixtures.serving import LiveServer, start_server
from tests.journeys.browser import Portal, chromium
from tests.journeys.shop import write_shop

__all__ = ["chromium"]

PORTAL = Path(__file__).resolve().parents[2] / "portal"


def build_script() -> ModuleType:
    """The portal's build script as a module."""
    spec = importlib.util.spec_from_file_location("kaizen_portal_build", PORTAL / "build.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@contextmanager
def only_one(lock: Path) -> Iterator[None]:
    """Keeps the workers of a parallel run from building at the same time."""
    deadline = time.monotonic() + 300
    while True:
        try:
            lock.mkdir()
            break
        except FileExistsError:
            assert time.monotonic() < deadline, f"{lock} is held for too long; remove it if no tests run"
            time.sleep(0.2)
    try:
        yield
    finally:
        lock.rmdir()


@pytest.fixture(scope="session")
def lock(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A place that all workers of this run share."""
    base = tmp_path_factory.getbasetemp()
    return (base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base) / "portal.lock"


@pytest.fixture(scope="session")
def built(lock: Path) -> Path:
    """The built pages, made now when they are missing or older than their sources."""
    with only_one(lock):
        done = subprocess.run([sys.executable, PORTAL / "build.py"], capture_output=True, text=True, check=False)
    if done.returncode:
        missing("the built portal", done.stderr.strip())
    return PORTAL.parent / "src" / "kaizen" / "portal"


@pytest.fixture(scope="session")
def node_tools(lock: Path) -> Path:
    """The folder of a Node with the portal's test tools installed."""
    script = build_script()
    with only_one(lock):
        try:
            folder: Path = script.install_test_tools()
        except script.CannotBuildError as problem:
            missing("the portal's test tools", str(problem))
            raise
    return folder


@pytest.fixture(scope="session")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small repository with a service, tables, tests and broken promises."""
    return write_shop(tmp_path_factory.mktemp("shop"))


def stopped(server: LiveServer) -> None:
    """Ends a server that a test has not ended itself."""
    if server.process.poll() is None:
        server.stop()


@pytest.fixture(scope="session")
def full(chromium: Browser, built: Path, shop: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Portal]:
    """The portal over the shop after one turn of the loop."""
    server = start_server(tmp_path_factory.mktemp("full") / "home", shop)
    for command in (["discover"], ["test", "--path"], ["check", "standards"], ["check", "health"]):
        server.kaizen(*command, str(shop))
    yield Portal(chromium, server)
    stopped(server)


@pytest.fixture(scope="session")
def empty(chromium: Browser, built: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Portal]:
    """The portal of a home in which nothing has happened yet."""
    server = start_server(tmp_path_factory.mktemp("empty") / "home")
    yield Portal(chromium, server)
    stopped(server)
