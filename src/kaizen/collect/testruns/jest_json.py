"""Reads the JSON that jest writes, and vitest after it."""

from collections.abc import Iterator
from pathlib import Path

import msgspec

from kaizen.collect.testruns import building
from kaizen.collect.testruns.decoding import decoded
from kaizen.collect.testruns.model import Case, Outcome, Report, ReportFile
from kaizen.collect.testruns.places import Places

_OUTCOMES = {
    "passed": Outcome.PASSED,
    "failed": Outcome.FAILED,
    "pending": Outcome.SKIPPED,
    "skipped": Outcome.SKIPPED,
    "todo": Outcome.SKIPPED,
    "disabled": Outcome.SKIPPED,
    "focused": Outcome.PASSED,
}


class _Location(msgspec.Struct):
    line: float | None = None


class _Assertion(msgspec.Struct, rename="camel"):
    title: str = ""
    full_name: str = ""
    status: str = ""
    ancestor_titles: list[str] = []
    duration: float | None = None
    failure_messages: list[str] | None = None
    location: _Location | None = None
    invocations: int | None = None


class _File(msgspec.Struct, rename="camel"):
    name: str = ""
    status: str = ""
    message: str | None = None
    assertion_results: list[_Assertion] = []


class Results(msgspec.Struct, rename="camel"):
    """The root; ``numTotalTests`` is what tells this format from others."""

    num_total_tests: int
    test_results: list[_File]


def read(file: ReportFile, root: Path | None = None) -> Report:
    """Cases of one run; a file that failed before its first test is one error. Raises KaizenError report_broken."""
    results = decoded(file, Results)
    places = Places(root)
    cases = [case for entry in results.test_results for case in _cases(entry, places)]
    return building.report(cases, suites=len(results.test_results))


def _cases(entry: _File, places: Places) -> Iterator[Case]:
    file = places.module(entry.name)
    for result in entry.assertion_results:
        outcome = _OUTCOMES.get(result.status, Outcome.SKIPPED)
        yield building.case(
            " > ".join([file, *filter(None, result.ancestor_titles)]),
            result.title or result.full_name,
            outcome,
            file=file,
            line=int(result.location.line) if result.location and result.location.line else None,
            seconds=None if result.duration is None else result.duration / 1000,
            output="\n\n".join(result.failure_messages or []),
            flaky=outcome is Outcome.PASSED and (result.invocations or 1) > 1,
        )
    if entry.status == "failed" and all(result.status != "failed" for result in entry.assertion_results):
        yield building.case(file, "(the file itself)", Outcome.ERROR, file=file, output=entry.message)
