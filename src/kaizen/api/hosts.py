"""Under which names the server may be asked: a web page that points its own name at this machine is turned away."""

from ipaddress import ip_address
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send
from starlette.websockets import WebSocketClose

from kaizen.api.problems import problem
from kaizen.kit.errors import KaizenError
from kaizen.kit.settings import Settings

EVERYWHERE = {"0.0.0.0", "::"}  # noqa: S104 - the names of listening everywhere, nothing is bound here
POLICY_VIOLATION = 1008


def host_name(host: str) -> str:
    """The name in a Host header, without its port; empty for what is no host."""
    try:
        return (urlsplit(f"//{host}").hostname or "").rstrip(".")
    except ValueError:
        return ""


def own_names(settings: Settings) -> set[str]:
    """The names that the settings give the server; ``*`` stands for every name."""
    given = {each.strip().lower() for each in settings.allowed_hosts.split(",") if each.strip()}
    if settings.host in EVERYWHERE and not given:
        return {"*"}
    return given | {"localhost", settings.host.lower(), host_name(urlsplit(settings.public_url).netloc)} - {""}


class KnownHosts:
    """ASGI middleware that answers 421 to a foreign name. A number is never foreign: no page can rebind it."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self.app = app
        self.names = own_names(settings)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        host = Headers(scope=scope).get("host") if scope["type"] in {"http", "websocket"} else None
        # Without the header it is no browser, and only browsers can be led astray.
        if host is None or self._known(host_name(host)):
            await self.app(scope, receive, send)
        elif scope["type"] == "websocket":
            await WebSocketClose(POLICY_VIOLATION, "foreign host")(scope, receive, send)
        else:
            await problem(scope, KaizenError("api.foreign_host", host=host[:200]))(scope, receive, send)

    def _known(self, name: str) -> bool:
        return bool(name) and ("*" in self.names or name in self.names or name.endswith(".localhost") or _number(name))


def _number(name: str) -> bool:
    try:
        ip_address(name)
    except ValueError:
        return False
    return True
