"""Reads one file once and asks every reader that wants it; answers with encoded facts."""

import errno
import hashlib
import os
import stat
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
    no_text = _no_text(data)  # told of every file, for nobody can say what it would have held
    unfit: str | None = None
    for reader in wanted:
        needs = needed[selection_of(reader)] = bool(no_text) or reader.needs(data)
        if no_text:
            outcomes[key_of(reader)] = Outcome(None, no_text)
        elif needs and key_of(reader) not in outcomes:
            unfit = unfit if unfit is not None else _foreign(path, data)
            outcomes[key_of(reader)] = Outcome(None, unfit) if unfit else _outcome(reader, path, data)
    return Reading(path, file.size, file.mtime_ns, digest, outcomes, needed)


def _content(root: Path, path: str) -> bytes:
    descriptor = os.open(f"{root}/{path}", os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    with open(descriptor, "rb") as file:  # noqa: PTH123 - a descriptor has no path
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise OSError(errno.EINVAL, "not a regular file")
        return file.read()


def _outcome(reader: Reader[msgspec.Struct], path: str, data: bytes) -> Outcome:
    try:
        return Outcome(ENCODER.encode(reader.read(path, data.removeprefix(b"\xef\xbb\xbf"))))
    except Unreadable as unreadable:
        return Outcome(None, unreadable.reason)
    except RecursionError:
        return Outcome(None, "nested too deeply")
    except Exception as error:  # noqa: BLE001 - whatever one file does to a reader costs that file, told as a skip
        return Outcome(None, f"the reader failed on this file ({type(error).__name__})")


def _no_text(data: bytes) -> str:
    """Why these bytes are no text; "" where they are."""
    if b"\0" in data:
        return "binary"
    if not data.isascii():
        try:
            data.decode("utf-8")
        except UnicodeDecodeError as error:
            return f"not UTF-8 text (byte {error.start})"
    return ""


def _foreign(path: str, data: bytes) -> str:
    """Why nobody should parse this text; "" where it is this project's own."""
    return (generated_by_content(data) or "") if path.endswith(CODE) else ""


def refused(file: SourceFile, readers: Iterable[Reader[msgspec.Struct]], reason: str) -> Reading:
    """A reading that must not be kept: the digest is empty, so the next run tries again."""
    outcomes = {key_of(reader): Outcome(None, reason) for reader in readers}
    needed = {selection_of(reader): True for reader in readers}
    return Reading(file.path, file.size, file.mtime_ns, b"", outcomes, needed)
