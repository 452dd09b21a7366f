"""Use cases of the inventory: record what was discovered, list it, count it."""

from datetime import timedelta
from pathlib import Path
from uuid import UUID

from kaizen.collect.inventory import lifecycle, store
from kaizen.collect.inventory.model import Discovery, Kind, Skipped
from kaizen.collect.inventory.views import (
    InventorySummary,
    ItemQuery,
    ItemView,
    KindCount,
    RepositoryView,
    ScanResult,
)
from kaizen.kit.errors import KaizenError
from kaizen.kit.paging import Page, PageRequest
from kaizen.storage.work import Context

NEW_WITHIN = timedelta(days=7)


def record_discovery(context: Context, root: Path, discovery: Discovery, *, remote: str | None = None) -> ScanResult:
    """Brings the record of a repository up to what was discovered, in one transaction."""
    with context.changing("inventory.scan") as work:
        path = str(root.resolve())
        repository = store.upsert_repository(work, path, discovery, remote)
        plan = lifecycle.plan_changes(store.known_items(work, repository), discovery.items)
        for known, found in plan.kept:
            if known.item != found or not known.active:
                store.change_item(work, known.id, found)
        store.retire_items(work, [known.id for known in plan.gone])
        store.touch_items(work, repository)
        store.add_items(work, repository, plan.new)
        store.replace_skips(work, repository, discovery.skipped)
        result = ScanResult(repository, len(plan.kept), len(plan.new), len(plan.gone))
        counts = {"kept": result.kept, "new": result.new, "gone": result.gone}
        work.subject, work.details = path, counts
        work.record("inventory.scanned", repository=str(repository), **counts)
        return result


def list_items(context: Context, query: ItemQuery, request: PageRequest) -> Page[ItemView]:
    """Items of the inventory."""
    with context.reading() as work:
        return store.item_page(work, query, request)


def get_item(context: Context, item_id: UUID) -> ItemView:
    """One item; raises KaizenError where the workspace has none of that id."""
    with context.reading() as work:
        found = store.item(work, item_id)
    if found is None:
        raise KaizenError("inventory.item_unknown", item=item_id)
    return found


def items_of_repository(context: Context, repository: UUID, *kinds: Kind) -> list[ItemView]:
    """Every active item of a repository (of the given kinds), for rules of other concepts."""
    with context.reading() as work:
        return store.items_of(work, repository, kinds or None)


def repositories_of(context: Context) -> list[UUID]:
    """Ids of every repository of the workspace that was ever scanned."""
    with context.reading() as work:
        return store.repository_ids(work)


def list_repositories(context: Context, request: PageRequest) -> Page[RepositoryView]:
    """Repositories that were ever scanned, the latest first."""
    with context.reading() as work:
        return store.repository_page(work, request)


def repository_at(context: Context, root: Path) -> RepositoryView | None:
    """The repository at a folder, if it was ever scanned."""
    with context.reading() as work:
        return store.repository_at(work, str(root.resolve()))


def latest_repository(context: Context) -> RepositoryView | None:
    """The repository scanned last, or None before the first scan."""
    with context.reading() as work:
        return store.latest_repository(work)


def list_skipped(context: Context, request: PageRequest, repository: UUID | None = None) -> Page[Skipped]:
    """Files that the last scans did not understand, with the reason."""
    with context.reading() as work:
        return store.skip_page(work, repository, request)


def summarize(context: Context) -> InventorySummary:
    """How much of each kind there is."""
    with context.reading() as work:
        rows = store.kind_counts(work, work.now - NEW_WITHIN)
        totals = store.scan_totals(work)
    counted = {row["kind"]: KindCount(row["active"], row["gone"], row["new"]) for row in rows}
    kinds = {kind.value: counted[kind] for kind in Kind if kind in counted}
    total = sum(count.active for count in kinds.values())
    if totals is None or not totals["repositories"]:
        return InventorySummary(kinds, total, 0, None, 0)
    return InventorySummary(kinds, total, totals["skipped"], totals["scanned_at"], totals["repositories"])
