"""Reads Go cover profiles: blocks of statements become lines, so that all languages are held to one measure."""

import re
from pathlib import Path

from kaizen.collect.testruns.model import Coverage, ModuleCoverage, ReportFile
from kaizen.collect.testruns.places import Places
from kaizen.kit.errors import KaizenError

LONGEST = 1 << 14
MAX_SPAN = 100_000
MAX_LINES = 20_000_000
_BLOCK = re.compile(rb"(.+):(\d{1,9})\.\d{1,9},(\d{1,9})\.\d{1,9} (\d{1,9}) (\d{1,20})\s*")


def read(file: ReportFile, places: Places, module_path: str = "", base: str = "") -> Coverage:
    """Coverage per file; ``module_path`` is the name of the Go module, which starts every file name, ``base``
    its folder, relative to the repository.

    Raises KaizenError: report_broken (a line that is no block), report_cases.
    """
    files: dict[str, dict[int, bool]] = {}
    lines = 0
    with file.path.open("rb") as stream:
        for number, text in enumerate(iter(lambda: stream.readline(LONGEST), b""), 1):
            if text.startswith(b"mode:") or not text.strip():
                continue
            block = _BLOCK.fullmatch(text)
            if not block or not 0 <= int(block[3]) - int(block[2]) < MAX_SPAN:
                raise KaizenError(
                    "testruns.report_broken", file=file.name, line=number, column=1, detail="not a block of a profile"
                )
            lines += _mark(files, block)
            if lines > MAX_LINES:
                raise KaizenError("testruns.report_cases", file=file.name, limit=MAX_LINES)
    return Coverage(tuple(_modules(files, places, module_path, base)))


def _mark(files: dict[str, dict[int, bool]], block: re.Match[bytes]) -> int:
    found = files.setdefault(block[1].decode("utf-8", "replace"), {})
    first, last = int(block[2]), int(block[3])
    if int(block[4]):
        for line in range(first, last + 1):
            found[line] = found.get(line, False) or int(block[5]) > 0
    return last - first + 1


def _modules(files: dict[str, dict[int, bool]], places: Places, module_path: str, base: str) -> list[ModuleCoverage]:
    merged: dict[str, dict[int, bool]] = {}
    for name, lines in files.items():
        short = name.removeprefix(f"{module_path}/") if module_path else name
        into = merged.setdefault(places.module(short, [base]), {})
        for line, hit in lines.items():
            into[line] = into.get(line, False) or hit
    return [ModuleCoverage(name, sum(lines.values()), len(lines)) for name, lines in sorted(merged.items()) if lines]


def module_path(folder: Path) -> str:
    """The module that ``go.mod`` in this folder names, or nothing."""
    try:
        text = (folder / "go.mod").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
    found = re.search(r"^module\s+\"?([^\s\"]+)", text, re.MULTILINE)
    return found[1] if found else ""
