"""Routes of Django: URL configurations followed through includes, and the methods of every view behind them."""

from collections.abc import Iterator

from kaizen.collect.inventory.code.django_views import Views
from kaizen.collect.inventory.code.python_names import Module, Names, summands
from kaizen.collect.inventory.code.rest_routers import RestRouters
from kaizen.collect.inventory.code.web import Route, plain_path
from kaizen.collect.inventory.model import Item
from kaizen.collect.sources.code import Call, Expr, Items, Nested, Ref, Value

PATTERNS = {"django.urls.path", "django.urls.re_path", "django.conf.urls.url", "django.urls.url"}
WRAPPERS = frozenset({"i18n_patterns", "patterns", "format_suffix_patterns", "decorator_include"})
DEEPEST = 15


class DjangoRoutes:
    """Walks from each root URL configuration down; configurations nobody includes are roots or unmounted."""

    def __init__(self, names: Names, files: list[str]) -> None:
        self._names, self._files = names, files
        self._views = Views(names)
        self._routers = RestRouters(names, files, self._views)
        self._seen: set[str] = set()
        self._open: set[str] = set()  # what is being followed right now: nothing is inside itself
        self.ninja: list[tuple[str, str, str]] = []

    def items(self) -> Iterator[Item]:
        """All routes; those below no root configuration say ``mounted: false``."""
        configurations = [path for path in self._files if self._is_configuration(path)]
        roots = self._declared_roots()
        if not roots:
            included = {path for file in configurations for path in self._included(file)}
            roots = [path for path in configurations if path not in included]
        for root in roots:
            yield from self._configuration(root, "", mounted=True, depth=0)
        for path in configurations:
            if path not in self._seen:
                yield from self._configuration(path, "", mounted=False, depth=0)

    def _is_configuration(self, path: str) -> bool:
        module = self._names.modules[path]
        if "urlpatterns" not in module.assigned:
            return False
        return any(item.module.startswith(("django", "rest_framework")) for item in module.facts.imports) or bool(
            module.stars
        )

    def _declared_roots(self) -> list[str]:
        found: list[str] = []
        for path in self._files:
            for assignment in self._names.modules[path].assigned.get("ROOT_URLCONF", ()):
                text = self._names.text(path, assignment.value)
                file = self._names.file_of(text, path) if text else None
                if file and file not in found:
                    found.append(file)
        return found

    def _included(self, path: str) -> Iterator[str]:
        module = self._names.modules[path]
        for call in module.facts.calls:
            if call.callee.rsplit(".", 1)[-1] == "include" and call.args:
                file = self._included_file(module, call.args[0])
                if file:
                    yield file

    def _included_file(self, module: Module, value: Value) -> str | None:
        if isinstance(value, Items) and value.values:
            value = value.values[0]
        if isinstance(value, str):
            return self._names.file_of(value, module.path)
        if isinstance(value, Ref):
            symbol = self._names.resolve(module.path, value.text)
            if symbol.path and not symbol.name:
                return symbol.path
        return None

    def _configuration(self, path: str, prefix: str, *, mounted: bool, depth: int) -> Iterator[Item]:
        if depth > DEEPEST or path in self._open:
            return
        self._seen.add(path)
        self._open.add(path)
        module = self._names.modules.get(path)
        for assignment in module.assigned.get("urlpatterns", ()) if module else ():
            yield from self._entries(path, assignment.value, prefix, mounted=mounted, depth=depth)
        for call in module.facts.calls if module else ():
            if call.callee in {"urlpatterns.append", "urlpatterns.extend"} and module:
                for value in call.args:
                    yield from self._entries(path, value, prefix, mounted=mounted, depth=depth)
        self._open.discard(path)

    def _entries(self, path: str, value: Value, prefix: str, *, mounted: bool, depth: int) -> Iterator[Item]:
        """Routes of one value in a list of patterns: a list, a pattern, ``router.urls``, a wrapper call."""
        if depth > DEEPEST:
            return
        module = self._names.modules[path]
        if isinstance(value, Items):
            for item in value.values:
                yield from self._entries(path, item, prefix, mounted=mounted, depth=depth)
        elif isinstance(value, Nested):
            yield from self._called(module, module.facts.calls[value.call], prefix, mounted=mounted, depth=depth)
        elif parts := summands(value):
            for part in parts:
                yield from self._entries(path, part, prefix, mounted=mounted, depth=depth + 1)
        elif isinstance(value, Ref | Expr):
            yield from self._named(path, value.text, prefix, mounted=mounted, depth=depth)

    def _named(self, path: str, name: str, prefix: str, *, mounted: bool, depth: int) -> Iterator[Item]:
        if name.endswith(".urls"):
            yield from self._routers.items(path, name.removesuffix(".urls"), prefix, mounted=mounted)
            return
        if name == "urlpatterns":
            return
        symbol = self._names.resolve(path, name)
        if symbol.path and symbol.name == "urlpatterns":
            yield from self._configuration(symbol.path, prefix, mounted=mounted, depth=depth + 1)
            return
        module = self._names.modules.get(symbol.path)
        place = f"{symbol.path}:{symbol.name}"
        if place in self._open:
            return
        self._open.add(place)
        for assignment in module.assigned.get(symbol.name, ()) if module else ():
            yield from self._entries(symbol.path, assignment.value, prefix, mounted=mounted, depth=depth + 1)
        self._open.discard(place)

    def _called(self, module: Module, call: Call, prefix: str, *, mounted: bool, depth: int) -> Iterator[Item]:
        name = self._names.outside(module.path, call.callee)
        last = name.rsplit(".", 1)[-1]
        if last in WRAPPERS:
            for value in call.args:
                yield from self._entries(module.path, value, prefix, mounted=mounted, depth=depth + 1)
            return
        if name not in PATTERNS and last not in {"path", "re_path", "url"}:
            return
        route = self._names.text(module.path, call.args[0] if call.args else call.keyword("route"))
        target = call.args[1] if len(call.args) > 1 else call.keyword("view")
        if route is None:
            route = "{route}" if call.args else ""
        path = plain_path(route) if last in {"re_path", "url"} else route
        yield from self._target(module, call, target, prefix, path, mounted=mounted, depth=depth)

    def _target(
        self, module: Module, call: Call, target: Value, prefix: str, path: str, *, mounted: bool, depth: int
    ) -> Iterator[Item]:
        below = prefix + path
        inner = module.facts.calls[target.call] if isinstance(target, Nested) else None
        if inner is not None and inner.callee.rsplit(".", 1)[-1] in {"include", "decorator_include"}:
            yield from self._include(module, inner, below, mounted=mounted, depth=depth)
            return
        if isinstance(target, Ref) and target.text.endswith(".urls"):
            api = target.text.removesuffix(".urls")
            symbol = self._names.resolve(module.path, api)
            if symbol.path:
                self.ninja.append((symbol.path, symbol.name, below))
                return
            yield from Route(("ANY",), path, module.path, call.line, target.text, "django").items(
                prefix, mounted=mounted
            )
            return
        view = self._views.of(module, target)
        route = Route(view.methods, path, module.path, call.line, view.name, "django")
        yield from route.items(prefix, mounted=mounted)

    def _include(self, module: Module, call: Call, prefix: str, *, mounted: bool, depth: int) -> Iterator[Item]:
        value = call.args[-1] if "decorator" in call.callee and call.args else call.args[0] if call.args else None
        file = self._included_file(module, value)
        if file:
            yield from self._configuration(file, prefix, mounted=mounted, depth=depth + 1)
            return
        if isinstance(value, Items) and value.values and isinstance(value.values[0], Items | Ref):
            value = value.values[0] if len(value.values) == 2 and isinstance(value.values[1], str) else value
        yield from self._entries(module.path, value, prefix, mounted=mounted, depth=depth + 1)
