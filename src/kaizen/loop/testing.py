"""Tests of a repository: the inventory says which suites there are, test runs run them and keep what came of it."""

import os
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path, PurePosixPath
from uuid import UUID

from kaizen.collect.inventory.model import Item, Kind
from kaizen.collect.inventory.scanning import scan_folder
from kaizen.collect.inventory.service import items_of_repository, latest_repository, repository_at
from kaizen.collect.inventory.views import RepositoryView
from kaizen.collect.testruns.model import Scope, Suite
from kaizen.collect.testruns.recording import Place
from kaizen.collect.testruns.running import Options, run_suites
from kaizen.collect.testruns.service import coverage_summary
from kaizen.collect.testruns.views import CoverageSummary, SuitesRun
from kaizen.kit.progress import ProgressSink, silent
from kaizen.storage.work import Context

COMMITS = ("GITHUB_SHA", "CI_COMMIT_SHA", "BUILDKITE_COMMIT", "CIRCLE_SHA1")


def run_tests_of(
    open_context: Callable[[], Context],
    root: Path,
    cache_dir: Path,
    scope: Scope,
    *,
    options: Options,
    report: ProgressSink = silent,
) -> SuitesRun:
    """Discovers the suites of a folder and runs those of the scope; raises KaizenError where there are none."""
    discovery = scan_folder(open_context, root, cache_dir, report).discovery
    context, folder = open_context(), root.resolve()
    repository = repository_at(context, folder)
    services = _services([(item.kind, item.path, item.attributes) for item in discovery.items])
    place = Place(repository.id if repository else None, folder, discovery.commit, services)
    suites = suites_of(folder, discovery.items)
    return run_suites(context, place, suites, scope, options=options, report=report)


def suites_of(root: Path, items: Sequence[Item]) -> list[Suite]:
    """The suites among the items; where two runners share a folder, each bears its runner in its name."""
    found = [
        ("" if item.name == "." else item.name, str(item.attributes.get("runner") or "unknown"))
        for item in items
        if item.kind is Kind.TEST_SUITE
    ]
    shared = Counter(folder for folder, _ in found)
    return [
        Suite(root, folder, runner, f"{folder or '.'} ({runner})" if shared[folder] > 1 else "")
        for folder, runner in sorted(found)
    ]


def place_of_reports(context: Context, root: Path | None, commit: str | None) -> Place:
    """Where imported reports belong: the repository at ``root``, else the one scanned last, else none.

    Without a commit, the one that the CI system names, else that of the repository's last scan.
    """
    repository = repository_at(context, root) if root is not None else None
    repository = repository or (latest_repository(context) if root is None else None)
    folder = Path(repository.path) if repository else root
    named = commit or next((os.environ[name] for name in COMMITS if os.environ.get(name)), None)
    known = repository.commit if repository else None
    services = services_of(context, repository.id) if repository else ()
    return Place(repository.id if repository else None, folder, (named or known or "")[:64] or None, services)


def coverage_of_repository(context: Context, repository: RepositoryView | None = None) -> CoverageSummary:
    """Coverage of a repository (without one, the one scanned last) beside the floors, its services included."""
    chosen = repository or latest_repository(context)
    if chosen is None:
        return coverage_summary(context)
    return coverage_summary(context, chosen.id, services_of(context, chosen.id))


def services_of(context: Context, repository: UUID) -> tuple[str, ...]:
    """The folders of the services on record."""
    items = items_of_repository(context, repository, Kind.SERVICE)
    return _services([(item.kind, item.path, item.attributes) for item in items])


def _services(items: Sequence[tuple[Kind, str, object]]) -> tuple[str, ...]:
    """Folders of the services whose code is here; what is merely started beside has none."""
    folders = {
        PurePosixPath(path).parent.as_posix()
        for kind, path, attributes in items
        if kind is Kind.SERVICE and not (isinstance(attributes, dict) and attributes.get("external"))
    }
    return tuple(sorted(folders))
