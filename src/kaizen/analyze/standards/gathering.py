"""Everything a check needs to know of a folder, read before anything is decided: rules, facts, inventory, texts."""

import errno
import os
import stat
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from kaizen.analyze.standards.loading import default, examine
from kaizen.analyze.standards.model import FILE, Standards
from kaizen.analyze.standards.verdict import Material
from kaizen.collect.inventory.model import Discovery
from kaizen.collect.sources import gather, walk
from kaizen.collect.sources.code import CodeFacts, PythonReader, ScriptReader
from kaizen.kit.documents import SIZE_LIMIT
from kaizen.kit.errors import KaizenError
from kaizen.kit.progress import Progress, ProgressSink

TEXT_LIMIT = 2 * 1024 * 1024
QUIET_SECONDS = 1.0


@dataclass(frozen=True, slots=True)
class OwnRules:
    """The rules of a folder: ``file`` is None while the built-in ones hold, ``standards`` where the file is wrong."""

    file: str | None
    standards: Standards | None
    problems: list[KaizenError]


@dataclass(frozen=True, slots=True)
class Gathered:
    """The material of one folder at one moment; ``scanned`` are the files read to the end."""

    material: Material
    commit: str | None
    scanned: frozenset[str]
    skipped: int


def rules_of(root: Path) -> OwnRules:
    """The rules of a folder's standards.yaml, else the built-in ones; problems are answered, not raised."""
    try:
        data = _content(root / FILE, SIZE_LIMIT + 1)
    except FileNotFoundError:
        return OwnRules(None, default(), [])
    except OSError as error:
        problem = "it is a symbolic link" if error.errno == errno.ELOOP else error.strerror or str(error)
        return OwnRules(FILE, None, [KaizenError("standards.unreadable", file=FILE, problem=problem)])
    standards, problems = examine(data)
    return OwnRules(FILE, standards, problems)


def gather_material(root: Path, discovery: Discovery, cache_dir: Path, report: ProgressSink) -> Gathered:
    """Files, code facts and items of a folder; raises KaizenError of ``sources`` for one that cannot be read."""
    tree = walk(root)
    python, script = PythonReader(), ScriptReader()
    facts = gather(tree, [python, script], cache_dir, _counter(report))
    code = {**facts.of(python), **facts.of(script)}
    skipped = {each.path for each in (*tree.skipped, *facts.skipped, *discovery.skipped)}
    unread = skipped | _broken(code)
    files = {file.path: file.language for file in tree.files}
    material = Material(files, code, Texts(tree.root), frozenset(unread), discovery.items)
    return Gathered(material, tree.commit, frozenset(files.keys() - unread), len(skipped))


def still_there(root: Path, paths: Iterable[str]) -> frozenset[str]:
    """The paths that exist, whatever they are and whether or not they can be read."""
    return frozenset(path for path in paths if os.path.lexists(root / path))


class Texts:
    """Texts of files below a root: None for what is missing, binary, not UTF-8, larger than 2 MB or a link."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def __call__(self, path: str) -> str | None:
        try:
            data = _content(self._root / path, TEXT_LIMIT + 1)
            return None if len(data) > TEXT_LIMIT or b"\0" in data else data.decode("utf-8-sig")
        except (OSError, ValueError):
            return None  # the caller lists the file as not read


def _content(path: Path, limit: int) -> bytes:
    """At most ``limit`` bytes of a regular file; raises OSError for anything else."""
    descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    with os.fdopen(descriptor, "rb") as file:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise OSError(0, "it is not a regular file")
        return file.read(limit)


def _broken(code: dict[str, CodeFacts]) -> set[str]:
    """Files with syntax errors: something in them may have been overlooked."""
    return {path for path, facts in code.items() if facts.syntax_error}


def _counter(report: ProgressSink) -> "_Counter":
    return _Counter(report)


class _Counter:
    """Tells how many files are done and how long the rest may take."""

    def __init__(self, report: ProgressSink) -> None:
        self._report, self._begun = report, time.monotonic()

    def __call__(self, done: int, total: int) -> None:
        passed = time.monotonic() - self._begun
        left = passed / done * (total - done) if done and passed > QUIET_SECONDS else None
        self._report(Progress("checking files", done, total, left))
