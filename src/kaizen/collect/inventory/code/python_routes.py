"""Routes of FastAPI, Starlette, Flask, Quart, Sanic, Ninja and their kin: objects, decorators and mounts."""

import re
from collections.abc import Iterator

from kaizen.collect.inventory.code.bindings import NOTHING, Bindings, Environment
from kaizen.collect.inventory.code.handler_tables import HandlerTables
from kaizen.collect.inventory.code.listed_routes import StarletteRoutes
from kaizen.collect.inventory.code.mounts import Mounts
from kaizen.collect.inventory.code.python_keys import Key, Keys
from kaizen.collect.inventory.code.python_names import Module, Names, Symbol
from kaizen.collect.inventory.code.web import METHODS, VERBS, Route
from kaizen.collect.inventory.model import Item
from kaizen.collect.sources.code import Call, Definition, Ref, Value

APPLICATIONS = {
    "FastAPI": "fastapi", "Starlette": "starlette", "Flask": "flask", "Quart": "quart", "Sanic": "sanic",
    "Litestar": "litestar", "NinjaAPI": "django-ninja", "NinjaExtraAPI": "django-ninja", "APIFlask": "flask",
    "Robyn": "robyn", "Bottle": "bottle", "Chalice": "chalice",
}  # fmt: skip
MODULES = {  # applications whose class names say too little
    "aiohttp.web.Application": "aiohttp", "aiohttp.web_app.Application": "aiohttp", "falcon.App": "falcon",
    "falcon.API": "falcon", "falcon.asgi.App": "falcon", "tornado.web.Application": "tornado",
    "blacksheep.Application": "blacksheep",
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
DECLARES = frozenset({*VERBS, "route", "api_route", "websocket", "websocket_route", "api_operation", "view"})
REPLACING = frozenset({"register_blueprint", "blueprint", "add_namespace"})
SANIC = re.compile(r"<(\w+)(?::[^<>]*)?>")
REST = frozenset({"DefaultRouter", "SimpleRouter", "NestedSimpleRouter", "NestedDefaultRouter", "Router"})


class PythonRoutes:
    """Reads the router graph out of the facts of all files that are not tests."""

    def __init__(self, names: Names, files: list[str], placed: list[tuple[str, str, str]]) -> None:
        """``placed`` are applications that a URL configuration hangs under a prefix: file, name, prefix."""
        self._names, self._files, self._placed = names, files, placed
        self.mounts = Mounts()
        self._keys = Keys(names, self.mounts)
        self._bindings = Bindings(names, files)
        self._frameworks: dict[Key, str] = {}
        self._lines: dict[Key, int] = {}

    def items(self) -> Iterator[Item]:
        """All routes under all their prefixes."""
        for read in (self._objects, self._registered, self._decorated):
            for path in self._files:
                read(self._names.modules[path])
        for path, name, prefix in self._placed:
            if (path, name) in self.mounts.routers:
                self.mounts.routers[path, name].prefix = prefix
        StarletteRoutes(self._names, self._files).read(self.mounts)
        HandlerTables(self._names, self._files, self._keys).read(self.mounts, self._frameworks, self._lines)
        yield from self.mounts.items()

    def applications(self) -> Iterator[tuple[Key, str, int]]:
        """Application objects that nobody mounts, with framework and line; call ``items`` first."""
        for key, framework in self._frameworks.items():
            if self.mounts.routers[key].root and not self.mounts.is_mounted(key):
                yield key, framework, self._lines.get(key, 1)

    def kind(self, path: str, callee: str) -> tuple[str, bool] | None:
        """Framework of a constructor and whether it makes an application; follows subclasses in the tree."""
        symbol = self._names.resolve(path, callee)
        outside = [symbol.outside] if symbol.outside else []
        if symbol.path and self._names.definition(symbol):
            outside = [base for base in self._names.ancestors(symbol) if isinstance(base, str)]
        for name in outside:
            if name in MODULES:
                return MODULES[name], True
            last = name.rsplit(".", 1)[-1]
            if last in APPLICATIONS:
                return APPLICATIONS[last], True
            if last in ROUTERS and "." in name and not name.startswith(("rest_framework", "django.")):
                return "sanic" if name.startswith("sanic.") else ROUTERS[last], False
        last = callee.rsplit(".", 1)[-1]
        foreign = symbol.outside.startswith(("rest_framework", "django", "drf", "litestar"))
        return ("fastapi", False) if last.endswith("Router") and last not in REST and not foreign else None

    def _objects(self, module: Module) -> None:
        for assignment in module.facts.assignments:
            call = module.call_of(assignment.value)
            kind = self.kind(module.path, call.callee) if call else None
            if call is None or kind is None:
                continue
            key = self._keys.local(module, assignment.target, assignment.scope)
            own = kind[0] != "fastapi" or not kind[1]
            prefix = self._prefix(module, call, ("prefix", "url_prefix", "path")) if own else ""
            if kind[0] == "flask-restx" and not prefix and call.keyword("path") is None and call.args:
                prefix = f"/{self._names.text(module.path, call.args[0]) or ''}"
            if not prefix and own and (inherited := self._inherited(module, call)):
                prefix = inherited
            router = self.mounts.router(key, root=kind[1], prefix=prefix)
            router.root = router.root or kind[1]
            self._frameworks[key] = kind[0]
            self._lines[key] = assignment.line
            if kind[0] == "flask-restful" and call.args:
                parent = self._keys.of(module, call.args[0], call.scope)
                if parent:
                    self.mounts.mount(parent, key)

    def _inherited(self, module: Module, call: Call) -> str | None:
        """A prefix that a router class of the tree hands to ``super().__init__``."""
        found = self._names.definition(self._names.resolve(module.path, call.callee))
        if found is None or found[1].kind != "class":
            return None
        owner, definition, _ = found
        init = owner.definitions.get(f"{definition.name}.__init__")
        for inner in owner.facts.calls if init is not None else ():
            if inner.scope == init and inner.callee == "().__init__":
                for keyword in ("prefix", "url_prefix"):
                    text = self._names.text(owner.path, inner.keyword(keyword))
                    if text:
                        return text
        return None

    def _prefix(self, module: Module, call: Call, keywords: tuple[str, ...]) -> str:
        environments = self._bindings.of(module, call) if call.scope >= 0 else [NOTHING]
        environment = environments[0] if len(environments) == 1 else NOTHING
        for keyword in keywords:
            value = call.keyword(keyword)
            text = self._bindings.text(environment, module.path, value)
            if text:
                return text
            if isinstance(value, Ref):
                return "/{" + value.text.rsplit(".", 1)[-1] + "}"
        return ""

    def _registered(self, module: Module) -> None:
        for call in module.facts.calls:
            receiver, _, verb = call.callee.rpartition(".")
            if verb in INCLUDES and receiver:
                for environment in self._bindings.of(module, call):
                    self._include(module, call, receiver, verb, environment)
            elif verb == "init_app" and receiver and call.args:
                parent, child = self._keys.of(module, call.args[0], call.scope), self._keys.named(module, receiver)
                if parent and child and self._frameworks.get(child) == "flask-restful":
                    self.mounts.mount(parent, child)

    def _include(self, module: Module, call: Call, receiver: str, verb: str, environment: Environment) -> None:
        values = list(call.args)
        if verb in {"mount", "add_router"}:
            prefix_value: Value = values.pop(0) if values else call.keyword(INCLUDES[verb])
        else:
            prefix_value = call.keyword(INCLUDES[verb])
            if prefix_value is None and len(values) > 1:
                prefix_value = values[1]
        named = [call.keyword(name) for name in ("router", "app", "blueprint")]
        target = values[0] if values else next((value for value in named if value is not None), None)
        children = self._children(module, call, target, environment)
        if not children:
            return
        parent = self._parent(module, call, receiver, environment)
        prefix = self._bindings.text(environment, module.path, prefix_value)
        if prefix is None and isinstance(prefix_value, Ref):
            prefix = "/{" + prefix_value.text.rsplit(".", 1)[-1] + "}"
        for child in children:
            replaces = prefix if verb in REPLACING and prefix is not None else None
            if child != parent:
                self.mounts.mount(parent, child, "" if replaces is not None else prefix or "", instead=replaces)

    def _children(self, module: Module, call: Call, target: Value, environment: Environment) -> list[Key]:
        path, value = self._bindings.look(environment, module.path, target)
        key = self._keys.of(self._names.modules[path], value, call.scope if path == module.path else -1)
        if key is None and isinstance(value, str) and "." in value:  # Ninja takes dotted texts
            where, _, name = value.rpartition(".")
            file = self._names.file_of(where, path)
            key = self._keys.named(self._names.modules[file], name) if file else None
        return [key] if key else []

    def _parent(self, module: Module, call: Call, receiver: str, environment: Environment) -> Key:
        """The router that is added to; one we cannot find counts as an application."""
        path, value = self._bindings.look(environment, module.path, Ref(receiver))
        scope = call.scope if path == module.path else -1
        parent = self._keys.of(self._names.modules[path], value, scope) or (module.path, receiver)
        if parent not in self.mounts.routers:
            self.mounts.router(parent, root=True)
        return parent

    def _decorated(self, module: Module) -> None:
        for definition in module.facts.definitions:
            for decorator in definition.decorators:
                receiver, _, verb = decorator.name.rpartition(".")
                if receiver and decorator.call >= 0 and verb in DECLARES:
                    call = module.facts.calls[decorator.call]
                    self._route(module, call, verb, handler=definition.name, definition=definition)
                elif not receiver and decorator.call >= 0 and verb in DECLARES:
                    self._bare(module, module.facts.calls[decorator.call], verb, definition)
        for call in module.facts.calls:
            receiver, _, verb = call.callee.rpartition(".")
            if verb in REGISTERS and receiver:
                for environment in self._bindings.of(module, call):
                    self._added(module, call, receiver, verb, environment)
            elif call.callee == "()" and call.receiver >= 0:
                self._applied(module, module.facts.calls[call.receiver], call)

    def _applied(self, module: Module, made: Call, call: Call) -> None:
        """``app.get("/x")(handler)`` on a known router."""
        receiver, _, verb = made.callee.rpartition(".")
        if verb in DECLARES and receiver and self._keys.named(module, receiver, made.scope) and call.args:
            handler = call.args[0].text if isinstance(call.args[0], Ref) else ""
            self._route(module, made, verb, handler=handler)

    def _route(
        self, module: Module, call: Call, verb: str, *, handler: str, definition: Definition | None = None
    ) -> None:
        receiver = call.callee.rpartition(".")[0]
        if verb == "api_operation":
            self._operation(module, call, receiver, handler)
            return
        key = self._keys.named(module, receiver, call.scope) or self._handed(module, call, receiver)
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
            text = SANIC.sub(r"{\1}", path or "") if framework == "sanic" else path or ""
            router.routes.append(Route(methods, text, module.path, call.line, handler, framework))

    def _handed(self, module: Module, call: Call, receiver: str) -> Key | None:
        """The router a function was given under the name it adds routes to."""
        if call.scope < 0 or receiver not in dict(module.facts.definitions[call.scope].signature):
            return None
        for environment in self._bindings.of(module, call):
            if receiver in environment:
                return self._parent(module, call, receiver, environment)
        return None

    def _operation(self, module: Module, call: Call, receiver: str, handler: str) -> None:
        """Ninja: ``@api.api_operation(["POST", "PATCH"], "/path")``."""
        key = self._keys.named(module, receiver, call.scope)
        path = self._names.text(module.path, call.args[1] if len(call.args) > 1 else call.keyword("path"))
        methods = _methods_of(self._names, module.path, call.args[0] if call.args else call.keyword("methods"))
        if key and path is not None and methods:
            route = Route(methods, path, module.path, call.line, handler, self._frameworks.get(key, "python"))
            self.mounts.router(key).routes.append(route)

    def _bare(self, module: Module, call: Call, verb: str, definition: Definition) -> None:
        """Bottle's ``@route("/x")`` on its own default application."""
        path = self._names.text(module.path, call.args[0]) if call.args else None
        if path is not None and self._names.outside(module.path, call.callee).startswith("bottle."):
            methods = self._methods(module, call, verb, definition)
            route = Route(methods, path, module.path, call.line, definition.name, "bottle")
            self.mounts.router((module.path, "bottle"), root=True).routes.append(route)

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

    def _added(self, module: Module, call: Call, receiver: str, verb: str, environment: Environment) -> None:
        path, value = self._bindings.look(environment, module.path, Ref(receiver))
        key = self._keys.of(self._names.modules[path], value, call.scope if path == module.path else -1)
        if verb == "add_resource":
            self._resource(module, call, key or (module.path, receiver), environment)
            return
        first = call.args[0] if call.args else _first(call, ("path", "rule"))
        text = self._bindings.text(environment, module.path, first)
        if text is None or (key is None and not text.startswith("/")):
            return
        given = (*call.args[1:], call.keyword("endpoint"), call.keyword("view_func"))
        target = next((value for value in given if not isinstance(value, str | None)), None)
        owner = key or (module.path, receiver)
        methods = _methods_of(self._names, module.path, call.keyword("methods"))
        methods = methods or self._viewed(module, target, environment, falcon=self._frameworks.get(owner) == "falcon")
        if "websocket" in verb:
            methods = ("WEBSOCKET",)
        router = self.mounts.router(owner, root=key is None)
        handler = target.text if isinstance(target, Ref) else ""
        framework = self._frameworks.get(owner, "python")
        router.routes.append(Route(methods or ("GET",), text, module.path, call.line, handler, framework))

    def _viewed(self, module: Module, target: Value, environment: Environment, *, falcon: bool) -> tuple[str, ...]:
        """Methods of the class view behind ``View.as_view("x")``, a name of it, or an object of a class."""
        path, value = self._bindings.look(environment, module.path, target)
        if isinstance(value, Ref):
            assigned = self._names.value(self._names.resolve(path, value.text))
            path, value = (assigned[0], assigned[1].value) if assigned else (path, value)
        call = self._names.modules[path].call_of(value)
        if call is None:
            return ()
        view, _, last = call.callee.rpartition(".")
        where, named = self._bindings.look(environment, path, Ref(view if last == "as_view" else call.callee))
        symbol = self._names.resolve(where, named.text) if isinstance(named, Ref) else None
        return class_methods(self._names, symbol, before="on_" if falcon else "") if symbol else ()

    def _resource(self, module: Module, call: Call, owner: Key, environment: Environment) -> None:
        """flask-restful: ``api.add_resource(Users, "/users", "/people")``."""
        where, view = self._bindings.look(environment, module.path, call.args[0] if call.args else None)
        if not isinstance(view, Ref):
            return
        methods = class_methods(self._names, self._names.resolve(where, view.text)) or ("ANY",)
        router = self.mounts.router(owner, root=owner not in self.mounts.routers)
        for value in call.args[1:]:
            path = self._bindings.text(environment, module.path, value)
            if path is not None:
                route = Route(methods, path, module.path, call.line, view.text, "flask-restful")
                router.routes.append(route)


def _first(call: Call, keywords: tuple[str, ...]) -> Value:
    return next((value for name in keywords if (value := call.keyword(name)) is not None), None)


def _methods_of(names: Names, path: str, value: Value) -> tuple[str, ...]:
    listed = [names.text(file, item) for file, item in names.items(path, value)]
    found = [text.upper() for text in listed if text]
    return tuple(method for method in dict.fromkeys(found) if method in METHODS)


def class_methods(names: Names, symbol: Symbol, *, before: str = "") -> tuple[str, ...]:
    """HTTP methods a class view implements or inherits in the tree, by functions called ``before`` and the verb."""
    found: set[str] = set()
    for ancestor in names.ancestors(symbol):
        if not isinstance(ancestor, str):
            module, _, index = ancestor
            members = (module.facts.definitions[at].name.rsplit(".", 1)[-1] for at in module.members.get(index, ()))
            found |= {VERBS[name.removeprefix(before)] for name in members if name.removeprefix(before) in VERBS}
            listed = module.attributes.get(index, {}).get("methods")
            found |= set(_methods_of(names, module.path, listed.value)) if listed else set()
    return tuple(method for method in METHODS if method in found and method not in {"HEAD", "OPTIONS", "TRACE"})
