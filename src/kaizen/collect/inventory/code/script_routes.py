"""Routes of Express, Fastify, Hono, Koa, Elysia and their kin: objects, verbs, chains and mounts."""

import re
from collections.abc import Iterator

from kaizen.collect.inventory.code.mounts import Mounts
from kaizen.collect.inventory.code.script_keys import WHOLE, Key, Keys
from kaizen.collect.inventory.code.script_names import Script, ScriptNames
from kaizen.collect.inventory.code.script_turns import Turn, look, turns
from kaizen.collect.inventory.code.web import VERBS, Route, colons
from kaizen.collect.inventory.model import Item
from kaizen.collect.sources.code import Call, Expr, Items, Nested, Pairs, Ref, Value

MADE = {
    ("express", "default"): ("express", True), ("express", ""): ("express", True),
    ("express", "Router"): ("express", False), ("express", "default.Router"): ("express", False),
    ("express-promise-router", "default"): ("express", False), ("polka", "default"): ("polka", True),
    ("fastify", "default"): ("fastify", True), ("fastify", "fastify"): ("fastify", True),
    ("fastify", "Fastify"): ("fastify", True), ("restify", "createServer"): ("restify", True),
    ("hono", "Hono"): ("hono", True), ("hono/quick", "Hono"): ("hono", True), ("hono/tiny", "Hono"): ("hono", True),
    ("@hono/zod-openapi", "OpenAPIHono"): ("hono", True), ("elysia", "Elysia"): ("elysia", True),
    ("@koa/router", "default"): ("koa", False), ("koa-router", "default"): ("koa", False),
    ("koa", "default"): ("koa", True), ("itty-router", "Router"): ("itty", True),
    ("itty-router", "AutoRouter"): ("itty", True), ("express-ws", "default"): ("express", True),
}  # fmt: skip
HANDED = re.compile(r"(app|router|server|fastify|instance|routes)$", re.IGNORECASE)
GROUPING = frozenset({"register", "group"})
VERB_OF = {**VERBS, "del": "DELETE", "all": "ANY", "any": "ANY", "ws": "WEBSOCKET"}
LONGEST_CHAIN = 200


