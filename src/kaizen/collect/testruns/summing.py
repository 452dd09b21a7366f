"""Coverage of a whole repository beside the floors that Kaizen ships."""

from collections.abc import Iterable, Sequence

from kaizen.collect.testruns import rules
from kaizen.collect.testruns.model import Floors, ModuleCoverage
from kaizen.collect.testruns.views import CoverageSummary, coverage_view, module_view

FLOORS = Floors()


def summed(modules: Sequence[ModuleCoverage], services: Iterable[str]) -> CoverageSummary:
    """Overall coverage, modules and services below their floors; a service without measured code is left out."""
    covered, total = rules.coverage_totals(modules)
    overall = rules.judge(ModuleCoverage("", covered, total), FLOORS.overall)
    return CoverageSummary(
        overall=coverage_view(covered, total) if total else None,
        floor=float(FLOORS.overall),
        below=overall.below,
        modules=[module_view(judged) for judged in rules.below_floor(modules, FLOORS.module)],
        services=[module_view(judged) for judged in rules.services_below(modules, services, FLOORS)],
    )
