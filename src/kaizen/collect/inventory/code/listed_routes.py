"""Routes that are listed rather than decorated: Starlette's route lists and Litestar's handlers and controllers."""

from collections.abc import Iterator

from kaizen.collect.inventory.code.mounts import Mounts
from kaizen.collect.inventory.code.python_names import Module, Names, Symbol, class_attribute
from kaizen.collect.inventory.code.web import VERBS, Route, joined
from kaizen.collect.inventory.model import Item
from kaizen.collect.sources.code import Call, Definition, Items, Ref, Value

LITESTAR = {**VERBS, "websocket": "WEBSOCKET", "websocket_listener": "WEBSOCKET", "route": "ANY"}
DEEPEST = 12


class StarletteRoutes:
    """Follows ``routes=`` of applications and mounts down to each ``Route``."""

    def __init__(self, names: Names, files: list[str]) -> None:
        self._names, self._files = names, files
        self._seen: set[tuple[str, int]] = set()

    def read(self, mounts: Mounts) -> None:
        """Adds routes below applications with their prefixes, then those no application lists, to ``mounts``.

        Applications that are mounted hang below their parent in ``mounts``.
        """
        for names in (("Starlette", "FastAPI"), ("Router",)):
            for path in self._files:
                module = self._names.modules[path]
                for index, call in enumerate(module.facts.calls):
                    listed = call.keyword("routes")
                    if listed is not None and (path, index) not in self._seen and self._is(module, call, *names):
                        owner = mounts.router((path, f"routes:{index}"), root=True)
                        owner.routes += self._listed(path, listed, "", depth=0, mounts=mounts)
        for path in self._files:
            module = self._names.modules[path]
            for index, call in enumerate(module.facts.calls):
                if (path, index) not in self._seen and self._is(module, call, "Route", "WebSocketRoute", "APIRoute"):
                    mounts.router((path, f"route:{index}")).routes.extend(self._route(module, call, ""))

    def _is(self, module: Module, call: Call, *names: str) -> bool:
        if call.callee.rsplit(".", 1)[-1] not in names:
            return False
        outside = self._names.outside(module.path, call.callee)
        return outside.startswith(("starlette.", "fastapi.")) and outside.rsplit(".", 1)[-1] in names

    def _listed(self, path: str, value: Value, prefix: str, *, depth: int, mounts: Mounts) -> Iterator[Route]:
        if depth > DEEPEST:
            return
        for file, entry in self._names.items(path, value):
            module = self._names.modules[file]
            call = module.call_of(entry)
            if call is None:
                continue
            self._seen.add((file, module.facts.calls.index(call)))
            if self._is(module, call, "Mount"):
                text = self._names.text(file, call.args[0] if call.args else call.keyword("path")) or ""
                inner = call.keyword("routes") or self._routes_of(module, call)
                if inner is not None:
                    yield from self._listed(file, inner, prefix + text, depth=depth + 1, mounts=mounts)
                else:
                    self._mounted(module, call, prefix + text, mounts)
            elif self._is(module, call, "Route", "WebSocketRoute", "APIRoute"):
                yield from self._route(module, call, prefix)

    def _routes_of(self, module: Module, call: Call) -> Value:
        """The routes of the application or router of the same file that a mount is given."""
        target = call.args[1] if len(call.args) > 1 else call.keyword("app")
        if isinstance(target, Ref):
            found = self._names.value(self._names.resolve(module.path, target.text))
            target = found[1].value if found and found[0] == module.path else None
        made = module.call_of(target)
        if made is None or not self._is(module, made, "Router", "Starlette"):
            return None
        self._seen.add((module.path, module.facts.calls.index(made)))
        return made.keyword("routes") or (made.args[0] if made.args else None)

    def _mounted(self, module: Module, call: Call, prefix: str, mounts: Mounts) -> None:
        target = call.args[1] if len(call.args) > 1 else call.keyword("app")
        symbol = self._names.resolve(module.path, target.text) if isinstance(target, Ref) else None
        if symbol and (symbol.path, symbol.name) in mounts.routers:
            mounts.routers[symbol.path, symbol.name].prefix = prefix

    def _route(self, module: Module, call: Call, prefix: str) -> Iterator[Route]:
        text = self._names.text(module.path, call.args[0] if call.args else call.keyword("path"))
        if text is None:
            return
        target = call.args[1] if len(call.args) > 1 else call.keyword("endpoint")
        listed = self._names.items(module.path, call.keyword("methods"))
        methods = tuple(found.upper() for file, item in listed if (found := self._names.text(file, item)))
        if "WebSocket" in call.callee:
            methods = ("WEBSOCKET",)
        elif not methods:
            methods = self._endpoint(module, target) or ("GET",)
        handler = target.text if isinstance(target, Ref) else ""
        yield Route(methods, prefix + text, module.path, call.line, handler, "starlette")

    def _endpoint(self, module: Module, target: Value) -> tuple[str, ...]:
        """Methods of an HTTPEndpoint class."""
        found = (
            self._names.definition(self._names.resolve(module.path, target.text)) if isinstance(target, Ref) else None
        )
        if found is None or found[1].kind != "class":
            return ()
        owner, _, index = found
        members = (owner.facts.definitions[at].name.rsplit(".", 1)[-1] for at in owner.members.get(index, ()))
        return tuple(VERBS[name] for name in members if name in VERBS)


