"""Which files are not this project's own source: vendored, generated, minified, built."""

import re
from collections.abc import Iterable

from kaizen.collect.sources.patterns import Matcher, matcher

ALWAYS = frozenset(
    {".git", ".hg", ".svn", "node_modules", "bower_components", "jspm_packages", ".venv", "site-packages",
     "__pycache__", ".tox", ".nox", ".mypy_cache", ".ruff_cache", ".pytest_cache", ".next", ".nuxt", ".svelte-kit",
     ".turbo", ".yarn", ".pnpm-store", ".terraform", ".eggs", "dist", "htmlcov", "Pods", "_vendor"}
)  # fmt: skip
UNTRACKED_ONLY = frozenset("build out target coverage venv env .cache .gradle .idea .vscode tmp".split())  # noqa: SIM905
VENDORED = frozenset("vendor vendors third_party third-party thirdparty".split())  # noqa: SIM905
OWN_SIGN = re.compile(r"(__init__\.py|\.tsx?)$")
MINIFIED = re.compile(r"([.-]min|\.bundle|\.chunk|\.umd)\.(js|mjs|cjs|css)$|\.(js|css)\.map$")
GENERATED_NAME = re.compile(
    r"(_pb2(_grpc)?\.pyi?|_pb\.(d\.)?ts|\.pb\.go|\.generated\.\w+|\.gen\.\w+|\.g\.ts|-lock\.json|"
    r"(^|/)(package-lock\.json|pnpm-lock\.yaml|yarn\.lock|npm-shrinkwrap\.json|composer\.lock))$"
)
GENERATED_MARK = re.compile(
    rb"@generated\b|do not (?:edit|modify)[^\n]{0,60}generated|generated[^\n]{0,80}do not (?:edit|modify)|"
    rb"auto-?generated (?:file|by|code)|this file (?:is|was) (?:auto-?|automatically )generated",
    re.IGNORECASE,
)
COMMENT = re.compile(rb"^\s*(#|//|/\*|\*|--|<!--|\"\"\"|;)")
LONG_LINE = 5_000


class Exclusion:
    """Answers why a path is left out, from its folders, its name and .gitattributes."""

    def __init__(self, paths: Iterable[str], *, tracked: bool, attributes: Iterable[tuple[str, str]] = ()) -> None:
        """``attributes`` are pairs of folder and text, one for each .gitattributes."""
        self._names = ALWAYS if tracked else ALWAYS | UNTRACKED_ONLY
        self._own = {path.rsplit("/", 1)[0] for path in paths if OWN_SIGN.search(path) and "/" in path}
        self._folders: dict[str, tuple[str, str] | None] = {"": None}
        self._marks = [mark for folder, text in attributes for mark in marks(folder, text)]

    def folder(self, folder: str) -> tuple[str, str] | None:
        """The excluded folder that holds this one and the reason, or None."""
        if folder not in self._folders:
            parent, _, name = folder.rpartition("/")
            self._folders[folder] = self.folder(parent) or self._own_verdict(folder, name)
        return self._folders[folder]

    def _own_verdict(self, folder: str, name: str) -> tuple[str, str] | None:
        if name in self._names:
            return folder, f"built or installed files ({name})"
        if name in VENDORED and folder not in self._own:
            return folder, f"vendored code ({name})"
        return None

    def file(self, path: str) -> str | None:
        """Why this file alone is left out, or None."""
        if MINIFIED.search(path):
            return "minified"
        verdict: str | None = None
        for test, reason in self._marks:
            if test(path):
                verdict = reason
        return verdict

    def generated_name(self, path: str) -> str | None:
        return "generated (by its name)" if GENERATED_NAME.search(path) else None


def marks(folder: str, text: str) -> list[tuple[Matcher, str | None]]:
    """Patterns of one .gitattributes that mark generated or vendored files, the last match wins."""
    found: list[tuple[Matcher, str | None]] = []
    for line in text.splitlines():
        words = line.split()
        if len(words) < 2 or words[0].startswith("#"):
            continue
        pattern = words[0] if not folder else f"/{folder}/{words[0].lstrip('/')}"
        for word in words[1:]:
            kind = word.lstrip("-!").partition("=")[0]
            if kind in ("linguist-generated", "linguist-vendored"):
                negative = word.startswith(("-", "!")) or word.endswith("=false")
                reason = None if negative else f"{kind.removeprefix('linguist-')} (.gitattributes)"
                found.append((matcher(pattern, below=False), reason))
    return found


def generated_by_content(data: bytes) -> str | None:
    """Why the bytes of a code file look generated or minified, or None; reads the first 2 kB and long lines."""
    head = data[:2048]
    mark = GENERATED_MARK.search(head)
    if mark:
        line_start = head.rfind(b"\n", 0, mark.start()) + 1
        if COMMENT.match(head[line_start:]):
            return "generated (by its header)"
    if len(data) > 4 * LONG_LINE and data.count(b"\n") < len(data) / LONG_LINE:
        return "minified (very long lines)"
    return None
