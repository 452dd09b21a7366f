"""Runs one suite with its own runner and says what came of it; no database, no clock but the machine's."""

import os
import signal
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from kaizen.collect.testruns import rules
from kaizen.collect.testruns.model import Progress, Report, Result, Source, State, Suite, Verdict
from kaizen.collect.testruns.packages import digest_of
from kaizen.collect.testruns.runners import adapter_for, process
from kaizen.collect.testruns.runners.environment import suite_environment
from kaizen.collect.testruns.runners.plan import Adapter, Ended, Findings, Missing, Order, Pace, Plan
from kaizen.kit.clock import Clock
from kaizen.kit.errors import KaizenError

LIMIT_S = 1800.0
AFTER_LIMIT_S = 120.0


@dataclass(frozen=True, slots=True)
class Before:
    """What the suite's last run tells of this one: how many cases and seconds to expect."""

    cases: int | None = None
    duration_s: float | None = None


@dataclass(frozen=True, slots=True)
class Prepared:
    """A suite whose runner is there: ``digest`` is equal for equal code, runner and version."""

    order: Order
    adapter: Adapter
    plan: Plan
    digest: str


def prepare(order: Order) -> Prepared | Missing:
    """Finds the runner and fingerprints the code; says why where the suite cannot be run."""
    suite = order.suite
    adapter = adapter_for(suite.runner)
    if adapter is None:
        return Missing(f"Kaizen does not know how to run {suite.runner}; import its report instead")
    if not suite.path.is_dir():
        return Missing(f"the folder {suite.name} is not there any more: run kaizen discover again")
    plan = adapter.plan(order)
    if isinstance(plan, Missing):
        return plan
    return Prepared(order, adapter, plan, digest_of(suite, f"{plan.version}, coverage {order.coverage}"))


def run_suite(
    suite: Suite,
    *,
    clock: Clock,
    coverage: bool = True,
    limit_s: float = LIMIT_S,
    before: Before = Before(),
    progress: Callable[[Progress], None] = lambda _: None,
    cached: Callable[[str], Result | None] = lambda _: None,
    mark: str = "",
) -> Result:
    """Runs the suite, or serves what ``cached`` knows of the same digest; never raises for what a suite does.

    ``progress`` is called at least four times a second while the suite runs; what it raises ends the suite
    with all its processes and passes through. They bear ``mark`` in their environment.
    """
    started = clock()
    with tempfile.TemporaryDirectory(prefix="kaizen-tests-", ignore_cleanup_errors=True) as folder:
        prepared = prepare(Order(suite, Path(folder), coverage))
        if isinstance(prepared, Missing):
            return _unmeasured(suite, started, prepared.reason)
        known = cached(prepared.digest)
        if known is not None:
            return replace(known, from_cache=True, digest=prepared.digest)
        try:
            meter = _Meter(suite, before, progress)
            ended = _run(prepared, limit_s, meter, mark)
        except OSError as error:
            return _unmeasured(suite, started, f"{suite.runner} could not be started: {error.strerror or error}")
        return _with_collected(_result(prepared, started, ended, limit_s), meter.pace.total)


class _Meter:
    """Turns what a runner prints into progress: from its own count, else from the last run."""

    def __init__(self, suite: Suite, before: Before, tell: Callable[[Progress], None]) -> None:
        self.pace = Pace()
        self._suite, self._before, self._tell = suite, before, tell
        self._began = time.monotonic()

    def tick(self) -> None:
        total = self.pace.total if self.pace.total is not None else self._before.cases
        done = self.pace.done if total is None else min(self.pace.done, total)
        self._tell(Progress(self._suite.name, done, total, self._left(done, total)))

    def _left(self, done: int, total: int | None) -> float | None:
        spent = time.monotonic() - self._began
        if self._before.duration_s is not None and self._before.duration_s > spent:
            return self._before.duration_s - spent
        return spent / done * (total - done) if done and total else None


def _run(prepared: Prepared, limit_s: float, meter: _Meter, mark: str) -> Ended:
    plan, environment = prepared.plan, suite_environment(os.environ)

    def follow(line: str) -> None:
        prepared.adapter.follow(line, meter.pace)

    ended = process.run(plan, environment, limit_s=limit_s, on_line=follow, on_tick=meter.tick, mark=mark)
    for argv in plan.after if ended.code is not None else ():
        step = Plan(argv, plan.folder, plan.version, plan.environment)
        process.run(step, environment, limit_s=AFTER_LIMIT_S, on_line=_nothing, on_tick=meter.tick, mark=mark)
    return ended


def _result(prepared: Prepared, started: datetime, ended: Ended, limit_s: float) -> Result:
    suite = prepared.order.suite
    trouble = _how_it_died(suite, ended, limit_s)
    try:
        findings = prepared.adapter.read(prepared.order, prepared.plan, ended)
    except KaizenError as error:
        findings = Findings(warnings=(error.sentence(),))
        trouble = trouble or Verdict(State.ERROR, error.sentence())
    report = findings.report
    verdict = trouble or findings.verdict or _by_cases(suite, report, ended)
    return Result(
        suite=suite.name,
        runner=suite.runner,
        source=Source.RUN,
        verdict=verdict,
        started_at=started,
        duration_s=ended.duration_s,
        cases=report.cases if report else (),
        totals=rules.totals_of(report) if report else None,
        known=report.known if report else None,
        coverage=findings.coverage if findings.coverage and findings.coverage.modules else None,
        digest=prepared.digest,
        output=ended.output if verdict.state is not State.PASSED else None,
        warnings=(*findings.warnings, *(report.warnings if report else ())),
    )


def _nothing(_line: str) -> None:
    pass


def _with_collected(result: Result, collected: int | None) -> Result:
    """A runner that stops early has collected more cases than it reports."""
    if result.totals is None:
        return result
    return replace(result, known=max(result.known or 0, collected or 0))


def _how_it_died(suite: Suite, ended: Ended, limit_s: float) -> Verdict | None:
    if ended.timed_out:
        return Verdict(State.ERROR, f"{suite.runner} was stopped after the time limit of {limit_s:g} seconds")
    if ended.signal is not None:
        return Verdict(State.ERROR, f"{suite.runner} was ended by {_signal(ended.signal)}")
    return None


def _by_cases(suite: Suite, report: Report | None, ended: Ended) -> Verdict:
    """What the cases say; an exit code that contradicts them is believed."""
    if report is None:
        reason = f"{suite.runner} ended with exit code {ended.code} before it wrote a report: {_last(ended.output)}"
        return Verdict(State.ERROR, reason)
    verdict = rules.verdict(rules.totals_of(report))
    if not ended.code or verdict.state is State.FAILED:
        return verdict
    reason = f"{suite.runner} ended with exit code {ended.code} although no case failed: {_last(ended.output)}"
    return Verdict(State.FAILED if verdict.state is State.PASSED else State.ERROR, reason)


def _signal(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return f"signal {number}"


def _last(output: str) -> str:
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    return lines[-1][:300] if lines else "it printed nothing"


def _unmeasured(suite: Suite, started: datetime, reason: str) -> Result:
    return Result(
        suite=suite.name,
        runner=suite.runner,
        source=Source.RUN,
        verdict=Verdict(State.NOT_MEASURED, reason),
        started_at=started,
    )
