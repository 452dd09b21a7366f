"""Nouns of access: roles, sessions, keys, entries of the audit log."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from kaizen.kit.actor import Scope


class Role(StrEnum):
    """What a person is in a workspace."""

    OWNER = "owner"
    EDITOR = "editor"
    VIEWER = "viewer"


@dataclass(frozen=True, slots=True)
class PersonView:
    """A person as a page names them."""

    id: UUID
    name: str
    role: Role


@dataclass(frozen=True, slots=True)
class WorkspaceView:
    """A tenant."""

    id: UUID
    name: str


@dataclass(frozen=True, slots=True)
class KeyView:
    """An API key without its secret; ``prefix`` is its visible beginning."""

    id: UUID
    name: str
    prefix: str
    scopes: list[Scope]
    created_at: datetime
    created_by: str
    last_used_at: datetime | None
    expires_at: datetime | None
    revoked_at: datetime | None


@dataclass(frozen=True, slots=True)
class NewKey:
    """A key just made: the only moment its secret is known."""

    key: KeyView
    secret: str


@dataclass(frozen=True, slots=True)
class SessionView:
    """Who is signed in, or which key asks; ``csrf_token`` goes with every write of a session."""

    person: PersonView | None
    key: KeyView | None
    workspace: WorkspaceView
    scopes: list[Scope]
    csrf_token: str | None
    version: str


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """Who changed what, when, through which door."""

    id: UUID
    at: datetime
    actor: str
    action: str
    subject: str
    details: dict[str, Any]
    door: str
