"""The readers of code; grammars are imported only when a file is really parsed."""

from collections.abc import Iterable

from kaizen.collect.sources.code.model import CodeFacts

SCRIPT_SUFFIXES = (".ts", ".tsx", ".mts", ".cts", ".js", ".jsx", ".mjs", ".cjs")


class _Selecting:
    """Lets through the files that hold one of some literal byte strings, or all without any."""

    shape = CodeFacts

    def __init__(self, needles: Iterable[str] = ()) -> None:
        self._needles = tuple(needle.encode() for needle in needles)
        self.selection = "|".join(needle.decode() for needle in self._needles)

    def needs(self, data: bytes) -> bool:
        return not self._needles or any(needle in data for needle in self._needles)


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
