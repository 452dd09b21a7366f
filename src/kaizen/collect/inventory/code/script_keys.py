"""Which router a name or a value of a script means: fields of classes, factories, wrapped plugins and imports."""

import re
from typing import TypeAlias

from kaizen.collect.inventory.code.mounts import Mounts
from kaizen.collect.inventory.code.script_names import Script, ScriptNames, Target
from kaizen.collect.sources.code import Call, Expr, Nested, Ref, Value

Key: TypeAlias = tuple[str, str]
DEEPEST = 12
MADE_FIELD = re.compile(r"\(?new ([\w.]+)\([^()]*\)\)?\.(\w+)")
WHOLE = frozenset({"export default", "module.exports"})
HANDING = (".routes", ".middleware", ".callback", ".bind", ".prefix", ".tags", ".use")


class Keys:
    """Routers of ``mounts`` by what code calls them; fields are kept apart by their class."""

    def __init__(self, names: ScriptNames, mounts: Mounts) -> None:
        self._names, self._mounts = names, mounts

    def local(self, script: Script, target: str, scope: int) -> Key:
        """The key of a router assigned to ``target`` inside the definition ``scope``."""
        owner = _class_around(script, scope)
        if owner and target.startswith("this."):
            return script.path, f"{owner}#{target.removeprefix('this.')}"
        if owner and scope >= 0 and script.facts.definitions[scope].kind == "class":
            return script.path, f"{owner}#{target}"
        return script.path, target

    def of(self, script: Script, value: Value, scope: int = -1, depth: int = 0) -> Key | None:
        """The router a value means: a name, ``require(...)``, a function that makes one, ``x.routes()``."""
        if isinstance(value, Ref):
            return self.named(script, value.text, scope, depth + 1)
        if isinstance(value, Expr) and (match := MADE_FIELD.match(value.text)):
            made = self._names.resolve(script.path, match[1])
            return self._known(made.path, f"{made.name}#{match[2]}")
        call = script.call_of(value)
        return self._called(script, call, scope, depth) if call is not None and depth <= DEEPEST else None

    def _called(self, script: Script, call: Call, scope: int, depth: int) -> Key | None:
        if call.callee in {"require", "import"}:
            return self._loaded(script, call, depth)
        if call.callee.endswith(HANDING) and not call.callee.startswith("()"):
            return self.named(script, call.callee.rsplit(".", 1)[0], scope, depth + 1)
        made_by = self._made_by(script, call.callee)
        if made_by is None and call.args and self._outside(script, call.callee):
            return self.of(script, call.args[0], scope, depth + 1)  # fp(plugin), asyncify(router)
        return made_by

    def _loaded(self, script: Script, call: Call, depth: int) -> Key | None:
        module = call.args[0] if call.args else None
        file = self._names.file_of(module, script.path) if isinstance(module, str) else None
        target = self._names.exported(file, "default") if file else None
        return self.at(target or Target(file, ""), depth + 1) if file else None

    def _outside(self, script: Script, callee: str) -> bool:
        return bool(self._names.resolve(script.path, callee).module) or callee in {"fp", "fastifyPlugin"}

    def named(self, script: Script, name: str, scope: int = -1, depth: int = 0) -> Key | None:
        """The router a dotted name means inside the definition ``scope``."""
        if name.startswith("this."):
            found = self._known(*self.local(script, name, scope))
            if found:
                return found
        if (script.path, name) in self._mounts.routers:
            return script.path, name
        if depth > DEEPEST:
            return None
        return self.at(self._names.resolve(script.path, name), depth + 1) or self._field(script, name)

    def _field(self, script: Script, name: str) -> Key | None:
        """``controller.router`` where controller is an object of a class of the tree, or that class."""
        holder, _, attribute = name.rpartition(".")
        if not holder:
            return None
        symbol = self._names.resolve(script.path, holder)
        known = self._known(symbol.path, f"{symbol.name}#{attribute}")
        assigned = self._names.value(symbol)
        if known or assigned is None:
            return known
        owner = self._names.scripts[assigned[0]]
        call = owner.call_of(assigned[1].value)
        made = self._names.resolve(owner.path, call.callee.removeprefix("new ")) if call else None
        return self._known(made.path, f"{made.name}#{attribute}") if made else None

    def _known(self, path: str, name: str) -> Key | None:
        return (path, name) if (path, name) in self._mounts.routers else None

    def at(self, target: Target, depth: int = 0) -> Key | None:
        """The router at a resolved name."""
        names = [target.name, f"def:{target.name}", "def:"]
        for name in [*names, "def:default"] if target.name in WHOLE or not target.name else names:
            if (target.path, name) in self._mounts.routers:
                return target.path, name
        assigned = self._names.value(target)
        if assigned is None or assigned[1].value == Ref(target.name) or depth > DEEPEST:
            return None
        owner, value = self._names.scripts[assigned[0]], assigned[1].value
        if isinstance(value, Nested) and owner.facts.calls[value.call].receiver >= 0:
            return None
        return self.of(owner, value, assigned[1].scope, depth + 1)

    def _made_by(self, script: Script, callee: str) -> Key | None:
        target = self._names.resolve(script.path, callee.removeprefix("new "))
        owner = self._names.scripts.get(target.path)
        index = owner.definitions.get(target.name) if owner else None
        if owner is None or index is None:
            return None
        for assignment in owner.facts.assignments:
            key = self.local(owner, assignment.target, assignment.scope)
            inner = assignment.scope == index or key[1].startswith(f"{target.name}#")
            if inner and key in self._mounts.routers:
                return key
        return None


def _class_around(script: Script, scope: int) -> str:
    while scope >= 0:
        definition = script.facts.definitions[scope]
        if definition.kind == "class":
            return definition.name
        scope = definition.scope
    return ""
