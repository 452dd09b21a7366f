"""Ten rules against two thousand over the same tree, in one process run: the cost must not grow with the rules.

    python bench/standards.py [PATH] [--repeats N]

A check lists the files, takes their facts from the cache, compiles the rules and looks at every fact; the limit is on
that. The evaluation alone is shown too. The rules of both sets are of every kind, in the same proportions.
"""

import argparse
import itertools
import json
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from kaizen.analyze.standards.evaluation import evaluate
from kaizen.analyze.standards.loading import load
from kaizen.analyze.standards.model import Standards
from kaizen.analyze.standards.verdict import Material
from kaizen.collect.inventory.model import JSON, Item, Kind
from kaizen.collect.sources import gather, walk
from kaizen.collect.sources.code import PythonReader, ScriptReader

LIMIT = 1.2
FEW, MANY = 10, 2000
FOLDERS = ("**", "src/**", "apps/**", "backend/api/**", "packages/*/src/**", "*.ts", "tests/", "scripts/")


def rules(count: int) -> Standards:
    """``count`` rules that take turns in kind and scope; most find nothing, as rules of a healthy tree do."""
    makers: Iterator[Callable[[int], dict[str, object]]] = itertools.cycle(
        [
            lambda n: {"kind": "forbidden_pattern", "match": {"calls": [f"module{n}.danger", f"*.danger{n}"]}},
            lambda n: {"kind": "forbidden_pattern", "match": {"imports": [f"package{n}.part"]}},
            lambda n: {"kind": "forbidden_pattern", "match": {"decorators": [f"old{n}.*"]}},
            lambda n: {"kind": "forbidden_pattern", "match": {"definitions": [f"class *Helper{n}", f"legacy{n}_*"]}},
            lambda n: {"kind": "forbidden_pattern", "match": {"text": [rf"(?i)todo{n}\b", rf"https?://old{n}\."]}},
            lambda n: {
                "kind": "required_pattern",
                "each": {"calls": [f"client{n}.get"]},
                "needs": {"argument": ["timeout"]},
            },
            lambda n: {
                "kind": "required_pattern",
                "each": {"imports": [f"framework{n}"]},
                "needs": {"calls": ["set_up"]},
            },
            lambda n: {"kind": "size_limits", "file_lines": 20_000 + n, "function_lines": 5_000 + n, "parameters": 300},
            lambda n: {"kind": "required_files", "files": ["README*"]},
            lambda n: {"kind": "naming", "of": ["column"], "style": "snake_case", "scope": {"items": [f"part{n}.*"]}},
        ]
    )
    made: list[dict[str, object]] = []
    for number, maker in zip(range(count), makers, strict=False):
        head = {"id": f"rule-{number}", "title": "t", "severity": "info", "why": "w", "fix": "f", "docs": "d"}
        scope = {"scope": {"include": [FOLDERS[number // 10 % len(FOLDERS)]]}}
        made.append(head | scope | maker(number))
    return load(json.dumps({"version": 1, "rules": made}).encode())


COLUMNS: list[JSON] = [{"name": f"column_{n}", "type": "text"} for n in range(12)]
TABLES = [Item(Kind.TABLE, f"public.t{n}", "schema.sql", n + 1, "sql", {"columns": COLUMNS}) for n in range(100)]


def material(root: Path, cache: Path) -> Material:
    """Everything known of the tree, with a hundred made-up tables beside its real code."""
    tree = walk(root)
    facts = gather(tree, [PythonReader(), ScriptReader()], cache)
    code = {**facts.of(PythonReader()), **facts.of(ScriptReader())}
    return Material({file.path: file.language for file in tree.files}, code, partial(text_of, root), items=TABLES)


def text_of(root: Path, path: str) -> str | None:
    """The text of a file, None for one that is no text."""
    try:
        return (root / path).read_text(encoding="utf-8")
    except ValueError:
        return None


def seconds(work: Callable[[], object]) -> float:
    """Processor time one call takes."""
    begun = time.process_time()
    work()
    return time.process_time() - begun


def compare(title: str, few: Callable[[], object], many: Callable[[], object], repeats: int) -> float:
    """Runs both in turns, prints the medians and returns the median of the ratios."""
    times = [(seconds(few), seconds(many)) for _ in range(repeats)]
    ten, thousands = (statistics.median(column) * 1000 for column in zip(*times, strict=True))
    ratio = statistics.median(more / less for less, more in times)
    print(f"{title:<28} {FEW} rules {ten:7.1f} ms, {MANY} rules {thousands:7.1f} ms, ratio {ratio:.2f}")
    return ratio


def main() -> int:
    """Prints times and ratios; exits 1 where a whole check costs more than the limit."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("path", nargs="?", type=Path, default=Path.cwd())
    parser.add_argument("--repeats", type=int, default=7)
    arguments = parser.parse_args()
    few, many = rules(FEW), rules(MANY)
    today = datetime.now(UTC).date()
    with tempfile.TemporaryDirectory() as folder:
        root, cache = arguments.path, Path(folder)
        known = material(root, cache)
        print(f"{len(known.facts)} code files, {sum(len(each.calls) for each in known.facts.values())} calls")
        compare(
            "evaluation alone",
            lambda: evaluate(few, known, today),
            lambda: evaluate(many, known, today),
            arguments.repeats,
        )
        ratio = compare(
            "a check with facts at hand",
            lambda: evaluate(few, material(root, cache), today),
            lambda: evaluate(many, material(root, cache), today),
            arguments.repeats,
        )
    print(f"limit {LIMIT}")
    return 0 if ratio <= LIMIT else 1


if __name__ == "__main__":
    sys.exit(main())
