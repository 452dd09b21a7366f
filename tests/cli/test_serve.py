"""``kaizen serve`` with a folder that it cannot work on."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.fixtures.doors import Outcome


@pytest.mark.parametrize(
    ("name", "told"),
    [
        pytest.param("nowhere", "There is no folder", id="no such folder"),
        pytest.param("file", "is a file, not a folder", id="a file"),
    ],
)
def test_a_folder_that_is_none_is_refused_before_anything_is_served(
    cli: Callable[..., Outcome], tmp_path: Path, name: str, told: str
) -> None:
    (tmp_path / "file").touch()
    outcome = cli("serve", str(tmp_path / name))

    assert outcome.exit_code == 2
    assert told in outcome.stderr
    assert "hint: " in outcome.stderr
