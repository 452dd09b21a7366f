"""Reports as files, for tests of readers."""

from pathlib import Path

from kaizen.collect.testruns.model import ReportFile


def report_file(folder: Path, content: str | bytes, name: str = "report") -> ReportFile:
    """A file with this content, known under its own name."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return ReportFile(path, name)