class ScriptRoutes:
    """Reads the router graph out of the facts of all files that are not tests."""

    def __init__(self, names: ScriptNames, files: list[str]) -> None:
        self._names, self._files = names, files
        self.mounts = Mounts()
        self._keys = Keys(names, self.mounts)
        self._weak: set[Key] = set()
        self._frameworks: dict[Key, str] = {}
        self._constructed: dict[tuple[str, int], Key] = {}

    def items(self) -> Iterator[Item]:
        """All routes under all their prefixes."""
        scripts = [self._names.scripts[path] for path in self._files]
        for read in (self._objects, self._derived, self._declared, self._handing, self._mounted):
            for script in scripts:
                read(script)
        for key in self._weak:
            if not self.mounts.is_mounted(key):
                self.mounts.routers[key].routes.clear()  # a parameter that no application ever stood for
        yield from self.mounts.items()

    def applications(self) -> dict[Key, str]:
        """Frameworks of application objects, by file and name; call ``items`` first."""
        return {
            key: framework
            for key, framework in self._frameworks.items()
            if self.mounts.routers[key].root and not self.mounts.is_mounted(key)
        }

    def _kind(self, script: Script, call: Call) -> tuple[str, bool] | None:
        name = call.callee.removeprefix("new ")
        target = self._names.resolve(script.path, name)
        if not target.module:
            return None
        wanted = target.name.removeprefix("default.") if target.name != "default" else "default"
        return MADE.get((target.module, wanted)) or MADE.get((target.module, target.name))

    def _required_kind(self, script: Script, chain: list[int]) -> tuple[str, bool] | None:
        """``require("fastify")(...)`` and ``require("express").Router()``."""
        base = script.facts.calls[chain[-1]]
        if base.callee != "require" or len(chain) < 2 or not base.args or not isinstance(base.args[0], str):
            return None
        export = script.facts.calls[chain[-2]].callee.removeprefix("().")
        return MADE.get((base.args[0], "default" if export == "()" else export))

    def _objects(self, script: Script) -> None:
        for assignment in script.facts.assignments:
            if not isinstance(assignment.value, Nested):
                continue
            chain = self._chain(script, assignment.value.call)
            base = script.facts.calls[chain[-1]]
            kind = self._required_kind(script, chain) or self._kind(script, base)
            if kind is None:
                continue
            key = self._keys.local(script, assignment.target, assignment.scope)
            options = base.args[0] if base.args and isinstance(base.args[0], Pairs) else Pairs(())
            prefix = self._names.text(script.path, options.get("prefix")) or ""
            for index in chain[:-1]:
                call = script.facts.calls[index]
                if call.callee == "().basePath" and call.args:
                    prefix += self._names.text(script.path, call.args[0]) or ""
            router = self.mounts.router(key, root=kind[1], prefix=colons(prefix))
            router.root = router.root or kind[1]
            self._frameworks[key] = kind[0]
            self._constructed[script.path, chain[-1]] = key

    def _chain(self, script: Script, index: int) -> list[int]:
        """A call and those it is chained to, the first of the chain last."""
        chain = [index]
        while len(chain) < LONGEST_CHAIN and (receiver := script.facts.calls[chain[-1]].receiver) >= 0:
            chain.append(receiver)
        return chain

    def _derived(self, script: Script) -> None:
        """``const api = app.basePath("/api")`` is a router of its own below ``app``."""
        for assignment in script.facts.assignments:
            call = script.call_of(assignment.value)
            receiver, _, verb = call.callee.rpartition(".") if call else ("", "", "")
            if call is None or verb != "basePath" or not receiver or not call.args:
                continue
            parent = self._keys.named(script, receiver, call.scope)
            if parent and self._frameworks.get(parent) == "hono":
                key = self._keys.local(script, assignment.target, assignment.scope)
                self.mounts.mount(parent, key, colons(self._names.text(script.path, call.args[0]) or ""))
                self._frameworks[key] = "hono"

    def _declared(self, script: Script) -> None:
        for index, call in enumerate(script.facts.calls):
            receiver, _, verb = call.callee.rpartition(".")
            if verb not in VERB_OF and verb not in {"route", "on", "openapi"}:
                continue
            if receiver == "()":
                self._chained(script, index, call, verb)
            elif receiver and (owner := self._owner(script, receiver, call)):
                self._verb(script, call, owner, verb)

    def _owner(self, script: Script, receiver: str, call: Call) -> Key | None:
        """The router a name means; a parameter called like one stands for whatever the function is given."""
        found = self._keys.named(script, receiver, call.scope)
        if found:
            return found
        first = call.args[0] if call.args else None
        described = isinstance(first, Pairs) and bool(first.get("url")) and call.callee.endswith(".route")
        if not described and (len(call.args) < 2 or not _handler(call.args[-1])):
            return None
        return self._given(script, receiver, call)

    def _given(self, script: Script, receiver: str, call: Call) -> Key | None:
        """The router that stands for a parameter: of an inline plugin, else of the outermost function around."""
        if "." in receiver or not receiver.isidentifier() or receiver in script.imports or receiver in script.assigned:
            return None
        place = self._place(script, call)
        if (
            not HANDED.search(receiver)
            and not place.startswith("call:")
            and not self._parameter(script, receiver, call)
        ):
            return None
        key = (script.path, place)
        if key not in self.mounts.routers and not HANDED.search(receiver):
            self._weak.add(key)
        self.mounts.router(key)
        self._frameworks.setdefault(key, "express" if script.imports_module("express") else "fastify")
        return key

    def _parameter(self, script: Script, receiver: str, call: Call) -> bool:
        """Whether the first parameter of a function around the call has this name."""
        scope = call.scope
        while scope >= 0:
            definition = script.facts.definitions[scope]
            if receiver in [name for name, _ in definition.signature[:1]]:
                return True
            scope = definition.scope
        return False

    def _place(self, script: Script, call: Call) -> str:
        within = call.within
        while within >= 0:
            around = script.facts.calls[within]
            if around.callee.rsplit(".", 1)[-1] in GROUPING:
                return f"call:{within}"
            within = around.within
        return f"def:{self._outermost(script, call.scope)}"

    def _outermost(self, script: Script, scope: int) -> str:
        if scope < 0:
            return ""
        while (outer := script.facts.definitions[scope].scope) >= 0:
            scope = outer
        return script.facts.definitions[scope].name

    def _verb(self, script: Script, call: Call, owner: Key, verb: str) -> None:
        if verb == "route":
            self._described(script, call, owner)
            return
        if verb == "on":
            self._hono_on(script, call, owner)
            return
        if verb == "openapi":
            self._openapi(script, call, owner)
            return
        if len(call.args) < 2:
            return
        for turn in turns(self._names, script, call):
            paths = self._paths(*look(self._names, script, turn, call.args[0]))
            if not paths and self._frameworks.get(owner) == "koa":
                paths = self._paths(script.path, call.args[1])  # the first argument is a name
            for path in paths:
                self._add(script, owner, (VERB_OF[verb],), path, call)

    def _paths(self, path: str, value: Value) -> list[str]:
        values = value.values if isinstance(value, Items) else (value,)
        texts = [self._names.text(path, item) for item in values]
        return [text for text in texts if text is not None and (text.startswith(("/", "*", ":")) or not text)]

    def _openapi(self, script: Script, call: Call, owner: Key) -> None:
        """``app.openapi(createRoute({method, path}), handler)`` of Hono's Zod extension."""
        where, value = self._names.literal(script.path, call.args[0] if call.args else None)
        made = self._names.scripts[where].call_of(value)
        options = made.args[0] if made and made.args else None
        if isinstance(options, Pairs):
            method, path = options.get("method"), self._names.text(where, options.get("path"))
            if isinstance(method, str) and path is not None:
                self._add(script, owner, (method.upper(),), path, call)

    def _described(self, script: Script, call: Call, owner: Key) -> None:
        """Fastify's ``route({method, url})``; Hono mounts with ``route(path, app)``, see ``_mounted``."""
        options = call.args[0] if call.args else None
        if not isinstance(options, Pairs):
            return
        method = options.get("method")
        values = method.values if isinstance(method, Items) else (method,)
        methods = tuple(value.upper() for value in values if isinstance(value, str))
        path = self._names.text(script.path, options.get("url") or options.get("path"))
        if path is not None and methods:
            self._add(script, owner, methods, path, call)

    def _hono_on(self, script: Script, call: Call, owner: Key) -> None:
        if self._frameworks.get(owner) != "hono" or len(call.args) < 3:
            return
        first = call.args[0]
        values = first.values if isinstance(first, Items) else (first,)
        methods = tuple(value.upper() for value in values if isinstance(value, str))
        for path in self._paths(script.path, call.args[1]):
            self._add(script, owner, methods, path, call)

    def _chained(self, script: Script, index: int, call: Call, verb: str) -> None:
        """``app.get(..).post(..)``, ``router.route("/x").get(..)`` and ``new Hono().get(..)``."""
        chain = self._chain(script, index)
        base = script.facts.calls[chain[-1]]
        key = self._constructed.get((script.path, chain[-1]))
        if key is not None:
            self._verb(script, call, key, verb)
            return
        receiver, _, first = base.callee.rpartition(".")
        owner = self._keys.named(script, receiver, call.scope) if receiver else None
        if owner is None and first == "route" and call.args and _handler(call.args[-1]):
            owner = self._given(script, receiver, base)
        if owner is None:
            return
        if first == "route" and base.args and verb in VERB_OF and not isinstance(base.args[0], Pairs):
            for path in self._paths(script.path, base.args[0]):
                self._add(script, owner, (VERB_OF[verb],), path, call)
        elif first != "route":
            self._verb(script, call, owner, verb)

    def _add(self, script: Script, owner: Key, methods: tuple[str, ...], path: str, call: Call) -> None:
        handler = next((arg.text for arg in reversed(call.args) if isinstance(arg, Ref)), "")
        language = script.facts.language
        framework = self._frameworks.get(owner, "express")
        route = Route(methods, colons(path), script.path, call.line, handler, framework, language)
        self.mounts.router(owner).routes.append(route)

    def _handing(self, script: Script) -> None:
        """Functions that only hand their router on are routers too, and must be known before mounts are read."""
        for call in script.facts.calls:
            receiver, _, verb = call.callee.rpartition(".")
            if verb in {"register", "use"} and receiver:
                self._parent(script, receiver, call)

    def _mounted(self, script: Script) -> None:
        for index, call in enumerate(script.facts.calls):
            receiver, _, verb = call.callee.rpartition(".")
            if verb in {"use", "register", "route", "mount", "group"} and receiver:
                parent = self._parent(script, receiver, call)
                if parent:
                    for turn in turns(self._names, script, call):
                        self._mount(script, index, parent, verb, turn)
            elif call.args:
                self._handed_over(script, call)

    def _parent(self, script: Script, receiver: str, call: Call) -> Key | None:
        if receiver == "()":
            chain = self._chain(script, call.receiver)
            base = script.facts.calls[chain[-1]]
            constructed = self._constructed.get((script.path, chain[-1]))
            return constructed or self._keys.named(script, base.callee.rpartition(".")[0], call.scope)
        found = self._keys.named(script, receiver, call.scope)
        if found or call.callee.rsplit(".", 1)[-1] not in {"register", "use", "route", "group"}:
            return found
        return self._given(script, receiver, call)

    def _mount(self, script: Script, index: int, parent: Key, verb: str, turn: Turn) -> None:
        call, prefixes = script.facts.calls[index], [""]
        path, first = look(self._names, script, turn, call.args[0] if call.args else None)
        options = call.args[1] if verb == "register" and len(call.args) > 1 else None
        if isinstance(options, Pairs):
            where, prefix = look(self._names, script, turn, options.get("prefix"))
            prefixes = [self._names.text(where, prefix) or ""]
        elif isinstance(first, Items):
            prefixes = self._paths(path, first) or [""]
        elif not isinstance(first, Nested | Pairs) and (text := self._names.text(path, first)) is not None:
            prefixes = [text]
        inline = (script.path, f"call:{index}")
        for child in [inline] if inline in self.mounts.routers else self._children(script, call, turn):
            if child != parent:
                for prefix in prefixes:
                    slash = "" if not prefix or prefix.startswith("/") else "/"
                    self.mounts.mount(parent, child, colons(slash + prefix.rstrip("/")))

    def _children(self, script: Script, call: Call, turn: Turn) -> Iterator[Key]:
        for value in call.args:
            path, bound = look(self._names, script, turn, value)
            for entry in bound.values if isinstance(bound, Items) else (bound,):
                scope = call.scope if path == script.path else -1
                child = self._keys.of(self._names.scripts[path], entry, scope)
                if child:
                    yield child

    def _handed_over(self, script: Script, call: Call) -> None:
        """``registerRoutes(app)`` and ``require("./routes")(app)``."""
        given = next(
            (
                key
                for arg in call.args
                if isinstance(arg, Ref) and (key := self._keys.named(script, arg.text, call.scope))
            ),
            None,
        )
        if given is None:
            return
        if call.callee == "()" and call.receiver >= 0:
            target = self._keys.of(script, Nested(call.receiver))
        else:
            found = self._names.resolve(script.path, call.callee)
            target = (found.path, "def:default" if found.name in WHOLE else f"def:{found.name}")
        if target and target != given and target in self.mounts.routers and target[1].startswith("def:"):
            self.mounts.mount(given, target)


def _handler(value: Value) -> bool:
    if isinstance(value, Expr):
        return "function" in value.kind
    return isinstance(value, Ref | Nested)
