"""Business figures for ``/metrics``: each function reads one gauge; its first sentence is the gauge's help text."""

from collections.abc import Callable, Mapping

from kaizen.kit.codecs import to_plain
from kaizen.kit.resilience import breaker_states
from kaizen.storage.jobs import count_jobs
from kaizen.storage.work import Context

Figures = Mapping[tuple[str, ...], float]


def gauges(system: Context) -> Mapping[str, Callable[[], Figures]]:
    """Every gauge as ``name:label``, with the function that reads its values by label value."""

    def jobs() -> Figures:
        """Background jobs by state."""
        return _by_label(count_jobs(system))

    def probes() -> Figures:
        """Probes by state."""
        from kaizen.collect.probes.service import count_states

        return _by_label(to_plain(count_states(system)))

    def suites() -> Figures:
        """Test suites by the state of their last run."""
        from kaizen.collect.testruns.service import count_states

        return _by_label(count_states(system))

    def findings() -> Figures:
        """Open findings by severity."""
        from kaizen.analyze.findings.service import summarize

        return _by_label(to_plain(summarize(system).open))

    def items() -> Figures:
        """Inventory items that are there, by kind."""
        from kaizen.collect.inventory.service import summarize

        return _by_label({kind: count.active for kind, count in summarize(system).kinds.items()})

    def breakers() -> Figures:
        """1 while a circuit breaker keeps calls to a dependency back, else 0."""
        return _by_label({name: state != "closed" for name, state in breaker_states().items()})

    return {
        "kaizen_jobs:state": jobs,
        "kaizen_probes:state": probes,
        "kaizen_testruns:state": suites,
        "kaizen_findings_open:severity": findings,
        "kaizen_inventory_items:kind": items,
        "kaizen_breaker_open:name": breakers,
    }


def _by_label(counts: Mapping[str, float]) -> Figures:
    return {(name,): float(count) for name, count in counts.items()}
