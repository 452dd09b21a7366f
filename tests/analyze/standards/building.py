"""Builders of standards, sources and schemas for the tests of standards."""

import json
from collections.abc import Mapping
from datetime import date

from kaizen.analyze.findings import Detection
from kaizen.analyze.standards.evaluation import evaluate
from kaizen.analyze.standards.loading import load
from kaizen.analyze.standards.verdict import Covered, Material, Report, RuleResult
from kaizen.collect.inventory.model import JSON, Item, Kind
from kaizen.collect.sources.code import CodeFacts, PythonReader, ScriptReader

TODAY = date(2026, 3, 2)
LANGUAGES = {"py": "python", "ts": "typescript", "tsx": "tsx", "js": "javascript", "sql": "sql"}


def rule(kind: str, **fields: object) -> dict[str, object]:
    """A rule with everything that does not matter filled in."""
    head = {"id": "the-rule", "title": "A rule", "severity": "warning", "why": "Because.", "fix": "Mend it."}
    return {**head, "docs": "docs/rule.md", "kind": kind, **fields}


def yaml_of(*rules: Mapping[str, object], **head: object) -> bytes:
    """A standards.yaml with these rules (JSON is YAML)."""
    return json.dumps({"version": 1, **head, "rules": list(rules)}).encode()


def material(
    files: Mapping[str, str],
    *,
    items: list[Item] | None = None,
    coverage: Mapping[str, Covered] | None = None,
) -> Material:
    """Everything known of some files, parsed for real."""
    facts: dict[str, CodeFacts] = {}
    for path, text in files.items():
        for reader in (PythonReader(), ScriptReader()):
            if reader.wants(path):
                facts[path] = reader.read(path, text.encode())
    languages = {path: LANGUAGES.get(path.rpartition(".")[2]) for path in files}
    return Material(languages, facts, files.get, items=items, coverage=coverage)


def check(given: Material, *rules: Mapping[str, object], today: date = TODAY, **head: object) -> Report:
    """The report on some rules."""
    return evaluate(load(yaml_of(*rules, **head)), given, today)


def verdict(given: Material, *rules: Mapping[str, object]) -> RuleResult:
    """The verdict on a single rule."""
    (result,) = check(given, *rules).results
    return result


def places(report: Report) -> list[str]:
    """Detections as ``path:line``."""
    return [_place(each) for each in report.detections]


def _place(detection: Detection) -> str:
    return detection.path if detection.line is None else f"{detection.path}:{detection.line}"


def table(name: str, path: str = "schema.sql", **columns: str) -> Item:
    """A table with columns and types; a type that ends with ! is not null."""
    listed: list[JSON] = [
        {"name": column, "type": type_.removesuffix("!"), "nullable": not type_.endswith("!")}
        for column, type_ in columns.items()
    ]
    return Item(Kind.TABLE, name, path, 1, "sql", {"columns": listed})


def service(name: str, path: str) -> Item:
    """A service started in a file."""
    return Item(Kind.SERVICE, name, path, 1, "python")
