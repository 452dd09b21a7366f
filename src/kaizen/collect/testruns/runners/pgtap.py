"""Runs pgTAP files with pg_prove against the database that the environment names, and against no other."""

import os
import shutil
from collections.abc import Mapping
from urllib.parse import unquote, urlsplit

from kaizen.collect.testruns import tap
from kaizen.collect.testruns.packages import files_below
from kaizen.collect.testruns.runners.plan import Ended, Findings, Missing, Order, Pace, Plan
from kaizen.collect.testruns.runners.scripts import version_of

OUTPUT = "output.tap"
_ENDINGS = frozenset({".sql", ".pg", ".t"})
_NAMED = ("PGDATABASE", "PGSERVICE", "DATABASE_URL")


class Pgtap:
    """One adapter; it keeps no state."""

    def plan(self, order: Order) -> Plan | Missing:
        suite = order.suite
        prove = shutil.which("pg_prove")
        if not prove:
            return Missing(f"pg_prove is not on the PATH, and {suite.name} needs it: install pgTAP's pg_prove")
        database = target(os.environ)
        if database is None:
            return Missing(
                f"no database is named for {suite.name}: set PGDATABASE (with PGHOST, PGUSER ...) or DATABASE_URL"
                " to one that may be tested on"
            )
        files = [file.relative_to(suite.path).as_posix() for file in files_below(suite.path) if file.suffix in _ENDINGS]
        if not files:
            return Missing(f"{suite.name} holds no file that pg_prove would run")
        argv = (prove, "--verbose", "--nocolor", *files)
        return Plan(
            argv, suite.path, version_of(prove) or "pg_prove", database, spool=order.scratch / OUTPUT, merged=True
        )

    def follow(self, line: str, pace: Pace) -> None:
        if more := tap.planned(line):
            pace.total = (pace.total or 0) + more
        elif tap.is_result(line):
            pace.done += 1

    def read(self, order: Order, plan: Plan, ended: Ended) -> Findings:
        return Findings(tap.read(order.report(OUTPUT)), warnings=plan.notes)


def target(environment: Mapping[str, str]) -> dict[str, str] | None:
    """What libpq must find in its environment to reach the database that is named; None where none is.

    An address is taken apart, because a password on a command line is seen by everybody on the machine.
    """
    if environment.get("PGDATABASE") or environment.get("PGSERVICE"):
        return {}
    address = urlsplit(environment.get("DATABASE_URL", ""))
    if address.scheme not in {"postgres", "postgresql"}:
        return None
    try:
        port = address.port
    except ValueError:
        return None
    parts = {
        "PGHOST": address.hostname,
        "PGPORT": str(port) if port else None,
        "PGUSER": unquote(address.username) if address.username else None,
        "PGPASSWORD": unquote(address.password) if address.password else None,
        "PGDATABASE": unquote(address.path.lstrip("/")) or None,
    }
    return {name: value for name, value in parts.items() if value}
