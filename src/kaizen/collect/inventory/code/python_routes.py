"""Routes of FastAPI, Starlette, Flask, Quart, Sanic, Ninja and their kin: objects, decorators and mounts."""

from collections.abc import Iterator

from kaizen.collect.inventory.code.listed_routes import StarletteRoutes
from kaizen.collect.inventory.code.mounts import Mounts
from kaizen.collect.inventory.code.python_names import Module, Names, Symbol
from kaizen.collect.inventory.code.web import METHODS, VERBS, Route
from kaizen.collect.inventory.model import Item
from kaizen.collect.sources.code import Call, Definition, Nested, Ref, Value

APPLICATIONS = {
    "FastAPI": "fastapi", "Starlette": "starlette", "Flask": "flask", "Quart": "quart", "Sanic": "sanic",
    "Litestar": "litestar", "NinjaAPI": "django-ninja", "NinjaExtraAPI": "django-ninja", "APIFlask": "flask",
    "Robyn": "robyn", "Bottle": "bottle", "Chalice": "chalice",
}  # fmt: skip
ROUTERS = {
    "APIRouter": "fastapi", "Blueprint": "flask", "APIBlueprint": "flask", "Namespace": "flask-restx",
    "RouteTableDef": "aiohttp", "Router": "router", "Api": "flask-restful", "InferringRouter": "fastapi",
}  # fmt: skip
INCLUDES = {
    "include_router": "prefix", "mount": "path", "register_blueprint": "url_prefix", "blueprint": "url_prefix",
    "add_namespace": "path", "add_router": "prefix", "include": "prefix",
}  # fmt: skip
REGISTERS = frozenset(
    {"add_api_route", "add_route", "add_url_rule", "add_websocket_route", "add_api_websocket_route", "add_resource"}
)
DECLARES = frozenset({*VERBS, "route", "api_route", "websocket", "websocket_route", "api_operation"})
Key = tuple[str, str]
DEEPEST = 12
REPLACING = frozenset({"register_blueprint", "blueprint", "add_namespace"})
REST = frozenset({"DefaultRouter", "SimpleRouter", "NestedSimpleRouter", "NestedDefaultRouter", "Router"})


