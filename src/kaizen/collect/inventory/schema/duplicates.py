"""Leaves out what describes a database a second time: dumps and models beside migrations, variants by product."""

from collections.abc import Iterable, Iterator

from kaizen.collect.inventory.schema.databases import Replay
from kaizen.collect.inventory.schema.operations import QName
from kaizen.collect.inventory.schema.order.folders import DIALECTS, dialect_of

ENOUGH = 0.5


def distinct(replays: Iterable[Replay]) -> list[Replay]:
    """The databases that say something of their own; migrations go before scripts, scripts before models."""
    found = list(replays)
    kept = list(_variants([replay for replay in found if replay.source == "migrations"]))
    for source in ("script", "model"):
        others = [replay for replay in found if replay.source == source]
        for replay in sorted(others, key=lambda other: (-len(other.database.relations), other.database.root)):
            if not _covered(replay, kept):
                kept.append(replay)
    return kept


def _names(replay: Replay) -> set[QName]:
    """Names of everything left at the end, without regard to case and to the schema of another dialect."""
    database = replay.database
    routines = {key for key, overloads in database.routines.items() if overloads}
    return {_plain(name) for name in (*database.relations, *routines)}


def _ever(replay: Replay) -> set[QName]:
    return {_plain(name) for name in (*replay.database.ever, *replay.database.routines)}


def _plain(name: QName) -> QName:
    return name[0].lower(), name[1].lower()


def _covered(replay: Replay, kept: list[Replay]) -> bool:
    """Whether other databases already tell of this one; a few names they share are dropped from it instead."""
    own = _names(replay)
    if not own:
        return not replay.database.triggers and not replay.skipped
    for other in kept:
        shared = own & _ever(other)
        near = _near(replay, other)
        if len(shared) >= ENOUGH * len(own) or (near and shared):
            _forget_all(replay)
            return not replay.skipped
    return False


def _near(replay: Replay, other: Replay) -> bool:
    """Whether a script lies above the migrations, or models below the folder that has them."""
    root, migrations = replay.database.root, other.database.root
    if other.source != "migrations":
        return False
    if replay.source == "script":
        return migrations.startswith(root + "/") or migrations == root
    home = migrations.rpartition("/")[0] or "."
    return home in (".", root) or root.startswith(home + "/") or home.startswith(root + "/")


def _forget_all(replay: Replay) -> None:
    database = replay.database
    database.relations.clear()
    database.routines.clear()
    database.triggers.clear()


def _variants(replays: list[Replay]) -> Iterator[Replay]:
    """One of several folders that build the same tables for different products: PostgreSQL's before others."""
    groups: dict[str, list[Replay]] = {}
    for replay in replays:
        dialect = dialect_of(replay.database.root)
        parts = ["*" if part == dialect else part for part in replay.database.root.split("/")]
        groups.setdefault("/".join(parts) if dialect else f"{replay.database.root}#{replay.tool}", []).append(replay)
    for group in groups.values():
        ranked = sorted(group, key=lambda replay: _preference(replay.database.root))
        yield ranked[0]
        for replay in ranked[1:]:
            names = _names(replay)
            if replay.database.root == ranked[0].database.root or not names & _ever(ranked[0]):
                yield replay


def _preference(root: str) -> int:
    dialect = dialect_of(root)
    return DIALECTS.index(dialect) if dialect else len(DIALECTS)
