"""Path and name globs as standards.yaml writes them, translated into linear patterns.

``*`` and ``?`` stay within a folder, ``**`` crosses folders, ``[ab]`` and ``{a,b}`` choose. A path glob without a slash
matches at any depth, one that ends in a slash (or names a folder) covers everything below it.
"""

import re
from functools import lru_cache

from kaizen.analyze.standards.linear import Test, linear

TOKENS = re.compile(r"\*\*/|/\*\*$|\*\*|\*|\?|\[[^\]/]+\]|\{[^{}]*\}|.", re.DOTALL)
LITERAL_END = "*?[{"
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
    return _any_of([_Glob(literal_prefix(glob), path_pattern(glob)) for glob in globs])


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


def _any_of(globs: list[_Glob]) -> Test | None:
    if len(globs) <= 1:
        return globs[0] if globs else None
    return lambda text: any(glob(text) for glob in globs)
