"""Which repository a report is about."""

from pathlib import Path
from uuid import UUID

from kaizen.collect.inventory import service as inventory
from kaizen.collect.inventory.views import RepositoryView
from kaizen.kit.errors import KaizenError
from kaizen.kit.paging import MAX_LIMIT, PageRequest
from kaizen.storage.work import Context


def repository_at(context: Context, path: Path | None) -> RepositoryView | None:
    """The repository on record at ``path``; without a path the one this folder is, else the one scanned last.

    None before the first scan; raises KaizenError where a path was given that is not on record.
    """
    found = inventory.repository_at(context, path or Path())
    if found is None and path is not None:
        raise KaizenError("reports.repository_unknown", repository=path)
    return found or inventory.latest_repository(context)


def repository_of(context: Context, wanted: UUID | None) -> RepositoryView | None:
    """The repository of an id; without one, the one scanned last (None before the first scan).

    Raises KaizenError where the workspace has no such repository.
    """
    if wanted is None:
        return inventory.latest_repository(context)
    found = find_repository(context, wanted)
    if found is None:
        raise KaizenError("reports.repository_unknown", repository=wanted)
    return found


def find_repository(context: Context, wanted: UUID) -> RepositoryView | None:
    """The repository of an id, if the workspace has it."""
    cursor = None
    while True:
        page = inventory.list_repositories(context, PageRequest(cursor, MAX_LIMIT))
        for each in page.items:
            if each.id == wanted:
                return each
        cursor = page.next_cursor
        if cursor is None:
            return None
