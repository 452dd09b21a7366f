"""All SQL of the inventory."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from kaizen.collect.inventory.lifecycle import Known
from kaizen.collect.inventory.model import Discovery, Item, Kind, Skipped
from kaizen.collect.inventory.views import ItemOrder, ItemQuery, ItemView, RepositoryView
from kaizen.kit.codecs import to_plain
from kaizen.kit.ids import new_id
from kaizen.kit.paging import Page, PageRequest
from kaizen.storage.paging import fetch_page
from kaizen.storage.tables import instant, json, tenant_table
from kaizen.storage.work import Row, Work

repositories = tenant_table(
    "inventory_repositories",
    sa.Column("path", sa.String(4096), nullable=False),
    sa.Column("name", sa.String(300), nullable=False),
    sa.Column("remote", sa.String(2000)),
    sa.Column("commit_id", sa.String(64)),
    instant("scanned_at", nullable=False),
    sa.Column("files", sa.Integer, nullable=False),
    sa.UniqueConstraint("workspace_id", "path"),
)

items = tenant_table(
    "inventory_items",
    sa.Column("repository_id", sa.Uuid, sa.ForeignKey("inventory_repositories.id"), nullable=False),
    sa.Column("kind", sa.String(30), nullable=False),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("path", sa.Text, nullable=False),
    sa.Column("line", sa.Integer, nullable=False),
    sa.Column("language", sa.String(40)),
    sa.Column("owner", sa.Text),
    json("attributes", nullable=False),
    instant("first_seen", nullable=False),
    instant("last_seen", nullable=False),
    sa.Column("active", sa.Boolean, nullable=False),
    json("used_by"),
    sa.Index("ix_inventory_items_repository_id_kind_name", "repository_id", "kind", "name"),
)

skips = tenant_table(
    "inventory_skipped",
    sa.Column("repository_id", sa.Uuid, sa.ForeignKey("inventory_repositories.id"), nullable=False, index=True),
    sa.Column("path", sa.Text, nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
)


def upsert_repository(work: Work, path: str, found: Discovery, remote: str | None) -> UUID:
    """The repository at a path, made or brought up to date with what was found; returns its id."""
    values: dict[str, Any] = {"name": found.repository, "remote": remote, "commit_id": found.commit}
    values |= {"files": found.files, "scanned_at": work.now}
    known = work.value(work.select(repositories, repositories.c.id).where(repositories.c.path == path))
    if known is not None:
        work.update(repositories, values, repositories.c.id == known)
        return UUID(str(known))
    fresh = new_id()
    work.insert(repositories, [{"id": fresh, "path": path, **values}])
    return fresh


def known_items(work: Work, repository: UUID) -> list[Known]:
    """Every item of a repository on record, gone ones included."""
    rows = work.rows(work.select(items).where(items.c.repository_id == repository))
    return [Known(row["id"], _item(row), row["active"]) for row in rows]


def add_items(work: Work, repository: UUID, found: Iterable[Item]) -> None:
    """Items seen for the first time, now."""
    seen = {"repository_id": repository, "first_seen": work.now, "last_seen": work.now, "active": True}
    work.insert(items, [_values(item) | seen for item in found])


def change_item(work: Work, item_id: UUID, item: Item) -> None:
    """An item on record as it was found now."""
    work.update(items, _values(item) | {"active": True, "last_seen": work.now}, items.c.id == item_id)


def touch_items(work: Work, repository: UUID) -> None:
    """Every active item of a repository was seen now."""
    work.update(items, {"last_seen": work.now}, items.c.repository_id == repository, items.c.active.is_(True))


def retire_items(work: Work, gone: Sequence[UUID]) -> None:
    """Items that were not found any more; they stay on record."""
    for start in range(0, len(gone), 500):
        work.update(items, {"active": False}, items.c.id.in_(gone[start : start + 500]))


def replace_skips(work: Work, repository: UUID, skipped: Iterable[Skipped]) -> None:
    """What the last scan did not understand."""
    work.delete(skips, skips.c.repository_id == repository)
    work.insert(skips, [{"repository_id": repository, "path": each.path, "reason": each.reason} for each in skipped])


def item_page(work: Work, query: ItemQuery, request: PageRequest) -> Page[ItemView]:
    """Items that a query asks for, in its order."""
    statement = _joined(work).where(*_conditions(query))
    by = {
        ItemOrder.NAME: [items.c.name, items.c.id],
        ItemOrder.KIND: [items.c.kind, items.c.name, items.c.id],
        ItemOrder.PATH: [items.c.path, items.c.line, items.c.id],
        ItemOrder.LAST_SEEN: [items.c.last_seen, items.c.id],
    }
    return fetch_page(work, statement, by[query.sort], request, _view, descending=query.sort is ItemOrder.LAST_SEEN)


def item(work: Work, item_id: UUID) -> ItemView | None:
    """One item of the workspace."""
    row = work.row(_joined(work).where(items.c.id == item_id))
    return _view(row) if row else None


def items_of(work: Work, repository: UUID, kinds: Sequence[Kind] | None = None) -> list[ItemView]:
    """Every active item of a repository, for other concepts' rules."""
    statement = _joined(work).where(items.c.repository_id == repository, items.c.active.is_(True))
    if kinds is not None:
        statement = statement.where(items.c.kind.in_(kinds))
    return [_view(row) for row in work.rows(statement.order_by(items.c.kind, items.c.name, items.c.id))]


