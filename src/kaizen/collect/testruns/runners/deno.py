"""Runs ``deno test`` with the permissions that the project's own ``test`` task grants, and no others."""

import json
import re
import shlex
import shutil
from pathlib import Path

from kaizen.collect.testruns import junit
from kaizen.collect.testruns.packages import package_of
from kaizen.collect.testruns.runners.plan import Ended, Findings, Missing, Order, Pace, Plan
from kaizen.collect.testruns.runners.scripts import version_of
from kaizen.collect.testruns.runners.vitest import read_lcov

REPORT = "report.xml"

_RUNNING = re.compile(r"running (\d+) tests? from")
_CASE = re.compile(r".* \.\.\. (?:ok|FAILED|ignored)\b")
_SHELL = frozenset({"&&", "||", ";", "|", "&", ">", "<"})
_COMMENT = re.compile(r"^\s*//.*$", re.MULTILINE)


class Deno:
    """One adapter; it keeps no state."""

    def plan(self, order: Order) -> Plan | Missing:
        deno = shutil.which("deno")
        if not deno:
            return Missing(f"deno is not on the PATH, and {order.suite.name} needs it: install Deno")
        folder = package_of(order.suite)
        flags = task_flags(folder)
        target = order.suite.path.relative_to(folder).as_posix()
        collected = order.scratch / "profile"
        covered = (f"--coverage={collected}",) if order.coverage else ()
        argv = (deno, "test", "--no-prompt", f"--junit-path={order.scratch / REPORT}", *covered, *flags, target)
        written = f"--output={order.scratch / 'coverage' / 'lcov.info'}"
        after = ((deno, "coverage", str(collected), "--lcov", written),) if order.coverage else ()
        return Plan(argv, folder, version_of(deno) or "deno", after=after)

    def follow(self, line: str, pace: Pace) -> None:
        if running := _RUNNING.match(line):
            pace.total = (pace.total or 0) + int(running[1])
        elif _CASE.fullmatch(line.rstrip()) or _CASE.match(line):
            pace.done += 1

    def read(self, order: Order, plan: Plan, ended: Ended) -> Findings:
        file = order.report(REPORT)
        report = junit.read(file) if file.path.is_file() else None
        return Findings(report, read_lcov(order, plan, "coverage"), None, plan.notes)


def task_flags(folder: Path) -> tuple[str, ...]:
    """The options of ``deno test`` in the project's ``test`` task; none where it is a script of another kind."""
    for name in ("deno.json", "deno.jsonc"):
        try:
            text = (folder / name).read_text(encoding="utf-8")
            tasks = json.loads(_COMMENT.sub("", text)).get("tasks", {})
            task = tasks.get("test", "")
            words = shlex.split(task if isinstance(task, str) else str(task.get("command", "")))
        except (OSError, ValueError, AttributeError, RecursionError):
            continue
        if words[:2] == ["deno", "test"] and not _SHELL & set(words):
            return tuple(word for word in words[2:] if word.startswith("-"))
    return ()
