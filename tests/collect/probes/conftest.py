"""Targets of probes, for every test of this folder."""

from pathlib import Path

import pytest

from kaizen.storage.work import Context
from tests.collect.probes.book import Book
from tests.collect.probes.targets import certificate, closed_port, redis_url, silent_port, web

__all__ = ["book", "certificate", "closed_port", "redis_url", "silent_port", "web"]


@pytest.fixture
def book(here: Context, tmp_path: Path) -> Book:
    """A folder for a kaizen.yaml, on each kind of database, with a clock that the test moves."""
    folder = tmp_path / "repository"
    folder.mkdir()
    return Book(here, folder)
