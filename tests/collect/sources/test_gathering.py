"""Gathering reads each file once, remembers facts by content and survives readers that crash."""

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import msgspec
import pytest

from kaizen.collect.sources import Skipped, Tree, Unreadable, gather, walk
from kaizen.collect.sources.cache import pack_file
from kaizen.kit.errors import KaizenError


class Size(msgspec.Struct, frozen=True):
    """A fact for tests: the size of a file."""

    bytes: int


class Sizes:
    """Reads sizes and notes each file it reads; some contents make it fail in the ways readers fail."""

    name = "size"
    selection = ""
    shape = Size

    def __init__(self, log: Path, version: str = "1") -> None:
        self._log, self.version = log, version

    def wants(self, path: str) -> bool:
        return path.endswith(".txt")

    def needs(self, data: bytes) -> bool:
        return b"skip me" not in data

    def read(self, path: str, data: bytes) -> Size:
        with self._log.open("a") as log:
            log.write(f"{path}\n")
        if data.startswith(b"unreadable"):
            raise Unreadable("says so itself")
        if data.startswith(b"deep"):
            return self.read(path, data)
        if data.startswith(b"kill"):
            os.kill(os.getpid(), signal.SIGKILL)
        return Size(len(data))


class Failing(Sizes):
    """Divides by zero on some content."""

    def read(self, path: str, data: bytes) -> Size:
        return Size(1 // 0) if data.startswith(b"raise") else super().read(path, data)


def tree_of(root: Path, files: dict[str, bytes]) -> Tree:
    for name, data in files.items():
        (root / name).write_bytes(data)
    return walk(root)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "tree").mkdir()
    return tmp_path / "tree"


@pytest.fixture
def reader(tmp_path: Path) -> Sizes:
    (tmp_path / "log").touch()
    return Sizes(tmp_path / "log")


def reads(tmp_path: Path) -> list[str]:
    return sorted((tmp_path / "log").read_text().split())


def test_files_that_cannot_be_read_are_listed_with_the_reason(root: Path, reader: Sizes) -> None:
    files = {
        "a.txt": b"ok",
        "b.txt": b"\xff\xfe",
        "c.txt": b"x\0y",
        "d.txt": b"unreadable",
        "e.txt": b"skip me",
        "f.txt": b"deep",
    }
    facts = gather(tree_of(root, files), [reader])
    assert facts.of(reader) == {"a.txt": Size(2)}
    assert facts.skipped == (
        Skipped("b.txt", "not UTF-8 text (byte 0)"),
        Skipped("c.txt", "binary"),
        Skipped("d.txt", "says so itself"),
        Skipped("f.txt", "nested too deeply"),
    )


def test_a_file_that_vanishes_after_the_walk_is_listed(root: Path, reader: Sizes) -> None:
    tree = tree_of(root, {"a.txt": b"ok"})
    (root / "a.txt").unlink()
    assert gather(tree, [reader]).skipped == (Skipped("a.txt", "cannot be read: No such file or directory"),)


def test_only_what_changed_is_read_again(root: Path, reader: Sizes, tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    gather(tree_of(root, {"a.txt": b"one", "b.txt": b"two"}), [reader], cache)
    gather(tree_of(root, {"b.txt": b"three"}), [reader], cache)
    assert reads(tmp_path) == ["a.txt", "b.txt", "b.txt"]
    os.utime(root / "a.txt", (1, 1))
    facts = gather(walk(root), [reader], cache)
    assert facts.of(reader) == {"a.txt": Size(3), "b.txt": Size(5)}
    assert reads(tmp_path) == ["a.txt", "b.txt", "b.txt"]
    gather(walk(root), [Sizes(tmp_path / "log", version="2")], cache)
    assert len(reads(tmp_path)) == 5


def test_a_damaged_cache_is_rebuilt(root: Path, reader: Sizes, tmp_path: Path) -> None:
    tree = tree_of(root, {"a.txt": b"one"})
    gather(tree, [reader], tmp_path / "cache")
    pack = pack_file(tmp_path / "cache", tree.root)
    pack.write_bytes(pack.read_bytes()[:-3])
    assert gather(tree, [reader], tmp_path / "cache").of(reader) == {"a.txt": Size(3)}
    assert [file.name for file in pack.parent.iterdir()] == [pack.name]


def test_a_cache_that_cannot_be_written_says_so(root: Path, reader: Sizes, tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("a file where the folder should be")
    with pytest.raises(KaizenError) as error:
        gather(tree_of(root, {"a.txt": b"one"}), [reader], tmp_path / "cache")
    assert error.value.code == "sources.cache_not_written"


def test_worker_processes_answer_like_one_process(root: Path, reader: Sizes) -> None:
    tree = tree_of(root, {f"{number}.txt": b"x" * (number * 100) for number in range(120)})
    done: list[tuple[int, int]] = []
    waited: list[int] = []
    facts = gather(
        tree,
        [reader],
        on_progress=lambda at, all_: done.append((at, all_)),
        while_waiting=lambda: waited.append(1),
        processes=2,
    )
    assert facts.of(reader) == {f"{number}.txt": Size(number * 100) for number in range(120)}
    assert done[-1] == (120, 120)
    assert waited == [1]


KILLED = """
import sys
from pathlib import Path
from kaizen.collect.sources import gather, walk
from tests.collect.sources.test_gathering import Sizes
reader = Sizes(Path(sys.argv[2]))
facts = gather(walk(Path(sys.argv[1])), [reader], processes=2)
print(len(facts.of(reader)), *(entry.path for entry in facts.skipped))
"""


def test_a_killed_worker_costs_its_file_only(root: Path, tmp_path: Path) -> None:
    tree_of(root, {f"{number}.txt": b"x" * 6_000 for number in range(120)} | {"7.txt": b"kill"})
    # In a process of its own: test runners have threads, and with threads nothing is forked.
    command = [sys.executable, "-c", KILLED, str(root), str(tmp_path / "log")]
    told = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True)
    assert told.stdout.split() == ["119", "7.txt"]


def test_a_process_with_threads_does_not_fork(root: Path, reader: Sizes) -> None:
    tree = tree_of(root, {f"{number}.txt": b"x" * 6_000 for number in range(120)})
    stop = threading.Event()
    thread = threading.Thread(target=stop.wait)
    thread.start()
    try:
        assert len(gather(tree, [reader], processes=2).of(reader)) == 120
    finally:
        stop.set()
        thread.join()


def test_a_reader_that_fails_or_answers_nonsense_costs_the_file_alone(root: Path, tmp_path: Path) -> None:
    tree = tree_of(root, {"a.txt": b"raise", "b.txt": b"fine"})
    facts = gather(tree, [Failing(tmp_path / "log")], processes=1)
    assert facts.skipped == (Skipped("a.txt", "the reader failed on this file (ZeroDivisionError)"),)
    assert set(facts.by_reader["size"]) == {"b.txt"}


def test_what_is_no_text_is_listed_even_where_nothing_was_wanted_of_it(root: Path, tmp_path: Path) -> None:
    tree = tree_of(root, {"a.txt": b"skip me \0", "b.txt": b"skip me \xe9", "c.txt": b"skip me"})
    facts = gather(tree, [Sizes(tmp_path / "log")], tmp_path / "cache", processes=1)
    expected = (Skipped("a.txt", "binary"), Skipped("b.txt", "not UTF-8 text (byte 8)"))
    assert facts.skipped == expected
    assert gather(tree, [Sizes(tmp_path / "log")], tmp_path / "cache", processes=1).skipped == expected
