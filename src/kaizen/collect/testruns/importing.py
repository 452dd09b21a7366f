"""Use case: take in reports that were made elsewhere, all of them or none."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path, PurePath

from kaizen.collect.testruns import rules, store
from kaizen.collect.testruns.clip import shortened
from kaizen.collect.testruns.model import Coverage, ReportFile, Result, Source, State, Totals, Verdict
from kaizen.collect.testruns.recording import Place, close_interrupted, keep, recorded
from kaizen.collect.testruns.reports import Reading, read
from kaizen.collect.testruns.views import RunView
from kaizen.kit.errors import KaizenError
from kaizen.kit.progress import Progress, ProgressSink, silent
from kaizen.storage.work import Context

LONGEST_SUITE = 300
Named = tuple[str, Reading]


def import_reports(
    context: Context,
    place: Place,
    files: Sequence[ReportFile],
    *,
    suite: str | None = None,
    report: ProgressSink = silent,
) -> list[RunView]:
    """Reads all files, then records a run for each, named after it; with ``suite`` all of them are one run of it.

    Raises KaizenError as ``read_reports`` does: then nothing is recorded.
    """
    return record_reports(context, place, read_reports(files, place.root, report), suite=suite)


def read_reports(files: Sequence[ReportFile], root: Path | None, report: ProgressSink = silent) -> list[Named]:
    """What the files say, each under the name of its suite.

    Raises KaizenError testruns.no_reports for no files and report_* for the first file that cannot be read.
    """
    if not files:
        raise KaizenError("testruns.no_reports")
    found: list[Named] = []
    for number, file in enumerate(files):
        report(Progress(f"reading {PurePath(file.name).name}", number, len(files)))
        found.append((name_of(file), read(file, root)))
    return found


def record_reports(
    context: Context, place: Place, found: Sequence[Named], *, suite: str | None = None
) -> list[RunView]:
    """Records what was read; touches no file."""
    close_interrupted(context)
    if suite is not None:
        name = shortened(suite.strip() or "-", LONGEST_SUITE)
        return [_record(context, place, name, [reading for _, reading in found])]
    return [_record(context, place, name, [reading]) for name, reading in found]


def name_of(file: ReportFile) -> str:
    """The suite that a report is taken for: the name of its file without the ending."""
    return shortened(PurePath(file.name.replace("\\", "/")).stem.strip() or "-", LONGEST_SUITE)


def _record(context: Context, place: Place, suite: str, readings: Sequence[Reading]) -> RunView:
    runner = shortened(" + ".join(dict.fromkeys(found.format.value for found in readings)), 60)
    result = combined(suite, runner, readings, context.clock())
    with recorded(context, place, suite, runner=runner, source=Source.IMPORT) as begun:
        keep(context, begun, result)
    with context.reading() as work:
        view = store.run(work, begun.id)
    if view is None:
        raise KaizenError("testruns.run_unknown", run=begun.id)
    return view


def combined(suite: str, runner: str, readings: Sequence[Reading], now: datetime) -> Result:
    """One result of several reports, such as the parts of a run that was split over machines."""
    tests = [found.report for found in readings if found.report is not None]
    coverages = [found.coverage for found in readings if found.coverage is not None]
    counted = sum((rules.totals_of(each) for each in tests), Totals()) if tests else None
    durations = [each.duration_s for each in tests if each.duration_s is not None]
    begun = [each.started_at for each in tests if each.started_at is not None and each.started_at <= now]
    verdict = Verdict(State.NOT_MEASURED, "it is a report of coverage, which tells of no cases")
    return Result(
        suite=suite,
        runner=runner,
        source=Source.IMPORT,
        verdict=rules.verdict(counted) if counted is not None else verdict,
        started_at=min(begun, default=now),
        duration_s=sum(durations) if durations else None,
        cases=tuple(case for each in tests for case in each.cases),
        totals=counted,
        known=sum(each.known for each in tests) if tests else None,
        coverage=Coverage(tuple(rules.best_per_module(*(each.modules for each in coverages)))) if coverages else None,
        warnings=(*(w for each in tests for w in each.warnings), *(w for each in coverages for w in each.warnings)),
    )
