"""What follows from cases and coverage."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from kaizen.collect.testruns import rules
from kaizen.collect.testruns.model import (
    Case,
    Floors,
    ModuleCoverage,
    Outcome,
    PastCase,
    Report,
    State,
    Totals,
)

P, F, E, S = Outcome.PASSED, Outcome.FAILED, Outcome.ERROR, Outcome.SKIPPED
START = datetime(2026, 1, 1, tzinfo=UTC)

VERDICTS = [
    pytest.param(Totals(passed=3), State.PASSED, None, id="cases ran and none failed"),
    pytest.param(Totals(passed=3, failed=1), State.FAILED, None, id="one failed"),
    pytest.param(Totals(passed=3, errors=1), State.FAILED, None, id="one broke"),
    pytest.param(Totals(passed=1, skipped=99), State.PASSED, None, id="most were skipped"),
    pytest.param(Totals(), State.NOT_MEASURED, "there are no cases", id="no cases are not a pass"),
    pytest.param(Totals(skipped=2), State.NOT_MEASURED, "all 2 cases were skipped", id="all skipped are not a pass"),
]


@pytest.mark.parametrize(("counted", "state", "reason"), VERDICTS)
def test_the_verdict_of_cases(counted: Totals, state: State, reason: str | None) -> None:
    assert (rules.verdict(counted).state, rules.verdict(counted).reason) == (state, reason)


def test_totals_of_a_report_include_what_it_only_states() -> None:
    report = Report(cases=(Case("g", "a"), Case("g", "b", outcome=F)), uncounted=Totals(passed=5, skipped=1))

    assert rules.totals_of(report) == Totals(passed=6, failed=1, skipped=1)
    assert rules.totals_of(report).total == 8


RATES = [
    pytest.param(Totals(passed=8, skipped=2), None, Decimal("80.00"), id="skipped cases exist and did not run"),
    pytest.param(Totals(passed=9, failed=1), 40, Decimal("25.00"), id="collected cases that were never reached exist"),
    pytest.param(Totals(passed=10), 4, Decimal("100.00"), id="more ran than were known"),
    pytest.param(Totals(passed=2, skipped=1), None, Decimal("66.66"), id="rounded down"),
    pytest.param(Totals(), None, None, id="nothing exists"),
    pytest.param(Totals(), 5, Decimal("0.00"), id="nothing of what exists ran"),
    pytest.param(None, 5, None, id="nothing was counted"),
]


@pytest.mark.parametrize(("counted", "known", "rate"), RATES)
def test_the_execution_rate(counted: Totals | None, known: int | None, rate: Decimal | None) -> None:
    assert rules.execution_rate(counted, known) == rate


def test_a_percentage_says_100_only_for_all_of_it() -> None:
    assert rules.percent(99_999, 100_000) == Decimal("99.99")
    assert rules.percent(3, 3) == Decimal("100.00")
    assert rules.percent(0, 0) is None


FLOOR = Decimal(80)
JUDGED = [
    pytest.param(4, 5, False, id="exactly at the floor is not below it"),
    pytest.param(79, 100, True, id="one line too few"),
    pytest.param(799_999, 1_000_000, True, id="below by less than a rounding"),
    pytest.param(0, 0, False, id="a file without lines is not below"),
    pytest.param(0, 1, True, id="nothing covered"),
]


@pytest.mark.parametrize(("covered", "total", "below"), JUDGED)
def test_a_module_beside_its_floor(covered: int, total: int, below: bool) -> None:
    assert rules.judge(ModuleCoverage("a.py", covered, total), FLOOR).below is below


def test_modules_below_the_floor_are_named_the_most_uncovered_first() -> None:
    modules = [ModuleCoverage("a", 0, 3), ModuleCoverage("b", 50, 100), ModuleCoverage("c", 9, 10)]

    assert [entry.module for entry in rules.below_floor(modules, FLOOR)] == ["b", "a"]


def test_a_service_is_all_its_files_together() -> None:
    modules = [
        ModuleCoverage("api/main.py", 1, 10),
        ModuleCoverage("api/deep/x.py", 1, 10),
        ModuleCoverage("apiary/y.py", 9, 10),
        ModuleCoverage("worker/z.py", 6, 10),
    ]
    found = rules.services_below(modules, ["api", "worker", "empty"], Floors())

    assert [(entry.module, entry.lines_covered, entry.lines_total) for entry in found] == [("api", 2, 20)]
    assert found[0].threshold == 60


def test_the_shipped_floors() -> None:
    floors = Floors()

    shipped = [floors.service, floors.module, floors.pull_request, floors.overall, floors.critical]

    assert [str(floor) for floor in shipped] == ["60", "80", "85", "90", "90"]


def test_a_module_of_several_suites_counts_as_its_best_suite_saw_it() -> None:
    found = rules.best_per_module([ModuleCoverage("a", 1, 4)], [ModuleCoverage("b", 1, 1), ModuleCoverage("a", 3, 4)])

    assert found == [ModuleCoverage("a", 3, 4), ModuleCoverage("b", 1, 1)]


def past(outcomes: str, *, codes: str = "", name: str = "n", flaky: str = "") -> list[PastCase]:
    """One letter for each run, oldest first: p f e s; ``codes`` says which code it was, - for unknown."""
    meaning = {"p": P, "f": F, "e": E, "s": S}
    return [
        PastCase(
            repository="r",
            suite="suite",
            run=str(number),
            code=None if code == "-" else code,
            at=START + timedelta(hours=number),
            group="g",
            name=name,
            outcome=meaning[outcome],
            duration_s=float(number + 1),
            flaky=str(number) in flaky,
        )
        for number, (outcome, code) in enumerate(zip(outcomes, codes or "x" * len(outcomes), strict=True))
    ]


FLIPS = [
    pytest.param("pp", "", "", 0, id="steady"),
    pytest.param("ff", "", "", 0, id="steadily failing is broken, not flaky"),
    pytest.param("pf", "", "", 1, id="it failed without a change"),
    pytest.param("pfpf", "", "", 3, id="to and fro"),
    pytest.param("pf", "xy", "", 0, id="it failed after a change"),
    pytest.param("pfp", "xyx", "", 0, id="it failed on other code in between"),
    pytest.param("pefs", "", "", 1, id="errors are failures too, skips say nothing"),
    pytest.param("psf", "", "", 1, id="a skip in between hides nothing"),
    pytest.param("pf", "--", "", 0, id="unknown code is not compared"),
    pytest.param("pp", "", "1", 1, id="it passed only when repeated"),
]


@pytest.mark.parametrize(("outcomes", "codes", "flaky", "expected"), FLIPS)
def test_flips(outcomes: str, codes: str, flaky: str, expected: int) -> None:
    assert rules.flips(past(outcomes, codes=codes, flaky=flaky)) == expected


def test_cases_of_one_name_in_one_run_are_no_flip() -> None:
    both = [*past("p"), *past("f")]

    assert rules.flips(both) == 0


def test_flaky_cases_are_told_with_their_record_most_flips_first() -> None:
    found = rules.flaky([*past("pfpf", name="worse"), *past("pfs", name="bad"), *past("ppp", name="good")])

    assert [(case.name, case.flips, case.runs) for case in found] == [("g > worse", 3, 4), ("g > bad", 1, 2)]
    assert [case.last_outcome for case in found] == [F, S]
    assert found[1].last_failed_at == START + timedelta(hours=1)


def test_a_case_of_another_repository_is_another_case() -> None:
    elsewhere = [replace(entry, repository="other", outcome=F) for entry in past("p")]

    assert rules.flaky([*past("p"), *elsewhere]) == []


def test_the_slowest_are_sorted_by_median_and_skips_do_not_count() -> None:
    found = rules.slowest([*past("ppp", name="three"), *past("pss", name="one"), *past("s", name="never")])

    assert [(case.name, case.runs, case.median_s, case.max_s) for case in found] == [
        ("g > three", 3, 2.0, 3.0),
        ("g > one", 1, 1.0, 1.0),
    ]
