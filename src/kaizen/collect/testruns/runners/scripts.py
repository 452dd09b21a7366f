"""Finds the command-line tools of JavaScript projects: what npm and its relatives have installed, never a download."""

import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import msgspec

from kaizen.collect.testruns.model import Suite
from kaizen.collect.testruns.packages import ancestors, nearest, package_of
from kaizen.collect.testruns.runners.environment import suite_environment
from kaizen.collect.testruns.runners.plan import Missing

VERSION_LIMIT_S = 30.0
_LOCKS = (
    ("pnpm-lock.yaml", "pnpm install"),
    ("yarn.lock", "yarn install"),
    ("bun.lock", "bun install"),
    ("bun.lockb", "bun install"),
)


@dataclass(frozen=True, slots=True)
class Tool:
    """An installed tool: its command, its version, and the folder it is started in."""

    command: tuple[str, ...]
    version: str
    folder: Path


class _Package(msgspec.Struct):
    version: str = ""


def tool_for(suite: Suite, name: str, package: str | None = None) -> Tool | Missing:
    """The tool of this name in ``node_modules/.bin`` of the suite's package or above, and a Node to run it."""
    folder = package_of(suite)
    if shutil.which("node") is None:
        return Missing(f"Node.js is not on the PATH, and {name} in {_shown(folder, suite)} needs it: install Node.js")
    for above in ancestors(suite):
        command = above / "node_modules" / ".bin" / (f"{name}.cmd" if os.name == "nt" else name)
        if command.exists():
            return Tool((str(command),), _version(above / "node_modules" / (package or name)), folder)
    return Missing(f"{name} is not installed in {_shown(folder, suite)}: run {_install(suite)} there")


def has_package(suite: Suite, *names: str) -> bool:
    """Whether one of these packages is installed for the suite."""
    return any(
        (above / "node_modules" / name / "package.json").is_file() for above in ancestors(suite) for name in names
    )


def version_of(command: str, question: str = "--version") -> str | None:
    """The first line of what a command answers to the question for its version, or None."""
    try:
        done = subprocess.run(
            (command, question),
            env=suite_environment(os.environ),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=VERSION_LIMIT_S,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    lines = done.stdout.decode("utf-8", "replace").splitlines()
    return lines[0].strip() if done.returncode == 0 and lines else None


def _version(folder: Path) -> str:
    try:
        return msgspec.json.decode((folder / "package.json").read_bytes(), type=_Package).version
    except (OSError, msgspec.MsgspecError):
        return ""


def _install(suite: Suite) -> str:
    for lock, command in _LOCKS:
        if nearest(suite, (lock,)):
            return command
    return "npm install"


def _shown(folder: Path, suite: Suite) -> str:
    return folder.relative_to(suite.root).as_posix() if folder != suite.root else "the repository"
