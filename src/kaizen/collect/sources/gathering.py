"""Facts of a whole tree: what is kept is reused, what changed is read once, on every core."""

import os
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import msgspec

from kaizen.collect.sources import cache
from kaizen.collect.sources.beside import Beside
from kaizen.collect.sources.model import Facts, Reader, Skipped, SourceFile, Tree
from kaizen.collect.sources.reading import Reading, key_of, read_file, refused, selection_of
from kaizen.collect.sources.workers import Crew, may_fork, shares
from kaizen.kit.errors import KaizenError

Readers = Sequence[Reader[msgspec.Struct]]
Progress = Callable[[int, int], None]
SMALL = 400_000
CRASHED = "the reader crashed or ran out of time on this file"


def gather(
    tree: Tree,
    readers: Readers,
    cache_dir: Path | None = None,
    on_progress: Progress | None = None,
    *,
    while_waiting: Callable[[], None] | None = None,
    processes: int | None = None,
) -> Facts:
    """Facts of every file that one of ``readers`` wants and needs, and a skip for each it could not read.

    ``on_progress`` gets files done and files in all; ``while_waiting`` runs once in this process after the workers
    have started. ``cache_dir`` keeps facts by content between runs. Raises KaizenError sources.cache_not_written.
    """
    wanted = [file for file in tree.files if any(reader.wants(file.path) for reader in readers)]
    pack = cache.pack_file(cache_dir, tree.root) if cache_dir else None
    kept = cache.load(pack) if pack else {}
    readings = {file.path: kept[file.path] for file in wanted if _fresh(file, kept.get(file.path), readers)}
    stale = [file for file in wanted if file.path not in readings]
    fresh = _Pass(tree.root, stale, readers, kept, _counter(on_progress, len(readings), len(wanted)))
    readings |= fresh.all(processes or os.cpu_count() or 1, while_waiting)
    if pack and stale:
        present = {file.path for file in tree.files}
        old = {path: reading for path, reading in kept.items() if path in present}
        cache.save(pack, old | {path: reading for path, reading in readings.items() if reading.digest})
    return _facts(readings, readers)


def _fresh(file: SourceFile, kept: Reading | None, readers: Readers) -> bool:
    """Whether what was kept answers for this file as it stands."""
    if kept is None or (kept.size, kept.mtime_ns) != (file.size, file.mtime_ns):
        return False
    for reader in readers:
        if reader.wants(file.path):
            needed = kept.needed.get(selection_of(reader))
            if needed is None or (needed and key_of(reader) not in kept.outcomes):
                return False
    return True


class _Pass:
    """One pass over the files that must be read; ``count`` is told how many are done."""

    def __init__(
        self,
        root: Path,
        files: Sequence[SourceFile],
        readers: Readers,
        kept: dict[str, Reading],
        count: Callable[[int], None],
    ) -> None:
        self._root, self._files, self._readers, self._kept = root, files, readers, kept
        self._count = count

    def all(self, processes: int, while_waiting: Callable[[], None] | None) -> dict[str, Reading]:
        small = sum(file.size for file in self._files) < SMALL
        if small or processes < 2 or not may_fork():
            if while_waiting:
                while_waiting()
            return {reading.path: reading for reading in map(self._counted, range(len(self._files)))}
        batches = shares([file.size for file in self._files])
        found, lost = self._with_crew(batches, processes, while_waiting)
        while lost:
            singles = [[index] for index in lost[:100]]
            again, crashed = self._with_crew(singles, processes, None)
            if len(crashed) == len(singles) and len(crashed) > 4 * processes:
                raise KaizenError("sources.workers_failed")
            found |= again
            found |= {self._files[index].path: self._crashed(self._files[index]) for index in crashed[:processes]}
            lost = crashed[processes:] + lost[100:]
        return found

    def _with_crew(
        self, batches: list[list[int]], processes: int, while_waiting: Callable[[], None] | None
    ) -> tuple[dict[str, Reading], list[int]]:
        crew = Crew(len(batches), lambda at: [self._one(index) for index in batches[at]], processes)
        found: dict[str, Reading] = {}
        beside = Beside(while_waiting) if while_waiting else None
        try:
            for _, readings in crew.answers():
                found |= {reading.path: reading for reading in readings}
                self._count(len(readings))
        finally:
            crew.stop()
        if beside:
            beside.finish()
        return found, [index for at in crew.lost for index in batches[at]]

    def _counted(self, index: int) -> Reading:
        reading = self._one(index)
        self._count(1)
        return reading

    def _one(self, index: int) -> Reading:
        file = self._files[index]
        return read_file(self._root, file, self._readers, self._kept.get(file.path))

    def _crashed(self, file: SourceFile) -> Reading:
        return refused(file, [reader for reader in self._readers if reader.wants(file.path)], CRASHED)


def _counter(on_progress: Progress | None, done: int, total: int) -> Callable[[int], None]:
    def count(more: int) -> None:
        nonlocal done
        done += more
        if on_progress:
            on_progress(done, total)

    return count


def _facts(readings: dict[str, Reading], readers: Readers) -> Facts:
    by_reader: dict[str, dict[str, msgspec.Struct]] = {}
    skipped: set[Skipped] = set()
    for reader in readers:
        key, selection = key_of(reader), selection_of(reader)
        decode = msgspec.msgpack.Decoder(reader.shape).decode
        found = by_reader.setdefault(reader.name, {})
        for path in sorted(readings):
            reading = readings[path]
            outcome = reading.outcomes.get(key) if reading.needed.get(selection) else None
            if outcome is not None and outcome.payload is not None:
                found[path] = decode(outcome.payload)
            elif outcome is not None and outcome.reason:
                skipped.add(Skipped(path, outcome.reason))
    return Facts(by_reader, tuple(sorted(skipped)))


def read_all(tree: Tree, readers: Iterable[Reader[msgspec.Struct]]) -> Facts:
    """Facts without cache and without processes, for small trees and tests."""
    return gather(tree, list(readers), processes=1)
