"""The real names of what a file calls and imports: what stands behind aliases, and what the file binds itself."""

import builtins

from kaizen.collect.sources.code import CodeFacts, Import

BUILTINS = frozenset(dir(builtins))
LOADERS = frozenset({"require", "import"})


class Bindings:
    """What the names of one file stand for."""

    def __init__(self, facts: CodeFacts) -> None:
        self._python = facts.language == "python"
        self._targets: dict[str, str] = {}
        self._open = False
        self.modules: list[tuple[str, int]] = []
        for imported in facts.imports:
            self._bind(imported)
        self._local = {each.name for each in facts.definitions if each.scope < 0}
        self._local |= {each.target for each in facts.assignments}
        for call in facts.calls:
            if call.callee in LOADERS and not self._python and call.args and isinstance(call.args[0], str):
                self.modules.append((_module(call.args[0]), call.line))
        self._bind_required(facts)

    def _bind(self, imported: Import) -> None:
        module = _module(imported.module)
        whole = imported.name in {"", "*"} or (imported.name == "default" and not self._python)
        full = module if whole else _joined(module, imported.name)
        self.modules.append((full, imported.line))
        if imported.name == "*":
            self._open = self._open or self._python
        elif imported.alias and "." in imported.alias:
            head = imported.alias.partition(".")[0]
            self._targets.setdefault(head, head)
        elif imported.alias:
            self._targets[imported.alias] = full

    def _bind_required(self, facts: CodeFacts) -> None:
        """``const fs = require("fs")`` and ``const {get: g} = require("x")``."""
        if self._python:
            return
        for assignment in facts.assignments:
            index = getattr(assignment.value, "call", -1)
            call = facts.calls[index] if 0 <= index < len(facts.calls) else None
            if call is None or call.callee not in LOADERS or not call.args or not isinstance(call.args[0], str):
                continue
            module = _module(call.args[0])
            if not assignment.target.startswith("{"):
                self._targets[assignment.target] = module
                continue
            for part in assignment.target.strip("{}").split(","):
                name, _, alias = part.partition(":")
                self._targets[(alias or name).strip()] = _joined(module, name.strip())

    def real(self, name: str) -> str:
        """The imported name behind a dotted name of this file.

        What the file itself binds (a variable, a parameter, its own function) gets ``?.`` in front, so that it is
        found by its ending only: a dictionary called ``requests`` is not the library.
        """
        if name.startswith("new "):
            return f"new {self.real(name[4:])}"
        head, dot, rest = name.partition(".")
        target = self._targets.get(head)
        if target is not None:
            return f"{target}{dot}{rest}"
        if name.startswith("()"):
            return name
        if head in self._local or (self._python and dot and not self._open and head not in BUILTINS):
            return f"?.{name}"
        return name


def _module(name: str) -> str:
    return name.removeprefix("node:")


def _joined(module: str, name: str) -> str:
    return f"{module}{name}" if module.endswith(".") else f"{module}.{name}"
