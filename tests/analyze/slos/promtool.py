"""Debian's promtool as tests use it."""

import shutil
import subprocess
from pathlib import Path

import yaml

from kaizen.analyze.slos import read_documents
from kaizen.analyze.slos.exporting import RULES_FILE, TESTS_FILE, exported
from tests.fixtures.requiring import missing


def run(folder: Path, *arguments: str) -> str:
    """What promtool prints in a folder; fails the test where it finds something wrong."""
    found = attempt(folder, *arguments)
    assert found.returncode == 0, found.stdout + found.stderr
    return found.stdout + found.stderr


def attempt(folder: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    """The same, whatever it finds."""
    if shutil.which("promtool") is None:
        missing("promtool", "install Debian's package prometheus")
    return subprocess.run(
        ["promtool", *arguments], cwd=folder, capture_output=True, text=True, timeout=120, check=False
    )


def export(text: str, folder: Path) -> tuple[str, ...]:
    """Writes rules and their tests into a folder; returns what did not carry over."""
    documents = read_documents(text.encode(), "f.yaml")
    assert documents.problems == ()
    rules, tests = (exported(form, documents.documents) for form in ("prometheus", "promtool"))
    (folder / RULES_FILE).write_text(rules.files[RULES_FILE])
    (folder / TESTS_FILE).write_text(tests.files[TESTS_FILE])
    return rules.losses


def expect(folder: Path, series: dict[str, str], checks: list[tuple[str, str, float | None]]) -> None:
    """Feeds series (a value a minute) to the rules and checks ``(time, expression, value or nothing)``."""
    test = {
        "interval": "1m",
        "input_series": [{"series": name, "values": values} for name, values in series.items()],
        "promql_expr_test": [
            {
                "expr": expression,
                "eval_time": at,
                "exp_samples": [] if value is None else [{"labels": "{}", "value": value}],
            }
            for at, expression, value in checks
        ],
    }
    body = {"rule_files": [RULES_FILE], "evaluation_interval": "1m", "tests": [test]}
    (folder / "expected.yml").write_text(yaml.safe_dump(body))
    run(folder, "test", "rules", "expected.yml")
