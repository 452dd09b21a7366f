"""From the text of standards.yaml to standards, or to everything that is wrong with it."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path as File

from kaizen.analyze.standards.model import FILE, KINDS, AnyRule, ForbiddenPattern, Head, Standards
from kaizen.analyze.standards.shape import shaped, spelled, suggestion
from kaizen.analyze.standards.soundness import Flaw, flaws_of, unsound_globs
from kaizen.kit.documents import Node, parse
from kaizen.kit.errors import KaizenError

MOST_PATTERNS = 2000
DEFAULT = File(__file__).parent / "default.yaml"


def load(data: bytes, file: str = FILE) -> Standards:
    """The standards that ``data`` spells; raises the first problem as KaizenError standards.*."""
    standards, problems = examine(data, file)
    if standards is None:
        raise problems[0]
    return standards


@cache
def default() -> Standards:
    """The standards that hold where a repository has none of its own."""
    return load(DEFAULT.read_bytes(), DEFAULT.name)


def examine(data: bytes, file: str = FILE) -> tuple[Standards | None, list[KaizenError]]:
    """The standards and no problem, or None and every problem found."""
    try:
        root = parse(data, file)
        head = shaped(root, Head, file)
    except KaizenError as problem:
        return None, [problem]
    problems = [_placed(flaw, root, file, ()) for flaw in unsound_globs(head.exclude, ("exclude",))]
    rules: list[AnyRule] = []
    lines: dict[str, int] = {}
    for index, node in enumerate(_rule_nodes(root)):
        at = ("rules", index)
        try:
            rule = _rule(node, file, at)
        except KaizenError as problem:
            problems.append(problem)
            continue
        if rule.id in lines:
            first = lines[rule.id]
            problems.append(
                KaizenError("standards.duplicate_rule", file=file, line=node.line, rule=rule.id, first=first)
            )
        lines.setdefault(rule.id, node.line)
        problems += [_placed(flaw, node, file, at) for flaw in flaws_of(rule)]
        rules.append(rule)
    patterns = sum(len(rule.match.text) for rule in rules if isinstance(rule, ForbiddenPattern))
    if patterns > MOST_PATTERNS:
        problems.append(KaizenError("standards.too_many_patterns", file=file, count=patterns, limit=MOST_PATTERNS))
    if problems:
        return None, problems
    return Standards(version=head.version, rules=tuple(rules), exclude=head.exclude), []


def _rule_nodes(root: Node) -> Iterator[Node]:
    rules = root.value.get("rules") if isinstance(root.value, dict) else None
    yield from rules.value if rules and isinstance(rules.value, list) else ()


def _rule(node: Node, file: str, at: tuple[str, int]) -> AnyRule:
    kind = node.value.get("kind") if isinstance(node.value, dict) else None
    place = {"file": file, "line": node.line_at(("kind",)), "field": spelled((*at, "kind"))}
    if kind is None:
        raise KaizenError("standards.missing_field", **place)
    if not isinstance(kind.value, str) or kind.value not in KINDS:
        given = str(kind.value)
        raise KaizenError("standards.unknown_kind", **place, given=given, meant=suggestion(given, KINDS))
    return shaped(node, KINDS[kind.value], file, at)


def _placed(flaw: Flaw, node: Node, file: str, at: tuple[str | int, ...]) -> KaizenError:
    place = {"file": file, "line": node.line_at(flaw.path), "field": spelled((*at, *flaw.path))}
    return KaizenError(f"standards.{flaw.code}", **place, **flaw.values)
