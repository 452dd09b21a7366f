"""Path and name globs as standards.yaml writes them, translated into linear patterns.

``*`` and ``?`` stay within a folder, ``**`` crosses folders, ``[ab]`` and ``{a,b}`` choose. A path glob without a slash
matches at any depth, one that ends in a slash (or names a folder) covers everything below it.
"""

import re
from collections.abc import Sequence
from functools import lru_cache

from kaizen.analyze.standards.linear import Test, linear

TOKENS = re.compile(r"\*\*/|/\*\*$|\*\*|\*|\?|\[[^\]/]+\]|\{[^{}]*\}|.", re.DOTALL)
LITERAL_END = "*?[{"
WILD = frozenset("*?[{/")
WILDCARDS = {"**/": "(?:.*/)?", "/**": "(?:/.*)?", "**": ".*", "*": "[^/]*", "?": "[^/]"}


def path_pattern(glob: str) -> str:
    """The pattern that a posix path below the root must match."""
    body = glob.removeprefix("./").strip("/")
    anchored = "/" in glob.removeprefix("./").rstrip("/")
    start = "" if anchored else "(?:.*/)?"
    return rf"\A{start}{_translated(body)}(?:/.*)?\z"


def name_pattern(glob: str) -> str:
    """The pattern that a whole name (of an item or a definition) must match; ``*`` matches anything."""
    return rf"\A{_translated(glob).replace('[^/]', '.')}\z"


def _translated(body: str) -> str:
    return "".join(_piece(token) for token in TOKENS.findall(body))


def _piece(token: str) -> str:
    if token in WILDCARDS:
        return WILDCARDS[token]
    if token.startswith("{") and len(token) > 1:
        return "(?:" + "|".join(_translated(choice) for choice in token[1:-1].split(",")) + ")"
    if token.startswith("[") and len(token) > 1:
        negated = token[1] in "!^"
        members = re.escape(token[1 + negated : -1]).replace("\\-", "-")
        return f"[^/{members}]" if negated else f"[{members}]"
    return re.escape(token)


@lru_cache(maxsize=4096)
def any_path(globs: tuple[str, ...]) -> Test | None:
    """Whether a path matches one of the globs; None without globs."""
    return _any_of([_plain(glob) or _Glob(literal_prefix(glob), path_pattern(glob)) for glob in globs])


def _plain(glob: str) -> Test | None:
    """The shapes most people write, without a pattern: ``**``, ``*.sql``, ``tests/``; None for others."""
    if glob == "**":
        return lambda _: True
    body = glob.rstrip("/")
    if glob.startswith("*.") and not set(body[1:]) & WILD:
        ending, inside = body[1:], f"{body[1:]}/"
        return lambda path: path.endswith(ending) or inside in path
    if body and not set(body) & WILD:
        folder = f"/{body}/"
        return lambda path: folder in f"/{path}/"
    return None


@lru_cache(maxsize=4096)
def any_name(globs: tuple[str, ...]) -> Test | None:
    """Whether a name matches one of the globs; None without globs."""
    return _any_of([_Glob(literal(glob), name_pattern(glob)) for glob in globs])


def literal_prefix(glob: str) -> str:
    """What every path that an anchored path glob matches begins with; "" where it may begin with anything."""
    body = glob.removeprefix("./")
    return literal(body.strip("/")) if "/" in body.rstrip("/") else ""


def literal(glob: str) -> str:
    """What everything that a glob matches begins with."""
    ends = [at for mark in LITERAL_END if (at := glob.find(mark)) >= 0]
    return glob[: min(ends)] if ends else glob


class _Glob:
    """One glob; its pattern is compiled when a text with the right beginning comes along."""

    __slots__ = ("_pattern", "_prefix", "_test")

    def __init__(self, prefix: str, pattern: str) -> None:
        self._prefix, self._pattern = prefix, pattern
        self._test: Test | None = None

    def __call__(self, text: str) -> bool:
        if not text.startswith(self._prefix):
            return False
        if self._test is None:
            self._test = linear(self._pattern)
        return self._test(text)


def _any_of(globs: Sequence[Test]) -> Test | None:
    if len(globs) <= 1:
        return globs[0] if globs else None
    return lambda text: any(glob(text) for glob in globs)
