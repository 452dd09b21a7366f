"""Web vocabulary shared by all frameworks: methods, path parameters, joined prefixes, and found routes."""

import re
from dataclasses import dataclass, field

from kaizen.collect.inventory.model import JSON, Item, Kind

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "TRACE")
VERBS = {method.lower(): method for method in METHODS}
ANGLE = re.compile(r"<(?:[^<>:]+:)?\s*([A-Za-z_][\w-]*)\s*>")
BRACED = re.compile(r"\{\s*(?:\*{0,2})([A-Za-z_$][\w$-]*)(?::[^{}]*(?:\{[^{}]*\}[^{}]*)*)?\??\s*\}")
TYPED = re.compile(r"\{(?:int|str|slug|uuid|path|float|bool):([A-Za-z_]\w*)\}")
COLON = re.compile(r":([A-Za-z_]\w*)(?:\((?:[^()]|\([^()]*\))*\)|\{[^{}/]*\})?[?*+]?")
GROUP = re.compile(r"\(\?P<(\w+)>(?:[^()]|\((?:[^()]|\([^()]*\))*\))*\)")
OPTIONAL = re.compile(r"\(\?:([^()]*)\)[?*+]?")
BRACKETS = re.compile(r"\[\[?(?:\.\.\.)?([^\[\]]+)\]\]?")


@dataclass(frozen=True, slots=True)
class Route:
    """A route before it knows where it is mounted."""

    methods: tuple[str, ...]
    path: str
    file: str
    line: int
    handler: str
    framework: str
    language: str = "python"
    extra: dict[str, JSON] = field(default_factory=dict)

    def items(self, prefix: str = "", *, mounted: bool = True) -> list[Item]:
        """One item for each method, named with the prefix."""
        attributes: dict[str, JSON] = {"framework": self.framework, "handler": self.handler, "mounted": mounted}
        path = normal(prefix + self.path)
        return [
            Item(
                Kind.ROUTE, f"{method} {path}", self.file, self.line, self.language,
                {"method": method, "route": path, **attributes, **self.extra},
            )
            for method in self.methods
        ]  # fmt: skip


def normal(path: str) -> str:
    """A path with one leading slash, no doubled ones, and parameters written ``{name}``."""
    path = BRACED.sub(r"{\1}", TYPED.sub(r"{\1}", ANGLE.sub(r"{\1}", path)))
    return re.sub(r"/{2,}", "/", f"/{path}")


def colons(path: str) -> str:
    """``/x/:id`` of Express and React Router as ``/x/{id}``."""
    return COLON.sub(r"{\1}", path)


def brackets(path: str) -> str:
    """``[id]``, ``[...slug]`` and ``[[...slug]]`` of file routes as ``{id}`` and ``{slug}``."""
    return BRACKETS.sub(r"{\1}", path)


def joined(*parts: str) -> str:
    """Path segments with exactly one slash between them and none at the end."""
    return "/" + "/".join(segment for part in parts for segment in part.split("/") if segment)


def plain_path(pattern: str) -> str:
    """``^x/(?P<id>\\d+)/$`` as ``x/{id}/``."""
    path = GROUP.sub(r"{\1}", pattern.removeprefix("^").removeprefix("\\A").removesuffix("$").removesuffix("\\Z"))
    path = re.sub(r"\((?!\?)[^()]*\)", "{value}", path)
    while OPTIONAL.search(path):
        path = OPTIONAL.sub(lambda group: "{value}" if "|" in group[1] else group[1], path)
    return path.replace("/?", "/").replace("\\/", "/").replace("\\.", ".").replace("\\-", "-")