def repository_page(work: Work, request: PageRequest) -> Page[RepositoryView]:
    """Repositories, the one scanned last first."""
    order = [repositories.c.scanned_at, repositories.c.id]
    return fetch_page(work, _repositories(work), order, request, _repository, descending=True)


def repository_ids(work: Work) -> list[UUID]:
    """Ids of every repository."""
    return [row["id"] for row in work.rows(work.select(repositories, repositories.c.id).order_by(repositories.c.id))]


def repository_at(work: Work, path: str) -> RepositoryView | None:
    """The repository at an absolute path."""
    row = work.row(_repositories(work).where(repositories.c.path == path))
    return _repository(row) if row else None


def latest_repository(work: Work) -> RepositoryView | None:
    """The repository scanned last."""
    row = work.row(_repositories(work).order_by(repositories.c.scanned_at.desc()))
    return _repository(row) if row else None


def skip_page(work: Work, repository: UUID | None, request: PageRequest) -> Page[Skipped]:
    """What the last scans did not understand."""
    statement = work.select(skips)
    if repository is not None:
        statement = statement.where(skips.c.repository_id == repository)
    order = [skips.c.path, skips.c.id]
    return fetch_page(work, statement, order, request, lambda row: Skipped(row["path"], row["reason"]))


def kind_counts(work: Work, since: datetime) -> list[Row]:
    """Rows of kind, active, gone, new (active and first seen after ``since``)."""

    def counted(*conditions: sa.ColumnElement[bool]) -> sa.ColumnElement[int]:
        return sa.func.coalesce(sa.func.sum(sa.case((sa.and_(*conditions), 1), else_=0)), 0)

    active = items.c.active.is_(True)
    columns = [
        items.c.kind,
        counted(active).label("active"),
        counted(items.c.active.is_(False)).label("gone"),
        counted(active, items.c.first_seen >= since).label("new"),
    ]
    return list(work.rows(work.select(items, *columns).group_by(items.c.kind)))


def scan_totals(work: Work) -> Row | None:
    """One row: number of repositories, the latest scan, files skipped in all."""
    skipped = work.select(skips, sa.func.count()).scalar_subquery()
    columns = [sa.func.count().label("repositories"), sa.func.max(repositories.c.scanned_at).label("scanned_at")]
    return work.row(work.select(repositories, *columns, skipped.label("skipped")))


def _values(item: Item) -> dict[str, Any]:
    values: dict[str, Any] = {"kind": item.kind.value, "name": item.name, "path": item.path, "line": item.line}
    return values | {"language": item.language, "owner": item.owner, "attributes": to_plain(item.attributes)}


def _conditions(query: ItemQuery) -> list[sa.ColumnElement[bool]]:
    exact = {"kind": query.kind, "owner": query.owner, "language": query.language}
    exact |= {"active": query.active, "repository_id": query.repository_id}  # type: ignore[dict-item]
    conditions = [items.c[name] == value for name, value in exact.items() if value is not None]
    if query.q:
        part = query.q.lower()
        conditions.append(
            sa.or_(
                sa.func.lower(items.c.name).contains(part, autoescape=True),
                sa.func.lower(items.c.path).contains(part, autoescape=True),
            )
        )
    return conditions


def _joined(work: Work) -> sa.Select[Any]:
    joined = items.join(repositories, repositories.c.id == items.c.repository_id)
    columns = [*items.columns, repositories.c.name.label("repository")]
    return sa.select(*columns).select_from(joined).where(work.mine(items))


def _repositories(work: Work) -> sa.Select[Any]:
    held = sa.select(sa.func.count()).where(items.c.repository_id == repositories.c.id, items.c.active.is_(True))
    skipped = sa.select(sa.func.count()).where(skips.c.repository_id == repositories.c.id)
    counts = [held.scalar_subquery().label("items"), skipped.scalar_subquery().label("skipped")]
    return work.select(repositories, *repositories.columns, *counts)


def _repository(row: Row) -> RepositoryView:
    head = (row["id"], row["name"], row["path"], row["remote"], row["commit_id"], row["scanned_at"])
    return RepositoryView(*head, row["files"], row["skipped"], row["items"])


def _item(row: Row) -> Item:
    head = (Kind(row["kind"]), row["name"], row["path"], row["line"], row["language"])
    return Item(*head, row["attributes"], row["owner"])


def _view(row: Row) -> ItemView:
    head = (row["id"], row["repository_id"], row["repository"], Kind(row["kind"]), row["name"], row["path"])
    place = (row["line"], row["language"], row["owner"], row["attributes"])
    return ItemView(*head, *place, row["first_seen"], row["last_seen"], row["active"], row["used_by"])
