"""Walking lists what may be read and names the reason for everything else."""

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from kaizen.collect.sources import Skipped, walk
from kaizen.collect.sources.descending import descend
from kaizen.kit.errors import KaizenError


def git(root: Path, *arguments: str) -> None:
    identity = (
        "-c",
        "user.name=a",
        "-c",
        "user.email=a@b",
        "-c",
        "init.defaultBranch=main",
        "-c",
        "commit.gpgsign=false",
    )
    subprocess.run(("git", *identity, *arguments), cwd=root, check=True, capture_output=True)


def paths(root: Path) -> list[str]:
    return [file.path for file in walk(root).files]


def test_a_missing_path_and_a_file_are_refused(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("")
    with pytest.raises(KaizenError) as missing:
        walk(tmp_path / "no")
    assert missing.value.code == "sources.no_such_path"
    with pytest.raises(KaizenError) as file:
        walk(tmp_path / "a.py")
    assert file.value.code == "sources.not_a_folder"


def test_an_empty_folder_and_one_without_git_work(tmp_path: Path) -> None:
    assert walk(tmp_path).files == ()
    (tmp_path / "b").mkdir()
    (tmp_path / "b/x.py").write_text("x = 1\n")
    (tmp_path / "node_modules").mkdir()
    (tmp_path / "node_modules/y.js").write_text("")
    tree = walk(tmp_path)
    assert [(file.path, file.language) for file in tree.files] == [("b/x.py", "python")]
    assert tree.commit is None


def test_git_lists_tracked_and_new_files_but_not_ignored_ones(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q")
    for name in ("tracked.py", "new.py", "ignored.py", "gone.py"):
        (tmp_path / name).write_text("x = 1\n")
    (tmp_path / ".gitignore").write_text("ignored.py\n")
    git(tmp_path, "add", "tracked.py", "gone.py")
    assert walk(tmp_path).commit is None
    git(tmp_path, "commit", "-qm", "one")
    (tmp_path / "gone.py").unlink()
    tree = walk(tmp_path)
    assert [file.path for file in tree.files] == [".gitignore", "new.py", "tracked.py"]
    assert tree.commit is not None
    assert len(tree.commit) == 40


def test_other_repositories_links_and_odd_files_are_listed(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q")
    (tmp_path / "inner").mkdir()
    git(tmp_path / "inner", "init", "-q")
    (tmp_path / "inner/a.py").write_text("")
    git(tmp_path / "inner", "add", ".")
    git(tmp_path / "inner", "commit", "-qm", "x")
    (tmp_path / "loop").symlink_to(tmp_path, target_is_directory=True)
    os.mkfifo(tmp_path / "pipe.py")
    (tmp_path / "big.py").write_bytes(b"x" * (3 << 20))
    skipped = {entry.path: entry.reason for entry in walk(tmp_path).skipped}
    assert skipped["inner"] == "another repository"
    assert skipped["loop"] == "symbolic link"
    assert skipped["big.py"] == "larger than 2 MB (3.0 MB)"
    assert "pipe.py" not in paths(tmp_path)


def test_a_plain_folder_with_a_loop_ends(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a/loop").symlink_to(tmp_path, target_is_directory=True)
    (tmp_path / "a/x.py").write_text("")
    tree = walk(tmp_path)
    assert [file.path for file in tree.files] == ["a/x.py"]
    assert Skipped("a/loop", "symbolic link to a folder") in tree.skipped


def test_vendored_generated_and_minified_files_are_left_out(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q")
    files = ("vendor/lib.js", "shop/vendor/__init__.py", "dist/a.js", "a.min.js", "api_pb2.py", "gen/x.ts", "own.ts")
    for name in files:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("x\n")
    (tmp_path / ".gitattributes").write_text("gen/** linguist-generated\n*.sh text eol=lf\n")
    assert paths(tmp_path) == [".gitattributes", "own.ts", "shop/vendor/__init__.py"]
    reasons = {entry.path: entry.reason for entry in walk(tmp_path).skipped}
    assert reasons["vendor"] == "vendored code (vendor)"
    assert reasons["gen/x.ts"] == "generated (.gitattributes)"


def test_an_ignored_folder_inside_a_repository_is_still_walked_when_asked_for(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q")
    (tmp_path / ".gitignore").write_text("work/\n")
    (tmp_path / "work").mkdir()
    (tmp_path / "work/a.py").write_text("")
    assert paths(tmp_path / "work") == ["a.py"]


def test_names_that_are_not_utf8_are_listed(tmp_path: Path) -> None:
    (tmp_path / os.fsdecode(b"bad\xff.py")).write_text("")
    (skipped,) = walk(tmp_path).skipped
    assert skipped.reason == "name is not UTF-8"
    skipped.path.encode("utf-8")


def test_pipes_sockets_and_file_systems_of_the_kernel_are_listed_and_hang_nothing(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.py")
    with socket.socket(socket.AF_UNIX) as bound:
        bound.bind(str(tmp_path / "s.py"))
        assert walk(tmp_path).skipped == (
            Skipped("pipe.py", "not a regular file"),
            Skipped("s.py", "not a regular file"),
        )
    if Path("/proc/1").exists():
        skipped: list[Skipped] = []
        assert list(descend(Path("/proc"), skipped)) or skipped
        assert Skipped("self", "symbolic link to a folder") in skipped
        assert Skipped("1", "file system of the kernel") in skipped


def test_folders_that_may_not_be_entered_are_listed(tmp_path: Path) -> None:
    (tmp_path / "closed").mkdir()
    (tmp_path / "open.py").write_text("x = 1\n")
    code = (
        "import os, sys; from pathlib import Path; from kaizen.collect.sources import walk;"
        "os.chmod(sys.argv[1] + '/closed', 0); os.getuid() or os.setuid(65534);"
        "tree = walk(Path(sys.argv[1])); print([file.path for file in tree.files], [s.path for s in tree.skipped])"
    )
    tmp_path.chmod(0o755)
    for parent in tmp_path.parents:
        if parent.stat().st_uid == os.getuid() and len(parent.parts) > 2:
            parent.chmod(0o755)
    done = subprocess.run([sys.executable, "-c", code, str(tmp_path)], capture_output=True, text=True, check=False)
    (tmp_path / "closed").chmod(0o755)
    assert done.stdout.strip() == "['open.py'] ['closed']", done.stderr
