"""Use cases of access: the first owner, sign-in by one-time link, sessions, API keys, the audit log."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from kaizen import __version__
from kaizen.access import rules, store
from kaizen.access.model import AuditEntry, KeyView, NewKey, PersonView, Role, SessionView
from kaizen.kit.actor import Actor, Door, Scope
from kaizen.kit.errors import KaizenError
from kaizen.kit.ids import new_id
from kaizen.kit.paging import Page, PageRequest
from kaizen.storage.work import Context

TOUCH_EVERY = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class SignedIn:
    """An opened session: the secret for the cookie, and who it is."""

    secret: str
    actor: Actor


def ensure_owner(context: Context, name: str) -> PersonView:
    """The local workspace and its first owner exist; called at every start."""
    with context.reading() as work:
        known = store.owner(work)
    if known is not None:
        return known
    with context.changing("access.first-owner") as work:
        work.alone("first owner")
        known = store.owner(work)
        if known is not None:
            return known
        store.ensure_workspace(work, "local")
        person = PersonView(new_id(), name, Role.OWNER)
        store.add_person(work, person)
        work.subject = name
        return person


def sign_in_link(context: Context) -> str:
    """A one-time token that signs the workspace's owner in within half an hour."""
    with context.changing("access.sign-in-link", needs=Scope.ADMIN) as work:
        person = store.owner(work)
        if person is None:
            raise KaizenError("access.sign_in_needed")
        secret = rules.new_secret()
        store.add_ticket(work, person.id, "link", rules.digest(secret), work.now + rules.LINK_LIFETIME)
        work.subject = person.name
        return secret


def sign_in(context: Context, token: str, lifetime: timedelta) -> SignedIn:
    """Opens a session for the owner of a sign-in link; the link works once."""
    with context.keeping() as work:
        row = store.ticket(work, "link", rules.digest(token))
        if row is None or not rules.alive(work.now, row["expires_at"], row["ended_at"]):
            raise KaizenError("access.link_spent")
        if not store.spend_ticket(work, row["id"]):
            raise KaizenError("access.link_spent")
        actor = _person_actor(row["workspace_id"], row["person_id"], row["person_name"], row["person_role"])
        work.actor = actor
        secret = rules.new_secret()
        store.add_ticket(work, row["person_id"], "session", rules.digest(secret), work.now + lifetime)
        work.subject = row["person_name"]
        work.write_audit("access.sign-in")
        return SignedIn(secret, actor)


def actor_of_session(context: Context, secret: str, lifetime: timedelta, *, used: bool = True) -> Actor:
    """Who holds a session's cookie; a ``used`` session is prolonged. Raises KaizenError when it has ended."""
    with context.reading() as work:
        row = store.ticket(work, "session", rules.digest(secret))
        now = work.now
    if row is None or not rules.alive(now, row["expires_at"], row["ended_at"]):
        raise KaizenError("access.sign_in_needed")
    if used and now - (row["last_used_at"] or row["created_at"]) > TOUCH_EVERY:
        with context.keeping() as work:
            store.prolong_session(work, row["id"], now + lifetime)
    return _person_actor(row["workspace_id"], row["person_id"], row["person_name"], row["person_role"])


def sign_out(context: Context, secret: str) -> None:
    """Ends the session of a cookie."""
    with context.changing("access.sign-out", needs=Scope.READ) as work:
        row = store.ticket(work, "session", rules.digest(secret))
        if row is not None:
            store.spend_ticket(work, row["id"])
        work.subject = work.actor.name


def actor_of_key(context: Context, secret: str, *, used: bool = True) -> Actor:
    """Whose API key it is, noted as ``used``; raises KaizenError for an unknown, expired or revoked one."""
    presented = rules.digest(secret)
    with context.reading() as work:
        found = store.key_by_secret(work, presented)
        now = work.now
    if found is None or not rules.same(found[2], presented):
        raise KaizenError("access.sign_in_needed")
    workspace_id, key, _ = found
    if not rules.alive(now, key.expires_at, key.revoked_at):
        raise KaizenError("access.sign_in_needed")
    if used and (key.last_used_at is None or now - key.last_used_at > TOUCH_EVERY):
        with context.keeping() as work:
            store.touch_key(work, key.id)
    return Actor(workspace_id, f"key:{key.name}", frozenset(key.scopes), Door.API, key_id=key.id)


def session_view(context: Context, csrf_token: str | None) -> SessionView:
    """Who asks, in which workspace, with which rights."""
    actor = context.actor
    with context.reading() as work:
        person = store.person(work, actor.person_id) if actor.person_id else None
        key = store.key(work, actor.key_id) if actor.key_id else None
        workspace = store.workspace(work)
    return SessionView(person, key, workspace, sorted(actor.scopes), csrf_token, __version__)


def create_key(context: Context, name: str, scopes: list[str], expires_in_days: int | None = None) -> NewKey:
    """Makes an API key; its secret is in the answer and nowhere else."""
    with context.changing("keys.create", needs=Scope.ADMIN) as work:
        secret = rules.new_secret(rules.KEY_PREFIX)
        granted = sorted(rules.checked_scopes(scopes))
        ends = rules.expiry(work.now, expires_in_days)
        head = (new_id(), rules.checked_name(name), secret[: rules.SHOWN_CHARACTERS], granted)
        key = KeyView(*head, work.now, work.actor.name, None, ends, None)
        store.add_key(work, key, rules.digest(secret))
        work.subject, work.details = key.name, {"scopes": granted, "prefix": key.prefix}
        work.record("keys.changed", key=str(key.id))
        return NewKey(key, secret)


def list_keys(context: Context, request: PageRequest) -> Page[KeyView]:
    """The workspace's keys, newest first, revoked ones included."""
    with context.reading() as work:
        return store.key_page(work, request)


def revoke_key(context: Context, key_id: UUID) -> None:
    """Ends a key at once; revoking it again changes nothing."""
    with context.changing("keys.revoke", needs=Scope.ADMIN) as work:
        key = store.key(work, key_id)
        if key is None:
            raise KaizenError("access.key_unknown", key=key_id)
        store.revoke_key(work, key_id)
        work.subject = key.name
        work.record("keys.changed", key=str(key_id))


def list_audit(
    context: Context, request: PageRequest, actor: str | None = None, action: str | None = None
) -> Page[AuditEntry]:
    """Who changed what, newest first."""
    with context.reading() as work:
        return store.audit_page(work, request, actor, action)


def _person_actor(workspace_id: UUID, person_id: UUID, name: str, role: str) -> Actor:
    return Actor(workspace_id, name, rules.GRANTS[Role(role)], Door.API, person_id=person_id)
