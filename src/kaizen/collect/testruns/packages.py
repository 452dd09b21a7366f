"""Where a suite's package begins, which files it holds, and the fingerprint that tells whether any of them changed."""

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

from kaizen.collect.testruns.model import Suite

_SKIPPED = frozenset(
    {".git", ".hg", ".svn", ".venv", "venv", "node_modules", "__pycache__", ".tox", ".nox", "target", "dist", "build"}
    | {".mypy_cache", ".ruff_cache", ".pytest_cache", ".hypothesis", ".next", ".turbo", "coverage", "htmlcov"}
    | {"test-results", "playwright-report", ".gradle", ".idea", ".vscode", ".eggs"}
)
_PYTHON = ("pyproject.toml", "pytest.ini", ".pytest.ini", "tox.ini", "setup.cfg", "setup.py", "manage.py")
_MARKS: dict[str, tuple[str, ...]] = {
    "pytest": _PYTHON,
    "unittest": _PYTHON,
    "vitest": ("package.json",),
    "jest": ("package.json",),
    "playwright": ("package.json",),
    "node": ("package.json",),
    "go": ("go.mod",),
    "cargo": ("Cargo.toml",),
    "deno": ("deno.json", "deno.jsonc"),
}
_TEST_FOLDERS = frozenset({"test", "tests", "__tests__", "spec", "specs", "e2e"})
LARGEST = 64 * 1024 * 1024
_SUFFIXES = frozenset(
    {".py", ".js", ".jsx", ".mjs", ".cjs", ".ts", ".tsx", ".mts", ".cts", ".go", ".rs", ".sql", ".pg", ".toml"}
)


def package_of(suite: Suite) -> Path:
    """The folder a suite's runner is started in: the nearest one, up to the repository, that the runner configures.

    Without one: the folder above a folder named like ``tests``, else the suite's own.
    """
    return nearest(suite, _MARKS.get(suite.runner, ())) or _above_tests(suite)


def nearest(suite: Suite, names: tuple[str, ...]) -> Path | None:
    """The suite's folder, or the nearest above it within the repository, that holds one of these files."""
    for folder in ancestors(suite):
        if any((folder / name).is_file() for name in names):
            return folder
    return None


def ancestors(suite: Suite) -> Iterator[Path]:
    """The suite's folder and those above it, the repository last."""
    folder = suite.path
    while True:
        yield folder
        if folder == suite.root or suite.root not in folder.parents:
            return
        folder = folder.parent


def _above_tests(suite: Suite) -> Path:
    inside = suite.path != suite.root and suite.path.name.lower() in _TEST_FOLDERS
    return suite.path.parent if inside else suite.path


def files_below(folder: Path) -> Iterator[Path]:
    """Every file below a folder in a fixed order, without what tools generate; links are not followed."""
    for place, folders, names in os.walk(folder):
        folders[:] = sorted(
            name for name in folders if name not in _SKIPPED and not (Path(place) / name / "pyvenv.cfg").exists()
        )
        yield from (Path(place) / name for name in sorted(names))


def source_files(folder: Path) -> Iterator[Path]:
    """The files below a folder that may hold code or its configuration."""
    return (file for file in files_below(folder) if file.suffix in _SUFFIXES)


def digest_of(suite: Suite, runner_version: str) -> str:
    """A fingerprint of the suite's package, of the files beside it up to the repository, and of the runner.

    A change in a package elsewhere in the repository does not show in it: that is why results are served
    from cache only where a person asks for it.
    """
    package = package_of(suite)
    state = hashlib.blake2b(digest_size=16)
    state.update(f"{suite.runner}\0{runner_version}\0{suite.folder}\0".encode())
    for file in files_below(package):
        _add(state, file, suite.root)
    for folder in (suite.root, *(above for above in package.parents if suite.root in above.parents)):
        if folder != package:
            for file in sorted(folder.iterdir()):
                if file.is_file():
                    _add(state, file, suite.root)
    return state.hexdigest()


def _add(state: "hashlib.blake2b", file: Path, root: Path) -> None:
    state.update(os.fsencode(file.relative_to(root)) + b"\0")
    if file.is_symlink():
        state.update(os.fsencode(file.readlink()))
        return
    try:
        facts = file.stat()
        if facts.st_size > LARGEST:
            state.update(f"{facts.st_size} {facts.st_mtime_ns}".encode())
        else:
            state.update(hashlib.blake2b(file.read_bytes()).digest())
    except OSError as error:
        state.update(f"unreadable {error.errno}".encode())
