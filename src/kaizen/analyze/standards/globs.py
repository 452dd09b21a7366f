"""Path and name globs as standards.yaml writes them, translated into linear patterns.

``*`` and ``?`` stay within a folder, ``**`` crosses folders, ``[ab]`` and ``{a,b}`` choose. A path glob without a slash
matches at any depth, one that ends in a slash (or names a folder) covers everything below it.
"""

import re
from collections.abc import Iterable
from functools import lru_cache

from kaizen.analyze.standards.linear import Test, linear

TOKENS = re.compile(r"\*\*/|/\*\*$|\*\*|\*|\?|\[[^\]/]+\]|\{[^{}]*\}|.", re.DOTALL)
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
    return _any_of(path_pattern(glob) for glob in globs)


@lru_cache(maxsize=4096)
def any_name(globs: tuple[str, ...]) -> Test | None:
    """Whether a name matches one of the globs; None without globs."""
    return _any_of(name_pattern(glob) for glob in globs)


def _any_of(patterns: Iterable[str]) -> Test | None:
    tests = [linear(pattern) for pattern in patterns]
    if len(tests) <= 1:
        return tests[0] if tests else None
    return lambda text: any(test(text) for test in tests)
