"""What can be read now, from the faces of the concepts that measure: only what a run really found."""

from collections.abc import Iterator
from decimal import Decimal

from kaizen.collect.inventory.views import RepositoryView
from kaizen.loop.reports.model import Reading
from kaizen.storage.work import Context


def readings(_context: Context, repository: RepositoryView) -> list[Reading]:
    """Every value on record for a repository, each under the run that found it."""
    return [*_of_scan(repository)]


def _of_scan(repository: RepositoryView) -> Iterator[Reading]:
    at, source = repository.scanned_at, f"scan {repository.scanned_at.isoformat()}"
    evidence = {"commit": repository.commit, "files": repository.files}
    yield Reading("skipped_files", at, Decimal(repository.skipped), source, evidence)
    yield Reading("inventory_items", at, Decimal(repository.items), source, evidence)
