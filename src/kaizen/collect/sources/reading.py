"""Reads one file once and asks every reader that wants it; answers with encoded facts."""

import hashlib
import os
from collections.abc import Iterable, Sequence
from pathlib import Path

import msgspec

from kaizen.collect.sources.exclusion import generated_by_content
from kaizen.collect.sources.model import Reader, SourceFile, Unreadable

CODE = (".py", ".pyi", ".ts", ".tsx", ".mts", ".cts", ".js", ".jsx", ".mjs", ".cjs")
ENCODER = msgspec.msgpack.Encoder()


class Outcome(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """What one reader said of one file: facts, or the reason why not; neither where it needed nothing."""

    payload: bytes | None = None
    reason: str | None = None


class Reading(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """One file read: where it stood, the hash of its content, outcomes by key and needs by selection."""

    path: str
    size: int
    mtime_ns: int
    digest: bytes
    outcomes: dict[str, Outcome]
    needed: dict[str, bool]


def key_of(reader: Reader[msgspec.Struct]) -> str:
    return f"{reader.name}@{reader.version}"


def selection_of(reader: Reader[msgspec.Struct]) -> str:
    return f"{reader.name}@{reader.version}#{reader.selection}"


def read_file(
    root: Path, file: SourceFile, readers: Sequence[Reader[msgspec.Struct]], known: Reading | None
) -> Reading:
    """Reads ``file`` for those of the readers that want it; outcomes ``known`` for the same content are kept."""
    path = file.path
    wanted = [reader for reader in readers if reader.wants(path)]
    try:
        data = _content(root, path)
    except OSError as error:
        return refused(file, wanted, f"cannot be read: {error.strerror}")
    digest = hashlib.blake2b(data, digest_size=16).digest()
    same = known if known is not None and known.digest == digest else None
    outcomes = dict(same.outcomes) if same else {}
    needed = dict(same.needed) if same else {}
    unfit: str | None = None
    for reader in wanted:
        needs = needed[selection_of(reader)] = reader.needs(data)
        if needs and key_of(reader) not in outcomes:
            unfit = unfit if unfit is not None else _unfit(path, data)
            outcomes[key_of(reader)] = Outcome(None, unfit) if unfit else _outcome(reader, path, data)
    return Reading(path, file.size, file.mtime_ns, digest, outcomes, needed)


def _content(root: Path, path: str) -> bytes:
    descriptor = os.open(f"{root}/{path}", os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    with open(descriptor, "rb") as file:  # noqa: PTH123 - a descriptor has no path
        return file.read()


def _outcome(reader: Reader[msgspec.Struct], path: str, data: bytes) -> Outcome:
    try:
        return Outcome(ENCODER.encode(reader.read(path, data.removeprefix(b"\xef\xbb\xbf"))))
    except Unreadable as unreadable:
        return Outcome(None, unreadable.reason)
    except RecursionError:
        return Outcome(None, "nested too deeply")


def _unfit(path: str, data: bytes) -> str:
    """Why nobody should parse these bytes; "" where they are text of this project."""
    if b"\0" in data:
        return "binary"
    if not data.isascii():
        try:
            data.decode("utf-8")
        except UnicodeDecodeError as error:
            return f"not UTF-8 text (byte {error.start})"
    return (generated_by_content(data) or "") if path.endswith(CODE) else ""


def refused(file: SourceFile, readers: Iterable[Reader[msgspec.Struct]], reason: str) -> Reading:
    """A reading that must not be kept: the digest is empty, so the next run tries again."""
    outcomes = {key_of(reader): Outcome(None, reason) for reader in readers}
    needed = {selection_of(reader): True for reader in readers}
    return Reading(file.path, file.size, file.mtime_ns, b"", outcomes, needed)
