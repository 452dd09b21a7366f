"""Who asks: a person, a key, or Kaizen itself, in one workspace, through one door."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

LOCAL_WORKSPACE = UUID("00000000-0000-7000-8000-000000000001")


class Scope(StrEnum):
    """What an actor may do; each scope is granted on its own, a role grants several."""

    READ = "read"
    WRITE = "write"
    ADMIN = "admin"


class Door(StrEnum):
    """The way a request came in."""

    CLI = "cli"
    API = "api"
    JOBS = "jobs"


@dataclass(frozen=True, slots=True)
class Actor:
    """The one in whose name a use case runs; every query is narrowed to its workspace."""

    workspace_id: UUID
    name: str
    scopes: frozenset[Scope]
    door: Door
    person_id: UUID | None = None
    key_id: UUID | None = None


def local_actor(name: str, door: Door = Door.CLI, workspace_id: UUID = LOCAL_WORKSPACE) -> Actor:
    """The person at this machine's terminal, or Kaizen's own clock: may do everything in the workspace."""
    return Actor(workspace_id=workspace_id, name=name, scopes=frozenset(Scope), door=door)
