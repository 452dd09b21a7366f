"""Reads coverage.py's JSON: lines and branches apart, because its own percentage mixes the two."""

import msgspec

from kaizen.collect.testruns.decoding import decoded
from kaizen.collect.testruns.model import Coverage, ModuleCoverage, ReportFile
from kaizen.collect.testruns.places import Places
from kaizen.kit.errors import KaizenError

MOST = 1_000_000_000


class _Summary(msgspec.Struct):
    covered_lines: int
    num_statements: int
    num_branches: int | None = None
    covered_branches: int | None = None


class _File(msgspec.Struct):
    summary: _Summary


class _Meta(msgspec.Struct, frozen=True):
    version: str = ""
    branch_coverage: bool = False


class Results(msgspec.Struct):
    """The root; ``files`` with summaries is what tells this format from others."""

    files: dict[str, _File]
    meta: _Meta = _Meta()


def read(file: ReportFile, places: Places, base: str = "") -> Coverage:
    """Coverage per file; ``base`` is the folder that coverage ran in, relative to the repository.

    Raises KaizenError: report_broken, report_numbers (more covered than there is).
    """
    report = decoded(file, Results)
    merged: dict[str, ModuleCoverage] = {}
    for name, entry in report.files.items():
        module = _module(file, places.module(name, [base]), entry.summary, branches=report.meta.branch_coverage)
        best = merged.get(module.module)
        if best is None or module.lines_covered > best.lines_covered:
            merged[module.module] = module
    return Coverage(tuple(merged[name] for name in sorted(merged)))


def _module(file: ReportFile, name: str, summary: _Summary, *, branches: bool) -> ModuleCoverage:
    covered, total = summary.covered_lines, summary.num_statements
    if not 0 <= covered <= total < MOST:
        raise KaizenError("testruns.report_numbers", file=file.name, module=name, detail=f"{covered} of {total} lines")
    taken, possible = summary.covered_branches, summary.num_branches
    if not branches or taken is None or possible is None:
        return ModuleCoverage(name, covered, total)
    if not 0 <= taken <= possible < MOST:
        raise KaizenError(
            "testruns.report_numbers", file=file.name, module=name, detail=f"{taken} of {possible} branches"
        )
    return ModuleCoverage(name, covered, total, taken, possible)
