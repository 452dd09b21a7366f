"""Folders with sources, rules and version control, for tests that check them for real."""

import json
import subprocess
from collections.abc import Mapping
from pathlib import Path

from tests.analyze.standards.building import rule

EVAL = rule("forbidden_pattern", id="no-eval", severity="critical", match={"calls": ["eval"]})
README = rule("required_files", id="readme", files=["README.md"])


def write(root: Path, files: Mapping[str, str]) -> Path:
    """Writes files below a folder."""
    for path, text in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8")
    return root


def with_rules(root: Path, *rules: Mapping[str, object], **head: object) -> Path:
    """Writes standards.yaml."""
    return write(root, {"standards.yaml": json.dumps({"version": 1, **head, "rules": list(rules)}, indent=1)})


def git(root: Path, *arguments: str) -> None:
    """Runs git as somebody."""
    identity = ("-c", "user.name=t", "-c", "user.email=t@example.org", "-c", "init.defaultBranch=main")
    subprocess.run(("git", *identity, *arguments), cwd=root, check=True, capture_output=True)


def committed(root: Path) -> None:
    """Everything below a folder becomes a commit."""
    if not (root / ".git").exists():
        git(root, "init", "-q")
    git(root, "add", "-A")
    git(root, "commit", "-qm", "one", "--allow-empty")
