"""The lock of a home folder: one holder, gone with it, and trouble with the folder told in plain words."""

from pathlib import Path

import pytest

from kaizen.kit.errors import KaizenError
from kaizen.kit.running import HomeLock, running_server


def test_a_home_has_one_server_and_says_where_it_is(tmp_path: Path) -> None:
    first, second = HomeLock(tmp_path), HomeLock(tmp_path)
    taken = (first.take(), second.take())
    first.tell("http://127.0.0.1:1")
    told = running_server(tmp_path)
    mode = first.address_file.stat().st_mode & 0o777
    first.release()

    assert taken == (True, False)
    assert told == "http://127.0.0.1:1"
    assert mode == 0o600
    assert second.take()
    second.release()
    assert running_server(tmp_path) is None


def test_what_a_killed_server_left_behind_does_not_count(tmp_path: Path) -> None:
    (tmp_path / "server.lock").touch()
    (tmp_path / "server.json").write_text('{"url": "http://127.0.0.1:1", "pid": 1}')

    assert running_server(tmp_path) is None


@pytest.mark.parametrize("spoil", ["server.lock", "server.new"])
def test_a_home_that_cannot_be_used_is_told_in_plain_words(tmp_path: Path, spoil: str) -> None:
    (tmp_path / spoil).mkdir()
    lock = HomeLock(tmp_path)
    with pytest.raises(KaizenError) as told:
        lock.take()
        lock.tell("http://127.0.0.1:1")
    lock.release()

    assert told.value.code == "storage.home_unwritable"
    assert str(tmp_path) in told.value.sentence()


def test_a_home_that_was_removed_is_told_in_plain_words(tmp_path: Path) -> None:
    with pytest.raises(KaizenError) as told:
        HomeLock(tmp_path / "removed").take()

    assert told.value.code == "storage.home_unwritable"
