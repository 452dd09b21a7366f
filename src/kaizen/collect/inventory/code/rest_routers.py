"""Routes that Django REST framework's routers make from view sets, extra actions and nesting included."""

import re
from collections.abc import Iterator

from kaizen.collect.inventory.code.django_views import ACTIONS, Views
from kaizen.collect.inventory.code.python_names import Module, Names, Symbol
from kaizen.collect.inventory.code.web import METHODS, VERBS, Route, plain_path
from kaizen.collect.inventory.model import Item
from kaizen.collect.sources.code import Call, Nested, Ref

DEEPEST = 8
MOST_EXTENDED = 500
MAPPED = re.compile(r"(\w+)\.mapping\.(\w+)")
Extra = tuple[str, tuple[str, ...], str]


class RestRouters:
    """Finds ``router.register(...)`` calls and expands the routers where a configuration uses them."""

    def __init__(self, names: Names, files: list[str], views: Views) -> None:
        self._names, self._views = names, views
        self._extended = 0
        self._registered: dict[tuple[str, str], list[tuple[Module, Call]]] = {}
        for path in files:
            module = names.modules[path]
            for call in module.facts.calls:
                receiver, _, verb = call.callee.rpartition(".")
                if verb == "register" and receiver and len(call.args) + len(call.keywords) > 1:
                    symbol = names.resolve(path, receiver)
                    key = (symbol.path, symbol.name) if symbol.path else (path, receiver)
                    self._registered.setdefault(key, []).append((module, call))

    def items(self, path: str, name: str, prefix: str, *, mounted: bool, depth: int = 0) -> Iterator[Item]:
        """Routes of the router called ``name`` in ``path``, under ``prefix``."""
        symbol = self._names.resolve(path, name)
        key = (symbol.path, symbol.name) if symbol.path else (path, name)
        slash, nested = self._made(key)
        for holder, call in self._registered.get(key, ()):
            yield from self._expanded(holder, call, prefix + nested, slash, mounted=mounted)
        for module, call in self._calls(key):
            if (
                depth < DEEPEST
                and call.callee.endswith("registry.extend")
                and call.args
                and isinstance(call.args[0], Ref)
            ):
                other = call.args[0].text.removesuffix(".registry")
                if self._names.resolve(module.path, other) == symbol or self._extended > MOST_EXTENDED:
                    continue
                self._extended += 1
                yield from self.items(module.path, other, prefix, mounted=mounted, depth=depth + 1)

    def _calls(self, key: tuple[str, str]) -> Iterator[tuple[Module, Call]]:
        module = self._names.modules.get(key[0])
        for call in module.facts.calls if module else ():
            if call.callee.startswith(f"{key[1]}."):
                yield module, call  # type: ignore[misc]

    def _made(self, key: tuple[str, str], depth: int = 0) -> tuple[str, str]:
        """The trailing slash of a router and the prefix its parent gives it."""
        found = self._names.value(Symbol(*key))
        module = self._names.modules.get(key[0])
        call = module.call_of(found[1].value) if module and found else None
        if module is None or call is None:
            return "/", ""
        slash = "" if call.keyword("trailing_slash") is False else "/"
        if depth > DEEPEST or "Nested" not in call.callee or len(call.args) < 2 or not isinstance(call.args[0], Ref):
            return slash, ""
        parent_prefix = self._names.text(module.path, call.args[1]) or ""
        lookup = self._names.text(module.path, call.keyword("lookup")) or "nested"
        symbol = self._names.resolve(module.path, call.args[0].text)
        key = (symbol.path, symbol.name)
        _, above = self._made(key, depth + 1)
        return slash, f"{above}{parent_prefix}/{{{lookup}_{self._parent_lookup(key, parent_prefix)}}}/"

    def _parent_lookup(self, key: tuple[str, str], prefix: str) -> str:
        """The look-up of the view set that a parent router has under ``prefix``."""
        for module, call in self._registered.get(key, ()):
            value = call.args[1] if len(call.args) > 1 else call.keyword("viewset")
            route = self._names.text(module.path, call.args[0] if call.args else call.keyword("prefix"))
            if route == prefix and isinstance(value, Ref):
                return self._lookup(self._names.resolve(module.path, value.text))
        return "pk"

    def _expanded(self, module: Module, call: Call, prefix: str, slash: str, *, mounted: bool) -> Iterator[Item]:
        route = self._names.text(module.path, call.args[0] if call.args else call.keyword("prefix")) or ""
        value = call.args[1] if len(call.args) > 1 else call.keyword("viewset")
        if isinstance(value, Nested):
            value = Ref(module.facts.calls[value.call].callee)
        if not isinstance(value, Ref):
            return
        symbol = self._names.resolve(module.path, value.text)
        actions, allowed = self._views.set_actions(symbol)
        base = f"{route.strip('^$/')}/" if route.strip("^$/") else ""
        lookup = f"{base}{{{self._lookup(symbol)}}}"
        many, one = f"{base.rstrip('/')}{slash}" if base else "", f"{lookup}{slash}"
        plan = [(action, many if action in {"list", "create"} else one, ACTIONS[action]) for action in ACTIONS]
        found: list[Extra] = [(path, (method,), action) for action, path, method in plan if action in actions]
        found += self._extra(symbol, base, lookup, slash)
        for path, methods, action in found:
            kept = tuple(method for method in methods if allowed is None or method in allowed)
            yield from Route(
                kept, path, module.path, call.line, f"{value.text}.{action}", "django-rest-framework"
            ).items(prefix, mounted=mounted)

    def _lookup(self, symbol: Symbol) -> str:
        for name in ("lookup_url_kwarg", "lookup_field"):
            for ancestor in self._names.ancestors(symbol):
                if not isinstance(ancestor, str):
                    module, _, index = ancestor
                    assigned = module.attributes.get(index, {}).get(name)
                    if assigned and isinstance(assigned.value, str):
                        return assigned.value
        return "pk"

    def _extra(self, symbol: Symbol, base: str, lookup: str, slash: str) -> Iterator[tuple[str, tuple[str, ...], str]]:
        """Paths, methods and names of ``@action`` methods and those mapped onto them."""
        urls: dict[str, str] = {}
        for ancestor in self._names.ancestors(symbol):
            if isinstance(ancestor, str):
                continue
            module, _, index = ancestor
            for at in module.members.get(index, ()):
                definition = module.facts.definitions[at]
                name = definition.name.rsplit(".", 1)[-1]
                for decorator in definition.decorators:
                    mapped = MAPPED.fullmatch(decorator.name)
                    if mapped and mapped[1] in urls and mapped[2] in VERBS:
                        yield urls[mapped[1]], (VERBS[mapped[2]],), name
                    last = decorator.name.rsplit(".", 1)[-1]
                    call = module.facts.calls[decorator.call] if decorator.call >= 0 else None
                    if last in {"action", "detail_route", "list_route"} and call is not None:
                        detail = call.keyword("detail") is True or last == "detail_route"
                        url, methods = self._action(module, call, name)
                        urls[name] = f"{lookup}/{url}{slash}" if detail else f"{base}{url}{slash}"
                        yield urls[name], methods, name

    def _action(self, module: Module, call: Call, name: str) -> tuple[str, tuple[str, ...]]:
        listed = call.keyword("methods") or (call.args[0] if call.args else None)
        texts = [self._names.text(path, item) for path, item in self._names.items(module.path, listed)]
        methods = tuple(text.upper() for text in texts if text and text.upper() in METHODS)
        return plain_path(self._names.text(module.path, call.keyword("url_path")) or name), methods or ("GET",)
