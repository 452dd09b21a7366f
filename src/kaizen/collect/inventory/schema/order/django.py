"""Django projects: apps with their labels, migrations in the order of their dependencies."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from kaizen.collect.inventory.schema.facts import DjangoApp, DjangoFile
from kaizen.collect.inventory.schema.order.graph import ordered

Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Placed:
    """A migration with the label of its app."""

    path: str
    app: str
    file: DjangoFile


def projects(files: Mapping[str, DjangoFile], apps: Mapping[str, DjangoApp]) -> Iterator[tuple[str, list[Placed]]]:
    """(root folder, migrations in order) of each project; apps below one manage.py are one database."""
    folders: dict[str, list[str]] = {}
    for path in sorted(files):
        folders.setdefault(path.rpartition("/")[0], []).append(path)
    grouped: dict[str, list[str]] = {}
    roots = sorted((path.rpartition("/")[0] for path in apps if path.endswith("manage.py")), key=len, reverse=True)
    for folder in folders:
        grouped.setdefault(_root(folder, roots), []).append(folder)
    for root, members in grouped.items():
        placed = [
            Placed(path, label, files[path])
            for folder in members
            for label in [_label(folder, folders[folder], files, apps)]
            for path in folders[folder]
        ]
        yield root or ".", list(_ordered(placed))


def _root(folder: str, roots: list[str]) -> str:
    for root in roots:
        if not root or folder.startswith(root + "/"):
            return root
    if len(roots) == 1:
        return roots[0]
    return folder.split("/", 1)[0]


def _label(folder: str, paths: list[str], files: Mapping[str, DjangoFile], apps: Mapping[str, DjangoApp]) -> str:
    """The app's label: of its apps.py, else its folder's name, unless its own migrations call it otherwise."""
    package = folder.rpartition("/")[0]
    declared = apps.get(f"{package}/apps.py" if package else "apps.py")
    if declared and declared.label:
        return declared.label
    name = package.rpartition("/")[2]
    stems = {_stem(path) for path in paths}
    named: Counter[str] = Counter()
    for path in paths:
        named.update({app for app, stem in files[path].dependencies if stem in stems and stem != _stem(path)})
    followers = sum(1 for path in paths if files[path].dependencies) - 1
    if name in named or not named or followers < 1:
        return name
    label, count = named.most_common(1)[0]
    return label if count * 2 > followers else name


def _stem(path: str) -> str:
    return path.rpartition("/")[2].removesuffix(".py")


def _ordered(placed: list[Placed]) -> Iterator[Placed]:
    """Migrations after their dependencies; a squashed one stands for those it replaces."""
    nodes: dict[Key, Placed] = {(item.app, _stem(item.path)): item for item in placed}
    instead: dict[Key, Key] = {}
    for key, item in nodes.items():
        instead.update((replaced, key) for replaced in item.file.replaces if replaced != key)
    active = {key: item for key, item in nodes.items() if key not in instead}
    before: dict[Key, list[Key]] = {key: [] for key in active}
    first: dict[str, Key] = {}
    last: dict[str, Key] = {}
    for key in active:
        first.setdefault(key[0], key)
        last[key[0]] = key
    for key, item in active.items():
        sources = [item, *(nodes[replaced] for replaced in item.file.replaces if replaced in nodes)]
        for dependency in (pair for source in sources for pair in source.file.dependencies):
            before[key].append(_target(dependency, instead, first, last))
        for following in item.file.run_before:
            before.setdefault(_target(following, instead, first, last), []).append(key)
    order, _ = ordered(active, {key: [p for p in parents if p != key] for key, parents in before.items()})
    yield from (active[key] for key in order)


def _target(key: Key, instead: Mapping[Key, Key], first: Mapping[str, Key], last: Mapping[str, Key]) -> Key:
    if key[1] == "__first__":
        return first.get(key[0], key)
    if key[1] == "__latest__":
        return last.get(key[0], key)
    seen = {key}
    while key in instead and instead[key] not in seen:
        key = instead[key]
        seen.add(key)
    return key
