"""Policy of access: what a role grants, how secrets are made and compared, when they end."""

import hashlib
import hmac
import secrets
from datetime import datetime, timedelta

from kaizen.access.model import Role
from kaizen.kit.actor import Scope
from kaizen.kit.errors import KaizenError

KEY_PREFIX = "kz_"
SHOWN_CHARACTERS = 10
LINK_LIFETIME = timedelta(minutes=30)
MAX_DAYS = 3650
MAX_NAME = 100

GRANTS: dict[Role, frozenset[Scope]] = {
    Role.OWNER: frozenset(Scope),
    Role.EDITOR: frozenset({Scope.READ, Scope.WRITE}),
    Role.VIEWER: frozenset({Scope.READ}),
}


def new_secret(prefix: str = "") -> str:
    """A random token of 256 bits, safe in URLs and headers."""
    return prefix + secrets.token_urlsafe(32)


def digest(secret: str) -> str:
    """The only form in which a token is stored. SHA-256 is enough for 256 random bits; people's passwords need more."""
    return hashlib.sha256(secret.encode()).hexdigest()


def same(left: str, right: str) -> bool:
    """Comparison whose time tells nothing about where the texts differ."""
    return hmac.compare_digest(left.encode(), right.encode())


def csrf_token(session_secret: str) -> str:
    """The token a session's writes must carry, derived from the secret that only its cookie holds."""
    return hmac.new(session_secret.encode(), b"kaizen csrf", hashlib.sha256).hexdigest()


def checked_name(name: str) -> str:
    """The name of a key without surrounding space; raises KaizenError for an empty or long one."""
    name = name.strip()
    if not 1 <= len(name) <= MAX_NAME:
        raise KaizenError("access.key_name_invalid", length=len(name))
    return name


def checked_scopes(scopes: list[str]) -> frozenset[Scope]:
    """The scopes of a key; raises KaizenError for none or an unknown one."""
    try:
        granted = frozenset(Scope(each) for each in scopes)
    except ValueError:
        granted = frozenset()
    if not granted:
        raise KaizenError("access.scopes_invalid", scopes=", ".join(scopes) or "none")
    return granted


def expiry(now: datetime, days: int | None) -> datetime | None:
    """When a key made now ends; None for never. Raises KaizenError outside 1 to 3650 days."""
    if days is None:
        return None
    if not 1 <= days <= MAX_DAYS:
        raise KaizenError("access.expiry_invalid", days=days)
    return now + timedelta(days=days)


def alive(now: datetime, expires_at: datetime | None, ended_at: datetime | None) -> bool:
    """Whether a key, session or link may still be used."""
    return ended_at is None and (expires_at is None or now < expires_at)
