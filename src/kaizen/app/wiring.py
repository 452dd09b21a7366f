"""Which concepts take part in a server: job kinds, sweeps, subscribers, gauges. One line each."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from kaizen.jobs.clock import Subscriber, Sweep
from kaizen.jobs.running import JobKind
from kaizen.kit.progress import ProgressSink
from kaizen.storage.events import Event
from kaizen.storage.jobs import count_jobs
from kaizen.storage.work import Context


def job_kinds(cache_dir: Path) -> Mapping[str, JobKind]:
    """What each kind of background work does."""

    def scan(here: Context, payload: dict[str, Any], report: ProgressSink) -> dict[str, Any]:
        from kaizen.collect.inventory.scanning import scan_folder

        result = scan_folder(lambda: here, Path(payload["path"]), cache_dir, report, always_record=True)
        return {"items": len(result.discovery.items), "skipped": len(result.discovery.skipped)}

    return {"inventory.scan": JobKind(scan)}


def sweeps(_system: Context) -> Sequence[Sweep]:
    """Recurring work besides jobs."""
    return ()


def subscribers() -> Mapping[str, Sequence[Subscriber]]:
    """Who hears which event."""

    def measure(system: Context, event: Event) -> None:
        from kaizen.loop.reports.service import hear

        hear(system, event)

    measuring = ("inventory.scanned", "standards.checked", "findings.changed", "testruns.finished")
    return dict.fromkeys(measuring, (measure,))


def gauges(system: Context) -> Mapping[str, Callable[[], Mapping[tuple[str, ...], float]]]:
    """Business figures for ``/metrics``, as ``name:label`` to values by label."""

    def jobs() -> Mapping[tuple[str, ...], float]:
        return {(state,): float(count) for state, count in count_jobs(system).items()}

    return {"kaizen_jobs:state": jobs}
