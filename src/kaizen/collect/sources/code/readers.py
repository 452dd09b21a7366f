"""The readers of code; grammars are imported only when a file is really parsed."""

from collections.abc import Iterable
from functools import cached_property
from typing import TYPE_CHECKING

from kaizen.collect.sources.code.model import CodeFacts

if TYPE_CHECKING:
    from kaizen.kit.searching import Test

SCRIPT_SUFFIXES = (".ts", ".tsx", ".mts", ".cts", ".js", ".jsx", ".mjs", ".cjs")


class _Selecting:
    """Lets through the files that hold one of some words, or all without any."""

    shape = CodeFacts

    def __init__(self, needles: Iterable[str] = ()) -> None:
        self._needles = tuple(needles)
        self.selection = "|".join(self._needles)

    def needs(self, data: bytes) -> bool:
        return not self._needles or self._holds_one(data)

    @cached_property
    def _holds_one(self) -> "Test":
        from kaizen.kit.searching import search_for_any  # noqa: PLC0415 - its engine loads in workers only

        return search_for_any(self._needles)


class PythonReader(_Selecting):
    """Reads .py files with tree-sitter, which knows newer syntax than the running interpreter."""

    name = "python"
    version = "3"

    def wants(self, path: str) -> bool:
        return path.endswith(".py")

    def read(self, path: str, data: bytes) -> CodeFacts:
        from kaizen.collect.sources.code.python import parse  # noqa: PLC0415 - grammars load in workers only

        return parse(data)


class ScriptReader(_Selecting):
    """Reads TypeScript, TSX and JavaScript with tree-sitter; declaration files hold no code and are left out."""

    name = "script"
    version = "3"

    def wants(self, path: str) -> bool:
        return path.endswith(SCRIPT_SUFFIXES) and not path.endswith((".d.ts", ".d.mts", ".d.cts"))

    def read(self, path: str, data: bytes) -> CodeFacts:
        from kaizen.collect.sources.code.script import parse  # noqa: PLC0415 - grammars load in workers only

        return parse(path, data)
