"""What follows from cases and coverage: totals, states, execution rate, flaky and slow cases, modules below a floor."""

import statistics
from collections import defaultdict
from collections.abc import Iterable, Sequence
from decimal import ROUND_FLOOR, Decimal

from kaizen.collect.testruns.model import (
    Case,
    FlakyCase,
    Floors,
    Judged,
    ModuleCoverage,
    Outcome,
    PastCase,
    Report,
    SlowCase,
    State,
    Totals,
    Verdict,
)

_BAD = frozenset({Outcome.FAILED, Outcome.ERROR})
_HUNDREDTH = Decimal("0.01")


def totals(cases: Iterable[Case]) -> Totals:
    """Cases counted by outcome."""
    counts = dict.fromkeys(Outcome, 0)
    for case in cases:
        counts[case.outcome] += 1
    return Totals(counts[Outcome.PASSED], counts[Outcome.FAILED], counts[Outcome.ERROR], counts[Outcome.SKIPPED])


def totals_of(report: Report) -> Totals:
    """Totals of a report, those included that it states without listing their cases."""
    return totals(report.cases) + report.uncounted


def verdict(counted: Totals) -> Verdict:
    """The state that cases alone give: one that failed fails the run, and without one that ran nothing is measured."""
    if counted.failed or counted.errors:
        return Verdict(State.FAILED)
    if counted.ran:
        return Verdict(State.PASSED)
    if counted.skipped:
        return Verdict(State.NOT_MEASURED, f"all {counted.skipped} cases were skipped")
    return Verdict(State.NOT_MEASURED, "there are no cases")


def execution_rate(counted: Totals | None, known: int | None) -> Decimal | None:
    """Cases that ran of those that exist, in percent; None where none are known to exist.

    ``known`` is how many the runner or the report says there are; cases that were listed exist in any case.
    """
    if counted is None:
        return None
    exist = max(known or 0, counted.total)
    return percent(counted.ran, exist)


def percent(part: int, whole: int) -> Decimal | None:
    """Percentage to the hundredth, rounded down, so that 100 means all of it; None of nothing."""
    if whole <= 0:
        return None
    return (Decimal(100 * part) / Decimal(whole)).quantize(_HUNDREDTH, ROUND_FLOOR)


def coverage_totals(modules: Iterable[ModuleCoverage]) -> tuple[int, int]:
    """Lines covered and lines there are, over all modules."""
    listed = list(modules)
    return sum(entry.lines_covered for entry in listed), sum(entry.lines_total for entry in listed)


def best_per_module(*reports: Iterable[ModuleCoverage]) -> list[ModuleCoverage]:
    """Coverage of several suites together: each module as the suite that covers most of it saw it.

    That is a lower bound, because two suites may cover different lines of one module.
    """
    best: dict[str, ModuleCoverage] = {}
    for entry in (entry for modules in reports for entry in modules):
        known = best.get(entry.module)
        if known is None or entry.lines_covered > known.lines_covered:
            best[entry.module] = entry
    return [best[name] for name in sorted(best)]


def judge(entry: ModuleCoverage, floor: Decimal) -> Judged:
    """A module beside its floor, compared as integers: 4 of 5 lines are exactly 80 %."""
    below = entry.lines_total > 0 and 100 * entry.lines_covered < floor * entry.lines_total
    return Judged(
        entry.module,
        entry.lines_covered,
        entry.lines_total,
        percent(entry.lines_covered, entry.lines_total),
        floor,
        below,
    )


def below_floor(modules: Iterable[ModuleCoverage], floor: Decimal) -> list[Judged]:
    """The modules below the floor, the one with most uncovered lines first."""
    judged = (judge(entry, floor) for entry in modules)
    return sorted(
        (entry for entry in judged if entry.below),
        key=lambda entry: (entry.lines_covered - entry.lines_total, entry.module),
    )


def services_below(modules: Iterable[ModuleCoverage], services: Iterable[str], floors: Floors) -> list[Judged]:
    """The services whose files together are below the floor; a service is a folder, and ``.`` is all of it."""
    listed = list(modules)
    return below_floor((service_coverage(listed, folder) for folder in sorted(set(services))), floors.service)


def service_coverage(modules: Iterable[ModuleCoverage], folder: str) -> ModuleCoverage:
    """The lines of all modules inside a folder."""
    inside = [entry for entry in modules if folder in {"", "."} or entry.module.startswith(f"{folder}/")]
    covered, total = coverage_totals(inside)
    return ModuleCoverage(folder or ".", covered, total)


def full_name(group: str, name: str) -> str:
    """How people read a case: its group and its name."""
    return f"{group} > {name}"


def _histories(past: Iterable[PastCase]) -> dict[tuple[str, ...], list[PastCase]]:
    """Each case's results, oldest first. Cases of one name in one run cannot be told apart and share a history."""
    found: dict[tuple[str, ...], list[PastCase]] = defaultdict(list)
    for entry in past:
        found[entry.repository, entry.suite, entry.group, entry.name].append(entry)
    for history in found.values():
        history.sort(key=lambda entry: entry.at)
    return found


def flips(history: Sequence[PastCase]) -> int:
    """How often a case changed between passing and failing on the same code, plus passes that took a repetition.

    Cases of one name in one run may differ: that is no flip. Runs of unknown code are not compared.
    """
    last: dict[str, tuple[PastCase, bool]] = {}
    changed = sum(entry.flaky for entry in history)
    for entry in history:
        if entry.outcome is Outcome.SKIPPED or entry.code is None:
            continue
        bad = entry.outcome in _BAD
        before = last.get(entry.code)
        if before is not None and before[0].run == entry.run:
            continue
        changed += before is not None and before[1] != bad
        last[entry.code] = (entry, bad)
    return changed


def flaky(past: Iterable[PastCase]) -> list[FlakyCase]:
    """Cases whose outcome changed while the code did not, most flips first."""
    found = []
    for (_, suite, group, name), history in _histories(past).items():
        changed = flips(history)
        if not changed:
            continue
        failed = [entry.at for entry in history if entry.outcome in _BAD]
        runs = len({entry.run for entry in history if entry.outcome is not Outcome.SKIPPED})
        last = max(failed) if failed else None
        found.append(FlakyCase(suite, full_name(group, name), runs, changed, last, history[-1].outcome))
    return sorted(found, key=lambda case: (-case.flips, case.suite, case.name))


def slowest(past: Iterable[PastCase]) -> list[SlowCase]:
    """Cases by the median of their durations, slowest first; runs in which a case was skipped do not count."""
    found = []
    for (_, suite, group, name), history in _histories(past).items():
        times = [
            entry.duration_s
            for entry in history
            if entry.duration_s is not None and entry.outcome is not Outcome.SKIPPED
        ]
        if times:
            found.append(SlowCase(suite, full_name(group, name), len(times), statistics.median(times), max(times)))
    return sorted(found, key=lambda case: (-case.median_s, case.suite, case.name))
