"""Which concepts take part in a server: job kinds, sweeps and subscribers."""

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from kaizen.jobs.clock import PRUNE_SECONDS, Sweep
from kaizen.jobs.delivery import Subscriber
from kaizen.jobs.running import JobKind
from kaizen.kit.progress import ProgressSink
from kaizen.storage.events import Event
from kaizen.storage.work import Context

WAIVER_SECONDS = 60.0
INTERRUPTED_SECONDS = 30.0


def job_kinds(cache_dir: Path) -> Mapping[str, JobKind]:
    """What each kind of background work does."""

    def scan(here: Context, payload: dict[str, Any], report: ProgressSink) -> dict[str, Any]:
        from kaizen.collect.inventory.scanning import scan_folder

        result = scan_folder(lambda: here, Path(payload["path"]), cache_dir, report, always_record=True)
        return {"items": len(result.discovery.items), "skipped": len(result.discovery.skipped)}

    def probe(here: Context, payload: dict[str, Any], report: ProgressSink) -> dict[str, Any]:
        from kaizen.collect.probes.service import check_now

        states = [str(view.state) for view in check_now(here, Path(payload["path"]), report).probes]
        return {state: states.count(state) for state in ("up", "down", "unknown")}

    def check(here: Context, payload: dict[str, Any], report: ProgressSink) -> dict[str, Any]:
        from kaizen.analyze.standards.service import check_folder

        changes = check_folder(here, Path(payload["path"]), cache_dir, report).changes
        return {"opened": changes.opened, "reopened": changes.reopened, "resolved": changes.resolved}

    def test(here: Context, payload: dict[str, Any], report: ProgressSink) -> dict[str, Any]:
        from kaizen.collect.testruns.model import Scope
        from kaizen.collect.testruns.running import Options
        from kaizen.loop.testing import run_tests_of

        scope, root = Scope(payload["scope"]), Path(payload["path"])
        ran = run_tests_of(lambda: here, root, cache_dir, scope, options=Options(), report=report)
        return {"runs": [str(view.id) for view in ran.runs], "states": [str(view.state) for view in ran.runs]}

    kinds = {"inventory.scan": JobKind(scan), "probes.check": JobKind(probe), "standards.check": JobKind(check)}
    return kinds | {"testruns.run": JobKind(test)}


def sweeps(_system: Context) -> Sequence[Sweep]:
    """Recurring work besides jobs."""
    from kaizen.analyze.findings.service import sweep_waivers
    from kaizen.collect.probes.service import forget_old
    from kaizen.collect.probes.sweeping import ProbeSweep
    from kaizen.collect.testruns.service import sweep_interrupted

    return (
        Sweep("probes", ProbeSweep(os.environ).run),
        Sweep("probes-prune", forget_old, PRUNE_SECONDS),
        Sweep("waivers", sweep_waivers, WAIVER_SECONDS),
        Sweep("testruns", sweep_interrupted, INTERRUPTED_SECONDS),
    )


def subscribers() -> Mapping[str, Sequence[Subscriber]]:
    """Who hears which event."""

    def measure(system: Context, event: Event) -> None:
        from kaizen.loop.reports.service import hear

        hear(system, event)

    measuring = ("inventory.scanned", "standards.checked", "findings.changed", "testruns.finished")
    return dict.fromkeys(measuring, (measure,))
