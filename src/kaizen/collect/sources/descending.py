"""Walks a folder that git knows nothing about; whatever cannot be entered is listed, never raised."""

import os
from collections.abc import Iterator
from pathlib import Path

from kaizen.collect.sources.exclusion import Exclusion
from kaizen.collect.sources.model import Skipped

MOUNTS = Path("/proc/self/mountinfo")
KERNEL = frozenset(
    {"proc", "sysfs", "cgroup", "cgroup2", "devpts", "devtmpfs", "debugfs", "tracefs", "securityfs", "pstore",
    "bpf", "configfs", "mqueue", "hugetlbfs", "binfmt_misc", "efivarfs", "fusectl", "nsfs", "rpc_pipefs",
    "selinuxfs", "autofs"}
)  # fmt: skip


def descend(root: Path, skipped: list[Skipped]) -> Iterator[str]:
    """Posix paths of everything below ``root`` that is no folder, in no order.

    Other repositories, links to folders, kernel file systems such as /proc and folders that
    cannot be read are added to ``skipped``; built and installed folders are left out silently.
    """
    kernel, names = _kernel_devices(), Exclusion((), tracked=False)
    waiting = [""]
    while waiting:
        here = waiting.pop()
        prefix = f"{here}/" if here else ""
        for entry in _entries(root, here, skipped):
            path = f"{prefix}{entry.name}"
            folder, reason = _folder(entry, kernel)
            if not folder:
                yield path
            elif names.folder(path) and entry.name not in ("vendor", "vendors"):
                continue
            elif reason:
                skipped.append(Skipped(path, reason))
            else:
                waiting.append(path)


def exists(path: Path) -> bool:
    """Whether a path is there; one that may not be looked at is not."""
    try:
        path.lstat()
    except (OSError, ValueError):
        return False
    return True


def _entries(root: Path, here: str, skipped: list[Skipped]) -> Iterator["os.DirEntry[str]"]:
    try:
        with os.scandir(root / here) as entries:
            yield from entries
    except OSError:
        skipped.append(Skipped(here or ".", "folder cannot be read"))


def _folder(entry: "os.DirEntry[str]", kernel: frozenset[int]) -> tuple[bool, str]:
    """Whether an entry is a folder or leads to one, and why it is not entered."""
    try:
        if entry.is_symlink():
            return entry.is_dir(), "symbolic link to a folder"
        if not entry.is_dir(follow_symlinks=False):
            return False, ""
        if kernel and entry.stat(follow_symlinks=False).st_dev in kernel:
            return True, "file system of the kernel"
    except OSError:
        return False, ""  # listed by whoever looks at the file
    return True, "another repository" if exists(Path(entry.path, ".git")) else ""


def _kernel_devices() -> frozenset[int]:
    """Device numbers of file systems that the kernel makes up; none where nobody tells."""
    try:
        lines = MOUNTS.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return frozenset()
    found: set[int] = set()
    for line in lines:
        front, _, back = line.partition(" - ")
        numbers, kinds = front.split(), back.split()
        if len(numbers) > 2 and kinds and kinds[0] in KERNEL:
            major, _, minor = numbers[2].partition(":")
            found.add(os.makedev(int(major), int(minor)))
    return frozenset(found)