class PythonRoutes:
    """Reads the router graph out of the facts of all files that are not tests."""

    def __init__(self, names: Names, files: list[str], placed: list[tuple[str, str, str]]) -> None:
        """``placed`` are applications that a URL configuration hangs under a prefix: file, name, prefix."""
        self._names, self._files, self._placed = names, files, placed
        self.mounts = Mounts()
        self._frameworks: dict[Key, str] = {}

    def items(self) -> Iterator[Item]:
        """All routes under all their prefixes."""
        for read in (self._objects, self._registered, self._decorated):
            for path in self._files:
                read(self._names.modules[path])
        for path, name, prefix in self._placed:
            if (path, name) in self.mounts.routers:
                self.mounts.routers[path, name].prefix = prefix
        yield from StarletteRoutes(self._names, self._files).items(self.mounts)
        yield from self.mounts.items()

    def applications(self) -> dict[Key, str]:
        """Frameworks of application objects that nobody mounts, by file and name; call ``items`` first."""
        return {
            key: framework
            for key, framework in self._frameworks.items()
            if self.mounts.routers[key].root and not self.mounts.is_mounted(key)
        }

    def kind(self, path: str, callee: str) -> tuple[str, bool] | None:
        """Framework of a constructor and whether it makes an application; follows subclasses in the tree."""
        symbol = self._names.resolve(path, callee)
        outside = [symbol.outside] if symbol.outside else []
        if symbol.path and self._names.definition(symbol):
            outside = [base for base in self._names.ancestors(symbol) if isinstance(base, str)]
        for name in outside:
            last = name.rsplit(".", 1)[-1]
            if last in APPLICATIONS:
                return APPLICATIONS[last], True
            if last in ROUTERS and "." in name and not name.startswith(("rest_framework", "django.")):
                return ROUTERS[last], False
        last = callee.rsplit(".", 1)[-1]
        foreign = symbol.outside.startswith(("rest_framework", "django", "drf", "litestar"))
        return ("fastapi", False) if last.endswith("Router") and last not in REST and not foreign else None

    def _objects(self, module: Module) -> None:
        for assignment in module.facts.assignments:
            call = module.call_of(assignment.value)
            kind = self.kind(module.path, call.callee) if call else None
            if call is None or kind is None:
                continue
            key = (module.path, assignment.target)
            prefix = (
                self._prefix(module, call, ("prefix", "url_prefix", "path"))
                if kind[0] != "fastapi" or not kind[1]
                else ""
            )
            if kind[0] == "flask-restx" and not prefix and call.keyword("path") is None and call.args:
                prefix = f"/{self._names.text(module.path, call.args[0]) or ''}"
            router = self.mounts.router(key, root=kind[1], prefix=prefix)
            router.root = router.root or kind[1]
            self._frameworks[key] = kind[0]
            if kind[0] == "flask-restful" and call.args and (parent := self._key(module, call.args[0])):
                self.mounts.mount(parent, key)

    def _prefix(self, module: Module, call: Call, keywords: tuple[str, ...]) -> str:
        for keyword in keywords:
            text = self._names.text(module.path, call.keyword(keyword))
            if text:
                return text
            value = call.keyword(keyword)
            if isinstance(value, Ref):
                return "/{" + value.text.rsplit(".", 1)[-1] + "}"
        return ""

    def _key(self, module: Module, value: Value) -> Key | None:
        """The router a value means."""
        if isinstance(value, Ref):
            return self._named(module, value.text)
        call = module.call_of(value)
        return self._made_by(module, call) if call else None

    def _named(self, module: Module, name: str, depth: int = 0) -> Key | None:
        if depth > DEEPEST:
            return None
        if (module.path, name) in self.mounts.routers:
            return module.path, name
        symbol = self._names.resolve(module.path, name)
        if symbol.path and (symbol.path, symbol.name) in self.mounts.routers:
            return symbol.path, symbol.name
        found = self._names.value(symbol)
        if found is None:
            return None
        holder = self._names.modules[found[0]]
        if isinstance(found[1].value, Ref) and found[1].value.text != name:
            return self._named(holder, found[1].value.text, depth + 1)
        call = holder.call_of(found[1].value)
        return self._made_by(holder, call) if call else None

    def _made_by(self, module: Module, call: Call) -> Key | None:
        """The router a function of the tree makes, or the one an application object wraps."""
        found = self._names.definition(self._names.resolve(module.path, call.callee))
        if found is None:
            return None
        inner, _, index = found
        for assignment in inner.facts.assignments:
            if assignment.scope == index and (inner.path, assignment.target) in self.mounts.routers:
                return inner.path, assignment.target
        return None

    def _registered(self, module: Module) -> None:
        for call in module.facts.calls:
            receiver, _, verb = call.callee.rpartition(".")
            if verb in INCLUDES and receiver:
                self._include(module, call, receiver, verb)

    def _include(self, module: Module, call: Call, receiver: str, verb: str) -> None:
        values = list(call.args)
        if verb in {"mount", "add_router"}:
            prefix_value: Value = values.pop(0) if values else call.keyword(INCLUDES[verb])
        else:
            prefix_value = call.keyword(INCLUDES[verb])
            if prefix_value is None and len(values) > 1:
                prefix_value = values[1]
        named = [call.keyword(name) for name in ("router", "app", "blueprint")]
        target = values[0] if values else next((value for value in named if value is not None), None)
        children = self._children(module, target)
        if not children:
            return
        parent = self._named(module, receiver) or (module.path, receiver)
        if parent not in self.mounts.routers:
            self.mounts.router(parent, root=True)
        prefix = self._names.text(module.path, prefix_value)
        if prefix is None and isinstance(prefix_value, Ref):
            prefix = "/{" + prefix_value.text.rsplit(".", 1)[-1] + "}"
        for child in children:
            replaces = prefix if verb in REPLACING and prefix is not None else None
            self.mounts.mount(parent, child, "" if replaces is not None else prefix or "", instead=replaces)

    def _children(self, module: Module, value: Value) -> list[Key]:
        if isinstance(value, Ref) and f"for {value.text}" in module.assigned:
            loop = module.assigned[f"for {value.text}"][-1]
            entries = self._names.items(module.path, loop.value)
            keys = [self._key(self._names.modules[path], item) for path, item in entries]
            return [key for key in keys if key]
        key = self._key(module, value)
        return [key] if key else []

    def _decorated(self, module: Module) -> None:
        for definition in module.facts.definitions:
            for decorator in definition.decorators:
                receiver, _, verb = decorator.name.rpartition(".")
                if receiver and decorator.call >= 0 and verb in DECLARES:
                    call = module.facts.calls[decorator.call]
                    self._route(module, call, verb, handler=definition.name, definition=definition)
        for call in module.facts.calls:
            receiver, _, verb = call.callee.rpartition(".")
            if verb in REGISTERS and receiver:
                self._added(module, call, receiver, verb)
            elif call.callee == "()" and call.receiver >= 0:
                self._applied(module, module.facts.calls[call.receiver], call)

    def _applied(self, module: Module, made: Call, call: Call) -> None:
        """``app.get("/x")(handler)`` on a known router."""
        receiver, _, verb = made.callee.rpartition(".")
        if verb in DECLARES and receiver and self._named(module, receiver) and call.args:
            handler = call.args[0].text if isinstance(call.args[0], Ref) else ""
            self._route(module, made, verb, handler=handler)

    def _route(
        self, module: Module, call: Call, verb: str, *, handler: str, definition: Definition | None = None
    ) -> None:
        receiver = call.callee.rpartition(".")[0]
        key = self._named(module, receiver)
        value = call.args[0] if call.args else _first(call, ("path", "rule", "uri"))
        paths = [self._names.text(module.path, value)]
        if verb == "route" and key and self._frameworks.get(key) == "flask-restx":
            paths = [self._names.text(module.path, value) for value in call.args]
        for path in paths:
            if path is None and (value is not None or key is None):
                continue
            if key is None and not (path or "").startswith("/") and not (path == "" and "router" in receiver):
                continue
            owner = key or (module.path, receiver)
            router = self.mounts.router(owner, root=key is None)
            methods = self._methods(module, call, verb, definition)
            framework = self._frameworks.get(owner, "python")
            router.routes.append(Route(methods, path or "", module.path, call.line, handler, framework))

    def _methods(self, module: Module, call: Call, verb: str, definition: Definition | None) -> tuple[str, ...]:
        if verb in VERBS:
            return (VERBS[verb],)
        if "websocket" in verb:
            return ("WEBSOCKET",)
        listed = _methods_of(self._names, module.path, call.keyword("methods"))
        if listed:
            return listed
        if definition is not None and definition.kind == "class":
            own = class_methods(self._names, Symbol(module.path, definition.name))
            return own or ("ANY",)
        return ("GET",)

    def _added(self, module: Module, call: Call, receiver: str, verb: str) -> None:
        key = self._named(module, receiver)
        if verb == "add_resource":
            self._resource(module, call, key or (module.path, receiver))
            return
        path = self._names.text(module.path, call.args[0] if call.args else _first(call, ("path", "rule")))
        if path is None or (key is None and not path.startswith("/")):
            return
        target = next(
            (
                v
                for v in (*call.args[1:], call.keyword("endpoint"), call.keyword("view_func"))
                if not isinstance(v, str | None)
            ),
            None,
        )
        methods = _methods_of(self._names, module.path, call.keyword("methods"))
        if not methods and isinstance(target, Nested):
            view = module.facts.calls[target.call]
            methods = class_methods(self._names, self._names.resolve(module.path, view.callee.removesuffix(".as_view")))
        if "websocket" in verb:
            methods = ("WEBSOCKET",)
        owner = key or (module.path, receiver)
        router = self.mounts.router(owner, root=key is None)
        handler = target.text if isinstance(target, Ref) else ""
        framework = self._frameworks.get(owner, "python")
        router.routes.append(Route(methods or ("GET",), path, module.path, call.line, handler, framework))

    def _resource(self, module: Module, call: Call, owner: Key) -> None:
        """flask-restful: ``api.add_resource(Users, "/users", "/people")``."""
        if not call.args or not isinstance(call.args[0], Ref):
            return
        methods = class_methods(self._names, self._names.resolve(module.path, call.args[0].text)) or ("ANY",)
        router = self.mounts.router(owner, root=owner not in self.mounts.routers)
        for value in call.args[1:]:
            path = self._names.text(module.path, value)
            if path is not None:
                route = Route(methods, path, module.path, call.line, call.args[0].text, "flask-restful")
                router.routes.append(route)


def _first(call: Call, keywords: tuple[str, ...]) -> Value:
    return next((value for name in keywords if (value := call.keyword(name)) is not None), None)


def _methods_of(names: Names, path: str, value: Value) -> tuple[str, ...]:
    listed = [names.text(file, item) for file, item in names.items(path, value)]
    found = [text.upper() for text in listed if text]
    return tuple(method for method in dict.fromkeys(found) if method in METHODS)


def class_methods(names: Names, symbol: Symbol) -> tuple[str, ...]:
    """HTTP methods a class view implements itself or inherits from classes of the tree."""
    found: set[str] = set()
    for ancestor in names.ancestors(symbol):
        if not isinstance(ancestor, str):
            module, _, index = ancestor
            members = (module.facts.definitions[at].name.rsplit(".", 1)[-1] for at in module.members.get(index, ()))
            found |= {VERBS[name] for name in members if name in VERBS}
    return tuple(method for method in METHODS if method in found and method not in {"HEAD", "OPTIONS", "TRACE"})
