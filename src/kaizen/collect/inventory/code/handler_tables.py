"""Routes that aiohttp and Tornado take as tables and by calls: ``web.get("/x", h)``, ``(r"/x", Handler)``."""

import re
from collections.abc import Iterator

from kaizen.collect.inventory.code.mounts import Mounts
from kaizen.collect.inventory.code.python_keys import Key, Keys
from kaizen.collect.inventory.code.python_names import Module, Names
from kaizen.collect.inventory.code.web import METHODS, VERBS, Route, plain_path
from kaizen.collect.sources.code import Call, Items, Nested, Ref, Value

ADDED = re.compile(r"add_(get|post|put|patch|delete|head|options|view|route)$")


class HandlerTables:
    """Hangs table routes on the applications they are given to."""

    def __init__(self, names: Names, files: list[str], keys: Keys) -> None:
        self._names, self._files, self._keys = names, files, keys

    def read(self, mounts: Mounts, frameworks: dict[Key, str], lines: dict[Key, int]) -> None:
        """Adds routes and mounts to ``mounts``."""
        self._mounts, self._frameworks, self._lines = mounts, frameworks, lines
        for path in self._files:
            module = self._names.modules[path]
            if any(item.module.startswith(("aiohttp", "tornado")) for item in module.facts.imports):
                for call in module.facts.calls:
                    self._aiohttp(module, call)
                    self._tornado(module, call)

    def _aiohttp(self, module: Module, call: Call) -> None:
        receiver, _, verb = call.callee.rpartition(".")
        if verb not in {"add_routes", "add_subapp"} and not ADDED.match(verb):
            return
        owner = self._keys.named(module, receiver.removesuffix(".router"), call.scope)
        if owner is None and verb == "add_routes" and receiver:
            owner = self._unknown(module, receiver)
        if owner is None or self._frameworks.get(owner, "aiohttp") != "aiohttp" or not call.args:
            return
        if verb == "add_subapp" and len(call.args) > 1:
            child = self._keys.of(module, call.args[1], call.scope)
            if child and child != owner:
                self._mounts.mount(owner, child, self._names.text(module.path, call.args[0]) or "")
        elif verb == "add_routes":
            self._table(module, call, owner)
        elif verb != "add_route" or receiver.endswith(".router"):
            self._add(module, call, owner, verb)

    def _unknown(self, module: Module, receiver: str) -> Key:
        """An application that a function was given."""
        key = (module.path, receiver)
        self._mounts.router(key, root=True)
        return key

    def _table(self, module: Module, call: Call, owner: Key) -> None:
        table = self._keys.of(module, call.args[0], call.scope)
        if table and table != owner:
            self._mounts.mount(owner, table)
            return
        for path, entry in self._names.items(module.path, call.args[0]):
            holder = self._names.modules[path]
            made = holder.call_of(entry)
            if made is not None:
                self._add(holder, made, owner, made.callee.rsplit(".", 1)[-1])

    def _add(self, module: Module, call: Call, owner: Key, verb: str) -> None:
        args = list(call.args)
        name = verb.removeprefix("add_")
        methods: tuple[str, ...] = (VERBS[name],) if name in VERBS else ()
        if name == "route" and args:
            method = self._names.text(module.path, args.pop(0)) or ""
            methods = (method.upper(),) if method.upper() in METHODS else ("ANY",)
        path = self._names.text(module.path, args[0]) if args else None
        target = args[1] if len(args) > 1 else None
        if path is None:
            return
        if not methods:
            methods = tuple(self._class_methods(module, target)) or ("ANY",)
        handler = target.text if isinstance(target, Ref) else ""
        self._mounts.router(owner).routes.append(Route(methods, path, module.path, call.line, handler, "aiohttp"))

    def _class_methods(self, module: Module, target: Value) -> Iterator[str]:
        if not isinstance(target, Ref):
            return
        found: set[str] = set()
        for ancestor in self._names.ancestors(self._names.resolve(module.path, target.text)):
            if not isinstance(ancestor, str):
                owner, _, index = ancestor
                names = (owner.facts.definitions[at].name.rsplit(".", 1)[-1] for at in owner.members.get(index, ()))
                found |= {VERBS[name] for name in names if name in VERBS}
        yield from (method for method in METHODS if method in found - {"HEAD", "OPTIONS", "TRACE"})

    def _tornado(self, module: Module, call: Call) -> None:
        """``Application([(r"/x", Handler), url(r"/y", Other)])`` and ``super().__init__(handlers)``."""
        last = call.callee.rsplit(".", 1)[-1]
        if last not in {"Application", "__init__", "add_handlers"} or not call.args:
            return
        if last == "Application" and not self._names.outside(module.path, call.callee).startswith("tornado"):
            return
        entries = self._names.items(module.path, call.args[-1] if last == "add_handlers" else call.args[0])
        key = (module.path, f"tornado:{call.line}")
        for path, entry in entries:
            holder = self._names.modules[path]
            made = holder.call_of(entry)
            values = entry.values if isinstance(entry, Items) else made.args if made else ()
            line = made.line if made else self._line(holder, values, call.line)
            text = self._names.text(path, values[0]) if len(values) > 1 else None
            if text is None or not text.startswith(("/", "^/")) or not isinstance(values[1], Ref):
                continue
            methods = tuple(self._class_methods(holder, values[1]))
            if methods:
                self._mounts.router(key, root=True)
                self._mounts.routers[key].routes.append(
                    Route(methods, plain_path(text), path, line, values[1].text, "tornado")
                )

    def _line(self, module: Module, values: tuple[Value, ...], line: int) -> int:
        nested = [module.facts.calls[value.call].line for value in values if isinstance(value, Nested)]
        return nested[0] if nested else line
