"""Alembic environments: revisions that name each other are one history."""

from collections.abc import Iterator, Mapping

from kaizen.collect.inventory.schema.facts import AlembicFile
from kaizen.collect.inventory.schema.order.graph import ordered


def environments(files: Mapping[str, AlembicFile]) -> Iterator[tuple[str, list[str], list[tuple[str, str]]]]:
    """(root folder, paths in order, (path, reason) of those that cannot be placed) of each history.

    A history is what stands in one folder, plus folders whose revisions continue it.
    """
    for paths in _histories(files):
        by_revision = {files[path].revision: path for path in reversed(paths)}
        before = {path: [by_revision[r] for r in _parents(files[path]) if r in by_revision] for path in paths}
        order, circular = ordered(paths, before)
        problems = [(path, "its down_revision leads back to itself") for path in sorted(circular)]
        for path in paths:
            missing = [revision for revision in files[path].down if revision not in by_revision]
            if missing:
                problems.append((path, f"its down_revision {missing[0]} is not in the repository"))
            if by_revision[files[path].revision] != path:
                problems.append((path, f"the revision {files[path].revision} is defined twice"))
        yield _root(paths), order, problems


def _parents(file: AlembicFile) -> tuple[str, ...]:
    return (*file.down, *file.depends)


def _histories(files: Mapping[str, AlembicFile]) -> Iterator[list[str]]:
    folders: dict[str, list[str]] = {}
    for path in sorted(files):
        folders.setdefault(path.rpartition("/")[0], []).append(path)
    owners = {files[path].revision: folder for folder, paths in reversed(list(folders.items())) for path in paths}
    leader = {folder: folder for folder in folders}

    def led(folder: str) -> str:
        while leader[folder] != folder:
            folder = leader[folder]
        return folder

    for folder, paths in folders.items():
        own = {files[path].revision for path in paths}
        for path in paths:
            for revision in _parents(files[path]):
                if revision not in own and revision in owners:
                    leader[led(folder)] = led(owners[revision])
    merged: dict[str, list[str]] = {}
    for folder, paths in folders.items():
        merged.setdefault(led(folder), []).extend(paths)
    yield from merged.values()


def _root(paths: list[str]) -> str:
    """The folder of the environment: above ``versions`` and what is below it."""
    folder = paths[0].rpartition("/")[0]
    parts = folder.split("/")
    if "versions" in parts:
        parts = parts[: parts.index("versions")]
    return "/".join(parts) or "."