class LitestarRoutes:
    """Decorated handlers, alone or in controllers, and the routers and applications that list them."""

    def __init__(self, names: Names, files: list[str]) -> None:
        self._names, self._files = names, files
        self._parents: dict[tuple[str, str], list[tuple[str, str]]] = {}

    def items(self) -> Iterator[Item]:
        """Routes under every router that lists them."""
        for path in self._files:
            self._lists(self._names.modules[path])
        for path in self._files:
            module = self._names.modules[path]
            for definition in module.facts.definitions:
                for decorator in definition.decorators:
                    verb = self._verb(module, decorator.name)
                    if verb and decorator.call >= 0:
                        yield from self._handler(module, definition, module.facts.calls[decorator.call], verb)

    def _verb(self, module: Module, name: str) -> str | None:
        last = name.rsplit(".", 1)[-1]
        if last not in LITESTAR or not self._names.outside(module.path, name).startswith(("litestar", "starlite")):
            return None
        return LITESTAR[last]

    def _lists(self, module: Module) -> None:
        for assignment in module.facts.assignments:
            call = module.call_of(assignment.value)
            if call is not None:
                self._holder(module, call, (module.path, assignment.target))
        for call in module.facts.calls:
            self._holder(module, call, (module.path, ""))

    def _holder(self, module: Module, call: Call, key: tuple[str, str]) -> None:
        last = call.callee.rsplit(".", 1)[-1]
        if last not in {"Litestar", "Router"} or not self._names.outside(module.path, call.callee).startswith(
            "litestar"
        ):
            return
        prefix = self._names.text(module.path, call.keyword("path")) or ""
        marker = (key[0], key[1] if last == "Router" else "") if key[1] or last == "Litestar" else None
        if marker is None:
            return
        for path, entry in self._names.items(module.path, call.keyword("route_handlers")):
            if isinstance(entry, Ref):
                symbol = self._names.resolve(path, entry.text)
                parents = self._parents.setdefault((symbol.path, symbol.name), [])
                edge = (f"{marker[0]}:{marker[1]}", prefix)
                if edge not in parents:
                    parents.append(edge)

    def _prefixes(self, key: tuple[str, str], depth: int = 0) -> list[str]:
        """Every prefix a handler, controller or router is reached under; none where nobody lists it."""
        found: list[str] = []
        for holder, prefix in self._parents.get(key, ()) if depth < DEEPEST else ():
            path, _, name = holder.rpartition(":")
            found += [f"{above}/{prefix}" for above in self._prefixes((path, name), depth + 1)] if name else [prefix]
        return found

    def _handler(self, module: Module, definition: Definition, call: Call, verb: str) -> Iterator[Item]:
        owner = module.facts.definitions[definition.scope] if definition.scope >= 0 else None
        base = ""
        key = (module.path, definition.name)
        if owner is not None and owner.kind == "class":
            key = (module.path, owner.name)
            assigned = class_attribute(self._names, Symbol(*key), "path")
            base = self._names.text(assigned[0], assigned[1].value) or "" if assigned else ""
        first = call.args[0] if call.args else call.keyword("path")
        texts = [
            self._names.text(module.path, item) for item in (first.values if isinstance(first, Items) else (first,))
        ]
        prefixes = self._prefixes(key)
        listed = call.keyword("http_method")
        values = listed.values if isinstance(listed, Items) else (listed,)
        methods = tuple(method for value in values if (method := _method(value)))
        for text in texts:
            for prefix in prefixes or [""]:
                path = joined(prefix, base, text or "")
                route = Route(methods or (verb,), path, module.path, call.line, definition.name, "litestar")
                yield from route.items(mounted=bool(prefixes))


def _method(value: Value) -> str | None:
    """``"GET"`` or ``HttpMethod.GET`` as a method."""
    name = value.text.rsplit(".", 1)[-1] if isinstance(value, Ref) else value
    return VERBS.get(name.lower()) if isinstance(name, str) else None
