"""Finds out which file of the repository a report means, whatever machine and folder it was written on."""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath

_DRIVE = re.compile(r"^[A-Za-z]:/")
_MOST_PARTS = 40


class Places:
    """Turns the file names of reports into paths relative to the repository at ``root``.

    A name that fits no file there is kept, tidied: what a report measured is not thrown away.
    """

    def __init__(self, root: Path | None) -> None:
        self._root = root
        self._known: dict[tuple[str, tuple[str, ...]], str] = {}

    def module(self, name: str, sources: Iterable[str] = ()) -> str:
        """The path of a source file; ``sources`` are the folders that the report names as its roots."""
        key = (name, tuple(sources))
        if key not in self._known:
            self._known[key] = self._found(_tidied(name), [_tidied(source) for source in key[1]])
        return self._known[key]

    def _found(self, name: str, sources: list[str]) -> str:
        wholes = [name] if _absolute(name) else [f"{source}/{name}" if source else name for source in sources]
        for whole in dict.fromkeys([*wholes, name]):
            for candidate in self._candidates(whole):
                if self._is_file(candidate):
                    return candidate
        inside = (name.removeprefix(f"{source}/") for source in sources if source)
        return next((short for short in inside if short != name), name)

    def _candidates(self, whole: str) -> Iterator[str]:
        if self._root is not None and whole.startswith(f"{self._root.as_posix()}/"):
            yield whole[len(self._root.as_posix()) + 1 :]
        parts = PurePosixPath(_DRIVE.sub("", whole).lstrip("/")).parts[-_MOST_PARTS:]
        for first in range(len(parts)):
            yield "/".join(parts[first:])

    def _is_file(self, candidate: str) -> bool:
        if self._root is None or ".." in candidate.split("/"):
            return False
        try:
            return (self._root / candidate).is_file()
        except (OSError, ValueError):
            return False


def _absolute(name: str) -> bool:
    return name.startswith("/") or _DRIVE.match(name) is not None


def _tidied(name: str) -> str:
    """Forward slashes, no ``.`` or empty parts; ``..`` stays, it means something."""
    name = name.strip().replace("\\", "/").removeprefix("file://")
    lead = "/" if name.startswith("/") else ""
    return lead + "/".join(part for part in name.split("/") if part not in {"", "."})
