"""Finds kaizen.yaml and reads it once as long as it does not change."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from kaizen.collect.probes.config import FILE, load
from kaizen.collect.probes.model import Configuration, Probe
from kaizen.kit.errors import KaizenError

EXAMPLE = Path(__file__).parent / "example.yaml"


@dataclass(frozen=True, slots=True)
class Reading:
    """A file as it was read: a configuration, or what is wrong with it."""

    stamp: str
    configuration: Configuration | None
    problems: tuple[KaizenError, ...]


_read: dict[Path, Reading] = {}


def find_file(path: Path) -> Path:
    """kaizen.yaml of a folder or of the repository around it, or the file itself; raises KaizenError without one."""
    start = path.expanduser().resolve()
    if start.is_file():
        return start
    if not start.is_dir():
        raise KaizenError("probes.no_such_path", path=path)
    # Only the folder and its repository: what lies above belongs to others, and probes may send secrets.
    around = next((folder for folder in (start, *start.parents) if (folder / ".git").exists()), start)
    for folder in (start, around):
        if (folder / FILE).is_file():
            return folder / FILE
    raise KaizenError("probes.no_file", folder=start)


def read_file(file: Path) -> Reading:
    """The file as it is now; raises KaizenError where it cannot be read."""
    stamp = stamp_of(file)
    known = _read.get(file)
    if stamp is None or known is None or known.stamp != stamp:
        configuration, problems = load(file)
        known = _read[file] = Reading(stamp or "", configuration, tuple(problems))
    return known


def stamp_of(file: Path) -> str | None:
    """Changes whenever the file does; None where there is no file on this machine."""
    try:
        status = file.stat()
    except OSError:
        return None
    return f"{status.st_mtime_ns}:{status.st_size}"


def fingerprint(probe: Probe) -> str:
    """Changes whenever what is checked does; times and dependencies may change without it."""
    return hashlib.blake2b(repr((probe.kind, probe.check)).encode(), digest_size=16).hexdigest()


def write_example(folder: Path) -> Path:
    """Writes a commented kaizen.yaml; raises KaizenError where one exists or it cannot be written."""
    file = folder.expanduser().resolve() / FILE
    if not file.parent.is_dir():
        raise KaizenError("probes.no_such_path", path=folder)
    try:
        with file.open("x", encoding="utf-8") as handle:
            handle.write(EXAMPLE.read_text(encoding="utf-8"))
    except FileExistsError as error:
        raise KaizenError("probes.file_exists", file=file) from error
    except OSError as error:
        raise KaizenError("probes.unwritable", file=file, reason=error.strerror or error) from error
    return file
