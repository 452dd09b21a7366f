"""All SQL of access."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from kaizen.access.model import AuditEntry, KeyView, PersonView, Role, WorkspaceView
from kaizen.kit.actor import LOCAL_WORKSPACE, Scope
from kaizen.kit.paging import Page, PageRequest
from kaizen.storage.paging import fetch_page
from kaizen.storage.tables import audit_entries, instant, json, metadata, tenant_table
from kaizen.storage.work import Row, Work

workspaces = sa.Table(
    "workspaces",
    metadata,
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("name", sa.String(100), nullable=False, unique=True),
    instant("created_at", nullable=False),
)

people = tenant_table(
    "people",
    sa.Column("name", sa.String(200), nullable=False),
    sa.Column("role", sa.String(20), nullable=False),
    instant("created_at", nullable=False),
)

api_keys = tenant_table(
    "api_keys",
    sa.Column("name", sa.String(100), nullable=False),
    sa.Column("prefix", sa.String(20), nullable=False),
    sa.Column("secret_hash", sa.String(64), nullable=False, unique=True),
    json("scopes", nullable=False),
    instant("created_at", nullable=False),
    sa.Column("created_by", sa.String(200), nullable=False),
    instant("last_used_at"),
    instant("expires_at"),
    instant("revoked_at"),
)

# One-time sign-in links and the sessions they open.
tickets = tenant_table(
    "sign_in_tickets",
    sa.Column("person_id", sa.Uuid, nullable=False),
    sa.Column("kind", sa.String(10), nullable=False),
    sa.Column("secret_hash", sa.String(64), nullable=False, unique=True),
    instant("created_at", nullable=False),
    instant("last_used_at"),
    instant("expires_at", nullable=False),
    instant("ended_at"),
)


def ensure_workspace(work: Work, name: str) -> None:
    """The local workspace exists."""
    if work.value(sa.select(workspaces.c.id).where(workspaces.c.id == LOCAL_WORKSPACE)) is None:
        row = {"id": LOCAL_WORKSPACE, "name": name, "created_at": work.now}
        work.connection.execute(sa.insert(workspaces).values(**row))


def workspace(work: Work) -> WorkspaceView:
    """The actor's workspace."""
    row = work.row(sa.select(workspaces).where(workspaces.c.id == work.actor.workspace_id))
    return WorkspaceView(work.actor.workspace_id, row["name"] if row else "")


def owner(work: Work) -> PersonView | None:
    """The workspace's first owner."""
    statement = work.select(people).where(people.c.role == Role.OWNER).order_by(people.c.created_at)
    row = work.row(statement)
    return _person(row) if row else None


def add_person(work: Work, person: PersonView) -> None:
    """A new person of the workspace."""
    work.insert(people, [{"id": person.id, "name": person.name, "role": person.role, "created_at": work.now}])


def person(work: Work, person_id: UUID) -> PersonView | None:
    """One person of any workspace: called before it is known who asks."""
    row = work.row(sa.select(people).where(people.c.id == person_id))
    return _person(row) if row else None


def add_ticket(work: Work, person_id: UUID, kind: str, secret_hash: str, expires_at: datetime) -> None:
    """A link (kind ``link``) or a session (kind ``session``) of a person."""
    row = {"person_id": person_id, "kind": kind, "secret_hash": secret_hash}
    work.insert(tickets, [row | {"created_at": work.now, "expires_at": expires_at}])


def ticket(work: Work, kind: str, secret_hash: str) -> Row | None:
    """A link or session by its secret's digest, of any workspace, with the person's name and role."""
    joined = tickets.join(people, people.c.id == tickets.c.person_id)
    columns = [*tickets.columns, people.c.name.label("person_name"), people.c.role.label("person_role")]
    statement = sa.select(*columns).select_from(joined).where(tickets.c.kind == kind)
    return work.row(statement.where(tickets.c.secret_hash == secret_hash))


def spend_ticket(work: Work, ticket_id: UUID) -> bool:
    """Ends a link or session once: the second of two callers gets False."""
    statement = sa.update(tickets).where(tickets.c.id == ticket_id, tickets.c.ended_at.is_(None))
    return work.connection.execute(statement.values(ended_at=work.now)).rowcount == 1


def prolong_session(work: Work, ticket_id: UUID, expires_at: datetime) -> None:
    """A used session lasts longer."""
    statement = sa.update(tickets).where(tickets.c.id == ticket_id)
    work.connection.execute(statement.values(last_used_at=work.now, expires_at=expires_at))


def add_key(work: Work, key: KeyView, secret_hash: str) -> None:
    """A new API key of the workspace."""
    row: dict[str, Any] = {"id": key.id, "name": key.name, "prefix": key.prefix, "secret_hash": secret_hash}
    row |= {"scopes": sorted(key.scopes), "created_at": key.created_at, "created_by": key.created_by}
    work.insert(api_keys, [row | {"expires_at": key.expires_at}])


def key_by_secret(work: Work, secret_hash: str) -> tuple[UUID, KeyView, str] | None:
    """Workspace, key and stored digest behind a secret, of any workspace."""
    row = work.row(sa.select(api_keys).where(api_keys.c.secret_hash == secret_hash))
    return (row["workspace_id"], _key(row), row["secret_hash"]) if row else None


def touch_key(work: Work, key_id: UUID) -> None:
    """Notes that a key was used."""
    work.connection.execute(sa.update(api_keys).where(api_keys.c.id == key_id).values(last_used_at=work.now))


def key(work: Work, key_id: UUID) -> KeyView | None:
    """One key of the workspace."""
    row = work.row(work.select(api_keys).where(api_keys.c.id == key_id))
    return _key(row) if row else None


def revoke_key(work: Work, key_id: UUID) -> None:
    """The key ends now, if it has not ended before."""
    work.update(api_keys, {"revoked_at": work.now}, api_keys.c.id == key_id, api_keys.c.revoked_at.is_(None))


def key_page(work: Work, request: PageRequest) -> Page[KeyView]:
    """Keys, newest first."""
    order = [api_keys.c.created_at, api_keys.c.id]
    return fetch_page(work, work.select(api_keys), order, request, _key, descending=True)


def audit_page(work: Work, request: PageRequest, actor: str | None, action: str | None) -> Page[AuditEntry]:
    """Entries of the audit log, newest first, narrowed by exact actor and by beginning of the action."""
    statement = work.select(audit_entries)
    if actor:
        statement = statement.where(audit_entries.c.actor == actor)
    if action:
        statement = statement.where(audit_entries.c.action.startswith(action, autoescape=True))
    order = [audit_entries.c.at, audit_entries.c.id]
    return fetch_page(work, statement, order, request, _entry, descending=True)


def _person(row: Row) -> PersonView:
    return PersonView(row["id"], row["name"], Role(row["role"]))


def _key(row: Row) -> KeyView:
    scopes: Sequence[str] = row["scopes"]
    times = [row[name] for name in ("last_used_at", "expires_at", "revoked_at")]
    head = (row["id"], row["name"], row["prefix"], [Scope(each) for each in scopes])
    return KeyView(*head, row["created_at"], row["created_by"], *times)


def _entry(row: Row) -> AuditEntry:
    return AuditEntry(*(row[name] for name in ("id", "at", "actor", "action", "subject", "details", "door")))
