"""Finds the Python that a suite's project uses, and what is installed there."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import msgspec

from kaizen.collect.testruns.model import Suite
from kaizen.collect.testruns.packages import ancestors, nearest, package_of
from kaizen.collect.testruns.runners.environment import suite_environment
from kaizen.collect.testruns.runners.plan import Missing

PROBE_LIMIT_S = 30.0
_PROBE = """
import importlib.metadata as m, json, platform, sys
found = {}
for name in sys.argv[1:]:
    try:
        found[name] = m.version(name)
    except m.PackageNotFoundError:
        pass
print(json.dumps({"python": platform.python_version(), "found": found}))
"""
_FAVOURITES = (".venv", "venv", "env", ".env")
_LOCKS = (
    ("uv.lock", "uv sync"),
    ("poetry.lock", "poetry install"),
    ("Pipfile.lock", "pipenv install --dev"),
    ("pdm.lock", "pdm install"),
)


@dataclass(frozen=True, slots=True)
class Interpreter:
    """A Python and the versions of those packages that were asked for and are there."""

    path: Path
    version: str
    found: dict[str, str]

    @property
    def environment(self) -> dict[str, str]:
        """What makes programs that a suite starts find the same Python."""
        home = self.path.parent.parent
        if not (home / "pyvenv.cfg").is_file():
            return {}
        return {"VIRTUAL_ENV": str(home), "PATH": f"{self.path.parent}{os.pathsep}{os.environ.get('PATH', os.defpath)}"}


class _Probed(msgspec.Struct):
    python: str
    found: dict[str, str]


def interpreter_for(suite: Suite, *packages: str) -> Interpreter | Missing:
    """The first Python that answers, asked for these packages.

    Order: a virtual environment beside the suite or above it within the repository, the one that uv, poetry
    or pipenv keep elsewhere, the activated one, the one Kaizen itself runs in if it lies in the repository,
    ``python3`` on the PATH.
    """
    for path in _candidates(suite):
        probed = _probe(path, packages, package_of(suite))
        if probed is not None:
            return Interpreter(path, probed.python, probed.found)
    return Missing(f"no Python was found for {suite.name}: {_advice(suite)}")


def not_installed(suite: Suite, interpreter: Interpreter, package: str) -> Missing:
    """The reason when the Python is there and the runner is not."""
    return Missing(f"{package} is not installed for {suite.name} (asked {interpreter.path}): {_advice(suite)}")


def _advice(suite: Suite) -> str:
    for folder in ancestors(suite):
        for lock, command in _LOCKS:
            if (folder / lock).is_file():
                return f"run {command} in {_shown(folder, suite)}"
    folder = nearest(suite, ("requirements-dev.txt", "requirements.txt", "pyproject.toml", "setup.py")) or suite.path
    return f"create a virtual environment in {_shown(folder, suite)} and install the project's test requirements"


def _shown(folder: Path, suite: Suite) -> str:
    return folder.relative_to(suite.root).as_posix() if folder != suite.root else "the repository"


def _candidates(suite: Suite) -> Iterator[Path]:
    seen: set[Path] = set()
    for path in (*_beside(suite), *_elsewhere(suite), *_around(suite)):
        if path not in seen and path.is_file():
            seen.add(path)
            yield path


def _beside(suite: Suite) -> Iterator[Path]:
    for folder in ancestors(suite):
        homes = [folder / name for name in _FAVOURITES]
        try:
            homes += sorted(entry for entry in folder.iterdir() if entry not in homes)
        except OSError:
            continue
        yield from (_python_in(home) for home in homes if (home / "pyvenv.cfg").is_file())


def _elsewhere(suite: Suite) -> Iterator[Path]:
    """Environments that a tool keeps outside of the project."""
    kept = os.environ.get("UV_PROJECT_ENVIRONMENT")
    if kept and nearest(suite, ("uv.lock",)):
        yield _python_in(Path(kept))
    for lock, command in (
        ("poetry.lock", ("poetry", "env", "info", "--executable", "--no-ansi")),
        ("Pipfile", ("pipenv", "--py")),
    ):
        folder = nearest(suite, (lock,))
        if folder and shutil.which(command[0]):
            answer = _answer(command, folder)
            if answer:
                yield Path(answer.splitlines()[-1])


def _around(suite: Suite) -> Iterator[Path]:
    active = os.environ.get("VIRTUAL_ENV")
    if active and Path(active) != Path(sys.prefix):
        yield _python_in(Path(active))
    if suite.root in Path(sys.prefix).parents:
        yield Path(sys.executable)
    for name in ("python3", "python"):
        found = shutil.which(name)
        if found:
            yield Path(found)


def _python_in(home: Path) -> Path:
    return home / "Scripts" / "python.exe" if os.name == "nt" else home / "bin" / "python"


def _probe(path: Path, packages: tuple[str, ...], folder: Path) -> _Probed | None:
    # Asked where the suite will run: a version manager's python is another one in another folder.
    answer = _answer((str(path), "-c", _PROBE, *packages), folder)
    try:
        return msgspec.json.decode(answer.splitlines()[-1], type=_Probed) if answer else None
    except msgspec.MsgspecError:
        return None


def _answer(command: tuple[str, ...], folder: Path) -> str | None:
    """What a short command prints, or None where it fails: then the next candidate is asked."""
    try:
        done = subprocess.run(
            command,
            cwd=folder,
            env=suite_environment(os.environ),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=PROBE_LIMIT_S,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return done.stdout.decode("utf-8", "replace").strip() or None if done.returncode == 0 else None
