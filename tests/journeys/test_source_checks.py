"""The portal's own checks: unit tests, types, format and lint."""

import os
import subprocess
from pathlib import Path

import pytest

from tests.journeys.conftest import PORTAL


@pytest.mark.parametrize("check", ["test", "types", "lint"])
def test_the_portal_passes_its_own_check(node_tools: Path, check: str) -> None:
    environment = os.environ | {"PATH": f"{node_tools}{os.pathsep}{os.environ['PATH']}", "NO_COLOR": "1"}
    done = subprocess.run(
        ["npm", "run", check], cwd=PORTAL, env=environment, capture_output=True, text=True, timeout=300, check=False
    )
    assert done.returncode == 0, (done.stdout + done.stderr)[-4000:]
