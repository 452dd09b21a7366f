"""Reads Playwright's JSON: each test in each project is a case; one that passed only when repeated is flaky."""

from collections.abc import Iterator
from pathlib import Path

import msgspec

from kaizen.collect.testruns import building
from kaizen.collect.testruns.decoding import decoded
from kaizen.collect.testruns.model import Case, Outcome, Report, ReportFile
from kaizen.collect.testruns.places import Places


class _Error(msgspec.Struct):
    message: str | None = None


class _Attempt(msgspec.Struct):
    status: str | None = None
    duration: float | None = None
    errors: list[_Error] = []


class _Test(msgspec.Struct, rename="camel"):
    status: str = ""
    project_name: str = ""
    results: list[_Attempt] = []


class _Spec(msgspec.Struct):
    title: str = ""
    file: str | None = None
    line: int | None = None
    tests: list[_Test] = []


class _Suite(msgspec.Struct):
    title: str = ""
    file: str | None = None
    specs: list[_Spec] = []
    suites: list["_Suite"] = []


class _Stats(msgspec.Struct):
    duration: float | None = None


class _Config(msgspec.Struct, frozen=True, rename="camel"):
    root_dir: str = ""


class Results(msgspec.Struct):
    """The root; ``suites`` and ``stats`` together tell this format from others."""

    suites: list[_Suite]
    stats: _Stats
    config: _Config = _Config()
    errors: list[_Error] = []


def read(file: ReportFile, root: Path | None = None) -> Report:
    """Cases of one run; errors outside of tests are cases of their own. Raises KaizenError report_broken."""
    results = decoded(file, Results)
    places = Places(root)
    cases = [case for suite in results.suites for case in _cases(suite, (), places, results.config.root_dir)]
    for number, error in enumerate(results.errors, 1):
        cases.append(building.case("(playwright)", f"(error {number})", Outcome.ERROR, output=error.message))
    duration = results.stats.duration
    return building.report(cases, suites=len(results.suites), duration_s=None if duration is None else duration / 1000)


def _cases(suite: _Suite, titles: tuple[str, ...], places: Places, base: str) -> Iterator[Case]:
    inside = (*titles, suite.title) if suite.title else titles
    for spec in suite.specs:
        place = places.module(spec.file or suite.file or "", [base])
        for test in spec.tests:
            group = " > ".join(filter(None, (test.project_name, *inside)))
            yield _case(group or place, spec, test, place)
    for child in suite.suites:
        yield from _cases(child, inside, places, base)


def _case(group: str, spec: _Spec, test: _Test, place: str) -> Case:
    ran = any(attempt.status not in {"skipped", None} for attempt in test.results)
    outcome = {"expected": Outcome.PASSED, "flaky": Outcome.PASSED, "unexpected": Outcome.FAILED}.get(
        test.status, Outcome.SKIPPED
    )
    errors = [error.message or "" for attempt in test.results for error in attempt.errors]
    known = [attempt.duration for attempt in test.results if attempt.duration is not None]
    return building.case(
        group,
        spec.title,
        outcome,
        file=place or None,
        line=spec.line,
        seconds=sum(known) / 1000 if known and ran else None,
        output="\n\n".join(errors) if outcome is not Outcome.PASSED or test.status == "flaky" else None,
        flaky=test.status == "flaky",
    )
