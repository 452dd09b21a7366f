"""From a folder to its tree: git's list of files where there is one, a guarded walk elsewhere."""

import os
import stat
import subprocess
from collections.abc import Iterator
from pathlib import Path

from kaizen.collect.sources.descending import descend, exists
from kaizen.collect.sources.exclusion import Exclusion
from kaizen.collect.sources.languages import MEGABYTE, language_of, limit_of
from kaizen.collect.sources.model import Skipped, SourceFile, Tree
from kaizen.kit.errors import KaizenError

SAFE_GIT = ("git", "-c", "core.fsmonitor=false", "-c", "core.quotepath=false", "-c", "safe.directory=*")
CODE_OF_OTHERS = frozenset({"python", "typescript", "tsx", "javascript", "sql"})


def walk(root: Path) -> Tree:
    """Lists what may be read below ``root``; nothing is opened except .gitattributes.

    Raises KaizenError: sources.no_such_path, sources.not_a_folder, sources.unreadable_folder.
    """
    root = _checked(root)
    tracked, commit = _git_files(root)
    skipped: list[Skipped] = []
    paths = sorted(tracked) if tracked is not None else sorted(descend(root, skipped))
    exclusion = Exclusion(paths, tracked=tracked is not None, attributes=_attributes(root, paths))
    files = [file for path in paths if (file := _file(root, path, exclusion, skipped))]
    return Tree(root, root.name or "root", commit, tuple(files), tuple(sorted(set(skipped))))


def _checked(root: Path) -> Path:
    try:
        found = root.resolve(strict=True)
        if not found.is_dir():
            raise KaizenError("sources.not_a_folder", path=root)
        with os.scandir(found):
            return found
    except PermissionError as error:
        raise KaizenError("sources.unreadable_folder", path=root) from error
    except (OSError, RuntimeError, ValueError) as error:
        raise KaizenError("sources.no_such_path", path=root) from error


def _git_files(root: Path) -> tuple[set[str] | None, str | None]:
    """Files git tracks or would track, and the commit; (None, None) where git cannot answer."""
    listing = ("ls-files", "-z", "--cached", "--others", "--exclude-standard")
    try:
        files = _git(root, *listing)
        commit = _git(root, "rev-parse", "--verify", "--quiet", "HEAD")
    except FileNotFoundError:
        return None, None
    listed, _ = files.communicate()
    head, _ = commit.communicate()
    if files.returncode != 0 or _inside_ignored(root, listed):
        return None, None
    paths = {os.fsdecode(path) for path in listed.split(b"\0") if path}
    return paths, head.decode("ascii").strip() or None


def _git(root: Path, *arguments: str) -> subprocess.Popen[bytes]:
    environment = {k: v for k, v in os.environ.items() if not k.startswith("GIT_")} | {"GIT_OPTIONAL_LOCKS": "0"}
    return subprocess.Popen(
        (*SAFE_GIT, *arguments), cwd=root, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    )


def _inside_ignored(root: Path, listed: bytes) -> bool:
    """True for a folder that an outer repository ignores: git lists nothing, yet there may be files."""
    if listed or exists(root / ".git"):
        return False
    with os.scandir(root) as entries:
        return any(True for _ in entries)


def _attributes(root: Path, paths: list[str]) -> Iterator[tuple[str, str]]:
    for path in paths:
        if path == ".gitattributes" or path.endswith("/.gitattributes"):
            try:
                text = (root / path).read_text(encoding="utf-8", errors="replace")
            except OSError:
                continue  # listed as a skip by _file, which meets the same file
            yield path.rpartition("/")[0], text


def _file(root: Path, path: str, exclusion: Exclusion, skipped: list[Skipped]) -> SourceFile | None:
    if not _printable(path):
        skipped.append(Skipped(path.encode("utf-8", "backslashreplace").decode(), "name is not UTF-8"))
        return None
    folder, _, _ = path.rstrip("/").rpartition("/")
    excluded = exclusion.folder(folder)
    if excluded:
        skipped.append(Skipped(*excluded))
        return None
    try:
        state = os.lstat(f"{root}/{path}")
    except FileNotFoundError:
        return None  # git knows it, the work tree deleted it
    except OSError as error:
        skipped.append(Skipped(path, f"cannot be read: {error.strerror}"))
        return None
    language = language_of(path)
    reason = _unfit(path, state, language) or exclusion.file(path)
    if reason is None and language in CODE_OF_OTHERS:
        reason = exclusion.generated_name(path)
    if reason is None:
        return SourceFile(path, state.st_size, state.st_mtime_ns, language)
    if language or not stat.S_ISREG(state.st_mode):
        skipped.append(Skipped(path.rstrip("/"), reason))
    return None


def _unfit(path: str, state: os.stat_result, language: str | None) -> str | None:
    mode = state.st_mode
    if stat.S_ISLNK(mode):
        return "symbolic link"
    if stat.S_ISDIR(mode):
        return "another repository" if path.endswith("/") else "submodule"
    if not stat.S_ISREG(mode):
        return "not a regular file"
    limit = limit_of(language)
    if state.st_size > limit:
        return f"larger than {limit // MEGABYTE} MB ({state.st_size / MEGABYTE:.1f} MB)"
    return None


def _printable(path: str) -> bool:
    return not any("\ud800" <= char <= "\udfff" for char in path) if not path.isascii() else True
