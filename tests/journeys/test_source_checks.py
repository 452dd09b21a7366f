"""The portal's own checks: unit tests, types, format and lint, and that it knows the server's present API."""

import os
import subprocess
from pathlib import Path

import pytest
from tools.pages import api

from tests.journeys.conftest import PORTAL


def npm(node_tools: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    """Runs npm in the portal's folder."""
    environment = os.environ | {"PATH": f"{node_tools}{os.pathsep}{os.environ['PATH']}", "NO_COLOR": "1"}
    return subprocess.run(
        ["npm", *arguments], cwd=PORTAL, env=environment, capture_output=True, text=True, timeout=300, check=False
    )


@pytest.mark.parametrize("check", ["test", "types", "lint"])
def test_the_portal_passes_its_own_check(node_tools: Path, check: str) -> None:
    done = npm(node_tools, "run", check)
    assert done.returncode == 0, (done.stdout + done.stderr)[-4000:]


def test_the_portal_knows_the_present_api(node_tools: Path, tmp_path: Path) -> None:
    description = tmp_path / "openapi.json"
    fresh = tmp_path / "schema.ts"
    description.write_text(api.description(), encoding="utf-8")
    done = npm(node_tools, "run", "api", "--", str(description), str(fresh))
    assert done.returncode == 0, done.stderr
    kept = PORTAL / "src" / "api" / "schema.ts"
    assert kept.read_text(encoding="utf-8") == fresh.read_text(encoding="utf-8"), (
        "the API has changed: run make docs, then npm run api in portal/"
    )
