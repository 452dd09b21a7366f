"""Which concepts take part in a server: job kinds, sweeps, subscribers, gauges. One line each."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from kaizen.jobs.clock import Subscriber, Sweep
from kaizen.jobs.running import JobKind
from kaizen.kit.progress import ProgressSink
from kaizen.storage.jobs import count_jobs
from kaizen.storage.work import Context


def job_kinds(cache_dir: Path) -> Mapping[str, JobKind]:
    """What each kind of background work does."""

    def scan(here: Context, payload: dict[str, Any], report: ProgressSink) -> dict[str, Any]:
        from kaizen.collect.inventory.scanning import scan_folder

        result = scan_folder(lambda: here, Path(payload["path"]), cache_dir, report)
        return {"items": len(result.discovery.items), "skipped": len(result.discovery.skipped)}

    return {"inventory.scan": JobKind(scan)}


def sweeps(_system: Context) -> Sequence[Sweep]:
    """Recurring work besides jobs."""
    return ()


def subscribers() -> Mapping[str, Sequence[Subscriber]]:
    """Who hears which event."""
    return {}


def gauges(system: Context) -> Mapping[str, Callable[[], Mapping[tuple[str, ...], float]]]:
    """Business figures for ``/metrics``, as ``name:label`` to values by label."""

    def jobs() -> Mapping[tuple[str, ...], float]:
        return {(state,): float(count) for state, count in count_jobs(system).items()}

    return {"kaizen_jobs:state": jobs}
