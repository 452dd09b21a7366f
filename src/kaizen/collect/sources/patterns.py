"""Path patterns as git writes them, for .gitattributes and CODEOWNERS."""

import re
from collections.abc import Callable

Matcher = Callable[[str], bool]


def matcher(pattern: str, *, below: bool) -> Matcher:
    """A test for posix paths; with ``below`` a pattern that names a folder covers everything in it."""
    expression = re.compile(_expression(pattern, below=below))
    return lambda path: expression.match(path) is not None


def _expression(pattern: str, *, below: bool) -> str:
    folder_only = pattern.endswith("/")
    body = pattern.strip("/")
    anchored = "/" in pattern.rstrip("/")
    start = "" if anchored else r"(?:.*/)?"
    if not below:
        return f"{start}{_translated(body)}$"
    if folder_only:
        return f"{start}{_translated(body)}/.*$"
    if body.endswith("/*"):
        return f"{start}{_translated(body)}$"
    return f"{start}{_translated(body)}(?:/.*)?$"


TOKENS = re.compile(r"\*\*/|/\*\*$|\*\*|\*|\?|\\.|.")
MEANING = {"**/": "(?:.*/)?", "/**": "/.*", "**": ".*", "*": "[^/]*", "?": "[^/]"}


def _translated(body: str) -> str:
    parts = TOKENS.findall(body)
    return "".join(MEANING.get(part) or re.escape(part[-1]) for part in parts)
