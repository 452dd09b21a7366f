"""Which repositories lists speak of, where the record holds several."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from uuid import UUID

    from kaizen.storage.work import Context


def repository_names(context: "Context") -> "dict[UUID, str]":
    """The repositories on record by id, the 200 scanned last."""
    from kaizen.collect.inventory.service import list_repositories
    from kaizen.kit.paging import MAX_LIMIT, PageRequest

    return {each.id: each.name for each in list_repositories(context, PageRequest(limit=MAX_LIMIT)).items}


def meant_repository(context: "Context") -> "UUID | None":
    """The repository that the current folder is, else the one scanned last."""
    from kaizen.loop.reports.repositories import repository_at

    found = repository_at(context, None)
    return found.id if found else None
