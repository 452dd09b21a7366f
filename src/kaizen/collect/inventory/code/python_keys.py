"""Which router a name or a value means: locals of functions, attributes of objects, factories and imports."""

from typing import TypeAlias

from kaizen.collect.inventory.code.mounts import Mounts
from kaizen.collect.inventory.code.python_names import Module, Names, Symbol
from kaizen.collect.sources.code import Call, Ref, Value

Key: TypeAlias = tuple[str, str]
DEEPEST = 12


class Keys:
    """Routers of ``mounts`` by what code calls them; those made in a function are kept apart by its name."""

    def __init__(self, names: Names, mounts: Mounts) -> None:
        self._names, self._mounts = names, mounts

    def local(self, module: Module, target: str, scope: int) -> Key:
        """The key of a router assigned to ``target`` inside the definition ``scope``."""
        if scope < 0:
            return module.path, target
        definition = module.facts.definitions[scope]
        if target.startswith("self.") and definition.kind == "method":
            return module.path, f"{definition.name.rpartition('.')[0]}.{target.removeprefix('self.')}"
        return module.path, f"{definition.name}.{target}"

    def of(self, module: Module, value: Value, scope: int = -1, depth: int = 0) -> Key | None:
        """The router a value means, None where it is none."""
        if isinstance(value, Ref):
            return self.named(module, value.text, scope, depth)
        call = module.call_of(value)
        return self._made_by(module, call, depth) if call else None

    def named(self, module: Module, name: str, scope: int = -1, depth: int = 0) -> Key | None:
        """The router a dotted name means inside the definition ``scope``."""
        if depth > DEEPEST:
            return None
        while scope >= 0:
            definition = module.facts.definitions[scope]
            if definition.kind == "method" and name.startswith("self."):
                owner = Symbol(module.path, definition.name.rpartition(".")[0])
                return self._attribute(owner, name.removeprefix("self.")) or self._known(module.path, name)
            found = self._known(module.path, f"{definition.name}.{name}")
            if found:
                return found
            scope = definition.scope
        return self._known(module.path, name) or self._elsewhere(module, name, depth)

    def _known(self, path: str, name: str) -> Key | None:
        return (path, name) if (path, name) in self._mounts.routers else None

    def _elsewhere(self, module: Module, name: str, depth: int) -> Key | None:
        symbol = self._names.resolve(module.path, name)
        known = self._known(symbol.path, symbol.name)
        if known:
            return known
        found = self._names.value(symbol)
        if found is None:
            holder, _, attribute = name.rpartition(".")
            return self._held(module, holder, attribute) if holder else None
        holder_module, assignment = self._names.modules[found[0]], found[1]
        if isinstance(assignment.value, Ref) and assignment.value.text != name:
            return self.named(holder_module, assignment.value.text, assignment.scope, depth + 1)
        call = holder_module.call_of(assignment.value)
        return self._made_by(holder_module, call, depth + 1) if call else None

    def _held(self, module: Module, holder: str, attribute: str) -> Key | None:
        """``server.app`` where server is an object of a class of the tree, or that class."""
        symbol = self._names.resolve(module.path, holder)
        if self._names.definition(symbol):
            return self._attribute(symbol, attribute)
        found = self._names.value(symbol)
        call = self._names.modules[found[0]].call_of(found[1].value) if found else None
        made = self._names.made(found[0], call.callee) if found and call else None
        return self._attribute(made, attribute) if made else None

    def _attribute(self, owner: Symbol, attribute: str) -> Key | None:
        for ancestor in self._names.ancestors(owner):
            if not isinstance(ancestor, str):
                known = self._known(ancestor[0].path, f"{ancestor[1].name}.{attribute}")
                if known:
                    return known
        return None

    def _made_by(self, module: Module, call: Call, depth: int) -> Key | None:
        """The router a function of the tree returns or makes, or the one an application object wraps."""
        found = self._names.definition(self._names.resolve(module.path, call.callee))
        if found is None or depth > DEEPEST:
            return None
        inner, definition, index = found
        for value in inner.returns.get(index, ()):
            key = self.of(inner, value, index, depth + 1)
            if key:
                return key
        known = self._known(inner.path, f"{definition.name}.return")
        if known:
            return known
        prefix = f"{definition.name}."
        made = [name for path, name in self._mounts.routers if path == inner.path and name.startswith(prefix)]
        return (inner.path, made[0]) if made else None
